"""Removes from drawings (SVG) what a picture does not need: scripts, forms, and everything from other sites.

A browser runs nothing in a drawing that a page shows as a picture, but it does so in one that a reader opens by its
address. What stays is a list of elements; of attributes goes what acts (`on...`) and what leads out of the file. Each
drawing that comes from elsewhere is read here: dropped in at the desk, or brought from another blog.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO, StringIO
from typing import Any
from xml.sax import SAXException, make_parser
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
PREFIXES = {"": "", XLINK: "xlink:", "http://www.w3.org/XML/1998/namespace": "xml:"}
"""The namespaces of attributes that stay, with their prefixes."""
DRAWING = frozenset({
    "svg", "g", "defs", "symbol", "use", "title", "desc", "switch", "style", "path", "rect", "circle", "ellipse", "line",
    "polyline", "polygon", "text", "tspan", "textPath", "image", "marker", "mask", "clipPath", "pattern", "linearGradient",
    "radialGradient", "stop", "filter", "view", "animate", "animateMotion", "animateTransform", "mpath",
    "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix", "feDiffuseLighting",
    "feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR",
    "feGaussianBlur", "feMerge", "feMergeNode", "feMorphology", "feOffset", "fePointLight", "feSpecularLighting",
    "feSpotLight", "feTile", "feTurbulence",
})  # fmt: skip
"""Elements that draw (SVG 2; Filter Effects)."""
UNWRAPPED = (SVG, "a")
"""Links are removed, but their content stays."""
INSIDE = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|gif|webp);base64,)", re.IGNORECASE)
OUTSIDE = re.compile(
    r"url\(\s*[\"']?(?!\s*[\"']?(?:#|data:image/(?:png|jpeg|gif|webp);base64,))[^)]*\)|@import[^;]*;?|(?:image-set|src)\([^)]*\)",
    re.IGNORECASE,
)
"""Matches parts of a style that load something from elsewhere."""

Name = tuple[str | None, str]
"""Namespace and local name, as SAX gives them."""


class NoDrawing(ValueError):
    """A file that is not a drawing, or a damaged one."""


def clean_drawing(data: bytes) -> bytes:
    """Return a drawing that does nothing and loads nothing. Raises NoDrawing."""
    cleaner = _Cleaner()
    parser = make_parser()  # it reads no external entity or DTD
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(cleaner)
    try:
        parser.parse(BytesIO(data))
    except (SAXException, ValueError, LookupError):
        raise NoDrawing("this drawing (SVG) is damaged; save it anew, or save it as PNG") from None
    return cleaner.out.getvalue().encode()


class _Cleaner(ContentHandler):
    """Writes what stays of a drawing. Comments and instructions for programs are not asked for, and so go too."""

    def __init__(self) -> None:
        super().__init__()
        self.out = StringIO()
        self._writer = XMLGenerator(self.out, "utf-8", short_empty_elements=True)
        self._deeper = 0
        """The depth inside a removed element or a style; 0 outside of these."""
        self._rules: list[str] | None = None
        """The text of a style; comments and elements in it would split words, which are joined again."""

    def startElementNS(self, name: Name, qname: str | None, attrs: Any) -> None:
        """Write the start of an element that stays."""
        namespace, local = name
        if not self._deeper and not self.out.tell() and name != (SVG, "svg"):
            raise NoDrawing
        if self._deeper:
            self._deeper += 1
        elif namespace != SVG or local not in DRAWING:
            self._deeper = 0 if name == UNWRAPPED else 1
        else:
            root = {} if self.out.tell() else {"xmlns": SVG}
            self._writer.startElement(local, AttributesImpl(root | _harmless(local, dict(attrs.items()))))
            if local == "style":
                self._deeper, self._rules = 1, []

    def endElementNS(self, name: Name, qname: str | None) -> None:
        """Write the end of an element that stays."""
        if self._deeper > 1 or (self._deeper and self._rules is None):
            self._deeper -= 1
        elif name != UNWRAPPED:
            if self._rules is not None:
                rules = "".join(self._rules)
                self._writer.characters("" if "\\" in rules else OUTSIDE.sub(" ", rules))
                self._deeper, self._rules = 0, None
            self._writer.endElement(name[1])

    def characters(self, content: str) -> None:
        """Write words that stay."""
        if self._rules is not None:
            self._rules.append(content)
        elif not self._deeper:
            self._writer.characters(content)


def _harmless(element: str, attributes: Mapping[Name, str]) -> dict[str, str]:
    """Return the harmless attributes of an element, which run nothing and refer only to the same file."""
    results = {}
    for (namespace, name), value in attributes.items():
        if (namespace or "") in PREFIXES and not _acts(element, name, value):
            results[PREFIXES[namespace or ""] + name] = value
    return results | ({"xmlns:xlink": XLINK} if any(name.startswith("xlink:") for name in results) else {})


def _acts(element: str, name: str, value: str) -> bool:
    """Return whether an attribute runs something, or refers outside the file."""
    name, lowered = name.lower(), value.strip().lower()
    if name.startswith("on"):
        return True
    if name in ("href", "src", "base"):
        return not INSIDE.match(value)
    if element.startswith("animate") and name == "attributename":
        return lowered.rpartition(":")[2] == "href" or lowered.startswith("on")
    return bool(OUTSIDE.search(value)) or "javascript:" in lowered or ("(" in value and "\\" in value)
