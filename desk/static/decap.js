// Starts Decap with the configuration that the desk makes of its models.
"use strict";
window.CMS_MANUAL_INIT = true;
localStorage.setItem("decap-cms-user", JSON.stringify({ backendName: "proxy" })); // whoever may see the desk is logged in
window.addEventListener("load", async () => {
  const { config, style } = await (await fetch("/editor/config.json")).json();
  const { CMS, h, createClass } = window;
  if (style) CMS.registerPreviewStyle(style);
  const words = structuredClone(CMS.getLocale("en"));
  Object.assign(words.editor.editorToolbar, {
    // Decap says "publish" where it saves a file; readers see nothing of it before the desk publishes.
    publish: "Save", published: "Saved", publishing: "Saving...", publishNow: "Save this", publishAndCreateNew: "Save and begin another", publishAndDuplicate: "Save and copy",
  });
  CMS.registerLocale("en", words);
  const Preview = createClass({
    render() {
      const data = this.props.entry.get("data");
      const title = data.get("title") || data.get("name") || data.get("label") || data.get("heading") || "";
      return h("main", {}, h("div", { className: "wrapper" }, h("article", { className: "reading" }, h("h1", {}, title), h("div", { className: "post-body prose" }, this.props.widgetFor("body")))));
    },
  });
  for (const collection of config.collections) CMS.registerPreviewTemplate(collection.name, Preview);
  CMS.init({ config });
});
