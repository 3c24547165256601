// Forms without autosave, such as that of a new post: what is typed is kept in this browser until the desk has accepted it,
// the page says so when the desk is closed, and what is refused stays.
import { all, day, drop, fieldsOf, get, hideLiving, keep, living, offer, onceFree, putBack, forget, same, site, typedIn } from "./drafts.js";

const CLOSED = "The desk is closed. What you wrote is safe in this browser. Start the desk again, in the way you started it before, and press the button once more.";
const STRANGER = "The desk does not know this browser any more. What you wrote is safe in this browser. Open the last link in the window from which the desk was started, in a new tab, and press the button here once more.";

// Move the focus to the result of an action: screen readers do not announce what is on a page from the start.
const begin = (page = document) => {
  const told = page.querySelectorAll("main :is([role=alert], [role=status] > .said, [data-news])");
  const news = [...told].find((element) => element.textContent.trim());
  if (!news || page.querySelector("[autofocus]") || document.activeElement !== document.body) return;
  news.tabIndex = -1;
  news.focus();
};

const tell = (form, words) => {
  form.parentNode.querySelectorAll(".told").forEach((element) => element.remove());
  const alert = Object.assign(document.createElement("p"), { className: "faults told", textContent: words });
  alert.setAttribute("role", "alert");
  form.before(alert);
};

const fill = (form, fields) => {
  for (const element of form.querySelectorAll("input:not([type=hidden]), textarea, select")) {
    const values = fields.filter(([name]) => name === element.name).map(([, value]) => value);
    if (["checkbox", "radio"].includes(element.type)) element.checked = values.includes(element.value);
    else if (values.length) element.value = values[0];
  }
};

const send = async (form, submitter, id) => {
  const data = new FormData(form, submitter);
  let answer = await fetch(location.pathname, { method: "POST", body: data }).catch(() => null);
  if (answer?.status === 403) {
    const here = await fetch("/here").then((response) => (response.ok ? response.json() : {})).catch(() => ({}));
    if (here.site !== site) return tell(form, STRANGER);
    form.elements.token.value = here.token;
    data.set("token", here.token);
    answer = await fetch(location.pathname, { method: "POST", body: data }).catch(() => null);
  }
  if (!answer) return tell(form, CLOSED);
  if (answer.redirected && answer.ok) {
    drop(id);
    return location.assign(answer.url);
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.querySelector("main").replaceWith(page.querySelector("main"));
  watch();
  begin();
};

let first = null; // the values before anything was typed
const watch = () => {
  for (const form of document.querySelectorAll("form[data-keep]")) {
    const id = `form ${location.pathname}`;
    const shown = (first ??= typedIn(fieldsOf(form)));
    const entry = get(id);
    if (entry && !same(typedIn(entry.fields), typedIn(fieldsOf(form)))) {
      const notice = Object.assign(document.createElement("p"), { className: "faults row" });
      const done = (run) => () => {
        run();
        notice.remove();
      };
      const words = `You wrote something here on ${day(entry.when)} and it was not sent.`;
      notice.append(...offer(words, day(entry.when), done(() => fill(form, entry.fields)), done(() => drop(id))));
      form.before(notice);
    }
    const note = () => {
      const fields = fieldsOf(form);
      if (same(typedIn(fields), shown)) drop(id);
      else keep({ id, fields });
    };
    form.addEventListener("input", note);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form, event.submitter, id);
    });
  }
};
watch();
begin();

// On the page of all posts: what this browser kept and the desk did not, because it was closed.
const list = document.getElementById("unsaved");
const offerAll = async () => {
  const alive = await living();
  const token = list.dataset.token;
  const rows = list.querySelector("ul");
  const count = () => (list.hidden = !rows.querySelector(":scope > :not([hidden])"));
  hideLiving(rows.querySelectorAll("[data-draft]"), alive);
  for (const entry of all().filter(({ path }) => path)) {
    if (alive.has(entry.id)) onceFree(entry.id, offerAll);
    if (alive.has(entry.id) || rows.querySelector(`[data-draft="${CSS.escape(entry.id)}"]`)) continue;
    const row = Object.assign(document.createElement("li"), { className: "row" });
    row.dataset.draft = entry.id;
    const away = () => {
      forget(entry.id, token);
      row.remove();
      count();
    };
    const words = `You wrote “${entry.title}” on ${day(entry.when)} and it was not saved.`;
    row.append(...offer(words, entry.title, () => putBack(entry, token), away));
    rows.append(row);
  }
  count();
};
if (list) offerAll();
