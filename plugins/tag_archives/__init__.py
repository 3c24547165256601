"""Archives of tags, categories, authors and dates, the home page, and the indexes of all of them: one mechanism.

Stands on `initialized` and Lodestar's `get_fields` and `get_outputs`. Setting: `ARCHIVES`.
"""

from __future__ import annotations

from typing import Any

from pelican import signals

from lodestar.engine.signals import get_fields, get_outputs


def declare_fields(settings: Any) -> dict[str, str]:
    """At `get_fields`: the picture."""
    return dict.fromkeys(("tags", "categories"), "lodestar.base.front_matter.fields:Illustrated")


def register() -> None:
    """Connect to Pelican and to Lodestar's signals."""
    from plugins.tag_archives import hooks

    signals.initialized.connect(hooks.configure)
    get_fields.connect(declare_fields)
    get_outputs.connect(hooks.outputs)
