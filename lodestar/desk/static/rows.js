// Sortable rows: moved by dragging a handle, with mouse or finger, and by buttons; from list to list where the page has
// several; added and removed where it has an empty one. Without scripts each row has a number for its place.
const button = (words, press) => {
  const element = Object.assign(document.createElement("button"), { type: "button", textContent: words, className: "quiet small" });
  element.addEventListener("click", press);
  return element;
};
const EDGE = 70; // pixels from the edge of the window at which it scrolls, and how many per frame
const STEP = 9;

customElements.define("sortable-rows", class extends HTMLElement {
  connectedCallback() {
    if (this.lists) return;
    this.lists = [...this.querySelectorAll(".rows")];
    this.told = Object.assign(document.createElement("span"), { className: "hint" });
    this.told.setAttribute("role", "status");
    const [first] = this.lists;
    const blank = first.querySelector(":scope > [data-blank]");
    this.added = 0;
    if (blank) {
      this.blank = blank.cloneNode(true);
      delete this.blank.dataset.blank;
      blank.remove();
      this.adder = button(`Add to ${this.querySelector("legend").textContent.toLowerCase()}`, () => this.add());
    }
    for (const row of this.all) this.equip(row);
    this.lists.at(-1).after(...[this.adder, this.told].filter(Boolean));
    this.rename();
  }

  get all() {
    return this.lists.flatMap((list) => [...list.children]);
  }

  equip(row) {
    const handle = Object.assign(document.createElement("span"), { className: "handle", textContent: "⠿" });
    handle.setAttribute("aria-hidden", "true");
    handle.title = "Drag it";
    handle.addEventListener("pointerdown", (event) => event.isPrimary && event.button === 0 && this.drag(event, row));
    const tools = Object.assign(document.createElement("span"), { className: "row tools" });
    const up = button("Up", () => this.move(row, -1, up));
    const down = button("Down", () => this.move(row, 1, down));
    tools.append(handle, up, down);
    if (this.blank) tools.append(button("Remove", () => this.remove(row)));
    row.append(tools);
    row.addEventListener("input", () => this.rename());
    const list = row.querySelector("select[data-list]");
    list?.addEventListener("input", () => {
      this.lists.find((other) => other.dataset.list === list.value).append(row);
      this.changed(this.place(row));
      list.focus();
    });
  }

  called(row) {
    return row.dataset.name || row.querySelector("input:not([type=hidden]), textarea, select")?.value || "the new one";
  }

  rename() {
    const { all } = this;
    all.forEach((row, place) => {
      const [up, down, remove] = row.querySelectorAll(":scope > .tools > button");
      up.setAttribute("aria-label", `Move ${this.called(row)} up`);
      down.setAttribute("aria-label", `Move ${this.called(row)} down`);
      remove?.setAttribute("aria-label", `Remove ${this.called(row)}`);
      up.setAttribute("aria-disabled", String(place === 0 && row.parentNode === this.lists[0]));
      down.setAttribute("aria-disabled", String(place === all.length - 1 && row.parentNode === this.lists.at(-1)));
      const list = row.querySelector("select[data-list]");
      if (list) list.value = row.parentNode.dataset.list;
    });
  }

  changed(words) {
    this.rename();
    this.told.textContent = words;
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }

  place(row) {
    const list = row.parentNode;
    const name = document.getElementById(list.getAttribute("aria-labelledby"))?.textContent;
    return `${this.called(row)} is ${[...list.children].indexOf(row) + 1} of ${list.children.length}${name ? ` in ${name}` : ""}`;
  }

  move(row, step, pressed) {
    if (pressed.getAttribute("aria-disabled") === "true") return;
    const next = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    const list = this.lists[this.lists.indexOf(row.parentNode) + step];
    if (next) next[step < 0 ? "before" : "after"](row);
    else list[step < 0 ? "append" : "prepend"](row);
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
    const id = `n${++this.added}`;
    for (const element of row.querySelectorAll("[name], [id], [for]")) {
      for (const name of ["name", "id", "for", "aria-describedby"]) {
        if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name).replace(".new.", `.${id}.`));
      }
    }
    row.querySelector("input[type=hidden]").value = id;
    this.lists[0].append(row);
    this.equip(row);
    this.changed("");
    row.querySelector("input:not([type=hidden]), textarea, select").focus();
  }

  // This element captures the pointer until it is released: the row itself moves, and would lose it.
  drag(event, row) {
    event.preventDefault();
    this.setPointerCapture(event.pointerId);
    row.classList.add("dragged-row");
    const home = [row.parentNode, row.nextElementSibling];
    let at = event;
    let frame = 0;
    const over = () => {
      const under = document.elementFromPoint(at.clientX, at.clientY);
      const other = under?.closest("li.item");
      const list = under?.closest(".rows");
      if (other && other !== row && this.lists.includes(other.parentNode)) {
        const { top, height } = other.getBoundingClientRect();
        other[at.clientY < top + height / 2 ? "before" : "after"](row);
      } else if (!other && list && list !== row.parentNode && this.lists.includes(list)) list.append(row);
    };
    const follow = () => {
      const step = at.clientY < EDGE ? -STEP : at.clientY > innerHeight - EDGE ? STEP : 0;
      if (step) {
        scrollBy({ top: step, behavior: "instant" });
        over();
      }
      frame = requestAnimationFrame(follow);
    };
    const heard = new AbortController();
    const end = (left) => {
      heard.abort();
      cancelAnimationFrame(frame);
      row.classList.remove("dragged-row");
      if (left) home[0].insertBefore(row, home[1]);
      else if (row.parentNode !== home[0] || row.nextElementSibling !== home[1]) this.changed(this.place(row));
    };
    const hear = (target, name, run) => target.addEventListener(name, run, { signal: heard.signal });
    hear(this, "pointermove", (moved) => {
      at = moved;
      over();
    });
    hear(this, "pointerup", () => end(false));
    hear(this, "pointercancel", () => end(true));
    hear(document, "keydown", (pressed) => pressed.key === "Escape" && end(true));
    follow();
  }
});
