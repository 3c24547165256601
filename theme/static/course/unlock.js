// Opens lessons for those who enrolled: a key derived from the passphrase unwraps the key of the course, which decrypts the
// lessons. All of it happens in this browser, and what is typed is sent nowhere.
const root = document.querySelector("[data-course]");
const { course, keys } = root.dataset;
const NAME = `course:${course}:key`;
const NONCE = 12;
const TYPES = {
  avif: "image/avif", gif: "image/gif", jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", svg: "image/svg+xml",
  webp: "image/webp", mp3: "audio/mpeg", wav: "audio/wav", m4a: "audio/mp4", ogg: "audio/ogg", mp4: "video/mp4", webm: "video/webm",
  vtt: "text/vtt", pdf: "application/pdf",
};
const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const utf8 = (text) => new TextEncoder().encode(text);
const plain = (phrase) => phrase.normalize("NFKC").trim().split(/\s+/u).join(" ");
const forms = () => [...document.querySelectorAll("[data-unlock]")];
const say = (name) =>
  forms().map((form) => form.querySelector("[role=status]")).forEach((status) => (status.textContent = status.dataset[name])); // in its own words

const imported = (raw) => crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
const decrypt = (key, data, label) =>
  crypto.subtle.decrypt({ name: "AES-GCM", iv: data.slice(0, NONCE), additionalData: utf8(label) }, key, data.slice(NONCE));

async function unwrap(phrase) {
  const { iterations, keys: wrapped } = await (await fetch(keys)).json();
  const base = await crypto.subtle.importKey("raw", utf8(plain(phrase)), "PBKDF2", false, ["deriveKey"]);
  for (const { salt, key } of wrapped) {
    const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations };
    const outer = await crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
    try {
      return new Uint8Array(await decrypt(outer, bytes(key), course));
    } catch (error) {
      if (error.name !== "OperationError") throw error; // a wrong phrase for this one: try the next
    }
  }
  return null;
}

const text = async (key, url) => decrypt(key, bytes(await (await fetch(url)).text()), url);
const file = async (key, url) => decrypt(key, await (await fetch(url)).arrayBuffer(), url);

// Pictures as data:, which the site's policy allows everywhere; what may be large as blob:.
function address(blob) {
  if (!blob.type.startsWith("image/")) return URL.createObjectURL(blob);
  return new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(blob);
  });
}

async function files(key, place) {
  for (const name of ["src", "href", "poster"]) {
    for (const element of place.querySelectorAll(`[${name}*="/sealed/"]`)) {
      const url = element.getAttribute(name);
      const type = TYPES[url.split(".").pop()] ?? "application/octet-stream";
      element.setAttribute(name, await address(new Blob([await file(key, url)], { type })));
    }
  }
}

async function open(raw) {
  const key = await imported(raw);
  for (const place of document.querySelectorAll("[data-sealed]")) {
    const html = new TextDecoder().decode(await text(key, place.dataset.sealed));
    const read = document.createElement("template");
    const shift = Number(place.dataset.shift ?? 0);
    read.innerHTML = shift ? html.replace(/<(\/?)h([2-4])(?=[ >])/g, (_, end, level) => `<${end}h${Number(level) + shift}`) : html;
    if (place.dataset.only) read.content.replaceChildren(...read.content.querySelectorAll(place.dataset.only));
    await files(key, read.content);
    place.replaceChildren(read.content);
    place.hidden = false;
    place.dispatchEvent(new Event("course:opened", { bubbles: true }));
  }
  forms().forEach((form) => (form.hidden = true));
}

async function submit(event) {
  event.preventDefault();
  const form = event.target;
  const [button, field] = [form.querySelector("button"), form.elements.phrase];
  button.disabled = true;
  field.removeAttribute("aria-invalid");
  say("waiting");
  try {
    const raw = await unwrap(field.value);
    if (!raw) {
      field.setAttribute("aria-invalid", "true");
      say("wrong");
      return;
    }
    const place = form.elements.keep.checked ? localStorage : sessionStorage;
    place.setItem(NAME, btoa(String.fromCharCode(...raw)));
    await open(raw);
    document.querySelector("[data-sealed]").focus();
  } catch {
    say("failed");
  } finally {
    button.disabled = false;
    if (!form.hidden) field.focus(); // disabling the button lost it
  }
}

async function start() {
  for (const form of forms()) {
    form.hidden = false;
    form.addEventListener("submit", submit);
  }
  try {
    const kept = localStorage.getItem(NAME) ?? sessionStorage.getItem(NAME);
    if (kept) await open(bytes(kept));
  } catch {
    localStorage.removeItem(NAME); // an old key: ask again
    sessionStorage.removeItem(NAME);
  }
}

start();
