// "Keep this course on my device": caches its pages in this browser; worker.js answers from them when the network does not.
// Nothing is cached before the learner asks for it.
import { counted, number } from "../js/words.js";

const root = document.querySelector("[data-course]");
const { course, home } = root.dataset;
const NAME = `course:${course}`;
const LIST = `${home}offline.json`;
const panel = document.querySelector("[data-offline]");
const part = (name) => panel.querySelector(`[data-offline-${name}]`);
const say = (text) => (part("status").textContent = text);
const words = (name) => part("status").dataset[name];
const unit = (value, name, digits) => number(value, { style: "unit", unit: name, minimumFractionDigits: digits, maximumFractionDigits: digits });
const size = (count) => (count < 1e6 ? unit(Math.max(1, count / 1e3), "kilobyte", 0) : unit(count / 1e6, "megabyte", 1));

const kept = async () => (await caches.has(NAME)) && (await (await caches.open(NAME)).match(LIST))?.json();
const current = async () => (await fetch(LIST, { cache: "no-cache" })).json();

// Return what the pages need: styles, scripts, icons, and the files of the typeface.
const fonts = () =>
  [...document.styleSheets].flatMap((sheet) =>
    [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule).map((rule) => new URL(rule.cssText.match(/url\("?([^")]+)/)[1], sheet.href)),
  );
const assets = () =>
  [...document.querySelectorAll("link:is([rel=stylesheet], [rel=icon], [rel=modulepreload]), script[src]")]
    .map((element) => new URL(element.href ?? element.src))
    .concat(fonts())
    .filter((url) => url.origin === location.origin)
    .map((url) => url.pathname);

async function measure({ files }) {
  const urls = [...new Set([...files, ...assets()])];
  const sizes = await Promise.all(urls.map(async (url) => Number((await fetch(url, { method: "HEAD" })).headers.get("content-length"))));
  return { urls, total: sizes.reduce((sum, size) => sum + size, 0) };
}

async function keep() {
  say(words("fetching"));
  const list = await current();
  const urls = new Set([...list.files, ...assets()]);
  const fresh = new Map();
  for (const url of urls) {
    const answer = await fetch(url, { cache: "no-cache" });
    if (!answer.ok) throw new Error(url);
    fresh.set(url, answer);
    if (!answer.headers.get("content-type")?.includes("html")) continue;
    const page = new DOMParser().parseFromString(await answer.clone().text(), "text/html");
    for (const element of page.querySelectorAll("img[src], script[src], link[rel=modulepreload]")) {
      const address = new URL(element.getAttribute("src") ?? element.getAttribute("href"), location.origin);
      if (address.origin === location.origin) urls.add(address.pathname); // a Set also visits what is added on the way
    }
  }
  await caches.delete(NAME);
  const cache = await caches.open(NAME);
  for (const [url, answer] of fresh) await cache.put(url, answer);
  await navigator.serviceWorker.register(`${home}worker.js`, { scope: home });
  await cache.put(LIST, new Response(JSON.stringify(list), { headers: { "content-type": "application/json" } }));
  await show();
}

async function remove() {
  await caches.delete(NAME);
  const worker = await navigator.serviceWorker.getRegistration(home);
  await worker?.unregister();
  await show();
  say(words("removed"));
}

async function show() {
  const list = await kept();
  part("keep").hidden = Boolean(list);
  part("remove").hidden = !list;
  say(list ? words("kept") : "");
}

async function offer() {
  if (await kept()) return;
  try {
    const { urls, total } = await measure(await current());
    say(counted(words("size"), urls.length, { size: size(total) }));
  } catch {
    say(words("unmeasured"));
  }
}

async function act(work) {
  try {
    await work();
  } catch {
    say(words("failed"));
  }
}

async function refresh() {
  const list = await kept();
  if (!list || !navigator.onLine) return;
  try {
    if ((await current()).version !== list.version) await keep();
  } catch {
    // no network: what is kept stays as it is
  }
}

if (panel && "serviceWorker" in navigator && "caches" in window) {
  panel.hidden = false;
  panel.addEventListener("toggle", () => panel.open && act(offer));
  part("keep").addEventListener("click", () => act(keep));
  part("remove").addEventListener("click", () => act(remove));
  act(show).then(refresh);
}
