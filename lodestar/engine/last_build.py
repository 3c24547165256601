"""What the last build left: what it wrote, what it was made from, and whether its files stand as it wrote them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lodestar.base.fingerprints import fingerprint
from lodestar.engine.child import Child, Gone, is_available
from lodestar.engine.commit import Staging
from lodestar.engine.identity import settings_digest
from lodestar.engine.note import BuildNote
from lodestar.engine.read import Content
from lodestar.engine.store import Outputs

if TYPE_CHECKING:
    from lodestar.engine.site import Output

MANY = 3_000
"""More outputs than this are looked at in a process of its own, which takes some milliseconds to begin."""


class LastBuild:
    """What the last build wrote into the output folder."""

    def __init__(self, outputs: Outputs, output: Path) -> None:
        self.outputs = outputs
        self._output = output
        self._process: Child | None = None

    def look_in_child(self) -> Child | None:
        """Begin to look at the files in another process, where there are many of them; the caller ends it."""
        if len(self.outputs) > MANY and is_available():
            staging = Staging(self._output, make=False)
            self._process = Child(lambda: staging.altered(self.outputs))
        return self._process

    @cached_property
    def altered(self) -> frozenset[str]:
        """The addresses of the outputs that are not as the last build left them."""
        if self._process:
            with suppress(Gone):
                return frozenset(self._process.results())
        return frozenset(Staging(self._output, make=False).altered(self.outputs))

    def had(self, note: BuildNote, inputs: str, moment: float) -> bool:
        """Return whether it had the same inputs, nothing has come due since, and the output is as it left it."""
        return note.inputs == inputs and moment < note.until and not self.altered


def inputs_of(settings: Mapping[str, Any], theme: str, content: Content, extra: Iterable[Output]) -> str:
    """Return a hash of all that a build is made from; taken before it, so that what changes meanwhile is seen next time.

    `theme` is the digest of the theme, `extra` what other plugins wrote through Pelican's Writer.
    """
    return fingerprint(
        [
            settings_digest(settings),
            theme,
            [(file.path, file.hash) for file in content.static],
            content.sources,
            content.problems,
            [(output.address, fingerprint(output.value)) for output in extra],
        ]
    )
