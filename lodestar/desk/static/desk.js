// Progressive enhancement; every page works without it.
"use strict";
(() => {
  const lines = document.getElementById("lines");
  if (lines && lines.dataset.running === "yes") {
    const look = async () => {
      const answer = await fetch("/publish/lines").catch(() => null);
      const job = answer?.ok && (await answer.json().catch(() => null));
      if (!job) return setTimeout(look, 2000); // the desk was closed meanwhile
      lines.textContent = job.lines.join("\n");
      if (job.progress) {
        const [step, done, total] = job.progress;
        Object.assign(document.getElementById("progress"), { max: total || 1, value: done });
        document.getElementById("step").textContent = `${step}: ${done.toLocaleString("en")} of ${total.toLocaleString("en")}`;
      }
      if (job.code === null) setTimeout(look, 500);
      else location.reload();
    };
    setTimeout(look, 500);
  }
  const waitForCheck = async () => {
    const answer = await fetch(location.href).catch(() => null);
    const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
    const section = page && page.getElementById("release");
    if (!section || section.dataset.running === "yes") return setTimeout(waitForCheck, 1000);
    document.getElementById("release").replaceWith(section);
  };
  if (document.getElementById("release")?.dataset.running === "yes") setTimeout(waitForCheck, 1000);
  const anew = document.getElementById("anew");
  const waitForDesk = async () => {
    const answer = await fetch("/here").catch(() => null);
    const desk = answer?.ok && (await answer.json().catch(() => null));
    if (desk && desk.started !== anew.dataset.started) location.assign("/update?said=renewed");
    else setTimeout(waitForDesk, 1000);
  };
  if (anew) setTimeout(waitForDesk, 1000);
  for (const menu of document.querySelectorAll("details.menu")) {
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    });
  }
})();
