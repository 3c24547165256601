"""The state machine: a small site, edited at random and built both ways after every edit."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from lodestar.engine.build_record import EMPTIED
from tests.equivalence.building import Builder, File, Request, tree
from tests.equivalence.site_edits import SiteEdits
from tests.equivalence.small_site import SmallSite

FAST = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Where the sites stand: in memory, where there is a place for files in memory."""


class Edits(SiteEdits):
    """A small site, edited at random; built after every step, both ways."""

    codes: ClassVar[list[int]] = []
    """The exit code of each build."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="lodestar-", dir=FAST))
        self.site = SmallSite(self.folder)
        self.now = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
        self.settings: dict[str, Any] = {}
        self.without = ""
        self.upgraded = ""
        self.workers = 1
        self.retold = False
        self.builder = Builder()
        self.built = 0
        """How many edits had been made when the site was built last."""
        self.messages: list[str] = []
        """What the last build said."""
        self.same = False
        """Whether nothing has changed since the last build, which was good."""

    def teardown(self) -> None:
        self.builder.end()
        shutil.rmtree(self.folder)

    @initialize(workers=st.sampled_from((1, 4)))
    def begin(self, workers: int) -> None:
        self.workers = workers
        self.did("begin")

    @rule(workers=st.sampled_from((1, 4)))
    def do_nothing(self, workers: int) -> None:
        self.same, self.workers = self.codes[-1] == 0, workers
        self.did("nothing")

    @rule(workers=st.sampled_from((1, 4)))
    def build_in_a_new_process(self, workers: int) -> None:
        self.builder.end()
        self.builder, self.workers = Builder(), workers
        self.did("new process")

    @invariant()
    def the_incremental_build_equals_the_clean_one(self) -> None:
        if self.built == self.done.total():
            return  # the rule found nothing to edit
        self.built = self.done.total()
        if self.retold:
            shutil.rmtree(self.folder / "clean-cache/templates", ignore_errors=True)
        before = tree(self.folder / "output")
        clean_builder = Builder()
        try:
            self.builder.ask(self.request("output", self.workers))
            clean_builder.ask(self.request("clean", workers=1))
            answer, clean_answer = self.builder.answer(), clean_builder.answer()
        finally:
            clean_builder.end()
        self.codes.append(answer.code)
        self.messages = answer.messages
        after = tree(self.folder / "output")
        messages = [
            line for line in answer.messages if EMPTIED not in line
        ]  # a clean build knows of no build before it
        assert (answer.code, messages) == (clean_answer.code, clean_answer.messages)
        if answer.code:
            assert before == after, "a build that fails changes nothing"
        else:
            self.compare(after, tree(self.folder / "clean"))
        equal_paths = [path for path in before if path in after and before[path].data == after[path].data]
        assert [path for path in equal_paths if before[path] != after[path]] == [], "equal files are not touched"
        assert not self.same or answer.rendered == 0, "nothing changed, and something was rendered"
        assert list(self.folder.glob(".*")) == [], "nothing is left beside the output"
        self.same = self.retold = False
        shutil.rmtree(self.folder / "clean", ignore_errors=True)
        self.forget()
        if self.codes[-2:] == [1, 1]:  # the author gives up, lest all that follows be refused too
            self.site.begin()
            self.settings, self.without = {}, ""

    def compare(self, incremental: dict[str, File], clean: dict[str, File]) -> None:
        """Assert that both have the same files and folders, with the same bytes."""
        assert incremental.keys() == clean.keys()
        differing = {
            path: (incremental[path].data, clean[path].data)
            for path in incremental
            if incremental[path].data != clean[path].data
        }
        assert differing == {}, "the incremental build (left) and the clean one (right) differ"

    def request(self, name: str, workers: int) -> Request:
        """Return a build of what the site is now."""
        return Request(self.folder, name, workers, self.now, self.settings, self.without, self.upgraded)

    def forget(self) -> None:
        """Forget what the clean build remembers, but for compiled templates, which take most of its time.

        Their turn comes when a template was edited.
        """
        for path in (self.folder / "clean-cache").iterdir():
            if path.is_file():
                path.unlink()
            elif path.name != "templates":
                shutil.rmtree(path)
