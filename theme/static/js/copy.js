// Buttons that copy the address of a feed.
import { filled } from "./words.js";

const status = document.querySelector("[data-copied]");
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    status.textContent = filled(status.dataset.copied, { address: button.dataset.copy });
  });
}
