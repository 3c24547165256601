// The editor's comforts: a preview that follows, Ctrl+S, a warning before what is not saved is lost, pictures dropped in.
"use strict";
(() => {
  const form = document.getElementById("editor");
  const body = document.getElementById("body");
  const state = document.getElementById("state");
  const words = document.getElementById("words");
  const pane = form.querySelector('button[formtarget="pane"]');
  let changed = Boolean(document.querySelector(".faults[role=alert]"));
  let waiting = 0;

  const count = () => {
    const number = body.value.split(/\s+/).filter(Boolean).length;
    words.textContent = `${number.toLocaleString("en")} words.`;
  };
  const frame = document.getElementById("pane");
  const preview = () => form.requestSubmit(pane);
  let latest = 0;
  form.addEventListener("submit", async (event) => {
    // The first preview is loaded; after that its text alone is put in, which keeps its place and the way back.
    if (event.submitter !== pane || !frame.contentDocument?.querySelector("article")) return;
    event.preventDefault();
    const mine = ++latest;
    const data = new FormData(form);
    data.delete("picture");
    const answer = await fetch("/pane", { method: "POST", body: data });
    if (!answer.ok || mine !== latest) return;
    const made = new DOMParser().parseFromString(await answer.text(), "text/html");
    const style = (page) => page.querySelector("link[rel=stylesheet]")?.getAttribute("href");
    const shown = frame.contentDocument;
    if (style(made) !== style(shown)) shown.head.replaceWith(made.head); // the site was built meanwhile, or its theme changed
    shown.body.replaceWith(made.body);
    shown.title = made.title;
  });
  form.addEventListener("input", () => {
    changed = true;
    state.textContent = "Not saved yet";
    count();
    clearTimeout(waiting);
    waiting = setTimeout(preview, 600);
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter !== pane) changed = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.requestSubmit(form.querySelector('button[value="save"]'));
    }
  });
  for (const box of form.querySelectorAll(".adders")) {
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
      event.preventDefault();
      const boxes = [...box.querySelectorAll("input")];
      let next = boxes.find((each) => !each.value.trim());
      if (!next) {
        const label = boxes[0].closest("label").cloneNode(true);
        next = label.querySelector("input");
        next.value = "";
        next.setAttribute("aria-label", next.getAttribute("aria-label").replace(/\d+/, String(boxes.length + 1)));
        box.append(label);
      }
      next.focus();
    });
  }

  const dialog = document.getElementById("drop");
  const put = (text) => {
    const start = body.selectionStart;
    body.setRangeText(`\n\n${text}\n\n`, start, body.selectionEnd, "end");
    body.dispatchEvent(new Event("input", { bubbles: true }));
    body.focus();
  };
  const ask = (file) => {
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
      const answer = await fetch("/picture", { method: "POST", body: data });
      const found = await answer.json().catch(() => ({ fault: "The picture could not be stored." }));
      if (found.markdown) {
        dialog.close();
        put(found.markdown);
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
  body.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("dragged");
  });
  body.addEventListener("dragleave", () => form.classList.remove("dragged"));
  for (const kind of ["drop", "paste"]) {
    body.addEventListener(kind, (event) => {
      form.classList.remove("dragged");
      const [file] = files(event);
      if (file) {
        event.preventDefault();
        ask(file);
      }
    });
  }
  const line = Number(new URLSearchParams(location.search).get("line")) - Number(body.dataset.first);
  if (line >= 0) {
    // A finding led here: select its line.
    const rows = body.value.split("\n");
    const start = rows.slice(0, line).join("\n").length + (line ? 1 : 0);
    body.focus();
    body.setSelectionRange(start, start + (rows[line] || "").length);
    body.scrollTop = (body.scrollHeight * line) / rows.length - body.clientHeight / 3;
    body.scrollIntoView({ block: "center" });
  }
  count();
  preview();
})();
