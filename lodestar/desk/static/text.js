// The text in the editor, once it is `opened`: `text.value`, `text.replace(...)` and all else in writing.js.
import { Area } from "./writing.js";

const open = async () => {
  if (!document.getElementById("packages")) return new Area();
  try {
    return new (await import("./live.js")).Live();
  } catch (error) {
    console.warn("The plain text area stays:", error);
    return new Area();
  }
};

export let text;
export const opened = open().then((editor) => {
  text = editor;
});
