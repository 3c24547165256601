// Saves without leaving the page: by Ctrl+S, by the button, and automatically after a pause. Until then unsaved text is kept
// in the browser at once, and at the desk within a second; when the desk is gone, the page waits for it to come back.
import { drop, fieldsOf, get, hold, keep, keepApart, same, site, typedIn } from "./drafts.js";

const PAUSE = 3000;
const OFTEN = 1000;
const AGAIN = 2000;
const PATIENCE = 60_000; // timeout of a request, so that nothing waits forever behind it
const SAFE = "What you wrote is safe in this browser.";
const CLOSED = `${SAFE} Start the desk again, in the way you started it before: then this page saves by itself.`;
const STRANGER = `${SAFE} Open the last link in the window from which the desk was started, in a new tab: then this page saves by itself.`;

const form = document.getElementById("editor");
const state = document.getElementById("state");
const notices = document.getElementById("notices");
const token = form.elements.token;
const draft = form.elements.draft;
draft.value ||= crypto.randomUUID();
hold(draft.value);

const typed = () => typedIn(fieldsOf(form));
// Return the form without half-typed names.
const chosen = () => {
  form.dataset.chosen = "";
  const data = new FormData(form);
  delete form.dataset.chosen;
  return data;
};
const held = () => Boolean(notices.querySelector("[data-held]"));
// Return the fields as they came: an author who was faster than this script has changed the text already.
const came = () => typed().map(([name, value]) => [name, name === "body" ? form.elements.body.defaultValue : value]);
// The page shows what was not saved: where this browser kept something newer, that is offered then, and not replaced.
const putBack = notices.querySelector("[data-when]:not([data-draft])");
const own = putBack && get(draft.value);
if (own && own.when / 1000 > Number(putBack.dataset.when) && !same(typedIn(own.fields), typed())) keepApart(own);
let saved = held() ? null : came(); // the content of the file, as far as the page knows
let stopped = held(); // no autosave until the author has answered what the page says
let [inBrowser, atDesk, pause, keeping, waiting] = [true, true, 0, 0, 0];
let queue = Promise.resolve();
const later = (work) => (queue = queue.then(work, work));

const changed = () => !saved || !same(saved, typed()) || Boolean(form.elements.picture?.value);
const say = (words) => {
  if (state.textContent !== words) state.textContent = words;
};
const tell = (head, words) => {
  const text = head + words;
  if (notices.dataset.told === text) return;
  notices.dataset.told = text;
  notices.querySelectorAll(".told").forEach((element) => element.remove());
  if (!text) return;
  const alert = Object.assign(document.createElement("p"), { className: "faults told" });
  alert.setAttribute("role", "alert");
  alert.append(Object.assign(document.createElement("strong"), { textContent: `${head} ` }), words);
  notices.prepend(alert);
};

// Return a response with its body; null where the desk is closed, or was closed meanwhile.
const ask = async (address, options = {}) => {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE), ...options });
    const { ok, status, redirected, url } = answer;
    return { ok, status, redirected, url, text: await answer.text() };
  } catch {
    return null;
  }
};

const read = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
// Return the token of the desk that answers now; empty while none does, or another site's.
const renew = async () => {
  const answer = await ask("/here");
  if (!answer) return void tell("The desk is closed.", CLOSED);
  const desk = answer.ok ? read(answer.text) : null;
  if (desk?.site === site) return (token.value = desk.token);
  tell(desk ? "The desk of another site answers here now." : "The desk does not know this browser any more.", STRANGER);
};

const wait = () => {
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    if (!(await renew())) return wait();
    tell("", "");
    if (stopped) return void later(keepAtDesk);
    later(() => save(false));
  }, AGAIN);
};

const post = (address, data) => {
  data.set("token", token.value);
  return ask(address, { method: "POST", body: data });
};
const send = async (address, data) => {
  data.set("when", Date.now() / 1000); // not when it arrives: what is typed meanwhile is newer
  const answer = await post(address, data);
  if (answer && answer.status !== 403) return answer;
  return (await renew()) ? post(address, data) : null; // renew has said why
};

const keepAtDesk = async () => {
  if (!changed()) return;
  const data = new FormData(form);
  data.delete("picture");
  const answer = await send("/keep", data);
  atDesk = Boolean(answer?.ok);
  if (!answer) wait();
};

const keepHere = () => {
  const { path, title, name, label, heading } = form.elements;
  const called = [title, name, label, heading, path].find((field) => field?.value).value;
  inBrowser = keep({ id: draft.value, path: path.value, title: called, fields: fieldsOf(form) });
};

const note = () => {
  if (!changed()) return;
  keepHere();
  say(inBrowser ? "Not saved yet, but kept." : atDesk ? "Not saved yet, but kept at the desk." : "Not saved, and kept nowhere: leave this page open.");
  keeping ||= setTimeout(() => {
    keeping = 0;
    later(keepAtDesk);
  }, OFTEN);
  clearTimeout(pause);
  if (!stopped) pause = setTimeout(() => later(() => save(false)), PAUSE);
};

const take = (page) => {
  for (const name of ["base", "origin", "token"]) {
    const { value } = page.querySelector(`#editor [name=${name}]`);
    for (const field of document.querySelectorAll(`input[name=${name}]`)) field.value = value;
  }
};

const show = (page) => {
  delete notices.dataset.told;
  for (const old of notices.querySelectorAll(":scope > :not([data-draft])")) old.remove();
  notices.prepend(...page.querySelectorAll("#notices > :not([data-draft])")); // an offer that is being pressed stays in its place
  form.querySelector("[name=moved]")?.remove();
  const moved = page.querySelector("[name=moved]");
  if (moved) form.querySelector('button[value="save"]').after(" ", moved);
};

// Fill in the date that the desk gave to a post published without one.
const dated = (page, sent) => {
  const [date, given] = [form.elements.date, page.querySelector("#editor [name=date]")];
  if (!date || date.value || !given?.value) return sent;
  date.value = given.value;
  return sent.map(([name, value]) => [name, name === "date" ? given.value : value]);
};

// Replace those lines of the head that read otherwise now: a link that is focused or held down in another one stays the same.
const showHead = (lines) => {
  const head = document.getElementById("head");
  const shown = [...head.children];
  for (const [index, line] of lines.entries()) {
    if (shown[index]?.querySelector("details")?.open) line.querySelector("details")?.setAttribute("open", "");
    if (!shown[index]) head.append(line);
    else if (!shown[index].isEqualNode(line)) shown[index].replaceWith(line);
  }
  for (const line of shown.slice(lines.length)) line.remove();
};

const succeed = (page, sent, answer, picture) => {
  take(page);
  saved = dated(page, sent);
  stopped = false;
  const all = same(saved, typed());
  if (all) drop(draft.value);
  if (picture && all) {
    form.elements.picture.value = "";
    return location.assign(answer.url); // the desk has put the picture into the text
  }
  show(page);
  document.querySelector("[role=status] > .said")?.remove(); // it is out of date
  showHead([...page.getElementById("head").children]);
  document.querySelector("h1").textContent = page.querySelector("h1").textContent;
  document.title = page.title;
  say(`Saved at ${new Date().toLocaleTimeString("en-US", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })}.`);
  if (changed()) note();
};

const save = async (asked) => {
  clearTimeout(pause);
  const data = chosen();
  const sent = typedIn(fieldsOf(form, data));
  if (!asked && (stopped || (saved && same(saved, sent)) || !form.checkValidity() || form.elements.picture?.value)) return;
  const picture = Boolean(form.elements.picture?.value);
  data.set("do", "save");
  keepHere();
  say("Saving …");
  const answer = await send(form.getAttribute("action"), data);
  const page = answer && new DOMParser().parseFromString(answer.text, "text/html");
  if (!page?.getElementById("editor")) {
    say("Not saved, but kept.");
    if (answer) tell("Not saved.", `${page.querySelector("main p")?.textContent || `The desk answered ${answer.status}.`} ${SAFE}`);
    else wait();
    return;
  }
  tell("", "");
  if (answer.redirected) return succeed(page, sent, answer, picture);
  const fault = (page.querySelector("#notices li") || page.querySelector("#notices strong"))?.firstChild.textContent || "";
  say(asked ? "Not saved, but kept." : `Not saved, but kept. ${fault}`);
  stopped = asked || answer.status !== 422; // half-typed input may soon be valid
  if (!asked) return;
  take(page);
  show(page);
  notices.focus();
};

form.addEventListener("input", note);
form.addEventListener("change", note);
form.addEventListener("submit", (event) => {
  if (event.defaultPrevented || (event.submitter && !["save", "out"].includes(event.submitter.value))) return;
  event.preventDefault();
  const out = event.submitter?.value === "out";
  later(async () => {
    if (!out || changed()) await save(true);
    if (out && !changed()) location.assign(form.getAttribute("action").replace("/write/", "/out/"));
  });
});
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    form.requestSubmit(form.querySelector('button[value="save"]'));
  }
});
window.addEventListener("beforeunload", (event) => {
  if (changed() && !(inBrowser || atDesk)) event.preventDefault();
});
document.querySelector("form:has(button[value=convert])")?.addEventListener("submit", async (event) => {
  if (!changed()) return;
  event.preventDefault(); // save what is typed first
  await later(() => save(true));
  if (!changed()) event.target.requestSubmit(event.submitter);
});
note();
