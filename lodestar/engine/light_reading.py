"""Imports what reading a text needs into a child process, without a look at all installed packages.

pydantic asks each installed package whether it adds to it, and Pygments asks again, which Markdown imports to color code
even where nobody asked it to: with what they import to ask, they take a seventh of the time in which the child gets ready and
reads one text, and a build waits for that. A hack, then, for this process alone: stand-ins take their places.
"""

from __future__ import annotations

import runpy
import sys
from collections.abc import Iterable
from contextlib import suppress
from types import ModuleType

from lodestar.base.front_matter.options import OUR_OWN, SHIPPED

COLORS = "codehilite"
"""Markdown's extension that colors code with Pygments."""


def prepare(settings: str) -> None:
    """Import what reading a file needs, including the Markdown extensions in the settings file."""
    sys.modules["pydantic.plugin._loader"] = loader = ModuleType("pydantic.plugin._loader")
    vars(loader)["get_plugins"] = tuple
    from lodestar.base.front_matter import kinds, reading  # noqa: F401
    from lodestar.base.front_matter.document import MarkdownReader

    with suppress(Exception):  # the build itself reports errors in the settings
        config = runpy.run_path(settings)["MARKDOWN"]
        if not may_color([*config.get("extensions", ()), *config.get("extension_configs", ())]):
            sys.modules["pygments"] = None  # type: ignore[assignment] # to Markdown it is not installed
        MarkdownReader(config)


def may_color(extensions: Iterable[object]) -> bool:
    """Return whether one of the extensions may color code: Markdown's own that does so, or one of others."""
    return not all(
        isinstance(name, str) and COLORS not in name and (name in SHIPPED or name.startswith(OUR_OWN))
        for name in extensions
    )
