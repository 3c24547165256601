// The page of the editor. Saving starts at once, and what was not saved is offered; everything else once the editor is known.
// No module uses top-level await: Safari runs its importers too early, or not at all
// (https://bugs.webkit.org/show_bug.cgi?id=242740).
import "./saving.js";
import "./offers.js";
import { opened } from "./text.js";

opened.then(() => import("./around.js"));
