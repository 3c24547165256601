// Unsaved text in this browser's storage: an entry per editor or form, by an id of its own.
const SITE = document.documentElement.dataset.site;
const START = `desk ${SITE} `;

export const site = SITE;

export const fieldsOf = (form, data = new FormData(form)) =>
  [...data].filter(([name, value]) => typeof value === "string" && !["token", "draft"].includes(name));

export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// Return the fields that a person fills in: what a page adds by itself (file, version) is no reason to keep an entry.
export const typedIn = (fields) => fields.filter(([name]) => !["base", "origin", "path"].includes(name) && !name.endsWith(".base"));

// Store an entry; return whether the browser could.
const store = (entry) => {
  try {
    localStorage.setItem(START + entry.id, JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
};
export const keep = (entry) => store({ ...entry, when: Date.now() });

// Store a copy of an entry as another one, which is not replaced by what is typed next.
export const keepApart = (entry) => store({ ...entry, id: crypto.randomUUID() });

export const drop = (id) => localStorage.removeItem(START + id);

export const get = (id) => {
  try {
    return JSON.parse(localStorage.getItem(START + id));
  } catch {
    return null;
  }
};

export const all = () =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(START))
    .map((key) => get(key.slice(START.length)))
    .filter((entry) => entry?.fields)
    .sort((one, other) => other.when - one.when);

// Hold a lock as long as the page lives, so that no other page offers what is being written there.
export const hold = (id) => navigator.locks?.request(START + id, () => new Promise(() => {}));

// Call back once no page holds an entry any more: a page that was left may hold it for a moment longer. Those who wait share
// the lock, and do not count as holding it.
const awaited = new Set();
export const onceFree = (id, run) => {
  if (awaited.has(id)) return;
  awaited.add(id);
  navigator.locks.request(START + id, { mode: "shared" }, () => awaited.delete(id)).then(run);
};

// Return the ids of the entries that pages hold.
export const living = async () => {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return new Set(held.filter((lock) => lock.mode === "exclusive").map((lock) => lock.name.slice(START.length)));
};

// Hide the offers of what other pages are writing. One that was hidden and is free now, and of which nothing is left in this
// browser, was saved or thrown away there.
export const hideLiving = (offers, alive) => {
  for (const element of offers) {
    const id = element.dataset.draft;
    if (element.hidden && !alive.has(id) && !get(id)) element.remove();
    else element.hidden = alive.has(id);
  }
};

export const day = (when) =>
  new Date(when).toLocaleString("en-US", { month: "long", day: "numeric", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

const button = (words, about, run, quiet) => {
  const element = Object.assign(document.createElement("button"), { type: "button", textContent: words, className: quiet ? "quiet" : "" });
  element.setAttribute("aria-label", about);
  element.addEventListener("click", run);
  return element;
};

// Return a sentence and two buttons for an entry: to restore it, or to discard it.
export const offer = (words, about, back, away) => {
  const said = Object.assign(document.createElement("span"), { textContent: words });
  return [said, button("Put it back", `Put it back: ${about}`, back), button("Throw it away", `Throw it away: ${about}`, away, true)];
};

// Open the editor of the file with an entry: the desk shows it, and saves nothing.
export const putBack = (entry, token) => {
  const form = Object.assign(document.createElement("form"), { method: "post", enctype: "multipart/form-data", hidden: true });
  form.action = `/write/${entry.path.split("/").map(encodeURIComponent).join("/")}`;
  const fields = [...entry.fields, ["token", token], ["draft", entry.id], ["when", String(entry.when / 1000)], ["do", "back"]];
  for (const [name, value] of fields) {
    const area = Object.assign(document.createElement("textarea"), { name });
    area.value = value;
    form.append(area);
  }
  document.body.append(form);
  form.submit();
};

export const forget = (id, token) => {
  drop(id);
  fetch("/keep/drop", { method: "POST", body: new URLSearchParams({ token, draft: id }), redirect: "manual" }).catch(() => {});
};
