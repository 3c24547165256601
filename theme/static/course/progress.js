// A learner's progress in a course, kept in this browser's storage and nowhere else. Each answer has an entry of its own, so
// that tabs never overwrite one another; without this file a page works the same, and keeps nothing.
import { counted, filled, number } from "../js/words.js";

const root = document.querySelector("[data-course]");
const { course, lesson } = root.dataset;
const prefix = `course:${course}:`;
const FORMAT = "lodestar-course";
const SECRET = "key"; // the unlocked key of the lessons for those who enrolled: never in a file
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const say = (name) => all("[data-status]").forEach((element) => (element.textContent = element.dataset[name])); // in its own words

const store = {
  get: (name) => localStorage.getItem(prefix + name),
  set(name, value) {
    if (value) localStorage.setItem(prefix + name, value);
    else localStorage.removeItem(prefix + name);
  },
  names: () => Object.keys(localStorage).filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)),
};

const answer = (field) => `answer:${field.dataset.answer}`;
const ticks = (field) => field.type === "checkbox" || field.type === "radio";

function grow(field) {
  if (field.tagName !== "TEXTAREA" || CSS.supports("field-sizing", "content")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

function keep(field) {
  if (!ticks(field)) store.set(answer(field), field.value);
  else if (field.type === "checkbox") store.set(answer(field), field.checked && "yes");
  else all(`input[name="${field.name}"]`).forEach((input) => store.set(answer(input), input.checked && "yes"));
}

function fill(within = document, first = false) {
  for (const field of all("[data-answer]", within)) {
    const kept = store.get(answer(field));
    if (first && kept === null && (ticks(field) ? field.checked : field.value)) keep(field); // typed before this ran
    else if (ticks(field)) field.checked = kept === "yes";
    else if (field.value !== (kept ?? "")) field.value = kept ?? "";
    grow(field);
  }
}

function show() {
  const lessons = all("[data-lesson-link]");
  const slugs = new Set(lessons.map((link) => link.dataset.lessonLink));
  const done = [...slugs].filter((slug) => store.get(`done:${slug}`)).length;
  for (const link of lessons) link.toggleAttribute("data-done", Boolean(store.get(`done:${link.dataset.lessonLink}`)));
  for (const element of all("[data-done-words]")) element.hidden = !element.closest("[data-done]");
  for (const element of all("[data-count]")) element.textContent = counted(element.dataset.count, slugs.size, { done: number(done) });
  for (const bar of all("progress[data-progress]")) bar.value = done;
  for (const bar of all("progress[data-part]")) bar.value = all("li[data-done]", bar.closest("li")).length;
  for (const button of all("[data-do=done]")) {
    const pressed = Boolean(store.get(`done:${lesson}`));
    button.setAttribute("aria-pressed", pressed);
    button.dataset.unpressed ??= button.textContent;
    button.textContent = pressed ? button.dataset.pressed : button.dataset.unpressed;
  }
  for (const element of all("[data-when-done]")) element.hidden = !store.get(`done:${lesson}`);
  const last = JSON.parse(store.get("last") ?? "null");
  for (const link of all("[data-resume]")) {
    link.hidden = !last || !last.url?.startsWith("/");
    if (!link.hidden) [link.href, link.textContent] = [last.url, filled(link.dataset.resume, last)];
  }
}

function place() {
  const passed = all(".prose [id]:is(h2, h3)").filter((heading) => heading.getBoundingClientRect().top < innerHeight / 2);
  const at = passed.length ? `#${passed.at(-1).id}` : "";
  store.set("last", JSON.stringify({ url: location.pathname + at, title: document.querySelector("h1").textContent.trim() }));
}

const persist = () => navigator.storage?.persist?.().catch(() => {}); // a browser may say no

function save() {
  persist();
  const kept = Object.fromEntries(store.names().filter((name) => name !== SECRET).map((name) => [name, store.get(name)]));
  const text = JSON.stringify({ format: FORMAT, version: 1, course, kept }, null, 1);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = `${course}.json`;
  link.click(); // Safari reads the blob later, and every browser frees it with the page
  say("saved");
}

async function load(file) {
  let read;
  try {
    read = JSON.parse(await file.text());
  } catch {
    read = null;
  }
  const kept = Object.entries(read?.kept ?? {}).filter(([name, value]) => name !== SECRET && typeof value === "string");
  if (read?.format !== FORMAT || read.course !== course || !kept.length) {
    return say("foreign");
  }
  for (const [name, value] of kept) {
    const mine = store.get(name);
    if (!mine || (name.startsWith("answer:") && value.includes(mine))) store.set(name, value);
    else if (name.startsWith("answer:") && !mine.includes(value)) store.set(name, `${mine}\n\n${value}`); // neither is lost
  }
  fill();
  show();
  say("loaded");
}

function forget(button) {
  if (!confirm(button.dataset.ask)) return;
  store.names().forEach((name) => store.set(name, ""));
  fill();
  show();
  say("forgotten");
}

function toggle() {
  store.set(`done:${lesson}`, store.get(`done:${lesson}`) ? "" : "yes");
  persist();
  show();
}

// Only when asked: arrow keys choose every option on the way.
function judge(quiz, asked) {
  quiz.toggleAttribute("data-checked", asked);
  for (const option of all("li", quiz)) option.querySelector("details").open = asked && option.querySelector("input").checked;
}

const offer = (within) => all("[data-needs-script]", within).forEach((element) => (element.hidden = false));

function start() {
  const check = (button) => judge(button.closest("[data-kind=quiz]"), true);
  const buttons = { done: toggle, save, forget, check, print: () => print() };
  offer(document);
  fill(document, true);
  show();
  if (lesson) {
    place();
    addEventListener("scrollend", place);
  }
  document.addEventListener("input", ({ target }) => {
    if (!target.dataset?.answer) return;
    keep(target);
    grow(target);
    if (target.closest("[data-kind=quiz]")) judge(target.closest("[data-kind=quiz]"), false);
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-do]");
    buttons[button?.dataset.do]?.(button);
  });
  document.addEventListener("change", async ({ target }) => {
    if (!target.matches("[data-load]") || !target.files.length) return;
    await load(target.files[0]);
    target.value = "";
  });
  document.addEventListener("course:opened", ({ target }) => {
    fill(target); // a lesson has been unlocked
    offer(target);
    all("[data-when-open]").forEach((element) => (element.hidden = false));
  });
  addEventListener("storage", ({ key }) => {
    if (key && !key.startsWith(prefix)) return;
    fill();
    show();
  });
  addEventListener("pageshow", ({ persisted }) => persisted && (fill(), show()));
}

try {
  store.set("try", "yes");
  store.set("try", "");
  start();
} catch (error) {
  if (!(error instanceof DOMException)) throw error;
  say("unkept");
}
