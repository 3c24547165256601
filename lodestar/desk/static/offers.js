// In the editor: what was typed into this file and not saved is offered again, before the editor is ready: the desk's own
// offers, which may be older, can be pressed already.
import { all, day, drop, fieldsOf, forget, hideLiving, living, offer, onceFree, putBack, same, typedIn } from "./drafts.js";

const form = document.getElementById("editor");
const notices = document.getElementById("notices");

// Offer what was typed into this file in another tab, or before a crash, and was not saved.
const offerAgain = async () => {
  const path = form.elements.path.value;
  const alive = await living();
  const shown = typedIn(fieldsOf(form));
  hideLiving(notices.querySelectorAll("[data-draft]"), alive);
  for (const entry of all()) {
    if (entry.path !== path || entry.id === form.elements.draft.value) continue;
    if (alive.has(entry.id)) {
      onceFree(entry.id, offerAgain);
      continue;
    }
    const offered = [...notices.querySelectorAll("[data-draft]")].find((notice) => notice.dataset.draft === entry.id);
    if (same(typedIn(entry.fields), shown)) {
      drop(entry.id);
      continue;
    }
    if (Number(offered?.dataset.when) >= entry.when / 1000) continue;
    offered?.remove();
    const section = Object.assign(document.createElement("section"), { className: "faults row" });
    Object.assign(section.dataset, { draft: entry.id, when: entry.when / 1000 });
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
offerAgain();
