// Buttons that copy the address of a feed.
const status = document.querySelector("[data-copied]");
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    status.textContent = `Copied: ${button.dataset.copy}`;
  });
}
