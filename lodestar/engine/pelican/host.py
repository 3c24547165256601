"""The state that receivers of Pelican's signals share during a build."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lodestar.engine.pelican.outputs import Watched


@dataclass
class Host:
    """The shared state of receivers."""

    stopped: bool = False
    """Whether a step stopped the build while Pelican waits for the next change."""
    counting: list[Any] = field(default_factory=list)
    """Pelican's own generators, whose counts appear in its last message."""
    watched: Watched | None = None
    """The committed files, where other plugins run after the commit."""
