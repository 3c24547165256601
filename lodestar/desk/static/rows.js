// Rows in an order: moved by a handle that is dragged, by mouse or finger, and by buttons; added and removed where the page
// has an empty one. Without a script each row has a number for its place.
const button = (words, press) => {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: words, className: "quiet small" });
  made.addEventListener("click", press);
  return made;
};

customElements.define("sortable-rows", class extends HTMLElement {
  connectedCallback() {
    if (this.rows) return;
    this.rows = this.querySelector(".rows");
    this.told = Object.assign(document.createElement("span"), { className: "hint" });
    this.told.setAttribute("role", "status");
    const blank = this.rows.querySelector(":scope > [data-blank]");
    this.made = 0;
    if (blank) {
      this.blank = blank.cloneNode(true);
      delete this.blank.dataset.blank;
      blank.remove();
      this.adder = button(`Add to ${this.querySelector("legend").textContent.toLowerCase()}`, () => this.add());
    }
    for (const row of this.rows.children) this.equip(row);
    this.rows.after(...[this.adder, this.told].filter(Boolean));
    this.rename();
  }

  equip(row) {
    const handle = Object.assign(document.createElement("span"), { className: "handle", textContent: "⠿" });
    handle.setAttribute("aria-hidden", "true");
    handle.title = "Drag it";
    handle.addEventListener("pointerdown", (event) => this.drag(event, row));
    const tools = Object.assign(document.createElement("span"), { className: "row tools" });
    const up = button("Up", () => this.move(row, row.previousElementSibling, up));
    const down = button("Down", () => this.move(row, row.nextElementSibling?.nextElementSibling ?? null, down));
    tools.append(handle, up, down);
    if (this.blank) tools.append(button("Remove", () => this.remove(row)));
    row.append(tools);
    row.addEventListener("input", () => this.rename());
  }

  called(row) {
    return row.dataset.name || row.querySelector("input:not([type=hidden]), textarea, select")?.value || "the new one";
  }

  rename() {
    const all = [...this.rows.children];
    all.forEach((row, place) => {
      const [up, down, remove] = row.querySelectorAll(":scope > .tools > button");
      up.setAttribute("aria-label", `Move ${this.called(row)} up`);
      down.setAttribute("aria-label", `Move ${this.called(row)} down`);
      remove?.setAttribute("aria-label", `Remove ${this.called(row)}`);
      up.setAttribute("aria-disabled", String(place === 0));
      down.setAttribute("aria-disabled", String(place === all.length - 1));
    });
  }

  changed(words) {
    this.rename();
    this.told.textContent = words;
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }

  place(row) {
    return `${this.called(row)} is ${[...this.rows.children].indexOf(row) + 1} of ${this.rows.children.length}`;
  }

  move(row, before, pressed) {
    if (pressed.getAttribute("aria-disabled") === "true") return;
    this.rows.insertBefore(row, before);
    this.changed(this.place(row));
    pressed.focus();
  }

  remove(row) {
    const words = `${this.called(row)} is removed`;
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    this.changed(words);
    (next?.querySelector(":scope > .tools > button:last-child") ?? this.adder).focus();
  }

  add() {
    const row = this.blank.cloneNode(true);
    const id = `n${++this.made}`;
    for (const each of row.querySelectorAll("[name], [id], [for]")) {
      for (const name of ["name", "id", "for", "aria-describedby"]) {
        if (each.hasAttribute(name)) each.setAttribute(name, each.getAttribute(name).replace(".new.", `.${id}.`));
      }
    }
    row.querySelector("input[type=hidden]").value = id;
    this.rows.append(row);
    this.equip(row);
    this.changed("");
    row.querySelector("input:not([type=hidden]), textarea, select").focus();
  }

  drag(event, row) {
    event.preventDefault();
    const before = this.place(row);
    row.classList.add("dragged-row");
    const over = ({ clientX, clientY }) => {
      const other = document.elementFromPoint(clientX, clientY)?.closest("li");
      if (!other || other === row || other.parentNode !== this.rows) return;
      const { top, height } = other.getBoundingClientRect();
      this.rows.insertBefore(row, clientY < top + height / 2 ? other : other.nextElementSibling);
    };
    const heard = new AbortController(); // of the page: a row that moves would lose what it hears
    const end = () => {
      heard.abort();
      row.classList.remove("dragged-row");
      if (this.place(row) !== before) this.changed(this.place(row));
    };
    document.addEventListener("pointermove", over, { signal: heard.signal });
    for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, end, { signal: heard.signal });
  }
});
