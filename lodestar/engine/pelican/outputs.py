"""What other plugins make of files after the commit: smaller is welcome, emptied and damaged is not."""

from __future__ import annotations

import html
import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lodestar.base.digest import digest
from lodestar.engine.commit import Staging
from lodestar.engine.stopping import Stopped
from lodestar.engine.store import Store
from lodestar.engine.summary import count

if TYPE_CHECKING:
    from lodestar.engine.run import Run

logger = logging.getLogger(__name__)

TEXTS = (".html", ".xml", ".json", ".txt", ".ics", ".vcf", ".webmanifest")
"""Endings of files of which the words must stay."""
UNSEEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^>]*>|\s+", re.DOTALL | re.IGNORECASE)
"""What a program that makes pages smaller may change."""


class Watched:
    """The files of a build as it committed them."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._output = Path(run.settings["OUTPUT_PATH"])
        self._letters = {address: _letters(self._output / address) for address in run.files}

    def settle(self, who: str) -> None:
        """Take what other plugins (`who`) made of the files for what they are, so that the next build leaves them alone.

        Raises Stopped where a file says something else now, or nothing.
        """
        damaged = sorted(name for name, letters in self._letters.items() if _letters(self._output / name) != letters)
        if damaged:
            more = f" (and {count(len(damaged) - 1, 'file')} more)" if len(damaged) > 1 else ""
            fault = f"a plugin ({who}) changed what this file says after it was written{more}"
            logger.error("%s: %s; take the plugin out of PLUGINS, and build again", self._output / damaged[0], fault)
            raise Stopped(1)
        store = Store(self._run.store_path, self._run.identity)
        try:
            rows = store.outputs()
            staging = Staging(self._output, make=False)
            changed = {name: replace(rows[name], stamp=staging.stamp(name)) for name in staging.altered(rows)}
            if changed:
                store.keep_outputs({**rows, **changed})
        finally:
            store.close()


def _letters(path: Path) -> str:
    """Return a hash of the letters of a text; of any other file, whether it holds anything."""
    try:
        data = path.read_bytes()
    except OSError:
        return "gone"
    if path.suffix not in TEXTS:
        return "some" if data else "empty"
    # a program may write a character in its own way, or as HTML has it
    shown = UNSEEN.sub("", html.unescape(UNSEEN.sub("", data.decode(errors="replace"))))
    return digest(shown.encode())
