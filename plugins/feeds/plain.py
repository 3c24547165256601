"""Plain HTML cleaned for feeds without nh3: paragraphs, headings, lists, quotes, tables, links, pictures and emphasis.

What Markdown makes of a post is well nested, and of such HTML nh3 changes little: it makes addresses whole, drops
attributes and writes entities as characters. What stands here does the same in about half the time and gives the
very HTML that nh3 would give. It knows little and is sure of it: whatever it does not know for certain (an element
that stands where it may not, or is not closed; an attribute without quotes, an entity it has not met) raises
`NotPlain`, and nh3 reads the HTML as ever. `tests/feeds/test_plain.py` holds it against nh3 with HTML made at random.

The HTML is put together from strings, against the custom of the house: that is where the time is saved.
"""

from __future__ import annotations

import re
from typing import TypeAlias
from urllib.parse import urljoin

from plugins.feeds.allowed import ADDRESSES, ATTRIBUTES

TAG = re.compile("(<[^>]*>)")
NAMED = re.compile('(<[a-z]+[1-6]?)(?: (?:id|class)="[^"]*")+>')
"""A tag of which only the element's name stays."""
ATTRIBUTED = re.compile(r'(<[a-z]+[1-6]?)((?: [a-z]+(?:-[a-z]+)*="[^"<]*")*) ?/?>')
"""A tag with any attributes, or with a space or a slash before its end: the element's name, and what it has."""
ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
LABEL = "[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*"
SAFE = r"(?:[\w.~!$'()*+,;=:@%/?#-]++|&amp;)*+"
"""What may stand in any address; possessive, or all ways in which an address could be shared out would be tried."""
WHOLE = rf"https?://(?:{LABEL}\.)+[A-Za-z]+(?:[/?#]{SAFE})?|mailto:[\w.+-]+@[\w.-]+"
"""Addresses that are URLs for certain (https://url.spec.whatwg.org/): no numeric host, none in Punycode, no port."""
ADDRESS = re.compile(WHOLE, re.ASCII)
LINK = re.compile(rf'<a href="(?:{WHOLE})"(?: title="[^"<]*")?>', re.ASCII)
"""A tag that stays as it is."""
JOINED = re.compile(rf"[/#]{SAFE}", re.ASCII)
"""Addresses that are joined to the page's."""
PATH = re.compile(r"/|(?:/[\w-][\w.-]*)+/?", re.ASCII)
"""The plainest of them: they only need the page's host before them."""
HOST = re.compile(r"https?://[\w.-]+(?=/)", re.ASCII)
ENTITIES = {"amp": "&amp;", "lt": "&lt;", "gt": "&gt;", "nbsp": "&nbsp;"}
ENTITIES |= {"lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "laquo": "«", "raquo": "»"}
ENTITIES |= {"ndash": "–", "mdash": "—", "hellip": "…"}
"""How nh3 writes them, in words and in attributes."""

Contents: TypeAlias = dict[str, "tuple[Contents, str] | None"]
"""The tags that may stand in an element, each with its own element's contents and end tag; None if it has neither."""


def _elements(names: str, contents: Contents) -> Contents:
    return {f"<{name}>": (contents, f"</{name}>") for name in names.split()}


PHRASES = "em strong b i u s code small span sub sup abbr cite q mark kbd"
LINKED: Contents = {"<br>": None, "<img>": None}
LINKED |= _elements(PHRASES, LINKED)
WORDS: Contents = {"<br>": None, "<img>": None, **_elements("a", LINKED)}
WORDS |= _elements(PHRASES, WORDS)
FLOW: Contents = {"<hr>": None, **WORDS, **_elements("p h1 h2 h3 h4 h5 h6", WORDS)}
ROWS = _elements("tr", _elements("th td", FLOW))
FLOW |= _elements("blockquote div section article aside header footer figure figcaption", FLOW)
FLOW |= _elements("ul ol", _elements("li", FLOW)) | _elements("dl", _elements("dt dd", FLOW))
FLOW |= _elements("table", _elements("thead tbody tfoot", ROWS))
STRUCTURE = ("<thead", "<tbody", "<tfoot", "<tr", "<th", "<td", "</tr", "</thead", "</tbody", "</tfoot", "</table")
"""The tags that stand in a table but in none of its cells; so do the words before them."""


class NotPlain(Exception):
    """The HTML is none that is read here."""


def clean_plain(html: str, page: str) -> str:
    """The HTML of a part of the post at the whole address `page`, as nh3 would clean it. Raises NotPlain."""
    if "\0" in html or "\r" in html or html.startswith("\ufeff"):
        raise NotPlain
    if not html.isascii():
        html.encode()  # half a surrogate pair is the same error here as in nh3
        html = html.replace("\xa0", "&nbsp;")
    if "&" in html:
        html = _with_characters(html)
    parts = TAG.split(html)
    words = "".join(parts[::2])
    if "<" in words or ">" in words:
        raise NotPlain
    around: list[tuple[Contents, str]] = []
    here = contents, end = FLOW, ""
    for number, tag in enumerate(parts[1::2]):
        if tag == end:
            here = contents, end = around.pop()
            continue
        if tag not in contents:
            tag, parts[2 * number + 1] = _read(tag, page)
            if tag not in contents:
                raise NotPlain
        if element := contents[tag]:
            around.append(here)
            here = contents, end = element
    if around or ("<table" in html and _has_words_between_cells(parts)):
        raise NotPlain
    return "".join(parts)


def _has_words_between_cells(parts: list[str]) -> bool:
    """Whether there are words that a parser puts before the table."""
    pairs = zip(parts[::2], parts[1::2], strict=False)  # the words at the end stand before no tag
    return any(words.strip("\n") and tag.startswith(STRUCTURE) for words, tag in pairs)


def _with_characters(html: str) -> str:
    """The HTML with entities as nh3 writes them."""
    first, *rest = html.split("&")
    made = [first]
    for piece in rest:
        name, end, after = piece.partition(";")
        if not end or name not in ENTITIES:
            raise NotPlain
        made += ENTITIES[name], after
    return "".join(made)


def _read(tag: str, page: str) -> tuple[str, str]:
    """A tag without its attributes, and with those that stay."""
    if found := NAMED.fullmatch(tag):
        return found[1] + ">", found[1] + ">"
    if LINK.fullmatch(tag):
        return "<a>", tag
    found = ATTRIBUTED.fullmatch(tag)
    if not found:
        raise NotPlain
    name, attributes = found[1], ATTRIBUTE.findall(found[2])
    if len(dict(attributes)) < len(attributes):
        raise NotPlain
    allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(name[1:], set())
    kept = (f' {key}="{_value(key, value, page)}"' for key, value in attributes if key in allowed)
    return name + ">", "".join((name, *kept, ">"))


def _value(key: str, value: str, page: str) -> str:
    """What becomes of an attribute's value."""
    if key == "srcset":
        raise NotPlain
    if key not in ADDRESSES or ADDRESS.fullmatch(value):
        return value
    if PATH.fullmatch(value) and (host := HOST.match(page)):
        return host[0] + value
    if not JOINED.fullmatch(value):
        raise NotPlain
    whole = urljoin(page, value.replace("&amp;", "&")).replace("&", "&amp;")
    if not re.fullmatch(SAFE, whole, re.ASCII):
        raise NotPlain
    return whole
