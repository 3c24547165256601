"""Archives of tags, categories, authors and dates, the home page, and the indexes of all of them: one mechanism.

Connects to `initialized` and Lodestar's `get_fields` and `get_outputs`. Setting: `ARCHIVES`.
"""

from __future__ import annotations

from typing import Any

from lodestar.base.settings import parse
from lodestar.engine.signals import connect, get_fields, get_outputs
from plugins.tag_archives.settings import ArchiveSettings


def declare_fields(settings: Any) -> dict[str, str]:
    """At `get_fields`: the picture of a term, and what the home page picks."""
    pictures = dict.fromkeys(("tags", "categories"), "lodestar.base.front_matter.fields:Illustrated")
    return {**pictures, "site": "plugins.tag_archives.fields:SiteHomePage"}


def configure(pelican: Any) -> None:
    """At `initialized`."""
    pelican.settings["ARCHIVES"] = parse(ArchiveSettings, "ARCHIVES", pelican.settings.get("ARCHIVES"))


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from pelican import signals

    signals.initialized.connect(configure)
    get_fields.connect(declare_fields)
    connect(get_outputs, "plugins.tag_archives.hooks:outputs")
