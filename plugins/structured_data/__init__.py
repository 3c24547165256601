"""Structured data for search engines: JSON-LD (schema.org) that says what the page shows, and nothing else.

Connects to `initialized`; templates call it by the name `structured_data`, see `components/head/structured-data.html`.
"""

from __future__ import annotations

from typing import Any


def configure(pelican: Any) -> None:
    """At `initialized`: a function for templates."""
    helpers = pelican.settings.get("HELPERS", {})
    pelican.settings["HELPERS"] = {**helpers, "structured_data": "plugins.structured_data.core:structured_data"}


def register() -> None:
    """Connect to Pelican."""
    from pelican import signals

    signals.initialized.connect(configure)
