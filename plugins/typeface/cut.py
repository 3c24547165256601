"""Cuts a typeface down to some letters, and compresses it for browsers (WOFF2)."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING, Any

from plugins.typeface.core import Face, file_of

if TYPE_CHECKING:
    from lodestar.engine.render import Places

FEATURES = ["ccmp", "locl", "kern", "mark", "mkmk", "liga", "calt", "lnum", "onum", "pnum", "tnum"]
"""OpenType features that browsers use unasked, and the kinds of figures that style sheets ask for."""
NAMES = {1: "Lodestar Serif", 4: "Lodestar Serif", 6: "LodestarSerif"}
"""What the file calls itself. A typeface that was changed may not bear its reserved name, "Source" (SIL OFL 1.1, 3)."""
KEPT_NAMES = {0, 1, 2, 4, 6, 13, 14}
"""Copyright, names, license and its address (OpenType, `name`)."""


def cut(value: Face, places: Places | None = None) -> bytes:
    """Return the file of a face with its letters alone, without hinting; the same bytes from the same file."""
    return _cut(value)


@cache
def _cut(face: Face) -> bytes:
    from fontTools import subset

    options = subset.Options(flavor="woff2", hinting=False, layout_features=FEATURES, notdef_outline=True)
    options.recalc_timestamp = False
    with subset.load_font(str(file_of(face.name)), options) as font:
        names = font["name"]
        del font["name"]  # looking for the names in use would take a third of the time
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=[point for first, last in face.letters for point in range(first, last + 1)])
        subsetter.subset(font)
        _free_widths(font["glyf"])
        names.names = [record for record in names.names if record.nameID in KEPT_NAMES and record.isUnicode()]
        for record in names.names:
            record.string = NAMES.get(record.nameID, record.toUnicode())
        font["name"] = names
        packed = io.BytesIO()
        subset.save_font(font, packed, options)
    return packed.getvalue()


def _free_widths(glyphs: Any) -> None:
    """Let every glyph that is made of others have the width that the font's table of widths gives it.

    Double quotes are two single ones here and claim to be as wide as one (USE_MY_METRICS; OpenType, `glyf`), which
    FreeType believes: in WebKit on Linux, letters ran into them and the space behind them was gone.
    """
    from fontTools.ttLib.tables._g_l_y_f import USE_MY_METRICS

    for name in glyphs.keys():  # noqa: SIM118 - a table, which does not yield its keys
        if glyphs[name].isComposite():
            for component in glyphs[name].components:
                component.flags &= ~USE_MY_METRICS
