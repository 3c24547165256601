"""The author's accent color, which replaces the theme's own.

The theme says where it is used (`templates/site.css`), and on which backgrounds text has that color: its custom
properties `--paper` and `--paper-deep`, each `light-dark(#rrggbb, #rrggbb)`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from lodestar.base.contrast import AA, COLOR, readable, worst
from lodestar.engine.tokens import colors, tokens

TEMPLATE = "site.css"
"""The part of the theme's style that depends on `site.yaml`."""
GROUNDS = ("paper", "paper-deep")
WHITE, BLACK = "#ffffff", "#000000"


class Grounds(NamedTuple):
    """The background colors of text."""

    light: tuple[str, ...]
    dark: tuple[str, ...]


def grounds(theme: Path) -> Grounds:
    """Return the backgrounds of a theme; white and black where it defines none."""
    palette = colors(tokens(theme))
    pairs = [palette[name] for name in GROUNDS if name in palette]
    return Grounds(*zip(*pairs, strict=True)) if pairs else Grounds((WHITE,), (BLACK,))


def faults(values: Mapping[str, Any], theme: Path) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with the author's colors: the key, the fault, and what would be right."""
    backgrounds = grounds(theme)
    for key, shades, scheme, toward in (
        ("color", backgrounds.light, "by day", BLACK),
        ("color_dark", backgrounds.dark, "in the dark", WHITE),
    ):
        color = str(values.get(key) or "")
        if COLOR.fullmatch(color) and (result := worst(color, shades)) < AA:
            nearest = readable(color, shades, toward)
            fault = f"the color {color} is hard to read {scheme}: its contrast is {int(result * 100) / 100}, {AA} is the least"
            yield key, fault, f"write {nearest}, which is nearest to it"
    if values.get("color_dark") and not values.get("color"):
        yield "color_dark", "a color for the dark, and none for the day", 'add a line "color: ..."'


def accent(values: Mapping[str, Any], theme: Path) -> tuple[str, str]:
    """Return the accent colors, light and dark; empty where the author sets none, or an unreadable one."""
    light, dark = str(values.get("color") or ""), str(values.get("color_dark") or "")
    if not COLOR.fullmatch(light) or (dark and not COLOR.fullmatch(dark)):
        return "", ""
    return light.lower(), (dark or readable(light, grounds(theme).dark, WHITE)).lower()
