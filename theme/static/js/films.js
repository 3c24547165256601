/* Replaces the card of a film by the film when a reader asks for it. Nothing of it is loaded before. */
for (const link of document.querySelectorAll("[data-film]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab shows the film's own page
    event.preventDefault();
    const frame = document.createElement("iframe");
    const address = new URL(link.dataset.film);
    address.searchParams.set("autoplay", 1);
    frame.src = address;
    frame.title = link.textContent.trim();
    frame.allow = "autoplay; fullscreen; picture-in-picture";
    link.replaceWith(frame);
    frame.focus();
  });
}
