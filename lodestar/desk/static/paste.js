// Pasted content keeps its formatting, as Markdown; files that are dropped or pasted are inserted, or refused with a reason.
// Nothing that is dropped anywhere on the page ever replaces it.
import { inCode } from "./blocks.js";
import { ask, giveBack, put, send, takePictures } from "./pictures.js";
import { text } from "./text.js";

const form = document.getElementById("editor");
const said = document.getElementById("paste-said");
const tell = (sentences) => (said.textContent = sentences.join(" "));
const PICTURE = /^image\/|\.(heic|heif|avif|svg|tiff?|bmp|jpe?g|png|webp|gif)$/i;
const DOCUMENT = /\.(docx?|odt|rtf|pages)$/i;
const KINDS = [
  [/^video\/|\.(mov|mp4|m4v|avi|mkv|webm)$/i, "is a film; put it on YouTube or Vimeo, and its address alone in a line of the text."],
  [/^audio\/|\.(mp3|m4a|wav|ogg|flac)$/i, "is a sound recording; the text takes pictures and Word files."],
  [/\.pdf$/i, "is a PDF; the text takes pictures and Word files (.docx)."],
];

// Ask what pasted pictures show before the text is inserted. One in a table has no line for a caption, and one in HTML stays
// as it came.
const settle = async (insertion) => {
  if (!insertion.pictures.length) return insertion.markdown;
  const results = await ask(insertion.pictures);
  let words = insertion.markdown;
  let place = 0;
  insertion.pictures.forEach(({ path }, number) => {
    const target = `({static}/${path})`;
    const end = words.indexOf(target, place);
    if (end < 0) return;
    const start = words.lastIndexOf("![", end);
    const line = words.slice(words.lastIndexOf("\n", start) + 1, start);
    const lines = (results[number] || "").split("\n");
    const result = line.startsWith("|") ? lines[0] : lines.join(`\n${" ".repeat(/^\s*(?:(?:[-*+]|\d+\.)\s+)*/.exec(line)[0].length)}`);
    words = words.slice(0, start) + result + words.slice(end + target.length);
    place = start + result.length;
  });
  return words;
};

// Drop a first heading that repeats the title in the form.
const withoutTitle = (words) => {
  const title = form.elements.title?.value.trim().toLowerCase();
  const [, heading] = /^#+ +(.*?)\s*\n/.exec(words) || [];
  return heading && heading.toLowerCase() === title ? words.slice(words.indexOf("\n")).trimStart() : words;
};

const take = async (address, fields, place, plain) => {
  const before = text.value;
  form.setAttribute("aria-busy", "true");
  const insertion = await send(address, fields);
  form.removeAttribute("aria-busy");
  const where = () => (text.value === before ? place : text.selection);
  if (insertion.markdown === undefined) {
    if (plain) put(plain, true, where());
    return [plain ? `The words went in without their form. ${insertion.fault}` : insertion.fault];
  }
  const settled = await settle(insertion);
  const words = where().from === 0 ? withoutTitle(settled) : settled;
  if (words.trim()) put(words, insertion.inline, where());
  giveBack(insertion.pictures.map(({ path }) => path));
  return insertion.notes;
};

const takeText = async (html, plain, rtf) => {
  const fields = { html, text: plain };
  if (/\bsrc=["']?file:/i.test(html)) fields.rtf = rtf;
  tell(await take("/paste", fields, text.selection, plain));
};

const takeFiles = async (files) => {
  const notes = [];
  const pictures = [];
  for (const file of files) {
    const known = KINDS.find(([kind]) => kind.test(file.type) || kind.test(file.name));
    if (known) notes.push(`“${file.name}” ${known[1]}`);
    else if (PICTURE.test(file.type) || PICTURE.test(file.name)) pictures.push({ file });
    else if (DOCUMENT.test(file.name)) {
      tell([`Reading “${file.name}” …`]);
      notes.push(...(await take("/document", { document: file }, text.selection, "")));
    } else notes.push(`“${file.name}” is no picture and no Word file (.docx), which are what the text takes.`);
  }
  tell(notes);
  if (pictures.length) await takePictures(pictures);
};

let asPlain = false;
text.element.addEventListener(
  "keydown",
  (event) => {
    asPlain = event.shiftKey && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "v";
  },
  { capture: true },
);
const hasWords = (html) => Boolean(html && new DOMParser().parseFromString(html, "text/html").body.textContent.trim());

// Text takes precedence over pictures: Word and Excel add a picture of the text.
const paste = (event) => {
  const data = event.clipboardData;
  const [html, plain] = [data.getData("text/html"), data.getData("text/plain")];
  if (asPlain) return void (asPlain = false);
  if (inCode(text.value.slice(0, text.selection.from))) return; // the browser inserts it as it is
  if (plain.trim() || hasWords(html)) {
    if (!html.trim() && !/\S\r?\n\S/.test(plain)) return;
    event.preventDefault();
    event.stopPropagation();
    takeText(html, plain, data.getData("text/rtf"));
  } else if (data.files.length) {
    event.preventDefault();
    event.stopPropagation();
    takeFiles([...data.files]);
  }
};
text.element.addEventListener("paste", paste, { capture: true });

let fromHere = false;
document.addEventListener("dragstart", () => (fromHere = true));
document.addEventListener("dragend", () => (fromHere = false));
const holdsFiles = (event) => event.dataTransfer.types.includes("Files");
const isField = (event) => event.target instanceof Element && event.target.matches('input[type="file"]');
const inText = (event) => event.target instanceof Node && text.element.contains(event.target);
document.addEventListener("dragover", (event) => {
  if (!holdsFiles(event) || isField(event)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "copy";
  form.classList.add("dragged");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) form.classList.remove("dragged");
});
document.addEventListener(
  "drop",
  (event) => {
    form.classList.remove("dragged");
    const html = event.dataTransfer.getData("text/html");
    if (isField(event)) return;
    const place = inText(event) ? text.at(event.clientX, event.clientY) : -1;
    if (holdsFiles(event)) {
      event.preventDefault();
      event.stopPropagation();
      if (place >= 0) text.select((text.value + "\n").indexOf("\n", place)); // below a paragraph, not inside it
      takeFiles([...event.dataTransfer.files]);
    } else if (!fromHere && place >= 0 && hasWords(html)) {
      event.preventDefault();
      event.stopPropagation();
      text.select(place);
      takeText(html, event.dataTransfer.getData("text/plain"), "");
    }
  },
  { capture: true },
);

const tools = document.getElementById("tools");
if (tools) {
  const chooser = Object.assign(document.createElement("input"), { type: "file", accept: ".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document" });
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Word file" });
  button.addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => {
    if (chooser.files.length) takeFiles([...chooser.files]);
    chooser.value = "";
  });
  tools.append(button);
}
