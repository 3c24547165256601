// The text that is being written: what all buttons, dialogs and pastes go through. Each change is one step of Ctrl+Z.
// Places are counted in `value`, whose line ends are single "\n".
const area = document.getElementById("body");

export const text = {
  // What holds the text, its keys, pastes and drops; listen with `capture`, to be asked before the editor is.
  element: document.getElementById("writing"),

  // The line of the file in which the text begins.
  first: Number(area.dataset.first),

  get value() {
    return area.value;
  },

  get selection() {
    return { from: area.selectionStart, to: area.selectionEnd };
  },

  get selected() {
    const { from, to } = this.selection;
    return this.value.slice(from, to);
  },

  select(from, to = from) {
    area.focus();
    area.setSelectionRange(from, to);
  },

  // Puts `words` in place of what stands between two places; the cursor goes behind them, or over a part of them.
  replace(from, to, words, [start, end] = [words.length, words.length]) {
    this.select(from, to);
    // Deprecated and without a successor: only this leaves Ctrl+Z working. It says "input" itself.
    if (!document.execCommand(words ? "insertText" : "delete", false, words)) {
      area.setRangeText(words, from, to, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    area.setSelectionRange(from + start, from + end);
  },

  // In place of the selection.
  insert(words) {
    const { from, to } = this.selection;
    this.replace(from, to, words);
  },

  // Puts marks around the selection, or around `words` where nothing is selected, and leaves those selected.
  wrap(before, after, words) {
    const { from, to } = this.selection;
    const inner = this.selected || words;
    this.replace(from, to, before + inner + after, [before.length, before.length + inner.length]);
  },

  undo() {
    area.focus();
    document.execCommand("undo");
  },

  redo() {
    area.focus();
    document.execCommand("redo");
  },

  focus() {
    area.focus();
  },

  // Selects a line, counted from 0, and shows it.
  reveal(line) {
    const rows = this.value.split("\n");
    const from = rows.slice(0, line).join("\n").length + (line ? 1 : 0);
    this.select(from, from + (rows[line] || "").length);
    area.scrollTop = (area.scrollHeight * line) / rows.length - area.clientHeight / 3;
    area.scrollIntoView({ block: "center" });
  },

  onChange(run) {
    area.addEventListener("input", run);
  },
};
