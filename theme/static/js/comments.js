// Loads the comments service when the reader asks for it, not before.
const button = document.querySelector(".comment-form-button[data-provider]");
const place = button.parentElement.querySelector("[data-place]");

const load = (source, attributes) => {
  const script = Object.assign(document.createElement("script"), { src: source, async: true });
  for (const [name, value] of Object.entries(attributes)) script.setAttribute(`data-${name}`, value);
  place.append(script);
};

const providers = {
  isso({ server }) {
    place.append(Object.assign(document.createElement("section"), { id: "isso-thread" }));
    const style = { rel: "stylesheet", href: `${server}css/isso.css` };
    document.head.append(Object.assign(document.createElement("link"), style));
    load(`${server}js/embed.min.js`, { isso: server, "isso-css": "false", "isso-avatar": "false", "isso-lang": document.documentElement.lang }); // avatars need inline styles
  },
  giscus({ server, ...attributes }) {
    load(server, { mapping: "pathname", "reactions-enabled": "0", "input-position": "top", theme: "preferred_color_scheme", ...attributes });
  },
};

button.addEventListener("click", () => {
  const { provider, ...rest } = button.dataset;
  const plain = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), value]));
  providers[provider](plain);
  button.hidden = true;
});
