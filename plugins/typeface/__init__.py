"""The site's own typeface for what is read: Source Serif, cut down to the letters that the site's language writes with.

Connects to `initialized` and Lodestar's `get_outputs`; templates find the addresses under the name `typeface`. A site in a
script that the typeface has no letters for has none of it, and keeps the typefaces of the reader's device.
Setting: `TYPEFACE`.
"""

from __future__ import annotations

from typing import Any

from lodestar.base.settings import parse
from lodestar.engine.signals import connect, get_outputs
from plugins.typeface.settings import TypefaceSettings


def configure(pelican: Any) -> None:
    """At `initialized`: tell templates where the files are."""
    from plugins.typeface.core import faces

    settings = pelican.settings
    settings["TYPEFACE"] = parse(TypefaceSettings, "TYPEFACE", settings.get("TYPEFACE"))
    if addresses := {face.name: f"/{face.address}" for face in faces(settings)}:
        settings["GIVEN"] = {**settings.get("GIVEN", {}), "typeface": addresses}


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from pelican import signals

    signals.initialized.connect(configure)
    connect(get_outputs, "plugins.typeface.hooks:outputs")
