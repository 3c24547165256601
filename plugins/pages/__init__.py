"""Pages that are no posts (about, privacy, ...), and the page for addresses that lead to nothing.

Connects to Lodestar's `get_fields` and `get_outputs`.
"""

from __future__ import annotations

from typing import Any

from lodestar.engine.signals import connect, get_fields, get_outputs


def declare_fields(settings: Any) -> dict[str, str]:
    """At `get_fields`: the picture."""
    return {"pages": "lodestar.base.front_matter.fields:Illustrated"}


def register() -> None:
    """Connect to Lodestar's signals."""
    get_fields.connect(declare_fields)
    connect(get_outputs, "plugins.pages.hooks:outputs")
