// Buttons for those who do not know Markdown by heart. What they write can be undone as typing can.
import { text } from "./text.js";

const bar = document.getElementById("tools");
if (bar) {
  const around = (mark, word) => () => text.wrap(mark, mark, word);
  const before = (mark, word) => () => {
    const { value, selection } = text;
    const start = value.lastIndexOf("\n", selection.from - 1) + 1;
    const rows = (value.slice(start, selection.to) || word).split("\n").map((row) => (row.startsWith(mark) ? row : mark + row));
    const gap = start > 1 && value.slice(start - 2, start) !== "\n\n" ? "\n" : "";
    text.replace(start, selection.to, gap + rows.join("\n"));
  };

  const dialog = document.getElementById("link");
  const words = document.getElementById("link-words");
  const to = document.getElementById("link-to");
  const list = document.getElementById("link-texts");
  let known = new Map();
  let place = { from: 0, to: 0 };
  to.addEventListener("input", async () => {
    const found = await (await fetch(`/links?q=${encodeURIComponent(to.value)}`)).json();
    known = new Map([...known, ...found.map((each) => [each.title, each.link])]);
    list.replaceChildren(...found.map((each) => new Option(each.title, each.title)));
  });
  const link = () => {
    place = text.selection;
    words.value = text.selected;
    to.value = "";
    dialog.returnValue = "";
    dialog.showModal();
  };
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "add") return text.focus();
    text.replace(place.from, place.to, `[${words.value.replaceAll(/[[\]]/g, "")}](${known.get(to.value) || to.value.trim()})`);
  });

  const tools = [
    ["Heading", before("## ", "Heading")],
    ["Strong", around("**", "strong"), "b"],
    ["Emphasis", around("*", "emphasis"), "i"],
    ["Link", link, "k"],
    ["List", before("- ", "First point")],
    ["Quote", before("> ", "What somebody said")],
  ];
  for (const [name, run, key] of tools) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", run);
    if (key) {
      button.setAttribute("aria-keyshortcuts", `Control+${key.toUpperCase()}`);
      text.element.addEventListener("keydown", (event) => {
        if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === key) {
          event.preventDefault();
          run();
        }
      });
    }
    bar.append(button);
  }
}
