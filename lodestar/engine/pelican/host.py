"""What the receivers of Pelican's signals remember of a build from one signal to the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lodestar.engine.pelican.outputs import Watched


@dataclass
class Host:
    """Pelican, as a build meets it."""

    stopped: bool = False
    """Whether a step stopped the build while Pelican goes on and waits for the next change."""
    counting: list[Any] = field(default_factory=list)
    """Pelican's own generators, which say at the end how much there was."""
    watched: Watched | None = None
    """The files as they were committed, where other plugins are asked after that."""
