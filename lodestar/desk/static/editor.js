// The editor's comforts: a preview that follows, the number of words, what was not saved offered again.
import { all, day, drop, fieldsOf, forget, living, offer, putBack, same, typedIn } from "./drafts.js";
import "./saving.js";
import { text } from "./text.js";

const form = document.getElementById("editor");
const words = document.getElementById("words");
const notices = document.getElementById("notices");
const pane = form.querySelector('button[formtarget="pane"]');
let waiting = 0;

const count = () => {
  const number = text.value.split(/\s+/).filter(Boolean).length;
  words.textContent = `${number.toLocaleString("en")} words.`;
};
const frame = document.getElementById("pane");
const preview = () => form.requestSubmit(pane);
let latest = 0;
form.addEventListener("submit", async (event) => {
  // The first preview is loaded; after that its text alone is put in, which keeps its place and the way back.
  if (event.submitter !== pane || !frame.contentDocument?.querySelector("article")) return;
  event.preventDefault();
  const mine = ++latest;
  const data = new FormData(form);
  data.delete("picture");
  const answer = await fetch("/pane", { method: "POST", body: data }).catch(() => null); // the desk may be closed
  if (!answer?.ok || mine !== latest) return;
  const made = new DOMParser().parseFromString(await answer.text(), "text/html");
  const style = (page) => page.querySelector("link[rel=stylesheet]")?.getAttribute("href");
  const shown = frame.contentDocument;
  if (style(made) !== style(shown)) shown.head.replaceWith(made.head); // the site was built meanwhile, or its theme changed
  shown.body.replaceWith(made.body);
  shown.title = made.title;
});
form.addEventListener("input", () => {
  count();
  clearTimeout(waiting);
  waiting = setTimeout(preview, 600);
});

// What was typed into this file in another tab, or before a crash, and was not saved.
const offerAgain = async () => {
  const path = form.elements.path.value;
  const alive = await living();
  const shown = typedIn(fieldsOf(form));
  for (const each of notices.querySelectorAll("[data-draft]")) if (alive.has(each.dataset.draft)) each.remove();
  for (const entry of all()) {
    if (entry.path !== path || entry.id === form.elements.draft.value || alive.has(entry.id)) continue;
    const atDesk = [...notices.querySelectorAll("[data-draft]")].find((each) => each.dataset.draft === entry.id);
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

const line = Number(new URLSearchParams(location.search).get("line")) - text.first;
if (line >= 0) text.reveal(line); // a finding led here
count();
preview();
offerAgain();
