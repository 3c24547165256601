// The page of the editor. Saving begins at once; all else once it is known which editor holds the text. No module waits at
// its top level: Safari runs what imports such a one too early, or not at all (https://bugs.webkit.org/show_bug.cgi?id=242740).
import "./saving.js";
import { opened } from "./text.js";

opened.then(async () => {
  for (const name of ["tools", "pictures", "pane", "paste", "editor"]) await import(`./${name}.js`);
});
