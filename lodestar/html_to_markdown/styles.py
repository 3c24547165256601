"""The styles of an element on a foreign clipboard: from its `style` attribute, and from the style sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bs4 import Tag

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
SELECTOR = re.compile(r"([a-z][a-z0-9]*)?(?:\.([\w-]+))?", re.IGNORECASE)
"""A selector of an element, a class, or both; programs write no others for the clipboard."""
COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(pt|px|em|rem|%)?")
POINTS = {"pt": 1.0, "px": 0.75, "em": 12.0, "rem": 12.0, "%": 0.12, "": 0.75}
BOLD = re.compile(r"\b(?:bold|bolder|[6-9]00)\b")
THIN = re.compile(r"\b(?:normal|lighter|[1-5]00)\b")


class Styles:
    """The styles of a document."""

    def __init__(self, sheets: Iterable[str] = ()) -> None:
        self._rules: dict[tuple[str, str], dict[str, str]] = {}
        for sheet in sheets:
            for selectors, properties in RULE.findall(COMMENT.sub(" ", sheet)):
                for selector in selectors.split(","):
                    if (match := SELECTOR.fullmatch(selector.strip())) and match[0]:
                        key = ((match[1] or "").lower(), match[2] or "")
                        self._rules.setdefault(key, {}).update(_properties(properties))

    def of(self, tag: Tag) -> dict[str, str]:
        """Return the properties of an element, in lower case; inherited ones are not included."""
        results: dict[str, str] = {}
        if self._rules:
            classes = [str(name) for name in tag.get_attribute_list("class") if name]
            keys = [(tag.name, ""), *(("", name) for name in classes), *((tag.name, name) for name in classes)]
            for key in keys:
                results |= self._rules.get(key, {})
        if style := tag.get("style"):
            results |= _properties(str(style))
        return results


def _properties(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split(";"))
    return {name.strip().lower(): " ".join(value.lower().split()) for name, colon, value in pairs if colon}


def is_bold(style: dict[str, str]) -> bool | None:
    """Return whether a style makes its words bold; None where it does not say."""
    value = style.get("font-weight") or ("bold" if "bold" in style.get("font", "") else "")
    return True if BOLD.search(value) else False if THIN.search(value) else None


def is_italic(style: dict[str, str]) -> bool | None:
    """Return whether a style makes its words italic; None where it does not say."""
    value = style.get("font-style") or ("italic" if "italic" in style.get("font", "") else "")
    return True if value in ("italic", "oblique") else False if value == "normal" else None


def is_hidden(style: dict[str, str]) -> bool:
    """Return whether a style hides its element."""
    return style.get("display") == "none" or style.get("mso-hide") == "all"


def size_of(style: dict[str, str]) -> float:
    """Return the size of type in a style, in points; 0 for none."""
    match = SIZE.search(style.get("font-size") or style.get("font", ""))
    return float(match[1]) * POINTS[match[2] or ""] if match else 0.0
