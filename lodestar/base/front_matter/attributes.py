"""The meaning of attributes in a text, for Markdown's elements and raw HTML alike.

Addresses inside the site become references; ids and links to them are marked, so that a page which shows several
texts can keep their ids apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from urllib.parse import unquote, urlsplit

from msgspec.structs import replace

from lodestar.base.front_matter.link_targets import BRACED, refer
from lodestar.base.front_matter.loads import CANDIDATE
from lodestar.base.markers import ID, PAGE, URL, WORD
from lodestar.base.values import Reference

ADDRESSES = frozenset(
    ["action", "background", "cite", "data", "formaction", "href", "longdesc", "manifest", "poster", "profile"]
) | {"src", "xlink:href"}
"""Attributes that hold an address."""
OF_PICTURES = frozenset({("img", "src"), ("input", "src"), ("image", "href"), ("image", "xlink:href")})
"""Attributes that name a picture on these elements only; others name one on any element."""
OF_ELEMENTS = {"data": {"object"}, "cite": {"blockquote", "q", "ins", "del"}, "manifest": {"html"}, "profile": {"head"}}
"""The elements on which an attribute holds an address, for attributes that hold one only there."""
OF_HOSTS = frozenset({"action", "formaction", "manifest", "ping", "profile"})
"""Attributes whose address may be that of a program on the host: only placeholders refer to the site's own files."""
CHOICES = frozenset({"srcset", "imagesrcset"})
"""Attributes that list several pictures, each with its width or density."""
POINTERS = frozenset(
    [
        "for",
        "form",
        "headers",
        "list",
        "itemref",
        "popovertarget",
        "commandfor",
        "anchor",
        "aria-activedescendant",
        "aria-controls",
        "aria-describedby",
        "aria-details",
        "aria-errormessage",
        "aria-flowto",
        "aria-labelledby",
        "aria-owns",
    ]
)
"""Attributes that refer to elements of the page by their ids."""
PLACES = {("a", "name"), ("map", "name")}
"""Attributes, besides `id`, that name a place."""
GROUPS = {("details", "name")}
"""Attributes that name a group of elements; another text on the same page may use the same name."""
TOP = frozenset({"", "top"})
"""Fragments that lead to the top of any page (HTML Standard, 7.4.6.4)."""
OF_TEXT = frozenset({"alt", "title", "content", "value", "placeholder", "label", "aria-label", "class", "style"})
"""Attributes that hold words, in which `{static}` and the like are not placeholders."""
DRAWN = re.compile(r"(url\(\s*[\"']?#)(?!" + ID + ")")
"""Matches a reference to a part of a drawing: `fill="url(#shade)"`."""
CITED = re.compile(r"\S*[/.{|]\S*").fullmatch
"""Matches a `cite` that is an address; many hold a name instead."""


class Marks:
    """The references and places of one text; `folder` is that of its file, below content/."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.references: list[Reference] = []
        self.ids: set[str] = set()
        self._names: set[str] = set()
        self._jumps: set[str] = set()
        self._pointers: set[str] = set()

    def attribute(self, tag: str, name: str, value: str, written: str = "") -> str:
        """Return the value of an attribute with its addresses and ids marked; `value` itself where it has none.

        `written` is the value as written in the text, with its entities.
        """
        if not value or value.startswith(WORD):
            return value
        if name == "id":
            return self.place(value)
        if (tag, name) in PLACES:
            return self._unique(value, self._names)  # an id takes precedence over a name (HTML Standard, 7.4.6.4)
        if (tag, name) in GROUPS:
            return ID + value
        if name in POINTERS:
            return self._change_words(value, self._pointer)
        if name in CHOICES:
            return CANDIDATE.sub(lambda match: match[1] + self.address(match[2], True) + match[3], value)
        if name == "ping":
            return self._change_words(value, lambda url: self.address(url, False) if self._is_ours(url) else url)
        if name == "usemap":
            return self.address(value, False) if value.startswith("#") else value
        if self._holds_address(tag, name, value):
            return self.address(value, name in ("background", "poster") or (tag, name) in OF_PICTURES, written)
        return DRAWN.sub(rf"\1{ID}", value) if "url(" in value else value

    @classmethod
    def _holds_address(cls, tag: str, name: str, value: str) -> bool:
        if BRACED.match(value) and name not in OF_TEXT:
            return True
        if name in OF_ELEMENTS and tag not in OF_ELEMENTS[name]:
            return False
        if (name == "cite" and not CITED(value)) or (name in OF_HOSTS and not cls._is_ours(value)):
            return False
        return name in ADDRESSES

    @staticmethod
    def _is_ours(url: str) -> bool:
        return bool(BRACED.match(url)) or (not url.startswith("/") and urlsplit(url).path.endswith(".md"))

    @staticmethod
    def _change_words(value: str, change: Callable[[str], str]) -> str:
        return " ".join(map(change, value.split()))

    def _pointer(self, name: str) -> str:
        if name.startswith(WORD):
            return name
        self._pointers.add(name)
        return ID + name

    def address(self, url: str, image: bool, written: str = "") -> str:
        """Return the marker for an address inside the site, or the address itself."""
        if url.startswith("#"):
            if url[1:] in TOP:
                return url
            self._jumps.add(url[1:])
            return "#" + ID + url[1:]
        reference = refer(url.strip(), image, self.folder)
        if reference is None:
            return url
        self.references.append(replace(reference, written=written) if written else reference)
        return URL.format(len(self.references) - 1)

    def place(self, name: str) -> str:
        """Return the marked id of an element; an id that is already taken gets a number."""
        return self._unique(name, self.ids)

    @staticmethod
    def _unique(name: str, used_names: set[str]) -> str:
        name_without_number, number = name, 2
        while name in used_names:
            name, number = f"{name_without_number}-{number}", number + 1
        used_names.add(name)
        return ID + name

    def settle(self, html: str) -> str:
        """Return the finished HTML, in which fragments that name no place in this text lead to the text's own page."""
        places = self.ids | self._names
        for name in sorted(self._jumps - places):
            if unquote(name) not in places:
                html = html.replace(f'"#{ID}{escape(name)}"', f'"{PAGE}#{escape(name)}"')
        for name in map(escape, sorted(self._pointers - places)):
            html = re.sub(rf'(?<=[\s"]){ID}({re.escape(name)})(?=[\s"])', r"\1", html)
        return html
