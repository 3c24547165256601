// Buttons for those who do not know Markdown by heart. What they write can be undone as typing can.
import { put } from "./insert.js";

const bar = document.getElementById("tools");
const body = document.getElementById("body");
if (bar) {
  const chosen = () => body.value.slice(body.selectionStart, body.selectionEnd);
  const around = (mark, word) => () => {
    const text = chosen() || word;
    put(mark + text + mark, body.selectionStart, body.selectionEnd, [mark.length, mark.length + text.length]);
  };
  const before = (mark, word) => () => {
    const start = body.value.lastIndexOf("\n", body.selectionStart - 1) + 1;
    const text = body.value.slice(start, body.selectionEnd) || word;
    const rows = text.split("\n").map((row) => (row.startsWith(mark) ? row : mark + row));
    const gap = start > 1 && body.value.slice(start - 2, start) !== "\n\n" ? "\n" : "";
    put(gap + rows.join("\n"), start, body.selectionEnd);
  };

  const dialog = document.getElementById("link");
  const words = document.getElementById("link-words");
  const to = document.getElementById("link-to");
  const list = document.getElementById("link-texts");
  let known = new Map();
  let place = [0, 0];
  to.addEventListener("input", async () => {
    const found = await (await fetch(`/links?q=${encodeURIComponent(to.value)}`)).json();
    known = new Map([...known, ...found.map((each) => [each.title, each.link])]);
    list.replaceChildren(...found.map((each) => new Option(each.title, each.title)));
  });
  const link = () => {
    place = [body.selectionStart, body.selectionEnd];
    words.value = chosen();
    to.value = "";
    dialog.returnValue = "";
    dialog.showModal();
  };
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "add") return body.focus();
    put(`[${words.value.replaceAll(/[[\]]/g, "")}](${known.get(to.value) || to.value.trim()})`, ...place);
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
      body.addEventListener("keydown", (event) => {
        if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === key) {
          event.preventDefault();
          run();
        }
      });
    }
    bar.append(button);
  }
}
