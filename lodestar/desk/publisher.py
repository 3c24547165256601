"""Publishing in the background, with the same command as the terminal, one job at a time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from lodestar.base.digest import digest
from lodestar.base.fingerprints import fingerprint
from lodestar.desk.comparing import keep_release
from lodestar.desk.jobs import Job, start
from lodestar.desk.readers import settings_of
from lodestar.desk.record import commit, remote_of, send
from lodestar.desk.saving import readable
from lodestar.publishing.channels.standings import FILE
from lodestar.publishing.ledger import FOLDER
from lodestar.publishing.release import OUTPUT as BUILT
from lodestar.publishing.settings import FolderTarget, PublishSettings

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

OPTIONS = {"look": ["--dry-run"], "publish": [], "undo": ["--rollback"]}


class Publisher:
    """Starts the jobs of publishing, and remembers the last one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.job: Job | None = None
        self.check: Job | None = None
        """The last dry run for the page of the check."""
        self._checked = ""
        self.about = ""
        """The text that was published from its own page."""
        self.record = True
        """Whether a commit is made after publishing."""

    @property
    def busy(self) -> bool:
        """Whether a job is running, or Lodestar is being updated."""
        return not {"renewing", "anew"}.isdisjoint(self._desk.notes) or (self.job is not None and self.job.code is None)

    @property
    def sending(self) -> bool:
        """Whether commits are pushed to the repository's remote, as the author chose last."""
        return self._choice.is_file()

    @property
    def _choice(self) -> Path:
        return self._desk.cache / f"{self._desk.mark}.sending"

    def choose(self, sending: bool) -> None:
        """Remember whether commits are pushed."""
        if sending:
            self._choice.parent.mkdir(parents=True, exist_ok=True)
            self._choice.touch()
        else:
            self._choice.unlink(missing_ok=True)

    def remote(self) -> str:
        """Return the address that commits can be pushed to; empty where there is none."""
        settings = settings_of()
        return remote_of(self._desk.content, settings.target(self._desk.readers.target) if settings else None)

    def begin(self, action: str, target: str, record: bool, about: str = "") -> None:
        """Start a dry run, publish or roll back, unless a job is running."""
        desk, settings = self._desk, settings_of()
        if self.busy or action not in OPTIONS or settings is None or target not in settings.targets:
            return
        if self.check:
            self.check.stop()
        self.about, self.record, desk.readers.target = about, record, target
        states = {row.path: desk.state_of(row) for row in desk.library.rows() if row.kind in ("post", "page")}

        def finish(job: Job) -> None:
            if action == "publish" and record:
                commit(job, desk.content, states)
                if self.sending and (remote := remote_of(desk.content, settings.targets[target])):
                    send(job, remote)
            if action != "look":
                if not folder_of(settings, target):
                    keep_release(self.release_folder(target), Path(BUILT) if action == "publish" else None)
                desk.readers.ask()
                desk.changed()

        self.job = start(action, ["publish", target, "--content", desk.given.content, *OPTIONS[action]], finish)

    def look(self) -> Job | None:
        """Start a dry run in the background where texts or rules changed since the last one, and return its job."""
        mark = self._mark()
        if not self.busy and (self.check is None or self._checked != mark):
            if self.check:
                self.check.stop()
            settings, target = settings_of(), self._desk.readers.target
            words = (
                ["publish", *filter(None, [target]), "--dry-run"] if settings and settings.target(target) else ["check"]
            )
            self._checked, self.check = mark, start("check", [*words, "--content", self._desk.given.content])
        return self.check

    def _mark(self) -> str:
        rules, standings = (
            readable(path) or b"" for path in (Path(self._desk.settings["REDIRECTS"].file), Path(FOLDER) / FILE)
        )
        release = self._desk.readers.had.release
        return fingerprint(
            (
                release,
                digest(rules),
                digest(standings),
                *sorted((row.path, row.digest) for row in self._desk.library.rows()),
            )
        )

    def repeat(self) -> None:
        """Run the last job again."""
        if self.job:
            self.begin(self.job.title, self._desk.readers.target, self.record, self.about)

    def release_folder(self, target: str) -> Path:
        """Return the folder of the last release that this desk sent to a target whose releases cannot be read from here."""
        return self._desk.cache / "published" / target


def folder_of(settings: PublishSettings | None, name: str) -> str:
    """Return the folder of a target on this machine; empty for any other."""
    target: Any = settings.targets.get(name) if settings else None
    return str(Path(target.path).expanduser()) if isinstance(target, FolderTarget) else ""
