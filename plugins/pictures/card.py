"""The picture that link previews show of a post without one: its title, in the site's colours."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from plugins.build.render import Places
from plugins.pictures.make import kept
from plugins.values import Value

SIZE = (1200, 630)
"""What Open Graph's readers expect."""
MARGIN = 90
LINES = 4
LARGEST, SMALLEST, STEP = 92, 44, 6
SPACING = 1.22
PAPER, INK, MARK = 0, 239, 255
"""Places in the palette: ground to letters is one run of shades; the mark has a run of its own above it."""
ROLES = {"ground": "night", "letters": "on-night", "mark": "ochre-on-night"}
"""Which of the theme's colours (custom properties in tokens.css) serves for what."""
FALLBACK = {"ground": "#1f4d4a", "letters": "#fbf5ea", "mark": "#efbd5f"}
STAR = ((50, 0), (57, 43), (100, 50), (57, 57), (50, 100), (43, 57), (0, 50), (43, 43))
"""The site's mark, in percent of its width."""


class Card(Value):
    """All that a card shows."""

    title: str
    site: str
    colours: tuple[str, str, str]
    """Ground, letters and mark, as `#rrggbb`."""
    font: str = ""
    """Font file below the theme's folder; empty for Pillow's own."""
    font_hash: str = ""


def colours(theme: Path) -> tuple[str, str, str]:
    """The colours of cards: those of the theme by day."""
    tokens = theme / "static" / "css" / "tokens.css"
    text = tokens.read_text(encoding="utf-8") if tokens.exists() else ""

    def colour(role: str) -> str:
        found = re.search(rf"--{ROLES[role]}:\s*(?:light-dark\()?(#[0-9a-fA-F]{{6}})", text)
        return found[1] if found else FALLBACK[role]

    return colour("ground"), colour("letters"), colour("mark")


def card(value: Card, places: Places) -> bytes:
    """The card as a PNG."""
    return kept(value, places, lambda: drawn(value, places.theme))


def drawn(value: Card, theme: Path) -> bytes:
    """Draw a card: in shades of one palette, which is quick and packs well."""
    from PIL import Image, ImageDraw

    sheet = Image.new("L", SIZE, PAPER)
    pen = ImageDraw.Draw(sheet)
    lines, font, size = _fitted(value, theme)
    top = (SIZE[1] - 60 - len(lines) * size * SPACING) / 2
    for number, line in enumerate(lines):
        pen.text((MARGIN, top + number * size * SPACING), line, fill=INK, font=font)
    pen.line((MARGIN, SIZE[1] - 128, SIZE[0] - MARGIN, SIZE[1] - 128), fill=INK // 3, width=2)
    _star(sheet, MARGIN, SIZE[1] - 100, 44)
    pen.text((MARGIN + 64, SIZE[1] - 98), value.site, fill=INK, font=_font(value, theme, 32))
    image = Image.frombytes("P", SIZE, sheet.tobytes())
    image.putpalette(_palette(value))
    target = io.BytesIO()
    image.save(target, "PNG", optimize=False, compress_level=7)
    return target.getvalue()


def _fitted(value: Card, theme: Path) -> tuple[list[str], Any, int]:
    """The title in at most LINES lines, in the largest type that fits; the last line is cut where none does."""
    for size in range(LARGEST, SMALLEST - 1, -STEP):
        font = _font(value, theme, size)
        lines = _lines(value.title, font)
        if len(lines) <= LINES:
            return lines, font, size
    return [*lines[: LINES - 1], lines[LINES - 1].rstrip(" ,;:.") + "…"], font, size


def _lines(text: str, font: Any) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > SIZE[0] - 2 * MARGIN:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _font(value: Card, theme: Path, size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(theme / value.font), size) if value.font else ImageFont.load_default(size)


def _star(sheet: Any, left: int, top: int, width: int) -> None:
    """Draw the mark four times as large and shrink it, so that its edges are smooth."""
    from PIL import Image, ImageDraw

    large = Image.new("L", (width * 4, width * 4), 0)
    ImageDraw.Draw(large).polygon([(x * width / 25, y * width / 25) for x, y in STAR], fill=255)
    shades = large.resize((width, width), Image.Resampling.LANCZOS)
    sheet.paste(shades.point([PAPER if level < 16 else INK + level // 16 for level in range(256)]), (left, top))


def _palette(value: Card) -> list[int]:
    ground, letters, mark = ([int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in value.colours)

    def run(start: list[int], end: list[int], steps: int) -> list[int]:
        return [
            round(a + (b - a) * step / (steps - 1)) for step in range(steps) for a, b in zip(start, end, strict=True)
        ]

    return run(ground, letters, INK + 1) + run(ground, mark, MARK - INK)
