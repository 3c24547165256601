// Search on /search/: names of subjects, people and courses first, then results of Pagefind, as plain links.
import { matches, meant } from "./search-names.js";
import { counted, filled, number } from "./words.js";

const root = document.querySelector(".search-form");
const form = root.querySelector("form");
const words = form.elements.q;
const choices = [...form.querySelectorAll("select")];
const list = root.querySelector("ol");
const status = root.querySelector("[role=status]");
const more = root.querySelector("button");
const subjects = root.querySelector("ul");
const other = root.querySelector("[data-meant]");
const SIGNS = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Tibt}\p{sc=Mymr}\p{sc=Khmr}]\p{M}*/gu; // of scripts without spaces
const BETWEEN = new RegExp(`(?<=${SIGNS.source}(?:</mark>)?) (?=(?:<mark>)?(?:${SIGNS.source}|[\\u3000-\\u303f\\uff00-\\uff65]))`, "gu");
const TONES = /[\u0e47-\u0e4e\u0ec8-\u0ece]/gu; // of Thai and Lao: the index has them in a private use area
const HIDDEN_TONES = /[\ue047-\ue04e\ue0c8-\ue0ce]/gu;
const JOINER = /\u2060/gu; // the index puts it before a space of the author's own
const ranking = { metaWeights: { title: 5, names: 3, summary: 0, kind: 0, lang: 0 } };
const PAGE = 10;
const FEW = 3;
let pages = [];
let rows = [];
let asked = 0;

const make = (name, text, attributes = {}) => {
  const element = Object.assign(document.createElement(name), attributes);
  if (text) element.textContent = text;
  return element;
};

// Return the words around matches; the summary, where only the page's names match.
const excerpt = ({ content, excerpt: html, meta }) => {
  const said = make("p", "", { innerHTML: html }); // Pagefind escapes it, and marks the words
  if (meta.summary && !said.querySelector("mark")) return make("p", meta.summary);
  const text = said.textContent.trim();
  said.dataset.cut = `${content.startsWith(text) ? "" : "before"} ${content.endsWith(text) ? "" : "after"}`;
  const toned = said.innerHTML.replace(HIDDEN_TONES, (it) => String.fromCodePoint(it.codePointAt(0) - 0xd200));
  said.innerHTML = toned.replace(BETWEEN, "").replace(JOINER, "");
  for (const mark of said.querySelectorAll("mark")) { // not the comma after the word
    const [, before, word, after] = mark.textContent.match(/^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}\p{M}]*)$/su);
    mark.before(before);
    mark.after(after);
    mark.textContent = word;
  }
  return said;
};

const item = (result) => {
  const entry = make("li");
  const heading = make("h2");
  heading.append(make("a", result.meta.title, { href: result.url }));
  const text = excerpt(result);
  if (result.meta.lang) for (const element of [heading, text]) Object.assign(element, { lang: result.meta.lang, dir: "auto" });
  entry.append(heading);
  const kind = make("p", result.meta.kind); // the date, for a post
  kind.dataset.kind = "";
  entry.append(kind, text);
  return entry;
};

const named = ([kind, label, url, posts]) => {
  const link = make("a", label, { href: url });
  const entry = make("li");
  const said = !kind ? "%(name)s" : posts ? counted(subjects.dataset.posts, posts, { kind, name: "%(name)s" }) : filled(subjects.dataset.named, { kind, name: "%(name)s" });
  const [before, after] = said.split("%(name)s");
  entry.append(before, link, after);
  return entry;
};

const name = (text) => {
  const hits = matches(rows, text);
  const guess = hits.length ? undefined : meant(rows, text);
  subjects.replaceChildren(...hits.map(named));
  other.hidden = !guess;
  if (guess) Object.assign(other.querySelector("a"), { textContent: guess, href: `?${new URLSearchParams({ q: guess })}` });
};

// Return a text as the index has it: in scripts without spaces each character is a word, and all of them form a phrase.
const spaced = (text) => {
  const signs = text.replace(TONES, "").replace(SIGNS, " $& ").replace(/\s+/gu, " ").trim();
  return signs.includes(" ") && !text.replace(SIGNS, "").trim() ? `"${signs}"` : signs;
};

// Return pages with all of the words; where these are few, then pages with the longest ones.
const search = async (pagefind, text, filters) => {
  const asked = spaced(text);
  const parts = asked.startsWith('"') ? [asked] : asked.split(" ");
  const { results } = await pagefind.search(asked || null, { filters });
  while (results.length < FEW && parts.length > 1) {
    parts.splice(parts.indexOf([...parts].sort((a, b) => a.length - b.length)[0]), 1);
    const more = await pagefind.search(parts.join(" "), { filters });
    results.push(...more.results.filter(({ id }) => results.every((known) => known.id !== id)));
  }
  return results;
};

const show = async () => {
  const mine = asked;
  const shown = list.children.length;
  const results = await Promise.all(pages.slice(shown, shown + PAGE).map((page) => page.data()));
  if (mine !== asked) return;
  const title = words.value.replace(/"/g, "").trim().toLowerCase();
  const said = (result) => Boolean(title) && result.meta.title.toLowerCase().includes(title);
  results.sort((a, b) => said(b) - said(a));
  list.append(...results.map(item));
  more.hidden = list.children.length >= pages.length;
  if (shown) list.children[shown]?.querySelector("a").focus();
};

const ask = async (pagefind) => {
  asked += 1;
  const mine = asked;
  const filters = Object.fromEntries(choices.filter((choice) => choice.value).map((choice) => [choice.name, choice.value]));
  const chosen = Object.keys(filters).length > 0;
  const text = words.value.trim();
  const query = new URLSearchParams([...(text ? [["q", text]] : []), ...Object.entries(filters)]);
  history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
  name(text);
  const results = text || chosen ? await search(pagefind, text, filters) : [];
  if (mine !== asked) return;
  pages = results;
  list.replaceChildren();
  more.hidden = true;
  const said = pages.length ? counted(status.dataset.found, pages.length) : status.dataset.none;
  status.textContent = text || chosen ? said : "";
  await show();
};

const fill = (filters) => {
  for (const choice of choices) {
    const values = Object.entries(filters[choice.name] ?? {}).sort(([a], [b]) =>
      choice.name === "year" ? b.localeCompare(a) : a.localeCompare(b));
    choice.append(...values.map(([value, count]) => make("option", `${value} (${number(count)})`, { value })));
  }
};

const walk = (event) => {
  const stops = [words, ...root.querySelectorAll(":is(ul, [data-meant]:not([hidden]), ol) a"), ...(more.hidden ? [] : [more])];
  const here = stops.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape" && here > 0) words.focus();
  else if (step && here >= 0 && stops[here + step]) {
    event.preventDefault();
    stops[here + step].focus();
  }
};

try {
  const [first, ...others] = form.dataset.indexes.split(" ");
  const pagefind = await import(`${first}pagefind.js`);
  await pagefind.options({ ranking });
  await pagefind.init();
  for (const index of others) await pagefind.mergeIndex(index, { ranking }).catch(() => {}); // a language without any page to find
  rows = await fetch(form.dataset.names).then((answer) => (answer.ok ? answer.json() : []));
  fill(await pagefind.filters());
  const given = new URLSearchParams(location.search);
  for (const field of [words, ...choices]) field.value = given.get(field.name) ?? "";
  form.hidden = false;
  root.querySelector("[data-without]").hidden = true;
  const keys = root.querySelector("#search-keys");
  if (keys.offsetParent) words.setAttribute("aria-describedby", keys.id); // only where there is a keyboard
  let waiting = 0;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150, pagefind);
  };
  form.addEventListener("input", soon);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(pagefind);
  });
  root.addEventListener("keydown", walk);
  more.addEventListener("click", show);
  if (words.value || choices.some((choice) => choice.value)) await ask(pagefind);
  else words.focus({ preventScroll: true });
} catch (error) {
  console.error(error);
}
