"""Where structured data meets Pelican's signals."""

from __future__ import annotations

from typing import Any


def configure(pelican: Any) -> None:
    """At `initialized`: a function for templates."""
    helpers = pelican.settings.get("HELPERS", {})
    pelican.settings["HELPERS"] = {**helpers, "structured_data": "plugins.structured_data.core:structured_data"}
