// The editor in which a text looks as on the page. It holds the Markdown itself; the text area behind it remains the form's
// field and is updated after each change.
import { history, historyKeymap, isolateHistory, redo, standardKeymap, undo } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { dressing } from "./dressing.js";
import { beginParagraph, breakLine, continueBlock, joinAfter, joinBefore, leaveBlock, stayApart } from "./blocks.js";
import { Writing } from "./writing.js";

const KEYS = [
  { key: "Enter", run: continueBlock, shift: breakLine },
  { key: "Enter", run: beginParagraph },
  { key: "Backspace", run: leaveBlock },
  { key: "Backspace", run: joinBefore },
  { key: "Delete", run: joinAfter },
];

export class Live extends Writing {
  constructor() {
    super();
    const { area, element } = this;
    const label = element.parentElement.querySelector("label");
    this.view = new EditorView({
      parent: element,
      state: EditorState.create({
        doc: area.value,
        extensions: [
          EditorView.cspNonce.of(document.getElementById("packages").nonce),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({
            id: area.id,
            "aria-labelledby": label.id,
            "aria-describedby": area.getAttribute("aria-describedby"),
            lang: area.lang,
            tabindex: "0",
            spellcheck: "true",
            autocorrect: "on",
            autocapitalize: "sentences",
            writingsuggestions: "true",
          }),
          history(),
          EditorView.inputHandler.of(stayApart),
          keymap.of([...KEYS, ...historyKeymap, ...standardKeymap]),
          dressing(area.dataset.site),
          EditorView.updateListener.of((update) => update.docChanged && this.#keep()),
        ],
      }),
    });
    // An author who began before the editor was ready goes on at the same place.
    if (document.activeElement === area) this.select(area.selectionStart, area.selectionEnd);
    area.hidden = true;
    area.removeAttribute("id");
    document.getElementById("form-hint").textContent = "The buttons give words their form. Tab leaves the text.";
    label.addEventListener("click", () => this.focus());
    // The browser's own "input" comes before the text area is updated.
    element.addEventListener("input", (event) => event.target !== area && event.stopPropagation());
  }

  #keep() {
    this.area.value = this.view.state.doc.toString();
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  get selection() {
    const { from, to } = this.view.state.selection.main;
    return { from, to };
  }

  focus() {
    this.view.focus();
  }

  select(from, to = from) {
    this.view.focus();
    this.view.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true });
  }

  replace(from, to, words, range) {
    const insert = this.view.state.toText(words);
    const [start, end] = range || [insert.length, insert.length];
    this.view.focus();
    this.view.dispatch({
      changes: { from, to, insert },
      selection: { anchor: from + start, head: from + end },
      annotations: isolateHistory.of("full"),
      userEvent: "input",
      scrollIntoView: true,
    });
  }

  at(x, y) {
    return this.view.posAtCoords({ x, y }, false);
  }

  undo() {
    undo(this.view);
    this.focus();
  }

  redo() {
    redo(this.view);
    this.focus();
  }

  reveal(number) {
    const { doc } = this.view.state;
    const { from, to } = doc.line(Math.min(number + 1, doc.lines));
    this.view.focus();
    this.view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    this.element.scrollIntoView({ block: "center" });
  }
}
