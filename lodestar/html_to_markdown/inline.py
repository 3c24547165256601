"""Inline elements as Markdown, escaping exactly what is special there."""

from __future__ import annotations

import re
from typing import Any

from bs4 import Tag
from bs4.dammit import EntitySubstitution
from bs4.formatter import HTMLFormatter
from markdownify import MarkdownConverter

FORMAT = HTMLFormatter(EntitySubstitution.substitute_xml, void_element_close_prefix="")
SPECIAL = re.compile(r"([\\`*\[{])")
UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
TAG_LIKE = re.compile(r"<(?=[A-Za-z/!?])")
ENTITY_LIKE = re.compile(r"&(?=#?\w+;)")
SMART = re.compile(r"-{2,}|\.{3,}")
LINE_START = re.compile(r"^(\s*)(?:([#>+=~|-])|(\d{1,9})([.)])(?=\s|$)|(:)(?=\s))", re.MULTILINE)
NEED_BRACKETS = re.compile(r"[\s()<>\"'\\`\[\]]")
AS_TAGS = frozenset({
    "abbr", "acronym", "bdi", "bdo", "cite", "del", "dfn", "ins", "kbd", "mark", "q", "s", "samp", "small",
    "strike", "sub", "sup", "time", "u", "var",
})  # fmt: skip
"""Inline elements without a Markdown syntax: they stay HTML, with Markdown inside."""
PLAIN = frozenset({"big", "font", "nobr", "label", "center", "o:p", "data", "wbr", "bdi"})
"""Inline elements without meaning."""


def raw(tag: Tag) -> str:
    """Return an element as HTML."""
    return str(tag.decode(formatter=FORMAT))


def opening(tag: Tag) -> str:
    """Return the opening tag of an element."""
    pairs = "".join(
        f' {name}="{EntitySubstitution.substitute_xml(_text(value)).replace(chr(34), "&quot;")}"'
        for name, value in tag.attrs.items()
    )
    return f"<{tag.name}{pairs}>"


def _text(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def marks(tag: Tag, names: tuple[str, ...]) -> str:
    """Return attributes of an element as Markdown's `{: #id .class key="value" }`; empty where it has none of `names`."""
    classes = []
    for name in names:
        value = _text(tag.get(name) or "").strip()
        if not value or '"' in value or "}" in value or "\n" in value:
            continue
        if name == "id" and re.fullmatch(r"[\w-]+", value):
            classes.append(f"#{value}")
        elif name == "class":
            classes += [f".{word}" for word in value.split() if re.fullmatch(r"[\w-]+", word)]
        elif name not in ("id", "class"):
            classes.append(f'{name}="{value}"')
    return "{: " + " ".join(classes) + " }" if classes else ""


def target(url: str) -> str:
    """Return an address as the target of a Markdown link."""
    url = url.replace("\n", "").strip()
    return f"<{url.replace('<', '%3C').replace('>', '%3E')}>" if NEED_BRACKETS.search(url) else url


def at_line_starts(text: str) -> str:
    """Return the text with line starts escaped that Markdown would interpret."""

    def escape(match: re.Match[str]) -> str:
        space, sign, number, stop, colon = match.groups()
        if number:
            return f"{space}{number}\\{stop}"
        if colon or sign in ("=", "~", "|"):
            return f"{space}&#{ord(colon or sign)};"
        return f"{space}\\{sign}"

    return LINE_START.sub(escape, text)


_Converter: Any = MarkdownConverter
"""The library's class, whose type stubs lack the methods that are overridden here."""


class Inline(_Converter):  # type: ignore[misc] # the class is Any, see above
    """The library's converter, with the escapes and the syntax of Python-Markdown."""

    def __init__(self) -> None:
        super().__init__(heading_style="atx", bullets="-", strong_em_symbol="*", autolinks=True)

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Escape what Markdown would interpret."""
        text = SPECIAL.sub(r"\\\1", text)
        text = UNDERSCORE.sub(r"\\_", text)
        if "]" in text and "a" in parent_tags:
            text = text.replace("]", r"\]")
        text = ENTITY_LIKE.sub("&amp;", text)
        text = TAG_LIKE.sub("&lt;", text)
        text = SMART.sub(lambda run: "".join(f"\\{sign}" for sign in run[0]), text)
        return text.replace("\u00a0", "&nbsp;").replace("\u00ad", "&shy;").replace("\u200b", "")

    def process_text(self, el: Any, parent_tags: set[str] | None = None) -> str:
        """Return text with spaces for line breaks, which mean nothing outside of code."""
        text = str(super().process_text(el, parent_tags=parent_tags))
        return text if parent_tags and "pre" in parent_tags else text.replace("\n", " ")

    def process_tag(self, node: Tag, parent_tags: set[str] | None = None) -> str:
        """Convert an element as the library does, except for inline elements that stay HTML."""
        if (
            node.name in AS_TAGS
            or (node.name == "span" and node.attrs)
            or (node.name in ("em", "strong", "b", "i", "code") and node.attrs)
        ):
            if parent_tags and "_noformat" in parent_tags:
                return node.get_text()
            content = "".join(
                self.process_element(child, parent_tags=(parent_tags or set()) | {node.name}) for child in node.children
            )
            return f"{opening(node)}{content}</{node.name}>" if content.strip() or node.get("id") else content
        return str(super().process_tag(node, parent_tags=parent_tags))

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Return a link; an anchor without `href` stays HTML."""
        if el.get("href") is None:
            name = el.get("id") or el.get("name")
            return f'<a id="{name}"></a>{text}' if name and re.fullmatch(r"[\w-]+", str(name)) else text
        prefix, suffix, text = _chomp(text)
        if not text:
            return raw(el)
        url, title = str(el.get("href")), _title(el)
        if (
            not title
            and not marks(el, ("id", "class"))
            and el.get_text() == url
            and re.match(r"https?://[^<>\s]+$", url)
        ):
            return f"{prefix}<{url}>{suffix}"
        return f"{prefix}[{text}]({target(url)}{title}){marks(el, ('id', 'class'))}{suffix}"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Return a picture, with its width and height."""
        alt = self.escape(" ".join(str(el.get("alt") or "").split()), {"a"})
        return (
            f"![{alt}]({target(str(el.get('src') or ''))}{_title(el)}){marks(el, ('id', 'class', 'width', 'height'))}"
        )

    def convert_tt(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Return the content of `tt` as code."""
        return str(super().convert_code(el, text, parent_tags))

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Return a line break."""
        return "<br>" if "_inline" in parent_tags else "<br>\n"


def _chomp(text: str) -> tuple[str, str, str]:
    """Return the space before and after a text (a single one, or none), and the text without it."""
    return " " if text[:1] == " " else "", " " if text[-1:] == " " else "", text.strip()


def _title(el: Tag) -> str:
    title = " ".join(str(el.get("title") or "").split())
    return ' "' + title.replace("\\", "\\\\").replace('"', "&quot;") + '"' if title else ""
