"""The last build: its outputs, its inputs, and whether its files are unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lodestar.base.fingerprints import fingerprint
from lodestar.engine.build_record import BuildRecord
from lodestar.engine.child import Child, ChildEnded, is_available
from lodestar.engine.commit import Staging
from lodestar.engine.identity import settings_digest
from lodestar.engine.read import Content
from lodestar.engine.store import Outputs

if TYPE_CHECKING:
    from lodestar.engine.site import Output

MANY = 3_000
"""More outputs than this are checked in a child process, which takes some milliseconds to start."""


class LastBuild:
    """The outputs of the last build, and the state of their files."""

    def __init__(self, outputs: Outputs, output: Path) -> None:
        self.outputs = outputs
        self._output = output
        self._process: Child | None = None

    def look(self, workers: int) -> Child | None:
        """Look at the files: in a child process where there are many, which the caller ends."""
        if workers > 1 and len(self.outputs) > MANY and is_available():
            staging = Staging(self._output, make=False)
            self._process = Child(lambda: staging.altered(self.outputs))
        else:
            _ = self.altered
        return self._process

    @cached_property
    def altered(self) -> frozenset[str]:
        """The addresses of outputs whose files have changed since the last build."""
        if self._process:
            with suppress(ChildEnded):
                return frozenset(self._process.results())
        return frozenset(Staging(self._output, make=False).altered(self.outputs))

    def is_current(self, record: BuildRecord, inputs: str, moment: float) -> bool:
        """Return whether the inputs are the same, nothing has come due since, and no output has changed."""
        return record.inputs == inputs and moment < record.until and not self.altered


def inputs_of(settings: Mapping[str, Any], theme: str, content: Content, extra: Iterable[Output]) -> str:
    """Return a hash of all inputs of a build, taken before it so that the next build sees changes made meanwhile.

    `theme` is the digest of the theme, `extra` what other plugins wrote through Pelican's Writer.
    """
    return fingerprint(
        [
            settings_digest(settings),
            theme,
            content.sources,
            content.problems,
            [(output.address, fingerprint(output.value)) for output in extra],
        ]
    )
