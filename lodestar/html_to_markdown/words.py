"""The words of a foreign document with the formatting that their elements and styles give them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bs4 import Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from lodestar.html_to_markdown.runs import BREAK, TextFormat, TextRun
from lodestar.html_to_markdown.styles import Styles, is_bold, is_hidden, is_italic

SKIPPED = frozenset({
    "head", "script", "style", "noscript", "template", "object", "embed", "applet", "link", "meta", "base", "frameset",
    "svg", "math", "form", "button", "select", "input", "textarea", "canvas", "audio", "video", "map", "colgroup", "col",
    "xml", "title",
})  # fmt: skip
"""Elements that are skipped with their content."""
DRAWN = ("v:", "m:")
"""Prefixes of Word's elements that hold drawings and formulas; its others hold words."""
MARKED = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "s": "strike", "strike": "strike", "del": "strike",
    "sub": "sub", "sup": "sup", "code": "code", "tt": "code", "kbd": "code", "samp": "code",
}  # fmt: skip


@dataclass(frozen=True)
class Words:
    """Reads the words of a document."""

    styles: Styles
    link: Callable[[str], str]
    """Maps the address of a link to the new one; empty for a link that leads nowhere."""
    picture: Callable[[str, str], str]
    """Returns the new address of a picture, given its address and what it shows; empty to omit it."""

    def inside(self, tag: Tag, form: TextFormat) -> list[TextRun]:
        """Return the runs of the words in an element."""
        return [run for child in tag.children for run in self.of(child, form)]

    def of(self, node: PageElement, form: TextFormat) -> list[TextRun]:
        """Return the runs of the words in a node."""
        if isinstance(node, NavigableString):
            return [] if isinstance(node, PreformattedString) else [TextRun(str(node), form)]
        if not isinstance(node, Tag):
            return []
        style = self.styles.of(node)
        if node.name in SKIPPED or is_hidden(style) or node.name.startswith(DRAWN):
            return []
        if node.name == "br":
            return [BREAK]
        if node.name == "img":
            return self._picture(node, form)
        if "Apple-converted-space" in str(node.get("class") or ""):
            return [TextRun(" ", form)]
        return self.inside(node, self.form(node, form, style))

    def form(self, tag: Tag, form: TextFormat, style: dict[str, str]) -> TextFormat:
        """Return the formatting of the words in an element, given that of the words around it."""
        changes: dict[str, bool | str] = {}
        if mark := MARKED.get(tag.name):
            changes[mark] = True
        if tag.name == "a" and tag.get("href") is not None:
            changes["link"] = self.link(str(tag["href"]))
        if (bold := is_bold(style)) is not None:
            changes["strong"] = bold
        if (italic := is_italic(style)) is not None:
            changes["em"] = italic
        if "line-through" in style.get("text-decoration", "") + style.get("text-decoration-line", ""):
            changes["strike"] = True
        if (side := style.get("vertical-align")) in ("super", "sub"):
            changes["sup" if side == "super" else "sub"] = True
        return replace(form, **changes) if changes else form  # type: ignore[arg-type] # names of its own fields

    def _picture(self, tag: Tag, form: TextFormat) -> list[TextRun]:
        alt = " ".join(str(tag.get("alt") or "").split())
        address = self.picture(str(tag.get("src") or ""), alt)
        element = Tag(name="img", attrs={"src": address, "alt": alt}, can_be_empty_element=True)
        return [TextRun("", TextFormat(link=form.link), element)] if address else []
