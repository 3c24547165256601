// Inserting pictures: files, or pictures that the site has. One form asks what all new pictures show; each is stored, and
// inserted.
import { text } from "./text.js";

const form = document.getElementById("editor");
const dialog = document.getElementById("drop");
const list = document.getElementById("drop-list");
const title = document.getElementById("drop-title");
const [add, leave] = dialog.querySelectorAll("button");
const template = document.getElementById("drop-row");

// Insert blocks at the cursor, with an empty line around them; or words into the paragraph.
export const put = (words, inline = false, { from, to } = text.selection) => {
  const [before, after] = [text.value.slice(0, from), text.value.slice(to)];
  const gap = (side, none, one) => (inline || !side ? "" : none.test(side) ? "" : one.test(side) ? "\n" : "\n\n");
  text.replace(from, to, gap(before, /\n\s*\n$/, /\n$/) + words + gap(after, /^\n\s*\n/, /^\n/));
};

const post = (address, fields, options = {}) => {
  const data = new FormData();
  const { token, draft } = form.elements;
  for (const [name, value] of [["token", token.value], ["draft", draft.value], ...fields]) data.append(name, value);
  return fetch(address, { method: "POST", body: data, ...options }).catch(() => null); // the desk may be closed
};

// Pictures that the desk stored for this page. Those that the text does not name when they are left out, or when the page is
// left (after an undo), are given back.
const brought = new Set();
export const giveBack = (paths) => {
  const written = [...new FormData(form).values()].filter((value) => typeof value === "string");
  const unwanted = paths.filter((path) => brought.has(path) && !written.some((value) => value.includes(path)));
  if (!unwanted.length) return;
  post("/picture/drop", unwanted.map((path) => ["path", path]), { keepalive: true });
  for (const path of unwanted) brought.delete(path);
};
window.addEventListener("pagehide", () => giveBack([...brought]));

// Send a request to the desk and return its answer; a fault in words where there is none.
export const send = async (address, fields) => {
  const answer = await post(address, Object.entries(fields));
  const result = await answer?.json().catch(() => null);
  for (const { path } of result?.pictures || [result || {}]) if (path) brought.add(path);
  if (result) return result;
  return { fault: answer?.status === 413 ? "That is too large for the desk." : "The desk did not answer. Start it again, then press once more." };
};

const encoded = (path) => path.split("/").map(encodeURIComponent).join("/");
const show = (row, picture) => {
  const shown = row.querySelector("img");
  // A browser that does not know the format, such as that of an iPhone, shows the desk's thumbnail.
  const failed = async () => {
    shown.addEventListener("error", () => shown.remove(), { once: true });
    const answer = picture.file && (await post("/thumbnail", [["picture", picture.file]]));
    if (answer?.ok) shown.src = URL.createObjectURL(await answer.blob());
    else shown.remove();
  };
  shown.addEventListener("error", failed, { once: true });
  shown.src = picture.file ? URL.createObjectURL(picture.file) : picture.thumbnail || `/thumbnail/${encoded(picture.path)}`;
};

const rowOf = (picture, onLeave) => {
  const row = template.content.firstElementChild.cloneNode(true);
  const field = (name) => row.querySelector(`[name="${name}"]`);
  row.querySelector(".name").textContent = picture.file?.name || picture.path.split("/").pop();
  for (const name of ["alt", "caption", "place"]) field(name).value = picture[name] || "";
  field("plain").checked = Boolean(picture.plain);
  row.querySelector("details").open = "caption" in picture;
  show(row, picture);
  row.querySelector("button").addEventListener("click", () => onLeave(row));
  row.check = () => {
    const said = field("alt").value.trim() || field("plain").checked;
    row.querySelector(".must").textContent = said ? "" : "Say what it shows, for readers who do not see it.";
    return said;
  };
  row.store = async () => {
    const source = row.path || picture.path ? { path: row.path || picture.path } : { picture: picture.file };
    const stored = await send("/picture", {
      ...source,
      "picture.alt": field("plain").checked ? "" : field("alt").value,
      "picture.caption": field("caption").value,
      "picture.place": field("place").value,
    });
    row.path = stored.path; // so that it is not uploaded again
    row.querySelector(".must").textContent = stored.fault || "";
    return stored;
  };
  return row;
};

// Return the picture at a place of the text, as the form has it; undefined where its Markdown says more than the form can.
const SHOWN = /!\[((?:\\.|[^\]\\])*)\]\((?:<\{static\}\/([^>\n]+)>|\{static\}\/([^)\s]+))\)(\{[^{}\n]*\})?(?:\n\*((?:\\.|[^*\\\n])+)\*(?=\n|$))?/g;
const PLACES = { "": "", "{.wide}": "wide", "{.alignleft}": "left", "{.alignright}": "right" };
const pictureAt = (at) => {
  for (const { 0: whole, 1: alt, 2: wrapped, 3: path = wrapped, 4: place = "", 5: caption = "", index } of text.value.matchAll(SHOWN)) {
    if (at < index || at > index + whole.length || !(place in PLACES)) continue;
    const bare = (words) => words.replace(/\\([!-/:-@[-`{-~])/g, "$1");
    const known = { path: path.replace(/(%[\da-f]{2})+/gi, decodeURIComponent), alt: bare(alt), plain: !alt, caption: bare(caption) };
    return { ...known, place: PLACES[place], from: index, to: index + whole.length };
  }
};
const change = async (picture) => {
  const [markdown] = await ask([picture], ["Change it", "Leave it as it is"]);
  if (markdown) text.replace(picture.from, picture.to, markdown);
  else text.focus();
};

// Ask what pictures show ({ file } or { path, alt }); return their Markdown in the same order, undefined for one that is left
// out.
export const ask = (pictures, labels = ["Put it in", "Leave it out"]) =>
  new Promise((resolve) => {
    const results = pictures.map(() => undefined);
    const name = () => {
      const number = list.children.length;
      title.textContent = number === 1 ? "A picture" : `${number} pictures`;
      [add.textContent, leave.textContent] = number === 1 ? labels : ["Put them in", "Leave them out"];
      for (const button of list.querySelectorAll("button")) button.hidden = number === 1;
    };
    const drop = (row) => {
      row.remove();
      if (!list.children.length) dialog.close();
      else list.querySelector("input").focus();
      name();
    };
    const rows = pictures.map((picture) => rowOf(picture, drop));
    list.replaceChildren(...rows);
    name();
    add.disabled = false;
    add.onclick = async (event) => {
      event.preventDefault();
      const left = rows.filter((row) => row.isConnected);
      const [mute] = left.filter((row) => !row.check());
      if (mute) return mute.querySelector('[name="alt"]').focus();
      add.disabled = true;
      for (const row of left) {
        const stored = await row.store();
        if (stored.markdown) results[rows.indexOf(row)] = stored.markdown;
        else {
          add.disabled = false;
          row.querySelector("button").hidden = false;
          return;
        }
      }
      dialog.close("add");
    };
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "add" ? results : pictures.map(() => undefined)), { once: true });
    dialog.showModal();
    list.querySelector("input").focus();
  });

export const takePictures = async (pictures) => {
  const place = text.selection;
  const before = text.value;
  const had = new Set(brought);
  const blocks = (await ask(pictures)).filter(Boolean);
  if (blocks.length) put(blocks.join("\n\n"), false, text.value === before ? place : text.selection);
  else text.focus();
  giveBack([...brought].filter((path) => !had.has(path)));
};

// The site's own pictures, with the texts that show them.
const chooser = document.getElementById("choose");
const words = document.getElementById("choose-words");
const grid = document.getElementById("choose-list");
const rest = document.getElementById("choose-rest");
let asked = 0;
const look = async () => {
  const mine = ++asked;
  const answer = await fetch(`/choose?q=${encodeURIComponent(words.value)}`).then((answer) => answer.json()).catch(() => ({ pictures: [] }));
  if (mine !== asked) return;
  grid.replaceChildren(
    ...answer.pictures.map((picture) => {
      const item = document.getElementById("choose-item").content.firstElementChild.cloneNode(true);
      item.querySelector(".name").textContent = picture.name;
      const [first, ...others] = picture.texts;
      item.querySelector(".soft").textContent = first ? `In “${first}”${others.length ? ` and ${others.length} more` : ""}` : "In no text";
      show(item, picture);
      item.querySelector("button").value = picture.path;
      return item;
    }),
  );
  const more = answer.more ? `${answer.more} more: search for a part of their names or of a title.` : "";
  rest.textContent = answer.pictures.length ? more : "No picture has this name.";
};
let waiting = 0;
words.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(look, 200);
});
words.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault(); // or it would choose the first one
});
const choose = () =>
  new Promise((resolve) => {
    words.value = "";
    look();
    chooser.returnValue = "";
    chooser.addEventListener("close", () => resolve(chooser.returnValue), { once: true });
    chooser.showModal();
  });

const button = (words, run) => {
  const element = Object.assign(document.createElement("button"), { type: "button", textContent: words });
  element.addEventListener("click", run);
  return element;
};
const tools = document.getElementById("tools");
if (tools) {
  const files = Object.assign(document.createElement("input"), { type: "file", accept: form.dataset.accept, multiple: true });
  files.addEventListener("change", () => {
    if (files.files.length) takePictures([...files.files].map((file) => ({ file })));
    files.value = "";
  });
  const chosen = async () => {
    const path = await choose();
    if (path) takePictures([{ path }]);
    else text.focus();
  };
  const press = () => {
    const picture = pictureAt(text.selection.from);
    if (picture) change(picture);
    else files.click();
  };
  tools.append(button("Picture", press), button("Picture of the site", chosen));
}
text.element.addEventListener("picture", ({ detail }) => {
  const picture = pictureAt(detail);
  text.select(detail);
  if (picture) change(picture);
});
for (const field of form.querySelectorAll('input[list="list-pictures"]')) {
  const chosen = async () => {
    const path = await choose();
    if (path) {
      field.value = path;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.focus();
  };
  field.after(Object.assign(button("Choose a picture", chosen), { className: "quiet small" }));
}
