"""The picture that link previews show of a post without one: its title, in the site's colors."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lodestar.base.values import Value
from lodestar.engine.tokens import colors, tokens
from plugins.pictures.make import cached
from plugins.pictures.settings import font_file

if TYPE_CHECKING:
    from lodestar.engine.render import Places

SIZE = (1200, 630)
"""What Open Graph's readers expect."""
MARGIN = 90
RULE = SIZE[1] - 128
"""Where the line under the title is drawn."""
WIDTH, HEIGHT = 860, RULE - 30 - MARGIN
"""Room for the title: left of the large star, above the line."""
LINES = 4
LARGEST, SMALLEST, STEP = 92, 44, 4
SPACING = 1.2
FEWER = 0.08
"""A title is set smaller by about this part for each line that it saves."""
STAR_LEFT, STAR_TOP, STAR_WIDTH = 850, -60, 520
"""The large star, cut by the card's edge."""
PAPER, SHADE, INK, MARK = 0, 24, 239, 255
"""Places in the palette: ground to letters is one run of shades, the large star near its beginning; the mark has a run
of its own above it."""
ROLES = {"ground": "night", "letters": "on-night", "mark": "ochre-on-night"}
"""The theme's color (a custom property in tokens.css) for each part of a card."""
FALLBACK = {"ground": "#1f4d4a", "letters": "#fbf5ea", "mark": "#efbd5f"}
STAR = ((50, 0), (57, 43), (100, 50), (57, 57), (50, 100), (43, 57), (0, 50), (43, 43))
"""The site's mark, in percent of its width."""


class Card(Value):
    """All that a card shows."""

    title: str
    site: str
    colors: tuple[str, str, str]
    """Ground, letters and mark, as `#rrggbb`."""
    font: str = ""
    """As in the settings; empty for Pillow's own."""
    font_hash: str = ""


def card_colors(theme: Path) -> tuple[str, str, str]:
    """Return the colors of cards: those of the theme by day."""
    theme_colors = colors(tokens(theme))

    def color_of(role: str) -> str:
        return theme_colors[ROLES[role]].light if ROLES[role] in theme_colors else FALLBACK[role]

    return color_of("ground"), color_of("letters"), color_of("mark")


def card(value: Card, places: Places) -> bytes:
    """Return the card as a PNG."""
    return cached(value, places, lambda: draw(value, places.theme))


def draw(value: Card, theme: Path) -> bytes:
    """Draw a card: in shades of one palette, which is quick and packs well."""
    from PIL import Image, ImageDraw

    font = str(font_file(value.font, theme)) if value.font else ""
    sheet = _sheet(value.site, font).copy()
    pen = ImageDraw.Draw(sheet)
    lines, size = _fit(value.title, font)
    top = MARGIN - 10 + (HEIGHT - len(lines) * size * SPACING) / 2
    for number, line in enumerate(lines):
        pen.text((MARGIN, top + number * size * SPACING), line, fill=INK, font=_font(font, size))
    image = Image.frombytes("P", SIZE, sheet.tobytes())
    image.putpalette(_palette(value))
    target = io.BytesIO()
    image.save(target, "PNG", optimize=False, compress_level=7)
    return target.getvalue()


@lru_cache(maxsize=2)
def _sheet(site: str, font: str) -> Any:
    """Return what all cards of a site have in common: the large star, the line, the site's mark and name."""
    from PIL import Image, ImageDraw

    sheet = Image.new("L", SIZE, PAPER)
    pen = ImageDraw.Draw(sheet)
    _star(sheet, STAR_LEFT, STAR_TOP, STAR_WIDTH, [level * SHADE // 255 for level in range(256)])
    pen.line((MARGIN, RULE, SIZE[0] - MARGIN, RULE), fill=INK // 3, width=2)
    _star(sheet, MARGIN, RULE + 28, 44, [PAPER if level < 16 else INK + level // 16 for level in range(256)])
    pen.text((MARGIN + 64, RULE + 50), site, fill=INK, font=_font(font, 32), anchor="lm")
    return sheet


def _star(sheet: Any, left: int, top: int, width: int, shades: list[int]) -> None:
    """Draw the mark four times as large and shrink it, so that its edges are smooth; `shades` says how it is inked."""
    from PIL import Image, ImageDraw

    large = Image.new("L", (width * 4, width * 4), 0)
    ImageDraw.Draw(large).polygon([(x * width / 25, y * width / 25) for x, y in STAR], fill=255)
    sheet.paste(large.resize((width, width), Image.Resampling.LANCZOS).point(shades), (left, top))


@lru_cache(maxsize=32)
def _font(font: str, size: int) -> Any:
    from PIL import ImageFont

    if not font:
        return ImageFont.load_default(size)
    # the same letters on every machine, whether or not it has the library that joins those of Arabic
    return ImageFont.truetype(font, size, layout_engine=ImageFont.Layout.BASIC)


def _fit(title: str, font: str) -> tuple[list[str], int]:
    """Return the lines of a title, and the size of its type: as large as fits, but fewer lines count more than larger type.

    Words are measured once, in the largest type; a title that does not fit in the smallest is shortened.
    """
    words = [(word, _font(font, LARGEST).getlength(word + " ")) for word in title.split()]
    candidates: list[tuple[float, int, list[str]]] = []
    for size in range(LARGEST, SMALLEST - 1, -STEP):
        lines, is_narrow = _balanced(words, WIDTH * LARGEST / size)
        if len(lines) * size * SPACING <= HEIGHT and len(lines) <= LINES and is_narrow:
            candidates.append((size * (1 - FEWER * len(lines)), size, lines))
    if candidates:
        return max(candidates)[2], max(candidates)[1]
    return [_shortened(line, font, number == LINES) for number, line in enumerate(lines[:LINES], start=1)], SMALLEST


def _balanced(words: list[tuple[str, float]], width: float) -> tuple[list[str], bool]:
    """Return as few lines as fit in `width`, of about the same length, and whether every word is narrow enough."""
    line_count = len(_lines(words, width))
    narrow, wide = width / 2, width
    while wide - narrow > width / 100:
        middle = (narrow + wide) / 2
        narrow, wide = (narrow, middle) if len(_lines(words, middle)) == line_count else (middle, wide)
    return _lines(words, wide), all(length <= width for _, length in words)


def _lines(words: list[tuple[str, float]], width: float) -> list[str]:
    lines, room = [""], width
    for word, length in words:
        if lines[-1] and length > room:
            lines, room = [*lines, ""], width
        lines[-1] = f"{lines[-1]} {word}".strip()
        room -= length
    return lines


def _shortened(line: str, font: str, has_more: bool) -> str:
    """Return a line that is not wider than the title's column; with an ellipsis where it is shortened or `has_more` after it."""
    while _font(font, SMALLEST).getlength(line + "…" * has_more) > WIDTH:
        line, has_more = line[:-1].rstrip(" ,;:."), True
    return line + "…" * has_more


def _palette(value: Card) -> list[int]:
    ground, letters, mark = (
        [int(color[start_digit : start_digit + 2], 16) for start_digit in (1, 3, 5)] for color in value.colors
    )

    def run(start: list[int], end: list[int], steps: int) -> list[int]:
        return [
            round(a + (b - a) * step / (steps - 1)) for step in range(steps) for a, b in zip(start, end, strict=True)
        ]

    return run(ground, letters, INK + 1) + run(ground, mark, MARK - INK)
