"""Drawings (SVG) without what a picture has no use for: programs, forms, and all that comes from elsewhere.

A browser runs nothing in a drawing that a page shows as a picture, but it does so in one that a reader opens by its
address. What stays is a list of elements; of attributes goes what acts (`on...`) and what leads out of the file.
"""

from __future__ import annotations

import re

from lxml import etree

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
DRAWING = frozenset({
    "svg", "g", "defs", "symbol", "use", "title", "desc", "switch", "style", "path", "rect", "circle", "ellipse", "line",
    "polyline", "polygon", "text", "tspan", "textPath", "image", "marker", "mask", "clipPath", "pattern", "linearGradient",
    "radialGradient", "stop", "filter", "view", "animate", "animateMotion", "animateTransform", "mpath",
    "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix", "feDiffuseLighting",
    "feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR",
    "feGaussianBlur", "feMerge", "feMergeNode", "feMorphology", "feOffset", "fePointLight", "feSpecularLighting",
    "feSpotLight", "feTile", "feTurbulence",
})  # fmt: skip
"""Elements that draw (SVG 2; Filter Effects). A link (`a`) goes, and what it holds stays."""
UNWRAPPED = frozenset({"a"})
REFERENCES = ("href", f"{{{XLINK}}}href", "src")
INSIDE = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|gif|webp);base64,)", re.IGNORECASE)
OUTSIDE = re.compile(
    r"url\(\s*[\"']?(?!\s*[\"']?(?:#|data:image/(?:png|jpeg|gif|webp);base64,))[^)]*\)|@import[^;]*;?|(?:image-set|src)\([^)]*\)",
    re.IGNORECASE,
)
"""What of a style loads something from elsewhere."""


class NoDrawing(ValueError):
    """Why a file is not taken as a drawing."""


def clean_drawing(data: bytes) -> bytes:
    """Return a drawing that does nothing and loads nothing. Raises NoDrawing."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise NoDrawing("this drawing (SVG) is damaged; save it anew, or save it as PNG") from None
    if root.tag != f"{{{SVG}}}svg":
        raise NoDrawing("this drawing (SVG) is damaged; save it anew, or save it as PNG")
    for element in list(root.iter()):
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if not name or etree.QName(element).namespace != SVG or name not in DRAWING:
            _take_out(element, name in UNWRAPPED and etree.QName(element).namespace == SVG)
            continue
        for attribute, value in list(element.attrib.items()):
            if _acts(str(attribute), str(value), name):
                del element.attrib[attribute]
        if name == "style":
            rules = "".join(element.itertext())  # comments and elements within would part words that are joined again
            for child in list(element):
                element.remove(child)
            element.text = "" if "\\" in rules else OUTSIDE.sub(" ", rules)
    etree.cleanup_namespaces(root)
    return bytes(etree.tostring(root, encoding="utf-8"))


def _acts(attribute: str, value: str, element: str) -> bool:
    """Return whether an attribute runs something, or leads out of the file."""
    plain = attribute.rpartition("}")[2].lower()
    if plain.startswith("on") or (
        attribute.startswith("{") and not attribute.startswith((f"{{{XLINK}}}", "{http://www.w3.org/XML"))
    ):
        return True
    if attribute in REFERENCES:
        return not INSIDE.match(value)
    if element.startswith("animate") and plain == "attributename":
        return value.strip().lower().rpartition(":")[2] == "href" or value.strip().lower().startswith("on")
    return bool(OUTSIDE.search(value)) or "javascript:" in value.lower() or ("(" in value and "\\" in value)


def _take_out(element: etree._Element, unwrap: bool) -> None:
    """Take an element out of its tree; what stands behind it, and where `unwrap` says so what it holds, stays."""
    parent = element.getparent()
    if parent is None:
        return
    place = parent.index(element)
    if unwrap:
        for child in reversed(list(element)):
            parent.insert(place, child)
        element.text = None
    tail = element.tail
    parent.remove(element)
    if tail and tail.strip():
        before = parent[place - 1] if 0 < place <= len(parent) else None
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
