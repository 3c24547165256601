// What keys do in a list and in a quote. Enter: the next line goes on with it, and an empty one ends it. Backspace at the
// beginning of a line: its sign goes as a whole.
const START = /^(\s*)(?:([-*+])|(\d+)([.)])|(>))(\s+)/;

// Whether a text is at a place within code between fences, which is taken as it is.
export const inCode = (words) => {
  let fence = "";
  for (const [, sign] of words.matchAll(/^ {0,3}(`{3,}|~{3,})/gm)) {
    if (!fence) fence = sign;
    else if (sign.startsWith(fence)) fence = "";
  }
  return Boolean(fence);
};

const change = ({ state, dispatch }, changes) => {
  const anchor = changes.from + changes.insert.length;
  dispatch(state.update({ changes, selection: { anchor }, scrollIntoView: true, userEvent: "input" }));
  return true;
};

export const continueBlock = (view) => {
  const { state } = view;
  const { from, to, empty } = state.selection.main;
  const line = state.doc.lineAt(from);
  const start = START.exec(line.text);
  if (!empty || !start || from < line.from + start[0].length || inCode(state.sliceDoc(0, line.from))) return false;
  const [whole, indent, bullet, number, point, quote, space] = start;
  if (line.text.length === whole.length) return change(view, { from: line.from, to: line.to, insert: "" });
  return change(view, { from, to, insert: `\n${indent}${bullet || quote || Number(number) + 1 + point}${space}` });
};

export const leaveBlock = (view) => {
  const { from, empty } = view.state.selection.main;
  const line = view.state.doc.lineAt(from);
  const start = START.exec(line.text);
  if (!empty || !start || from > line.from + start[0].length) return false;
  return change(view, { from: line.from, to: line.from + start[0].length, insert: "" });
};
