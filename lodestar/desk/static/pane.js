// The preview beside the text: it follows the text, can be as wide as a phone, a tablet or a desktop, and shows the
// length of the text; on a small screen it covers the text.
import { text } from "./text.js";

const form = document.getElementById("editor");
const frame = document.getElementById("pane");
const words = document.getElementById("words");
const button = form.querySelector('button[formtarget="pane"]');
const show = () => form.requestSubmit(button);

const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
const count = () => {
  const { words: number, minutes } = frame.contentDocument?.documentElement.dataset || {};
  const known = number === undefined ? text.value.split(/\s+/).filter(Boolean).length : Number(number);
  words.textContent = `${counted(known, "word")}${Number(minutes) ? `, ${counted(Number(minutes), "minute")} to read` : ""}.`;
};

let latest = 0;
form.addEventListener("submit", async (event) => {
  // The first preview is loaded; later ones replace its body alone, which keeps the scroll position and adds no history.
  if (event.submitter !== button || !frame.contentDocument?.querySelector("article")) return;
  event.preventDefault();
  const mine = ++latest;
  const data = new FormData(form);
  data.delete("picture");
  const answer = await fetch("/pane", { method: "POST", body: data }).catch(() => null); // the desk may be closed
  if (!answer?.ok || mine !== latest) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const style = (page) => page.querySelector("link[rel=stylesheet]")?.getAttribute("href");
  const shown = frame.contentDocument;
  if (style(fresh) !== style(shown)) shown.head.replaceWith(fresh.head); // the site was rebuilt meanwhile, or its theme changed
  shown.body.replaceWith(fresh.body);
  shown.title = fresh.title;
  Object.assign(shown.documentElement.dataset, fresh.documentElement.dataset);
  count();
});
frame.addEventListener("load", count);

let waiting = 0;
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(show, 600);
});

// Scale the preview to the width of a device, as large as there is room for.
const room = frame.parentElement;
let width = 0;
const fit = () => {
  const scale = width ? Math.min(1, room.clientWidth / width) : 1;
  frame.style.cssText = width ? `inline-size: ${width}px; block-size: ${room.clientHeight / scale}px; transform: scale(${scale})` : "";
};
new ResizeObserver(fit).observe(room);
const widths = document.getElementById("widths");
for (const [name, wide] of [["Phone", 390], ["Tablet", 768], ["Desktop", 1280]]) {
  const toggle = Object.assign(document.createElement("button"), { type: "button", textContent: name });
  toggle.setAttribute("aria-pressed", "false");
  toggle.addEventListener("click", () => {
    width = width === wide ? 0 : wide;
    for (const other of widths.children) other.setAttribute("aria-pressed", String(width > 0 && other === toggle));
    fit();
  });
  widths.append(toggle);
}

// On a small screen the preview covers the text while it is open.
const small = matchMedia("(width < 62rem)");
const name = button.textContent;
const lay = (over) => {
  form.classList.toggle("looking", over);
  form.querySelector(".sheet").inert = over;
  button.textContent = over ? "Go on writing" : name;
};
button.addEventListener("click", (event) => {
  if (form.classList.contains("looking")) {
    event.preventDefault();
    lay(false);
  } else if (small.matches) lay(true);
});
document.addEventListener("keydown", (event) => event.key === "Escape" && lay(false));
small.addEventListener("change", () => lay(false));

count();
show();
