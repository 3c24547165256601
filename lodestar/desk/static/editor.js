// Enhancements of the editor: unsaved text is offered again, a finding leads to its line, one Tab passes the toolbar.
import { all, day, drop, fieldsOf, forget, living, offer, onceFree, putBack, same, typedIn } from "./drafts.js";
import { text } from "./text.js";

const form = document.getElementById("editor");
const notices = document.getElementById("notices");

// Offer what was typed into this file in another tab, or before a crash, and was not saved.
const offerAgain = async () => {
  const path = form.elements.path.value;
  const alive = await living();
  const shown = typedIn(fieldsOf(form));
  for (const notice of notices.querySelectorAll("[data-draft]")) notice.hidden = alive.has(notice.dataset.draft);
  for (const entry of all()) {
    if (entry.path !== path || entry.id === form.elements.draft.value) continue;
    if (alive.has(entry.id)) {
      onceFree(entry.id, offerAgain);
      continue;
    }
    const atDesk = [...notices.querySelectorAll("[data-draft]")].find((notice) => notice.dataset.draft === entry.id);
    if (same(typedIn(entry.fields), shown)) {
      drop(entry.id);
      continue;
    }
    if (atDesk && Number(atDesk.dataset.when) * 1000 > entry.when) continue;
    atDesk?.remove();
    const section = Object.assign(document.createElement("section"), { className: "faults row" });
    section.dataset.draft = entry.id;
    section.setAttribute("aria-label", "Not saved");
    const token = form.elements.token.value;
    const away = () => {
      forget(entry.id, token);
      section.remove();
    };
    section.append(...offer(`You wrote this on ${day(entry.when)} and it was not saved.`, day(entry.when), () => putBack(entry, token), away));
    notices.append(section);
  }
};

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

const asked = new URLSearchParams(location.search);
const line = Number(asked.get("line")) - text.first;
if (line >= 0) text.reveal(line); // a finding led here
else if (asked.get("said") === "made") text.reveal(0); // typing replaces the placeholder
offerAgain();
