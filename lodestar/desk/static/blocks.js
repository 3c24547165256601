// The editor's keys, as in a word processor. Enter begins a paragraph; in a list or a quote it begins the next item or line,
// and an empty one ends the block. Backspace at the start of a line removes its marker as a whole.
const START = /^(\s*)(?:([-*+])|(\d+)([.)])|(>))(\s+)/;

// Return whether a text ends within a fenced code block, in which nothing is Markdown.
export const inCode = (words) => {
  let fence = "";
  for (const [, sign] of words.matchAll(/^ {0,3}(`{3,}|~{3,})/gm)) {
    if (!fence) fence = sign;
    else if (sign.startsWith(fence)) fence = "";
  }
  return Boolean(fence);
};

const change = ({ state, dispatch }, changes, anchor = changes.from + changes.insert.length, typed = "") => {
  dispatch(state.update({ changes, selection: { anchor }, scrollIntoView: true, userEvent: (changes.insert ? "input" : "delete") + typed }));
  return true;
};

// Return whether a text ends within a block of a course, which begins with ":::" and a word.
const inBlock = (words) => Boolean([...words.matchAll(/^ {0,3}:::(.*)$/gm)].at(-1)?.[1].trim());

// Lines whose line breaks are significant: tables, blocks of a course, HTML, notes, code.
const SOURCE = /^(?:\s*(?:\||:::|`{3}|~{3}|<|\[\^?[^\]]+\]:|\*\[)| {4}|\t)/;
const isSource = (state, line) => {
  const words = state.sliceDoc(0, line.from);
  return SOURCE.test(line.text) || inCode(words) || inBlock(words);
};
const above = (state, line) => (line.number > 1 ? state.doc.line(line.number - 1) : null);
const below = (state, line) => (line.number < state.doc.lines ? state.doc.line(line.number + 1) : null);
const isBlank = (line) => !line || !line.text.trim();

export const continueBlock = (view) => {
  const { state } = view;
  const { from, to, empty } = state.selection.main;
  const line = state.doc.lineAt(from);
  const start = START.exec(line.text);
  const words = state.sliceDoc(0, line.from);
  if (!empty || !start || from < line.from + start[0].length || inCode(words)) return false;
  const apart = !inBlock(words); // outside of blocks of a course, an empty line separates paragraphs
  const [whole, indent, bullet, number, point, quote, space] = start;
  if (line.text.length === whole.length) {
    // What follows is no longer part of the list or quote, which takes an empty line.
    const before = above(state, line);
    const blank = before && quote && /^\s*>\s*$/.test(before.text) ? before : null;
    return change(view, { from: (blank || line).from, to: line.to, insert: !apart || isBlank(before) ? "" : "\n" });
  }
  const next = quote && apart ? `\n${indent}>\n${indent}>${space}` : `\n${indent}${bullet || quote || Number(number) + 1 + point}${space}`;
  return change(view, { from, to, insert: next });
};

// Begin a paragraph, which in Markdown takes an empty line before it; one empty line is enough.
export const beginParagraph = (view) => {
  const { state } = view;
  const { from, to, empty } = state.selection.main;
  const line = state.doc.lineAt(from);
  if (isSource(state, line)) return false;
  if (empty && isBlank(line) && line.number > 1) {
    const insert = isBlank(below(state, line)) ? "\n" : "\n\n";
    return isBlank(above(state, line)) || change(view, { from: line.from, to: line.to, insert }, line.from + 1);
  }
  return change(view, { from, to, insert: "\n\n" });
};

// Make what is typed into an empty line between paragraphs, or into the last line, a paragraph of its own.
export const stayApart = (view, from, to, insert) => {
  const { state } = view;
  const line = state.doc.lineAt(from);
  if (view.composing || from !== to || line.length || insert.includes("\n")) return false;
  const parted = (other, broken) => isBlank(other) || isSource(state, other) || (broken && /(?: {2}|\\)$/.test(other.text));
  const [before, after] = [parted(above(state, line), true) ? "" : "\n", parted(below(state, line)) ? "" : "\n"];
  return Boolean(before || after) && change(view, { from, insert: before + insert + after }, from + (before + insert).length, ".type");
};

// Shift+Enter: break the line within the paragraph.
export const breakLine = (view) => {
  const { state } = view;
  const { from, to } = state.selection.main;
  const line = state.doc.lineAt(from);
  if (isSource(state, line) || from === line.from) return false;
  return change(view, { from, to, insert: `  \n${" ".repeat(START.exec(line.text)?.[0].length || 0)}` });
};

export const leaveBlock = (view) => {
  const { from, empty } = view.state.selection.main;
  const line = view.state.doc.lineAt(from);
  const start = START.exec(line.text);
  if (!empty || !start || from > line.from + start[0].length) return false;
  return change(view, { from: line.from, to: line.from + start[0].length, insert: "" });
};

// Join two paragraphs: Backspace at the start of one, or Delete at the end of one.
const join = (view, upper, lower) => {
  const { state } = view;
  const lines = [upper, upper + 1, lower].map((number) => number > 0 && number <= state.doc.lines && state.doc.line(number));
  const [first, gap, last] = lines;
  if (!first || !last || isBlank(first) || gap.length || isSource(state, first) || isSource(state, last)) return false;
  return change(view, { from: first.to, to: last.from, insert: "" });
};
export const joinBefore = (view) => {
  const { from, empty } = view.state.selection.main;
  const line = view.state.doc.lineAt(from);
  return empty && from === line.from && join(view, line.number - 2, line.number);
};
export const joinAfter = (view) => {
  const { from, empty } = view.state.selection.main;
  const line = view.state.doc.lineAt(from);
  return empty && from === line.to && join(view, line.number, line.number + 2);
};
