"""Reads a theme's `tokens.css`, for cards, letters and the check of the author's own color."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

HEX = r"#[0-9a-fA-F]{6}"
PAIR = re.compile(rf"(?:light-dark\(({HEX}),\s*({HEX})\)|({HEX}))\Z")
TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")


class Color(NamedTuple):
    """A color, as `#rrggbb`."""

    light: str
    """The color in the light scheme."""
    dark: str


def tokens(theme: Path) -> dict[str, str]:
    """Return the theme's custom properties as written, by name without the dashes; none without the file."""
    file = theme / "static" / "css" / "tokens.css"
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    return {name: value.strip() for name, value in TOKEN.findall(text)}


def colors(tokens: Mapping[str, str]) -> dict[str, Color]:
    """Return the tokens that are colors: `light-dark(#rrggbb, #rrggbb)`, or one color for both schemes."""
    pairs = {name: match for name, value in tokens.items() if (match := PAIR.match(value))}
    return {name: Color(match[1] or match[3], match[2] or match[3]) for name, match in pairs.items()}
