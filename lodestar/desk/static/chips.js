// A field of names, shown as chips: commas and Enter separate them, known ones are offered while the author types (a combobox
// with a list, https://www.w3.org/WAI/ARIA/apg/patterns/combobox/), a name that is close to a known one is asked about, and
// one that differs in case or hyphens alone is written like the known one. The form's own field holds all of them on one
// line.
const MOST = 8;
const OPEN = /^\s*"(?:[^"]|"")*$/; // an open quotation
const WRITTEN = /\s*(?:"((?:[^"]|"")*)"|([^,\n]+))/g;

export const read = (text) => [...text.matchAll(WRITTEN)].map(([, quoted, plain]) => (quoted?.replaceAll('""', '"') ?? plain).trim()).filter(Boolean);
export const written = (names) => names.map((name) => (/[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)).join(", ");

const fold = (name) => name.normalize("NFC").toLowerCase().replace(/[\u2018\u2019\u02bc]/g, "'").replace(/[\u201c\u201d]/g, '"').trim().replace(/[\s_\u2010-\u2015-]+/g, "-").replace(/^-+|-+$/g, "");
const letters = (name) => fold(name).replaceAll("-", "");
const allowed = (word) => (word.length >= 4) + (word.length >= 7);

// Return the number of letters that turn one word into another (Levenshtein, 1965).
const distance = (one, other) => {
  let before = [...Array(other.length + 1).keys()];
  [...one].forEach((letter, row) => {
    const line = [row + 1];
    [...other].forEach((against, column) => line.push(Math.min(before[column + 1] + 1, line[column] + 1, before[column] + (letter !== against))));
    before = line;
  });
  return before[other.length];
};
const nearest = (name, known) => {
  const mine = letters(name);
  const near = known.map((other) => [distance(mine, letters(other)), other]).filter(([far, other]) => far <= Math.min(allowed(mine), allowed(letters(other))));
  return near.sort(([one], [two]) => one - two)[0]?.[1];
};

const make = (tag, values = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), values);
  element.append(...children);
  return element;
};
const button = (words, label, press, className = "quiet small") => {
  const element = make("button", { type: "button", textContent: words, className });
  if (label) element.setAttribute("aria-label", label);
  element.addEventListener("click", press);
  return element;
};

// Run something once no mouse button or finger is down: a line that comes while something below it is being pressed moves it
// away from under the pointer, and the press comes to nothing. The click comes after the pointer has left; a finger moves the
// focus only then. The release of a press that opens a list or a menu may never come: the next move without a button ends it.
let pressed = false;
const waiting = [];
const track = ({ buttons }) => {
  pressed = buttons > 0;
  if (!pressed) for (const run of waiting.splice(0)) setTimeout(run);
};
for (const name of ["pointerdown", "pointermove", "pointerup", "pointercancel"]) document.addEventListener(name, track, { capture: true });
const afterPress = (run) => (pressed ? waiting.push(run) : setTimeout(run));

let number = 0;
customElements.define("name-chips", class extends HTMLElement {
  connectedCallback() {
    if (this.field) return;
    this.field = this.querySelector("input");
    this.label = new Map([...this.querySelectorAll("datalist option")].map((option) => [option.value, option.label || option.value]));
    this.known = [...this.label.keys()];
    this.names = read(this.field.value);
    this.list = make("ul", { className: "chips" });
    this.list.setAttribute("role", "list");
    this.list.setAttribute("aria-label", `Chosen ${this.dataset.name}`);
    this.told = make("span", { className: "hint" });
    this.told.setAttribute("role", "status");
    this.asked = make("span", { className: "asked" });
    this.options = make("ul", { id: `offered-${++number}`, hidden: true, className: "offered" });
    this.options.setAttribute("role", "listbox");
    this.options.setAttribute("aria-label", `Known ${this.dataset.name}`);
    this.input = make("input", { type: "text", id: `${this.field.id}-add`, autocomplete: "off" });
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.options.id, "aria-describedby": this.field.getAttribute("aria-describedby") })) this.input.setAttribute(name, value);
    this.querySelector("label").htmlFor = this.input.id;
    this.field.type = "hidden";
    this.field.before(this.list, make("span", { className: "combo" }, this.input, this.options), this.asked, this.told);
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("input", () => {
      if (this.input.value.includes(",") && !("files" in this.dataset) && !OPEN.test(this.input.value)) this.take(this.input.value);
      else if (this.input.value.trim()) this.offer();
      else this.close();
    });
    this.input.addEventListener("blur", () => {
      this.close();
      afterPress(() => this.take(this.input.value));
    });
    this.options.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the field keeps the focus
      const option = event.target.closest("[role=option]");
      if (option) this.add(option.dataset.value);
    });
    // A half-typed name is kept with the rest, and becomes a chip when the form is sent; autosave leaves it out.
    const { form } = this.field;
    form?.addEventListener("formdata", (event) => {
      const typed = this.isConnected && !("files" in this.dataset) && !("chosen" in form.dataset) ? read(this.input.value) : [];
      if (typed.length) event.formData.set(this.field.name, written([...this.names, ...typed]));
    });
    form?.addEventListener(
      "submit",
      (event) => {
        if (this.isConnected && !event.submitter?.formTarget) this.take(this.input.value); // but not when the preview is requested
      },
      { capture: true },
    );
    this.field.addEventListener("change", () => {
      this.names = read(this.field.value);
      this.show();
    });
    this.show();
  }

  show() {
    this.list.replaceChildren(...this.names.map((name, place) => {
      const shown = this.label.get(name) ?? name;
      const chip = make("li", {}, make("span", { textContent: shown }));
      if ("main" in this.dataset && this.names.length > 1) {
        if (place) chip.append(button("Make main", `Make ${shown} the main one`, () => this.put([name, ...this.names.filter((other) => other !== name)], `${shown} is the main one`)));
        else chip.append(make("span", { className: "soft", textContent: "main" }));
      }
      chip.append(button("×", `Remove ${shown}`, () => this.remove(place), "quiet small cross"));
      return chip;
    }));
    this.field.value = written(this.names);
  }

  put(names, words) {
    this.names = names;
    this.show();
    this.told.className = "hint";
    this.told.textContent = words;
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }

  remove(place) {
    const [name] = this.names.slice(place);
    this.put(this.names.filter((_, other) => other !== place), `${this.label.get(name) ?? name} removed`);
    (this.list.children[place]?.querySelector(".cross") ?? this.input).focus();
  }

  take(text) {
    const whole = this.known.find((name) => fold(name) === fold(text));
    const names = "files" in this.dataset ? [text.trim()].filter(Boolean) : read(text);
    for (const name of whole ? [whole] : names) this.add(name);
  }

  add(name) {
    this.close();
    const same = this.known.find((known) => fold(known) === fold(name) || ("files" in this.dataset && fold(this.label.get(known)) === fold(name)));
    if ("files" in this.dataset && !same) return void (this.told.textContent = `No text is called “${name}”.`);
    this.input.value = "";
    const chosen = same ?? name;
    if (this.names.some((other) => fold(other) === fold(chosen))) return void (this.told.textContent = `${this.label.get(chosen) ?? chosen} is chosen already`);
    const words = same && same !== name && !("files" in this.dataset) ? `Written “${same}”, as elsewhere.` : `${this.label.get(chosen) ?? chosen} added`;
    this.put([...this.names, chosen], words);
    const near = same ? undefined : nearest(name, this.known);
    if (near) this.ask(name, near);
  }

  ask(name, near) {
    const words = `“${name}” is new: did you mean “${near}”?`;
    const question = make("span", { className: "row" }, words);
    const done = (names) => {
      question.remove();
      this.put(names, "");
      this.input.focus();
    };
    question.append(
      button(`Yes, ${near}`, "", () => done([...new Set(this.names.map((other) => (other === name ? near : other)))])),
      button(`No, keep ${name}`, "", () => done(this.names)),
    );
    this.asked.append(question);
    this.told.className = "hidden"; // read out, but shown only once
    this.told.textContent = words;
  }

  offer() {
    const typed = fold(this.input.value);
    const fitting = this.known.filter((name) => fold(this.label.get(name)).includes(typed) && !this.names.includes(name)).slice(0, MOST);
    this.options.replaceChildren(...fitting.map((name, place) => {
      const option = make("li", { id: `${this.options.id}-${place}`, textContent: this.label.get(name) });
      option.dataset.value = name;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      return option;
    }));
    this.options.hidden = !fitting.length;
    this.input.setAttribute("aria-expanded", String(Boolean(fitting.length)));
    this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    this.options.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  get active() {
    return this.options.hidden ? null : this.options.querySelector("[aria-selected=true]");
  }

  move(step) {
    if (this.options.hidden) this.offer();
    const all = [...this.options.children];
    if (!all.length) return;
    const now = all.indexOf(this.active);
    const next = all[(now + step + (now < 0 && step < 0 ? 1 : 0) + all.length) % all.length];
    for (const option of all) option.setAttribute("aria-selected", String(option === next));
    this.input.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (this.active) this.add(this.active.dataset.value);
      else this.take(this.input.value);
    } else if (event.key === "Escape" && !this.options.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Backspace" && !this.input.value && this.names.length) {
      event.preventDefault();
      this.remove(this.names.length - 1);
      this.input.focus();
    }
  }
});
