"""A site below a path of its host (`https://name.example/blog/`): turns addresses into what browsers request.

Inside, an address begins at the root of the site. Browsers request addresses from the host's root; they are the same
unless `SITEURL` has a path. It is put before the addresses of finished pages, in every attribute that holds one, so
templates, plugins and texts need not know of it.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from urllib.parse import urlsplit

from lodestar.base.address import read_address

COMMENT = r"<!--.*?(?:-->|\Z)"
VALUE = r"\"[^\"]*+\"|'[^']*+'|[^\s\"'>][^\s>]*+"
ATTRIBUTE = re.compile(rf"([^\s\"'>/=]++)(\s*+=\s*+)({VALUE})")
TAG = rf"<(?P<name>[a-zA-Z][^\s/>]*+)(?P<attributes>(?:[\s/]++|[^\s\"'>/=]++(?:\s*+=\s*+(?:{VALUE}))?+|[\"'=])*+)>"
PIECE = re.compile(rf"{COMMENT}|{TAG}", re.DOTALL)
AS_TEXT = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
"""Elements in which tags are text (HTML standard, 13.2.5)."""
SINGLE = frozenset(
    {"href", "xlink:href", "src", "action", "formaction", "poster", "cite", "data", "longdesc", "background"}
)
"""Attributes that hold one address."""
SEVERAL = frozenset({"srcset", "imagesrcset"})
FIRST_OF = re.compile(r"(^\s*|\s[\d.]+[wxh]\s*,\s*|,\s+)(?=/(?!/))")
"""Matches what precedes an address in a `srcset` that begins at the root."""
REFRESH = re.compile(r"(^\s*\d+\s*;\s*url\s*=\s*['\"]?)(?=/(?!/))", re.IGNORECASE)
IN_CSS = re.compile(r"(\burl\(\s*[\"']?|@import\s+[\"'])(?=/(?!/))", re.IGNORECASE)


@cache
def path_of_site(url: str) -> str:
    """Return the path of a site that is published at `url`, without a slash at its end; empty for the root."""
    return read_address(urlsplit(url).path.rstrip("/"))


def put_below(base: str, address: str) -> str:
    """Return an address of the site as browsers request it from its host; any other address as it is."""
    return base + address if address.startswith("/") and not address.startswith("//") else address


def put_css_below(base: str, css: str) -> str:
    """Return CSS in which addresses of the site are those that browsers request from its host."""
    return IN_CSS.sub(lambda match: match[1] + base, css) if base else css


def put_html_below(base: str, html: str) -> str:
    """Return HTML in which addresses of the site are those that browsers request from its host."""
    if not base:
        return html
    parts, position = [], 0
    while piece := PIECE.search(html, position):
        start, end = piece.span()
        parts.append(html[position:start])
        position = end
        if piece["name"] is None:
            parts.append(piece[0])
            continue
        name = piece["name"].lower()
        parts += ["<", piece["name"], ATTRIBUTE.sub(lambda match: _attribute(base, match), piece["attributes"]), ">"]
        if name in AS_TEXT:
            closed = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, position)
            position = closed.start() if closed else len(html)
            parts.append(put_css_below(base, html[end:position]) if name == "style" else html[end:position])
    return "".join([*parts, html[position:]])


def _attribute(base: str, match: re.Match[str]) -> str:
    name, separator, value = match.groups()
    quote = value[0] if value[0] in "\"'" else ""
    content = value[1:-1] if quote else value
    kind, prefix = name.lower(), escape(base, quote=True)
    if kind in SINGLE:
        content = re.sub(r"^(\s*)(?=/(?!/))", lambda space: space[1] + prefix, content)
    elif kind in SEVERAL:
        content = FIRST_OF.sub(lambda first: first[1] + prefix, content)
    elif kind == "content":
        content = REFRESH.sub(lambda first: first[1] + prefix, content)
    elif kind == "style":
        content = put_css_below(prefix, content)
    else:
        return match[0]
    return f"{name}{separator}{quote}{content}{quote}"
