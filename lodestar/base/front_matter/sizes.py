"""The size at which a picture is shown, from its attributes or its style."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

MOST = 10_000
"""A width or height of this many pixels or more is taken for a mistake."""
PIXELS = re.compile(r"\s*(\d{1,5})(?:\.\d*)?\s*(?:px)?\s*").fullmatch
PERCENT = re.compile(r"\s*(\d{1,3}(?:\.\d+)?)\s*%\s*").fullmatch
DECLARATION = re.compile(
    r"\s*(width|height)\s*:\s*(auto|\d+(?:\.\d+)?\s*(?:px|%))\s*(?:!\s*important)?\s*", re.IGNORECASE
)
SIDES = ("width", "height")


class Size(NamedTuple):
    """The size of a picture, as its HTML gives it."""

    pixels: tuple[int, int] = (0, 0)
    """Width and height; 0 for one that is not given."""
    share: bool = False
    """Whether its width is a percentage of the column's, which stays in its HTML."""


def declared_size(attributes: Mapping[str, str | None]) -> tuple[Size, dict[str, str | None]]:
    """Return the size in the attributes of an `img`, and those attributes that are still needed.

    A style overrides an attribute, as in browsers; a size in pixels or percent is removed from it, so that a site
    whose policy forbids styles still shows that size.
    """
    remaining = dict(attributes)
    sizes = {side: remaining.pop(side, None) or "" for side in SIDES}
    if style := remaining.get("style"):
        declarations = []
        for declaration in style.split(";"):
            if match := DECLARATION.fullmatch(declaration):
                sizes[match[1].lower()] = match[2]
            elif declaration.strip():
                declarations.append(declaration.strip())
        if declarations:
            remaining["style"] = (
                "; ".join(declarations) if len(declarations) < len([*filter(str.strip, style.split(";"))]) else style
            )
        else:
            del remaining["style"]
    width, height = (_pixels(sizes[side]) for side in SIDES)
    if share := PERCENT(sizes["width"]):
        return Size(share=True), {**remaining, "width": f"{share[1]}%"}
    return Size((width, height)), remaining


def _pixels(value: str) -> int:
    result = PIXELS(value)
    return int(result[1]) if result and int(result[1]) < MOST else 0
