"""A year of publishing with a clock of its own: clones, a target, services that fail, and an author who is asked.

Everything between a post and its readers is the real code; made up are only the place where texts are kept, the
services, and what goes wrong: at every step a process may be killed, another clone may publish, the machine may sleep.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from lodestar.publishing.channels.announce import LetterQuestion
from lodestar.publishing.channels.letter import Letter, NotTaken, Unanswered
from lodestar.publishing.channels.plan import AnnouncementPlan, finding_of
from lodestar.publishing.channels.standings import FILE, read_lines
from lodestar.publishing.ledger import LONG_AGO, Announced, Ledger
from lodestar.publishing.manifest import NAME, Manifest
from lodestar.publishing.mend import mend
from lodestar.publishing.settings import FolderTarget
from lodestar.publishing.targets.base import DeployFailed

BEGIN = datetime(2026, 1, 1, 8, tzinfo=UTC).timestamp()
HOUR, DAY = 3600.0, 86400.0
ANNOUNCED = Announced(LONG_AGO, "", "")
OLD = 12
"""Posts that the blog had when it moved in."""


class Killed(BaseException):
    """The process ends here, and nothing after it happens."""


class Post(NamedTuple):
    """As much of a post as announcing reads."""

    id: str

    @property
    def article(self) -> Any:
        return SimpleNamespace(title=self.id)


class Service:
    """Keeps the letters that it took, and counts how often each post reached its readers."""

    def __init__(self, year: Year, kind: str) -> None:
        self._year, self._kind = year, kind
        self.letters: set[str] = set()
        self.reached: Counter[str] = Counter()

    def describe(self, letter: Letter) -> str:
        return letter.title

    def send(self, letter: Letter) -> None:
        year = self._year
        if year.goes_wrong("killed", 0.03):
            raise Killed
        year.perhaps_two_at_once(0.15)  # nobody sleeps here: docs/announcing.md says that this cannot be helped
        if year.goes_wrong("refused"):
            raise NotTaken("it is not there")
        if year.goes_wrong("request lost"):
            raise Unanswered
        self._take(letter)
        if year.goes_wrong("answer lost"):
            raise Unanswered
        year.step()

    def _take(self, letter: Letter) -> None:
        if self._kind == "hub":  # compares what it fetches with what it had
            self.reached.update(set(letter.ids) - self.reached.keys())
        elif self._kind == "list" or letter.key not in self.letters:
            self.reached.update(letter.ids)
        self.letters.add(letter.key)

    def arrived(self, letter: Letter) -> bool | None:
        self._year.step()
        if self._kind == "list":
            return None
        if self._year.goes_wrong("no answer when asked"):
            raise NotTaken("it does not answer")
        return False if self._kind == "hub" else letter.key in self.letters


class Clone(NamedTuple):
    """A folder in which somebody publishes."""

    name: str
    folder: Path
    posts: set[str]
    entries: set[str]
    """What its ledger knows to have been announced in feeds."""

    @property
    def ledger(self) -> Path:
        return self.folder / "published" / FILE


class Year:
    """Plays until enough went wrong."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.now = BEGIN
        self.faults: Counter[str] = Counter()
        self.question_count = 0
        self.pending: list[LetterQuestion] = []
        self.channels = {kind: Service(self, kind) for kind in ("hub", "drafts", "list")}
        self.clones = [Clone(name * 12, folder / name, set(), set()) for name in "abc"]
        for clone in self.clones:
            clone.folder.mkdir()
        self.releases: list[frozenset[str]] = []
        self.text = ""
        self.told_of: set[str] = set()
        self._running: list[Clone] = []
        self._calm = True

    # what goes wrong

    def goes_wrong(self, fault: str, odds: float = 0.06) -> bool:
        if self._calm or self.chance.random() >= odds:
            return False
        self.faults[fault] += 1
        return True

    def step(self) -> None:
        """Let a moment pass between two things that are done."""
        if self.goes_wrong("killed", 0.015):
            raise Killed
        if self.goes_wrong("slept", 0.01):
            self.now += self.chance.choice((60, 0.2 * HOUR, 9 * HOUR))
            self._another("published while one slept")
        else:
            self.perhaps_two_at_once(0.02)

    def perhaps_two_at_once(self, odds: float) -> None:
        if not self._calm and self.chance.random() < odds:
            self._another("two at once")

    def _another(self, fault: str) -> None:
        idle_clones = [clone for clone in self.clones if clone not in self._running]
        if len(self._running) == 1 and idle_clones:
            self.faults[fault] += 1
            rival = self.chance.choice(idle_clones)
            rival.posts.update(self._running[0].posts)
            self.publish(rival)

    # the target

    def amend(self, change: Callable[[str], str]) -> str:
        self.step()
        if self.goes_wrong("target out of reach", 0.01):
            raise DeployFailed("the target does not answer")
        before = self.text
        new_text = change(before)
        self.step()
        if self.text != before:  # what the lock is for: somebody else was faster
            return self.amend(change)
        self.text = new_text
        self.step()
        return new_text

    # who publishes

    def publish(self, clone: Clone) -> int | None:
        """Publish in a clone as the command does; None where it was killed or failed."""
        self._running.append(clone)
        os.chdir(clone.folder)
        try:
            return self._publish(clone)
        except (Killed, DeployFailed):
            return None
        finally:
            self._running.pop()
            if self._running:
                os.chdir(self._running[-1].folder)

    def _publish(self, clone: Clone) -> int | None:
        before = self.releases[-1] if self.releases else None
        if before and not before <= clone.posts:
            return None  # a check refuses it: what readers have would vanish
        posts = frozenset(clone.posts)
        plan = self._plan(clone, posts, before)
        if posts != before:
            plan.write_down(datetime.fromtimestamp(self.now, UTC).strftime(NAME))
            self.step()
            if (self.releases[-1] if self.releases else None) != before:
                raise DeployFailed("another publisher was faster")
            self.releases.append(posts)
            self.step()
        clone.entries.update(posts)
        code, questions = plan.announce(self.ask, lambda line: None)
        self.pending += questions
        return code

    def _plan(self, clone: Clone, posts: frozenset[str], before: frozenset[str] | None) -> AnnouncementPlan:
        articles = [Post(id) for id in sorted(posts, reverse=True)]
        site = SimpleNamespace(articles=articles, settings={"FEED_MAX_ITEMS": 20})
        release: Any = SimpleNamespace(site=site, id_of=lambda post: post.id)
        settings: Any = SimpleNamespace(channels=self.channels, announces=lambda target: True)
        ledger = Ledger(entries=dict.fromkeys(clone.entries | (before or set()), ANNOUNCED))
        manifest = Manifest(posts=dict.fromkeys(before, "")) if before is not None else None
        return AnnouncementPlan(
            settings, FolderTarget("live"), self, release, ledger, manifest, clone.name, lambda: self.now
        )

    # who is asked

    def ask(self, question: LetterQuestion) -> bool | None:
        """Return what the author says is true; None where she is not there."""
        return self._truth(question) if self._calm or self.chance.random() < 0.3 else None

    def _truth(self, question: LetterQuestion) -> bool:
        self.question_count += 1
        pairs = read_lines(question.if_arrived)[0]
        (name,) = {channel for _, channel in pairs}
        (key,) = {standing.letter for standing in pairs.values()}
        return key in self.channels[name].letters

    def answer_at_the_desk(self) -> None:
        """Answer in a clone what stands at its desk."""
        pending, self.pending = self.pending, []
        clone = self.chance.choice(self.clones)
        os.chdir(clone.folder)
        for question in pending:
            yes_choice, no_choice = finding_of(question).choices
            list(
                mend(
                    (yes_choice if self._truth(question) else no_choice).fixes,
                    clone.folder,
                    clone.folder / "redirects.txt",
                )
            )

    # days

    def pull(self, clone: Clone, source: Clone) -> None:
        """Take over what another clone has, as git does that was asked for a union of lines."""
        clone.posts.update(source.posts)
        clone.entries.update(source.entries)
        lines = [path.ledger.read_text().splitlines() for path in (clone, source) if path.ledger.is_file()]
        if lines:
            clone.ledger.parent.mkdir(exist_ok=True)
            merged_lines = list(dict.fromkeys(line for clone_lines in lines for line in clone_lines))
            self.chance.shuffle(merged_lines)
            clone.ledger.write_text("\n".join(merged_lines) + "\n")

    def play(self, least_faults: int) -> None:
        """Move in, then publish until so much went wrong over the year, then calmly until everybody was told."""
        first = self.clones[0]
        first.posts.update(f"{number:04}" for number in range(OLD))
        assert self.publish(first) == 0
        number, days = OLD, 0
        while sum(self.faults.values()) < least_faults:
            self._calm, days = False, days + 1
            self.now = BEGIN + days * 365 * DAY / max(least_faults, 1)
            for clone in self.clones:
                if self.chance.random() < 0.7:
                    self.pull(clone, self.chance.choice(self.clones))
            clone = self.chance.choice(self.clones)
            if self.chance.random() < 0.25:
                clone.posts.add(f"{number:04}")
                number += 1
            self.publish(clone)
            if self.chance.random() < 0.5:
                self.answer_at_the_desk()
            if len(self.releases) > 1 and self.chance.random() < 0.03:
                self.faults["rolled back"] += 1
                self.releases.append(self.releases[-2])
        self._calm = True
        for _ in range(3):
            self.now += DAY
            for clone in self.clones:
                for source in self.clones:
                    self.pull(clone, source)
                self.publish(clone)
            self.answer_at_the_desk()
