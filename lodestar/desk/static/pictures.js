// Pictures that are dropped or pasted into the text, or chosen: each is asked what it shows, stored, and put in.
import { text } from "./text.js";

const form = document.getElementById("editor");
const dialog = document.getElementById("drop");
const ask = (file) => {
  const { from, to } = text.selection;
  const alt = document.getElementById("drop-alt");
  const plain = document.getElementById("drop-plain");
  const fault = document.getElementById("drop-fault");
  alt.value = "";
  plain.checked = false;
  fault.textContent = "";
  dialog.returnValue = "";
  dialog.showModal();
  dialog.querySelector('button[value="add"]').onclick = async (event) => {
    event.preventDefault();
    if (!alt.value.trim() && !plain.checked) {
      fault.textContent = "Say what it shows, for readers who do not see it.";
      alt.focus();
      return;
    }
    const data = new FormData();
    data.append("token", form.elements.token.value);
    data.append("picture", file);
    data.append("picture.alt", alt.value);
    const found = await fetch("/picture", { method: "POST", body: data })
      .then((answer) => answer.json())
      .catch(() => ({ fault: "The picture could not be stored: the desk did not take it. Press again, or add it later." }));
    if (found.markdown) {
      dialog.close();
      text.replace(from, to, `\n\n${found.markdown}\n\n`);
    } else fault.textContent = found.fault;
  };
};
const tools = document.getElementById("tools");
if (tools) {
  const chooser = Object.assign(document.createElement("input"), { type: "file", accept: "image/jpeg,image/png,image/webp,image/gif" });
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Picture" });
  button.addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => {
    if (chooser.files[0]) ask(chooser.files[0]);
    chooser.value = "";
  });
  tools.append(button);
}
const files = (event) => [...(event.dataTransfer || event.clipboardData).files].filter((file) => file.type.startsWith("image/"));
text.element.addEventListener("dragover", (event) => {
  event.preventDefault();
  form.classList.add("dragged");
});
text.element.addEventListener("dragleave", () => form.classList.remove("dragged"));
const take = (event) => {
  form.classList.remove("dragged");
  const [file] = files(event);
  if (!file) return;
  event.preventDefault();
  ask(file);
};
for (const kind of ["drop", "paste"]) text.element.addEventListener(kind, take, { capture: true });
