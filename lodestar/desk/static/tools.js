// Toolbar buttons for those who do not know Markdown by heart. What they write can be undone like typing.
import { text } from "./text.js";

const PATIENCE = 10_000; // timeout of a search, so that a link does not wait forever for it

const bar = document.getElementById("tools");
if (bar) {
  // Return the length of a run of marks.
  const run = (signs) => signs?.[0].length || 0;
  // Mark each paragraph, list item and heading of several lines after its own marker; skip tables, blocks and fences.
  const marking = (words, mark, whole) => {
    const parts = [];
    for (const [number, row] of words.split("\n").entries()) {
      const sign = number || whole ? BLOCK.exec(row)?.[0] : undefined;
      const last = parts.at(-1);
      if (!row.trim() || /^\s*(?:\||:::|```|~~~|<|!\[)/.test(row)) parts.push({ bare: row });
      else if (sign === undefined && last?.text) last.text += `\n${row}`;
      else parts.push({ sign: sign || "", text: row.slice(sign?.length || 0) });
    }
    return parts.map(({ bare, sign, text: row }) => bare ?? sign + (row.trim() && row.replace(/^([^]*\S)/, `${mark}$1${mark}`))).join("\n");
  };

  // Mark the selected words, paragraph by paragraph and without spaces at their ends, or remove the mark where they have it.
  const around = (mark, words) => () => {
    const { value, selected } = text;
    const from = text.selection.from + selected.length - selected.trimStart().length;
    const to = Math.max(from, text.selection.to - selected.length + selected.trimEnd().length);
    const chosen = value.slice(from, to);
    const signs = Math.min(run(/\**$/.exec(value.slice(0, from))), run(/^\**/.exec(value.slice(to))));
    const bare = chosen.replace(mark === "**" ? /\*\*/g : /(?<!\*)\*(?!\*)/g, "");
    const put = (start, end, markdown) => text.replace(start, end, markdown, [0, markdown.length]);
    const marked = marking(bare, mark, from === startOf(from));
    if (mark === "**" ? signs >= 2 : signs % 2 === 1) put(from - mark.length, to + mark.length, chosen);
    else if (chosen && chosen === mark + bare + mark) put(from, to, bare);
    else if (chosen.includes("\n")) put(from, to, chosen === marked ? bare : marked);
    else text.replace(from, to, mark + (bare || words) + mark, [mark.length, mark.length + (bare || words).length]);
  };

  const BLOCK = /^ *(?:#{1,6}|[-*+]|\d+[.)]|>) +/;
  const startOf = (place) => text.value.slice(0, place).lastIndexOf("\n") + 1;
  const endOf = (place) => (text.value + "\n").indexOf("\n", place);

  // Mark the selected lines, or remove the mark where all have it; add empty lines around them where needed.
  const lines = (mark, words) => () => {
    const { value, selection } = text;
    const [start, end] = [startOf(selection.from), endOf(selection.to)];
    let number = 0;
    const old = value.slice(start, end).split("\n");
    const marks = old.map((row) => (row || old.length === 1 ? mark(++number) : ""));
    const marked = old.every((row, index) => row.startsWith(marks[index]));
    const bare = old.map((row) => row.replace(BLOCK, "") || (old.length === 1 ? words : ""));
    const rows = marked ? bare : bare.map((row, index) => marks[index] + row);
    const like = (row) => !row.trim() || (BLOCK.test(row) && BLOCK.test(rows[0]) && row[0] !== "#" && rows[0][0] !== "#");
    const before = like(value.slice(0, start).split("\n").at(-2) || "") ? "" : "\n";
    const after = like(value.slice(end + 1).split("\n", 1)[0]) ? "" : "\n";
    const block = rows.join("\n");
    const chosen = old.join("") ? block.length : block.length - words.length;
    text.replace(start, end, before + block + after, [before.length + chosen, before.length + block.length]);
  };
  const table = () => {
    const end = endOf(text.selection.to);
    const start = text.value.slice(0, end).trimEnd().length;
    const gap = start ? "\n\n" : "";
    const block = `${gap}| Heading | Heading |\n|---|---|\n| Words | Words |\n| Words | Words |\n`;
    text.replace(start, end, block, [gap.length + 2, gap.length + 9]);
  };

  const dialog = document.getElementById("link");
  const words = document.getElementById("link-words");
  const to = document.getElementById("link-to");
  const list = document.getElementById("link-texts");
  let known = new Map();
  let place = { from: 0, to: 0 };
  let looked = Promise.resolve();
  const look = async () => {
    const texts = await (await fetch(`/links?q=${encodeURIComponent(to.value)}`, { signal: AbortSignal.timeout(PATIENCE) })).json();
    known = new Map([...known, ...texts.map((row) => [row.title, row.link])]);
    list.replaceChildren(...texts.map((row) => new Option(row.title, row.title)));
  };
  to.addEventListener("input", () => {
    looked = look().catch(() => {}); // the desk may be closed
  });
  const link = () => {
    place = text.selection;
    words.value = text.selected;
    to.value = "";
    dialog.returnValue = "";
    dialog.showModal();
  };
  dialog.addEventListener("close", async () => {
    if (dialog.returnValue !== "add") return text.focus();
    const [before, range, shown, target] = [text.value, place, words.value.replaceAll(/[[\]]/g, ""), to.value];
    await looked; // a title that was typed to its end at once leads nowhere before the desk has said where
    const { from, to: end } = text.value === before ? range : text.selection;
    text.replace(from, end, `[${shown}](${known.get(target) || target.trim()})`);
  });

  const tools = [
    ["Undo", () => text.undo()],
    ["Redo", () => text.redo()],
    ["Heading", lines(() => "## ", "Heading")],
    ["Sub-heading", lines(() => "### ", "Sub-heading")],
    ["Bold", around("**", "bold"), "b"],
    ["Italics", around("*", "italics"), "i"],
    ["Link", link, "k"],
    ["List", lines(() => "- ", "First point")],
    ["Numbered list", lines((number) => `${number}. `, "First point")],
    ["Quote", lines(() => "> ", "What somebody said")],
    ["Table", table],
  ];
  for (const [name, press, key] of tools) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", press);
    if (key) {
      button.setAttribute("aria-keyshortcuts", `Control+${key.toUpperCase()}`);
      const typed = (event) => {
        if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== key) return;
        event.preventDefault();
        press();
      };
      text.element.addEventListener("keydown", typed, { capture: true });
    }
    bar.append(button);
  }
}
