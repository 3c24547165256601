// Decorates a text: headings, bold, links, lists, quotes and pictures look as on the page, and their Markdown is shown only
// where the cursor is. Anything else (blocks of a course, raw HTML, tables, code) is shown as it is.
import { defineLanguageFacet, Language, languageDataProp, syntaxTree } from "@codemirror/language";
import { StateEffect } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, WidgetType } from "@codemirror/view";
import { parser, Table } from "@lezer/markdown";

const FENCE = /^ {0,3}:::/;
const course = {
  defineNodes: [{ name: "CourseBlock", block: true }],
  parseBlock: [
    {
      name: "CourseBlock",
      before: "SetextHeading",
      parse(context, line) {
        if (!FENCE.test(line.text)) return false;
        const start = context.lineStart;
        while (context.nextLine() && !/^ {0,3}:::\s*$/.test(line.text));
        const end = context.lineStart + line.text.length;
        context.nextLine();
        context.addElement(context.elt("CourseBlock", start, Math.min(end, context.prevLineEnd())));
        return true;
      },
      endLeaf: (_, line) => FENCE.test(line.text),
    },
  ],
};
const data = defineLanguageFacet();
const markdown = new Language(data, parser.configure([Table, course, { props: [languageDataProp.add({ Document: data })] }]), [], "markdown");

class Bullet extends WidgetType {
  eq() {
    return true;
  }

  toDOM() {
    return Object.assign(document.createElement("span"), { className: "bullet", textContent: "•" });
  }

  ignoreEvent() {
    return false;
  }
}

// A picture; one of the site has a button for its caption and place, for which keyboards use the toolbar.
class Picture extends WidgetType {
  constructor(address, alt, own) {
    super();
    Object.assign(this, { address, alt, own });
  }

  eq(other) {
    return other.address === this.address && other.alt === this.alt && other.own === this.own;
  }

  toDOM(view) {
    const shown = Object.assign(document.createElement("img"), { alt: this.alt, referrerPolicy: "origin" });
    for (const event of ["load", "error"]) shown.addEventListener(event, () => view.requestMeasure());
    shown.src = this.address;
    const element = Object.assign(document.createElement("span"), { className: "picture" });
    element.append(shown);
    if (this.own) {
      const change = Object.assign(document.createElement("button"), { type: "button", className: "quiet small", textContent: "Caption and place", tabIndex: -1, ariaHidden: "true" });
      change.addEventListener("click", () => element.dispatchEvent(new CustomEvent("picture", { bubbles: true, detail: view.posAtDOM(element) })));
      element.append(change);
    }
    return element;
  }

  get estimatedHeight() {
    return 240;
  }

  ignoreEvent(event) {
    return event.target instanceof HTMLButtonElement;
  }
}

const hidden = Decoration.replace({});
const bullet = Decoration.replace({ widget: new Bullet() });
const looks = Object.fromEntries(["strong", "emphasis", "link", "code"].map((name) => [name, Decoration.mark({ class: `is-${name}` })]));
const rows = new Map();
const row = (name) => rows.get(name) || rows.set(name, Decoration.line({ class: `is-${name}` })).get(name);
const ATTRIBUTES = /^\s*\{[^{}\n]*\}/;

// Collects the decorations of one part of the text, from `start` to `end`.
class Dresser {
  marks = [];
  atoms = [];

  constructor(view, site) {
    this.state = view.state;
    this.doc = view.state.doc;
    this.site = site;
    this.ranges = view.hasFocus ? view.state.selection.ranges : [];
  }

  dress(start, end) {
    Object.assign(this, { start, end });
    syntaxTree(this.state).iterate({ from: start, to: end, enter: (node) => this[node.name]?.(node.node) });
  }

  near(from, to) {
    return this.ranges.some((range) => range.from <= to && range.to >= from);
  }

  mark(look, from, to) {
    if (from < to) this.marks.push(look.range(from, to));
  }

  // Hide a marker; not across lines, which decorations may not replace.
  hide(from, to) {
    if (from < to && this.doc.lineAt(from).to >= to) this.marks.push(hidden.range(from, to));
  }

  lines(node, name, visit = () => {}) {
    const last = Math.min(node.to, this.end);
    for (let line = this.doc.lineAt(Math.max(node.from, this.start)); ; line = this.doc.line(line.number + 1)) {
      this.marks.push(row(name).range(line.from));
      visit(line);
      if (line.to >= last || line.number === this.doc.lines) return;
    }
  }

  // Return the end of attributes (`{#id}`, `{.class}`) that follow a place.
  attributes(at) {
    const line = this.doc.lineAt(at);
    const match = ATTRIBUTES.exec(line.text.slice(at - line.from));
    return at + (match ? match[0].length : 0);
  }

  heading(node, level) {
    const line = this.doc.lineAt(node.from);
    this.marks.push(row(`heading-${level}`).range(line.from));
    if (this.near(line.from, line.to)) return;
    const [opening, closing] = node.getChildren("HeaderMark");
    const start = opening.to + /^\s*/.exec(line.text.slice(opening.to - line.from))[0].length;
    const words = this.doc.sliceString(start, closing ? closing.from : line.to);
    this.hide(line.from, start);
    this.hide(start + words.length - /(\s*\{[^{}]*\})?\s*$/.exec(words)[0].length, line.to);
  }

  // A heading that is underlined on the next line.
  underlined(node, level) {
    const sign = node.getChild("HeaderMark");
    this.lines(node, `heading-${level}`, (line) => {
      if (line.to >= sign.from && !this.near(node.from, node.to)) this.hide(line.from, line.to);
    });
  }

  span(node, look) {
    this.mark(look, node.from, node.to);
    if (this.near(node.from, node.to)) return;
    for (const sign of [node.firstChild, node.lastChild]) if (sign) this.hide(sign.from, sign.to);
  }

  StrongEmphasis(node) {
    this.span(node, looks.strong);
  }

  Emphasis(node) {
    this.span(node, looks.emphasis);
  }

  InlineCode(node) {
    this.span(node, looks.code);
  }

  HTMLTag(node) {
    this.mark(looks.code, node.from, node.to);
  }

  Escape(node) {
    for (let above = node.parent; above; above = above.parent) if (above.name === "Table") return; // where it keeps cells together
    if (!this.near(node.from, node.to)) this.hide(node.from, node.from + 1);
  }

  Link(node) {
    const close = node.getChildren("LinkMark")[1];
    if (!close || !node.getChild("URL")) return; // a reference, or only brackets
    this.mark(looks.link, node.from + 1, close.from);
    const end = this.attributes(node.to);
    if (this.near(node.from, end)) return;
    this.hide(node.from, node.from + 1);
    this.hide(close.from, end);
  }

  Image(node) {
    const [, close] = node.getChildren("LinkMark");
    const url = node.getChild("URL");
    if (!close || !url) return;
    const end = this.attributes(node.to);
    const target = this.doc.sliceString(url.from, url.to).replace(/^<|>$/g, "");
    const address = target.replace(/^\{(static|attach)\}/, "");
    const alt = this.doc.sliceString(node.from + 2, close.from);
    const widget = new Picture(address.startsWith("/") ? this.site + address : address, alt, target.startsWith("{static}"));
    this.marks.push(Decoration.widget({ widget, side: 1 }).range(end));
    if (!this.near(node.from, end)) this.hide(node.from, end);
  }

  ListItem(node) {
    const sign = node.getChild("ListMark");
    const depth = this.depth(node);
    const ordered = node.parent.name === "OrderedList";
    this.lines(node, `item-${depth}`, (line) => {
      const indent = /^[ \t]*/.exec(line.text)[0].length;
      if (line.from + indent === sign.from) {
        this.marks.push(row("item").range(line.from));
        const text = line.text.slice(sign.to - line.from);
        const end = sign.to + Math.min(1, text.length);
        this.hide(line.from, sign.from);
        if (!ordered) this.marks.push(bullet.range(sign.from, end));
        else this.mark(Decoration.mark({ class: "number" }), sign.from, end);
        const whole = ordered ? sign.from : end;
        if (line.from < whole) this.atoms.push(hidden.range(line.from, whole));
      } else if (indent && indent < line.length) this.hide(line.from, line.from + indent);
    });
  }

  depth(node) {
    let depth = 0;
    for (let above = node; above; above = above.parent) if (above.name === "ListItem") depth += 1;
    return Math.min(depth, 4);
  }

  Blockquote(node) {
    this.lines(node, "quote", (line) => {
      if (!this.near(line.from, line.to)) this.hide(line.from, line.from + /^\s*>? ?/.exec(line.text)[0].length);
    });
  }

  HorizontalRule(node) {
    this.marks.push(row("rule").range(this.doc.lineAt(node.from).from));
    if (!this.near(node.from, node.to)) this.hide(node.from, node.to);
  }
}
for (const level of [1, 2, 3, 4, 5, 6]) {
  Dresser.prototype[`ATXHeading${level}`] = function (node) {
    this.heading(node, level);
  };
}
for (const level of [1, 2]) {
  Dresser.prototype[`SetextHeading${level}`] = function (node) {
    this.underlined(node, level);
  };
}
for (const name of ["FencedCode", "CodeBlock", "HTMLBlock", "CommentBlock", "Table", "CourseBlock", "LinkReference"]) {
  Dresser.prototype[name] = function (node) {
    this.lines(node, "source");
  };
}

const released = StateEffect.define();

// Return the editor's extensions; `site` is the preview's origin, for its pictures.
export const dressing = (site) => {
  const plugin = ViewPlugin.fromClass(
    class {
      constructor(view) {
        this.put(view);
      }

      put(view) {
        const dresser = new Dresser(view, site);
        for (const { from, to } of view.visibleRanges) dresser.dress(from, to);
        this.decorations = Decoration.set(dresser.marks, true);
        this.atoms = Decoration.set(dresser.atoms, true);
      }

      update(update) {
        const grown = syntaxTree(update.state) !== syntaxTree(update.startState);
        const moved = (update.selectionSet || update.focusChanged) && !this.held; // a word must not move away under the mouse
        const asked = update.transactions.some((transaction) => transaction.effects.some((effect) => effect.is(released)));
        if (update.docChanged || update.viewportChanged || grown || moved || asked) this.put(update.view);
      }
    },
    {
      decorations: (value) => value.decorations,
      provide: (value) => EditorView.atomicRanges.of((view) => view.plugin(value)?.atoms || Decoration.none),
      eventHandlers: {
        mousedown(_, view) {
          this.held = true;
          const release = () => {
            this.held = false;
            view.dispatch({ effects: released.of(null) });
          };
          addEventListener("mouseup", release, { once: true });
        },
      },
    },
  );
  return [markdown.extension, plugin];
};
