// All that stands around the text and hears keys, presses and drops, in the order of the toolbar. It comes as one: with a module
// at a time, a picture could be dropped between the first buttons and what takes it, and a slow browser left the page for it.
import "./tools.js";
import "./pictures.js";
import "./pane.js";
import "./paste.js";
import "./editor.js";
