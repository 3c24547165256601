"""Cut a typeface down to some letters, and pack it as browsers take it (WOFF2)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from plugins.typeface.core import Face, file_of

if TYPE_CHECKING:
    from lodestar.engine.render import Places

FEATURES = ["ccmp", "locl", "kern", "mark", "mkmk", "liga", "calt", "lnum", "onum", "pnum", "tnum"]
"""OpenType features that browsers use unasked, and the kinds of figures that style sheets ask for."""
NAMES = {1: "Lodestar Serif", 4: "Lodestar Serif", 6: "LodestarSerif"}
"""What the file calls itself. A typeface that was changed may not bear its reserved name, "Source" (SIL OFL 1.1, 3)."""
KEPT_NAMES = [0, 1, 2, 4, 6, 13, 14]
"""Copyright, names, license and its address (OpenType, `name`)."""


def cut(value: Face, places: Places) -> bytes:
    """Return the file of a face with its letters alone, without hinting; the same bytes from the same file."""
    from fontTools import subset

    options = subset.Options(
        flavor="woff2", hinting=False, layout_features=FEATURES, name_IDs=KEPT_NAMES, notdef_outline=True
    )
    options.recalc_timestamp = False
    with subset.load_font(str(file_of(value.name)), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=[point for first, last in value.letters for point in range(first, last + 1)])
        subsetter.subset(font)
        for record in list(font["name"].names):
            if name := NAMES.get(record.nameID):
                font["name"].setName(name, record.nameID, record.platformID, record.platEncID, record.langID)
        packed = io.BytesIO()
        subset.save_font(font, packed, options)
    return packed.getvalue()
