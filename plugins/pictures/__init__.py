"""Pictures in the sizes and formats that browsers like best, without what cameras add; cards for posts without one.

Connects to `initialized` and Lodestar's `get_fields`, `get_pictures`, `get_page_parts` and `get_closing_outputs`. Setting: `PICTURES`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lodestar.base.settings import SettingsError, parse
from lodestar.engine.signals import connect, get_closing_outputs, get_fields, get_page_parts, get_pictures
from plugins.pictures.settings import PictureSettings, font_file


def configure(pelican: Any) -> None:
    """At `initialized`."""
    settings = parse(PictureSettings, "PICTURES", pelican.settings.get("PICTURES"))
    theme = Path(pelican.settings["THEME"])
    if settings.font and not font_file(settings.font, theme).is_file():
        raise SettingsError(f"pelicanconf.py: PICTURES['font'] is {settings.font!r}; there is no such file in {theme}")
    pelican.settings["PICTURES"] = settings


def declare_fields(settings: Any) -> dict[str, str]:
    """At `get_fields`: the part of a picture that must stay."""
    return dict.fromkeys(("posts", "tags", "categories"), "plugins.pictures.fields:Focus")


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from pelican import signals

    signals.initialized.connect(configure)
    get_fields.connect(declare_fields)
    connect(get_pictures, "plugins.pictures.hooks:pictures")
    connect(get_page_parts, "plugins.pictures.hooks:page_parts")
    connect(get_closing_outputs, "plugins.pictures.hooks:outputs")
