// Search on /search/: asks Pagefind's index for what is typed and chosen, and shows what it finds as plain links.
const root = document.querySelector(".search-form");
const form = root.querySelector("form");
const words = form.elements.q;
const choices = [...form.querySelectorAll("select")];
const list = root.querySelector("ol");
const status = root.querySelector("[role=status]");
const more = root.querySelector("button");
const PAGE = 10;
let found = [];
let asked = 0;

const make = (name, text, attributes = {}) => {
  const element = Object.assign(document.createElement(name), attributes);
  if (text) element.textContent = text;
  return element;
};

const item = (result) => {
  const entry = make("li");
  const heading = make("h2");
  heading.append(make("a", result.meta.title, { href: result.url }));
  const excerpt = make("p", "", { innerHTML: result.excerpt }); // Pagefind escapes it, and marks the words
  entry.append(heading);
  const kind = make("p", result.meta.kind); // of a post its date
  kind.dataset.kind = "";
  entry.append(kind, excerpt);
  return entry;
};

const show = async () => {
  const mine = asked;
  const shown = list.children.length;
  const results = await Promise.all(found.slice(shown, shown + PAGE).map((each) => each.data()));
  if (mine !== asked) return;
  list.append(...results.map(item));
  more.hidden = list.children.length >= found.length;
  if (shown) list.children[shown]?.querySelector("a").focus();
};

const ask = async (pagefind) => {
  asked += 1;
  const mine = asked;
  const filters = Object.fromEntries(choices.filter((each) => each.value).map((each) => [each.name, each.value]));
  const chosen = Object.keys(filters).length > 0;
  const text = words.value.trim();
  const query = new URLSearchParams([...(text ? [["q", text]] : []), ...Object.entries(filters)]);
  history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
  const answer = text || chosen ? await pagefind.search(text || null, { filters }) : { results: [] };
  if (mine !== asked) return;
  found = answer.results;
  list.replaceChildren();
  more.hidden = true;
  const number = found.length;
  status.textContent = !text && !chosen ? "" : number === 1 ? "One page found." : `${number || "No"} pages found.`;
  await show();
};

const fill = (filters) => {
  for (const each of choices) {
    const values = Object.entries(filters[each.name] ?? {}).sort(([a], [b]) =>
      each.name === "year" ? b.localeCompare(a) : a.localeCompare(b));
    each.append(...values.map(([value, count]) => make("option", `${value} (${count})`, { value })));
  }
};

const walk = (event) => {
  const stops = [words, ...list.querySelectorAll("a"), ...(more.hidden ? [] : [more])];
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
  await pagefind.init();
  for (const each of others) await pagefind.mergeIndex(each);
  fill(await pagefind.filters());
  const given = new URLSearchParams(location.search);
  for (const each of [words, ...choices]) each.value = given.get(each.name) ?? "";
  form.hidden = false;
  root.querySelector("[data-without]").hidden = true;
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
  if (words.value || choices.some((each) => each.value)) await ask(pagefind);
  else words.focus({ preventScroll: true });
} catch (error) {
  console.error(error);
}
