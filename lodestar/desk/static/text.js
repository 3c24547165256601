// The text that is being written: `text.value`, `text.replace(...)` and all else that writing.js says of it.
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

export const text = await open();
