// Puts text into the editor as typing does, so that Ctrl+Z takes it back.
const body = document.getElementById("body");

export const put = (text, start, end, select) => {
  body.focus();
  body.setSelectionRange(start, end);
  // Deprecated and without a successor: only this leaves Ctrl+Z working.
  if (!document.execCommand("insertText", false, text)) body.setRangeText(text, start, end, "end");
  if (select) body.setSelectionRange(start + select[0], start + select[1]);
  body.dispatchEvent(new Event("input", { bubbles: true }));
};
