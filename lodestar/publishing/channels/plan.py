"""The announcements of a release: found before it is published, recorded, shown, and sent once it is live."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from lodestar.base.problems import Problem
from lodestar.engine.site import Published
from lodestar.publishing.channels.announce import (
    AnnouncementRecord,
    Announcer,
    Ask,
    Channel,
    LetterQuestion,
    Notes,
    claimed_ids,
    claimed_of,
    due_ids,
    question_of,
)
from lodestar.publishing.channels.letter import Letter, NotTaken, letter_key
from lodestar.publishing.channels.standings import FILE, Pair, Standing, due, write_file
from lodestar.publishing.checks.finding import Choice, Finding, Fix
from lodestar.publishing.ledger import FOLDER, Ledger
from lodestar.publishing.manifest import Manifest
from lodestar.publishing.release import Release
from lodestar.publishing.settings import PublishSettings, Target
from lodestar.publishing.targets.base import DeployFailed, Say, publisher

OPEN = 3
"""The exit code where the release is live and some announcements are still open."""


def new_posts(release: Release, ledger: Ledger, last_manifest: Manifest | None) -> dict[str, Published]:
    """Return the posts that a release announces, by id: new ones among the newest, as in the site's feed.

    None where the ledger knows no post yet: the posts of a first release were somewhere else before, or are a whole
    blog at once. Posts of `last_manifest`, which readers have, are not new, even where the ledger was lost.
    """
    if not ledger.entries:
        return {}
    known_ids = ledger.entries.keys() | (last_manifest.posts.keys() if last_manifest else set())
    newest = release.site.articles[: release.site.settings["FEED_MAX_ITEMS"]]
    return {id: post for post in newest if (id := release.id_of(post)) not in known_ids}


@dataclass(frozen=True)
class AnnouncementPlan:
    """The announcements of a release that is about to be published."""

    settings: PublishSettings
    target: Target
    place: AnnouncementRecord
    release: Release
    ledger: Ledger
    before: Manifest | None
    """The release that readers have."""
    me: str = field(default_factory=publisher)
    now: Callable[[], float] = time.time

    @cached_property
    def _channels(self) -> dict[str, Channel]:
        """The channels; none where a target is not announced."""
        is_announced = self.settings.announces(self.target) and not self.release.site.settings.get("REHEARSAL")
        return dict(self.settings.channels) if is_announced else {}

    @cached_property
    def _new(self) -> dict[Pair, Standing]:
        """The standings of the release's new posts on each channel, also where another target is published to first."""
        posts = new_posts(self.release, self.ledger, self.before)
        return {(id, name): due("") for id in posts for name in self.settings.channels}

    def _announcer(self, ask: Ask, say: Say) -> Announcer:
        posts = {self.release.id_of(post): post for post in self.release.site.articles}
        notes = Notes(self.place, Path(FOLDER))
        return Announcer(notes, self._channels, self.release.site, posts, ask, say, self.me, self.now)

    def effects(self) -> Iterator[str]:
        """Yield what will be sent to whom, and change nothing. Raises DeployFailed where the target cannot be asked."""
        if not self._channels:
            return
        announcer, standings = self._announcer_and_standings
        lines = []
        for name, channel in sorted(self._channels.items()):
            ids = due_ids(standings, name, announcer.posts)
            if letter := announcer.letter(name, letter_key(name, ids, 1), ids, standings):
                lines.append(f"  {name}: {channel.describe(letter)}")
        lines += [
            f"  {letter.channel}: first is asked what became of the letter about {letter.title}"
            for letter in self._open_letters()
        ]
        yield from ["Once this stands, there is told:", *lines] if lines else ["Nobody is told of a new post."]

    def questions(self) -> Iterator[LetterQuestion]:
        """Yield the questions that the author has to answer before everything is sent."""
        if not self._channels:
            return
        announcer, standings = self._announcer_and_standings
        for letter in filter(lambda letter: announcer.is_abandoned(letter, standings), self._open_letters()):
            with suppress(NotTaken):  # a service that does not answer now is asked again when publishing
                if self._channels[letter.channel].arrived(letter) is None:
                    yield question_of(letter, claimed_of(letter, standings))

    @cached_property
    def _announcer_and_standings(self) -> tuple[Announcer, dict[Pair, Standing]]:
        """Return the announcer, and the standings as they will be once the release is recorded."""
        announcer = self._announcer(lambda question: None, lambda line: None)
        return announcer, {**self._new, **announcer.notes.look()}

    def _open_letters(self) -> Iterator[Letter]:
        """Yield the letters whose outcome is unknown."""
        announcer, standings = self._announcer_and_standings
        for name in sorted(self._channels):
            for key, ids in claimed_ids(standings, name).items():
                if letter := announcer.letter(name, key, ids, standings):
                    yield letter

    def write_down(self, name: str) -> None:
        """Record the new posts of the release `name` at the target and in the ledger. Raises DeployFailed."""
        new_standings = {pair: item._replace(release=name) for pair, item in self._new.items()}
        if new_standings and self._channels:
            notes = Notes(self.place, Path(FOLDER))
            notes.change(
                lambda standings: {pair: item for pair, item in new_standings.items() if pair not in standings}
            )
        elif new_standings:
            write_file(Path(FOLDER), new_standings)

    def announce(self, ask: Ask, say: Say) -> tuple[int, list[LetterQuestion]]:
        """Send all announcements; return the exit code and the questions that the author has to answer."""
        if not self._channels:
            return 0, []
        announcer = self._announcer(ask, say)
        try:
            announcer.announce()
        except DeployFailed as error:
            say(f"Published, and not everybody was told: {error}")
            return OPEN, announcer.questions
        return (OPEN if announcer.unsent or announcer.questions else 0), announcer.questions


def finding_of(question: LetterQuestion) -> Finding:
    """Return a question as the desk shows it, with its two answers."""
    problem = Problem(f"{FOLDER}/{FILE}", 1, question.words, "look whether it arrived, and say so")
    choices = (
        Choice("It arrived", (Fix("told", "", question.if_arrived),)),
        Choice("It did not; send it again", (Fix("told", "", question.if_lost),)),
    )
    return Finding(problem, choices=choices)
