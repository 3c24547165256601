"""Checks what other plugins do to files after the commit: they may make them smaller, but not damage them."""

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
"""Endings of files whose words must stay."""
UNSEEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^>]*>|\s+", re.DOTALL | re.IGNORECASE)
"""Matches what a minifier may change."""


class Watched:
    """The committed files of a build."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._output = Path(run.settings["OUTPUT_PATH"])
        self._letters = {address: _letters(self._output / address) for address in run.files}

    def settle(self, plugins: str) -> None:
        """Accept the changes that other plugins (`plugins`) made to the files, so that the next build leaves them alone.

        Raises Stopped where a file has other words now, or none.
        """
        damaged = sorted(name for name, letters in self._letters.items() if _letters(self._output / name) != letters)
        if damaged:
            more = f" (and {count(len(damaged) - 1, 'file')} more)" if len(damaged) > 1 else ""
            fault = f"a plugin ({plugins}) changed what this file says after it was written{more}"
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
    """Return a hash of the letters of a text; of any other file, whether it is empty."""
    try:
        data = path.read_bytes()
    except OSError:
        return "gone"
    if path.suffix not in TEXTS:
        return "some" if data else "empty"
    # a program may write a character as an entity
    text = UNSEEN.sub("", html.unescape(UNSEEN.sub("", data.decode(errors="replace"))))
    return digest(text.encode())
