"""What readers have: asked of the target, not derived from the texts."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from lodestar.base.root import ROOT
from lodestar.desk.library import Row
from lodestar.engine.program import PRODUCTION, SETTINGS
from lodestar.publishing.ledger import Ledger, known_ledger
from lodestar.publishing.manifest import Manifest
from lodestar.publishing.settings import PublishSettings, publish_settings
from lodestar.publishing.texts import recall

READING = threading.Lock()
"""Settings are Python, and are read by one thread at a time."""
FRESH = 30
"""Seconds for which an answer of the target is reused."""
STATES = {
    "draft": "draft", "scheduled": "scheduled", "live": "live", "changed": "live, changed since", "waiting": "not out yet",
    "withdrawn": "live, to be taken back", "faulty": "faulty",
}  # fmt: skip
"""The states of a text with readers, and their labels."""
HELD = ("live", "changed", "withdrawn")
"""States of texts that readers have."""


class Had(NamedTuple):
    """The release that readers have."""

    release: str = ""
    ids: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    texts: dict[str, str] = {}  # noqa: RUF012 - never changed
    """Digest of each text at that release, where this clone made it."""


class Readers:
    """Asks the target in the background, and knows what it said last."""

    def __init__(self, content: Path, cache: Path) -> None:
        self._content, self._cache = content, cache / "release"
        self._lock = threading.Lock()
        self._asked = float("-inf")
        self._known = threading.Event()
        self.had = Had()
        self.target = ""
        """Name of the target; empty for the default."""

    def want(self, patience: float = 0) -> None:
        """Ask the target in the background unless its answer is fresh, and wait `patience` seconds for the first one.

        Until then the ledger says what readers have.
        """
        if self._asked == float("-inf"):
            self.had = _by_ledger(known_ledger(self._content)[0])
        if time.monotonic() - self._asked > FRESH:
            self._asked = time.monotonic()
            threading.Thread(target=self.ask, daemon=True, name="desk readers").start()
        self._known.wait(patience)

    def forget(self) -> None:
        """Discard the answer: where the site is published was changed."""
        self._known.clear()
        self._asked = float("-inf")

    def ask(self) -> None:
        """Ask the target now; use the ledger where it does not answer."""
        with self._lock:
            manifest = _manifest(self.target, self._cache)
            if manifest is None:
                ledger, _ = known_ledger(self._content)
                self.had = _by_ledger(ledger)
            else:
                out = [path for path in manifest.files if path.endswith("index.html")]
                texts = recall(self._cache, manifest.release)
                self.had = Had(manifest.release, frozenset(manifest.posts), frozenset(out), texts)
            self._asked = time.monotonic()
            self._known.set()

    def state(self, row: Row, url: str) -> str:
        """Return how a text stands with readers: a key of STATES."""
        if row.status == "faulty":
            return "faulty"
        release = self.had
        published = (
            row.id in release.ids if row.id and (release.ids or row.kind == "post") else _file(url) in release.files
        )
        old_digest = release.texts.get(row.path, "")
        if row.shown_status in ("draft", "scheduled"):
            redirected = (
                not row.id and old_digest == row.digest
            )  # the release was made of the draft: its address leads elsewhere
            return "withdrawn" if published and not redirected else row.shown_status
        if not published:
            return "waiting"
        return "changed" if old_digest and old_digest != row.digest else "live"


def _file(url: str) -> str:
    return f"{url.strip('/')}/index.html".lstrip("/")


def _by_ledger(ledger: Ledger) -> Had:
    addresses = {url: answer for url, answer in ledger.addresses.items() if answer.what in ("post", "page")}
    ids = {answer.detail for answer in addresses.values() if answer.what == "post"}
    return Had("", frozenset(ids), frozenset(_file(url) for url in addresses))


def production(say: Callable[[str], None] = lambda why: None) -> dict[str, Any] | None:
    """Return the settings that the site is published with; None, and `say` why, where they cannot be read."""
    from pelican.settings import read_settings

    try:
        with READING:
            sys.modules.pop(Path(SETTINGS).stem, None)  # else it would be as it was when the desk started
            return dict(read_settings(PRODUCTION if Path(PRODUCTION).is_file() else str(ROOT / PRODUCTION)))
    except SystemExit as stop:
        say(str(stop.code))
    except Exception as error:
        say(f"{PRODUCTION} cannot be read: {error}")
    return None


def settings_of(say: Callable[[str], None] = lambda why: None) -> PublishSettings | None:
    """Return where the site can be published; None, and `say` why, where that cannot be known."""
    settings = production(say)
    try:
        return publish_settings(settings) if settings is not None else None
    except SystemExit as stop:
        say(str(stop.code))
    return None


def _manifest(name: str, cache: Path) -> Manifest | None:
    """Return what a target has; None where there is none, or it does not answer."""
    from lodestar.publishing.targets import deployer
    from lodestar.publishing.targets.base import DeployFailed

    settings = settings_of()
    target = settings.target(name) if settings else None
    with suppress(DeployFailed, OSError):
        return deployer(target, cache).manifest() if target else None
    return None
