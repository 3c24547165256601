"""Contrast of colors (WCAG 2.2, "contrast ratio" and "relative luminance")."""

from __future__ import annotations

import re
from collections.abc import Iterable

AA = 4.5
"""The minimum contrast between text and its background (WCAG 2.2, 1.4.3)."""
COLOR = re.compile(r"#[0-9a-fA-F]{6}")
STEPS = 100
"""The number of steps in which a color is darkened or lightened until it is readable."""


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colors, written as `#rrggbb`: 1 to 21."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def worst(color: str, backgrounds: Iterable[str]) -> float:
    """Return the lowest contrast between a color and any of the `backgrounds`."""
    return min(contrast(color, ground) for ground in backgrounds)


def readable(color: str, backgrounds: Iterable[str], extreme: str) -> str:
    """Return the color nearest to `color`, on the way to the `extreme`, black or white, that is readable on all `backgrounds`."""
    backgrounds = tuple(backgrounds)
    mixed = (_mix(color, extreme, step / STEPS) for step in range(STEPS + 1))
    return next((item for item in mixed if worst(item, backgrounds) >= AA), extreme)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _mix(color: str, target: str, share: float) -> str:
    pairs = zip(_parts(color), _parts(target), strict=True)
    return "#" + "".join(f"{round(part + (target_part - part) * share):02x}" for part, target_part in pairs)


def _parts(color: str) -> tuple[int, ...]:
    return tuple(int(color[start : start + 2], 16) for start in (1, 3, 5))
