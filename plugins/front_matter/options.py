"""What reading depends on, taken from Pelican's settings; imports nothing that only a file to read needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugins.values import Value

META = "markdown.extensions.meta"
"""What Pelican adds to read headers; ours are read already, and it would take a body's first line for another one."""


class Options(Value):
    """What reading depends on beside the file itself; a change of it makes every stored value stale."""

    shown: str
    """Path of the content folder as the author knows it."""
    timezone: str
    markdown: dict[str, Any]


def options(settings: Mapping[str, Any], shown: str) -> Options:
    """The options that Pelican's settings give."""
    markdown = dict(settings["MARKDOWN"])
    configs = markdown.get("extension_configs", {})
    markdown["extensions"] = [name for name in markdown.get("extensions", ()) if name != META]
    markdown["extension_configs"] = {name: config for name, config in configs.items() if name != META}
    return Options(shown, settings.get("TIMEZONE") or "UTC", markdown)
