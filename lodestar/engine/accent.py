"""The author's accent color in the place of the theme's own.

The theme says where it stands (`templates/site.css`), and on which grounds texts of that color stand: its custom
properties `--paper` and `--paper-deep`, each `light-dark(#rrggbb, #rrggbb)`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from lodestar.base.contrast import AA, COLOR, readable, worst
from lodestar.engine.tokens import colors, tokens

TEMPLATE = "site.css"
"""What the theme's style owes to the values of `site.yaml`."""
GROUNDS = ("paper", "paper-deep")
WHITE, BLACK = "#ffffff", "#000000"


class Grounds(NamedTuple):
    """The colors on which texts stand."""

    light: tuple[str, ...]
    dark: tuple[str, ...]


def grounds(theme: Path) -> Grounds:
    """Return the grounds of a theme; white and black for one that names none."""
    known = colors(tokens(theme))
    pairs = [known[name] for name in GROUNDS if name in known]
    return Grounds(*zip(*pairs, strict=True)) if pairs else Grounds((WHITE,), (BLACK,))


def faults(said: Mapping[str, Any], theme: Path) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with the colors that the author says: the key, the fault, and what would be right."""
    under = grounds(theme)
    for key, shades, where, toward in (
        ("color", under.light, "by day", BLACK),
        ("color_dark", under.dark, "in the dark", WHITE),
    ):
        color = str(said.get(key) or "")
        if COLOR.fullmatch(color) and (result := worst(color, shades)) < AA:
            nearest = readable(color, shades, toward)
            fault = f"the color {color} is hard to read {where}: its contrast is {int(result * 100) / 100}, {AA} is the least"
            yield key, fault, f"write {nearest}, which is nearest to it"
    if said.get("color_dark") and not said.get("color"):
        yield "color_dark", "a color for the dark, and none for the day", 'add a line "color: ..."'


def accent(said: Mapping[str, Any], theme: Path) -> tuple[str, str]:
    """Return the accent colors by day and in the dark; empty where the author says none, or none that can be read."""
    light, dark = str(said.get("color") or ""), str(said.get("color_dark") or "")
    if not COLOR.fullmatch(light) or (dark and not COLOR.fullmatch(dark)):
        return "", ""
    return light.lower(), (dark or readable(light, grounds(theme).dark, WHITE)).lower()
