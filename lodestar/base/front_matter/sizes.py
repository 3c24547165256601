"""How large a picture is to be shown, as its author says in attributes or in a style."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

MOST = 10_000
"""A width or height of as many pixels or more is none that anybody meant."""
PIXELS = re.compile(r"\s*(\d{1,5})(?:\.\d*)?\s*(?:px)?\s*").fullmatch
PERCENT = re.compile(r"\s*(\d{1,3}(?:\.\d+)?)\s*%\s*").fullmatch
DECLARATION = re.compile(
    r"\s*(width|height)\s*:\s*(auto|\d+(?:\.\d+)?\s*(?:px|%))\s*(?:!\s*important)?\s*", re.IGNORECASE
)
SIDES = ("width", "height")


class Size(NamedTuple):
    """What is said of a picture's size."""

    pixels: tuple[int, int] = (0, 0)
    """Width and height; 0 for what is not said."""
    share: bool = False
    """Whether its width is a part of the column's, which its HTML itself says."""


def said_size(attributes: Mapping[str, str | None]) -> tuple[Size, dict[str, str | None]]:
    """Return the size that the attributes of an `img` say, and those of them that are still needed.

    A style goes before an attribute, as in browsers; what it says in pixels or percent is needed no more, and a site
    whose policy forbids styles shows it all the same.
    """
    others = dict(attributes)
    said = {side: others.pop(side, None) or "" for side in SIDES}
    if style := others.get("style"):
        kept = []
        for declaration in style.split(";"):
            if match := DECLARATION.fullmatch(declaration):
                said[match[1].lower()] = match[2]
            elif declaration.strip():
                kept.append(declaration.strip())
        if kept:
            others["style"] = "; ".join(kept) if len(kept) < len([*filter(str.strip, style.split(";"))]) else style
        else:
            del others["style"]
    width, height = (_pixels(said[side]) for side in SIDES)
    if share := PERCENT(said["width"]):
        return Size(share=True), {**others, "width": f"{share[1]}%"}
    return Size((width, height)), others


def _pixels(value: str) -> int:
    result = PIXELS(value)
    return int(result[1]) if result and int(result[1]) < MOST else 0
