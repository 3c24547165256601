// The interface to the text, whichever editor holds it. Each change is one step of Ctrl+Z. Places are offsets in `value`,
// whose line ends are single "\n".

export class Writing {
  // The form's field, which always holds the text.
  area = document.getElementById("body");

  // The element around the editor, which gets its keys, pastes and drops; listen with `capture` to run before the editor.
  element = document.getElementById("writing");

  // The line of the file at which the text begins.
  first = Number(this.area.dataset.first);

  get value() {
    return this.area.value;
  }

  get selected() {
    const { from, to } = this.selection;
    return this.value.slice(from, to);
  }
}

// The plain text area: without the editor's packages, and for a whole file.
export class Area extends Writing {
  get selection() {
    return { from: this.area.selectionStart, to: this.area.selectionEnd };
  }

  focus() {
    this.area.focus();
  }

  select(from, to = from) {
    this.area.focus();
    this.area.setSelectionRange(from, to);
  }

  // Replace what is between two places by `words`; put the cursor after them, or select a part of them.
  replace(from, to, words, [start, end] = [words.length, words.length]) {
    this.select(from, to);
    // Deprecated without a successor: only this keeps Ctrl+Z working. It fires "input" itself.
    if (!document.execCommand(words ? "insertText" : "delete", false, words)) {
      this.area.setRangeText(words, from, to, "end");
      this.area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.area.setSelectionRange(from + start, from + end);
  }

  // Return the place in the text at a point of the window.
  at(x, y) {
    const caret = document.caretPositionFromPoint?.(x, y);
    return caret?.offsetNode === this.area ? caret.offset : this.selection.from;
  }

  undo() {
    this.area.focus();
    document.execCommand("undo");
  }

  redo() {
    this.area.focus();
    document.execCommand("redo");
  }

  // Select a line, counted from 0, and scroll to it.
  reveal(line) {
    const rows = this.value.split("\n");
    const from = rows.slice(0, line).join("\n").length + (line ? 1 : 0);
    this.select(from, from + (rows[line] || "").length);
    this.area.scrollTop = (this.area.scrollHeight * line) / rows.length - this.area.clientHeight / 3;
    this.area.scrollIntoView({ block: "center" });
  }
}
