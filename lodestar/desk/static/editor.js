// Enhancements of the editor: a finding leads to its line, one Tab passes the toolbar.
import { text } from "./text.js";

// A toolbar: arrow keys move between its buttons (https://www.w3.org/WAI/ARIA/apg/patterns/toolbar/).
const bar = document.getElementById("tools");
const STEPS = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };
const reach = (chosen) => {
  for (const button of bar.children) button.tabIndex = button === chosen ? 0 : -1;
};
if (bar) {
  const buttons = [...bar.children];
  reach(buttons[0]);
  bar.addEventListener("focusin", ({ target }) => reach(target));
  bar.addEventListener("keydown", (event) => {
    if (!(event.key in STEPS)) return;
    event.preventDefault();
    const at = buttons.indexOf(document.activeElement) + STEPS[event.key];
    buttons[Math.min(Math.max(at, 0), buttons.length - 1)].focus();
  });
}

// Whether the author, who may be faster than this script, writes nothing yet.
const untouched = () => text.value === text.area.defaultValue && !document.activeElement.closest("#editor :is(input, select)");

const asked = new URLSearchParams(location.search);
const line = Number(asked.get("line")) - text.first;
if (line >= 0) text.reveal(line); // a finding led here
else if (asked.get("said") === "made" && untouched()) text.reveal(0); // typing replaces the placeholder
