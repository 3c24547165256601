// In the preview only: reloads what changed, keeps the scroll position, and shows what stops the build.
"use strict";
(() => {
  const serial = document.currentScript.dataset.serial;
  const page = location.pathname;
  const place = `desk-scroll ${page}`;
  const kept = sessionStorage.getItem(place);
  if (kept !== null) {
    sessionStorage.removeItem(place);
    const restore = () => window.scrollTo({ top: Number(kept), behavior: "instant" });
    restore();
    window.addEventListener("load", restore, { once: true });
  }

  const notice = document.getElementById("desk-notice");
  const say = async () => {
    const answer = await fetch(`/.desk/notice?page=${encodeURIComponent(page)}`);
    if (answer.ok) notice.innerHTML = await answer.text();
  };
  notice.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) notice.querySelector(".desk-problems").hidden = true;
  });
  document.addEventListener("keydown", (event) => {
    const problems = notice.querySelector(".desk-problems");
    if (event.key === "Escape" && problems) problems.hidden = true;
  });

  const unpublished = JSON.parse(document.getElementById("desk-unpublished").textContent);
  for (const link of document.querySelectorAll("main a[href]")) {
    const status = unpublished[link.getAttribute("href").split("#")[0]];
    if (status) {
      const mark = document.createElement("span");
      mark.className = "desk-mark";
      mark.textContent = ` (${status})`;
      link.after(mark);
    }
  }

  const events = new EventSource(`/.desk/events?page=${encodeURIComponent(page)}&serial=${serial}`);
  events.addEventListener("reload", () => {
    sessionStorage.setItem(place, String(window.scrollY));
    location.reload();
  });
  events.addEventListener("notice", say);
  window.addEventListener("pagehide", () => events.close());
})();
