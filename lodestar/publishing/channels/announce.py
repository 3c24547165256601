"""Announces each post on each channel exactly once, even when processes are killed, answers lost or runs repeated.

A release's new posts are recorded as due at the target before the release is sent there. Once it is live, a letter
is claimed at the target, under its lock, then handed to the service, then marked as told; the ledger records each step.
When the process behind a claim has ended, the service is asked whether it has the letter. If not, it gets it with the
same key; if it cannot be asked, the author is. A claim that somebody else made a moment ago is left to them.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from lodestar.engine.site import Published, Site
from lodestar.publishing.channels.letter import Letter, NotTaken, Unanswered, letter_key
from lodestar.publishing.channels.standings import (
    Pair,
    Standing,
    Standings,
    join,
    read_file,
    read_lines,
    write_file,
    write_lines,
)
from lodestar.publishing.targets.base import DeployFailed, Say

STALE, ABANDONED = 5 * 60, 15 * 60
"""Seconds after which a claim is not acted on by who made it, and is taken over by others. The ten minutes between them
are what two clocks may differ by."""


class Channel(Protocol):
    """A service through which new posts are announced."""

    def describe(self, letter: Letter) -> str:
        """Return what would be told to whom."""

    def send(self, letter: Letter) -> None:
        """Send a letter. Raises NotTaken where it certainly was not taken, Unanswered where that is unknown."""

    def arrived(self, letter: Letter) -> bool | None:
        """Return whether the service has a letter; False also where a second one does no harm, None where it cannot be
        asked. Raises NotTaken where it does not answer now."""


class AnnouncementRecord(Protocol):
    """A target that keeps the record of announcements."""

    def amend(self, change: Callable[[str], str]) -> str:
        """Change the text that is kept there, under a lock, and return the new one."""


class LetterQuestion(NamedTuple):
    """A question that only the author can answer, with what each answer writes into the ledger."""

    words: str
    if_arrived: str
    if_lost: str


Ask = Callable[[LetterQuestion], bool | None]
"""Asks whether a letter arrived; returns None where nobody is there to answer."""


@dataclass(frozen=True)
class Notes:
    """The record of announcements: at the target, and in the ledger, which follows it."""

    place: AnnouncementRecord
    ledger: Path

    def look(self) -> dict[Pair, Standing]:
        """Return the combined record of both; nothing is written."""
        return join(_read(self.place.amend(lambda text: text)), read_file(self.ledger))

    def change(self, edit: Callable[[Standings], Standings] = lambda standings: {}) -> dict[Pair, Standing]:
        """Write the combined record, and what `edit` adds to it, to the target, then to the ledger, and return it."""
        own = read_file(self.ledger)

        def amended(text: str) -> str:
            standings = join(_read(text), own)
            return write_lines(join(standings, edit(standings)))

        now = _read(self.place.amend(amended))
        write_file(self.ledger, now)
        return now


def _read(text: str) -> dict[Pair, Standing]:
    standings, damaged = read_lines(text)
    if damaged:
        raise DeployFailed(f'what the target remembers of announcements is damaged: "{damaged[0][1]}"')
    return standings


@dataclass
class Announcer:
    """Announces the posts that readers have now."""

    notes: Notes
    channels: Mapping[str, Channel]
    site: Site
    posts: Mapping[str, Published]
    """By id, newest first."""
    ask: Ask
    say: Say
    me: str
    """The publisher's name, which an earlier run in this folder had too."""
    now: Callable[[], float] = time.time
    questions: list[LetterQuestion] = field(default_factory=list)
    """The questions that nobody was there to answer."""
    unsent: int = 0
    """The number of letters that a service has not taken yet."""

    def announce(self) -> None:
        """Send every channel what it was not sent yet. Raises DeployFailed where the target cannot record it."""
        standings = self.notes.change()
        for name in sorted(self.channels):
            for key, ids in claimed_ids(standings, name).items():
                letter = self.letter(name, key, ids, standings)
                if letter and self.is_abandoned(letter, standings):
                    self._settle(letter, self._repeat)
                elif letter:
                    self._wait(
                        letter, "another publisher is at it, or was stopped; publish again in a quarter of an hour"
                    )
            while self._send_due(name):
                pass

    def letter(self, channel: str, key: str, ids: Iterable[str], standings: Standings) -> Letter | None:
        """Return the letter about those posts of `ids` that readers have; None where they have none."""
        wanted_ids = set(ids)
        standing = tuple(id for id in self.posts if id in wanted_ids)
        since = min((standings[id, channel].release for id in standing), default="")
        posts = tuple(self.posts[id] for id in standing)
        return Letter(channel, key, standing, posts, self.site, since) if standing else None

    def _send_due(self, name: str) -> bool:
        """Claim what is due on a channel and send it; return whether the author's answers made more due."""
        claims: dict[Pair, Standing] = {}

        def begin(standings: Standings) -> Standings:
            claims.clear()
            waiting = {(id, name): standings[id, name] for id in due_ids(standings, name, self.posts)}
            attempt = max((item.attempt for item in waiting.values()), default=0)
            key = letter_key(name, (id for id, _ in waiting), attempt)
            claim = self._claim()
            claims.update({pair: item.begin(key, claim) for pair, item in waiting.items()})
            return claims

        standings = self.notes.change(begin)
        key = next((item.letter for item in claims.values()), "")
        letter = self.letter(name, key, (id for id, _ in claims), standings)
        return letter is not None and self._send(letter, claims, self._leave)

    def _claim(self) -> str:
        return f"{self.me} {datetime.fromtimestamp(self.now(), UTC).isoformat(timespec='seconds')}"

    def _age(self, claim: str) -> float:
        """Return how many seconds ago a letter was claimed; infinite for an unreadable claim."""
        try:
            return self.now() - datetime.fromisoformat(claim.partition(" ")[2]).timestamp()
        except ValueError:
            return math.inf

    def is_abandoned(self, letter: Letter, standings: Standings) -> bool:
        """Return whether a claim is abandoned: made by an earlier run here, or by somebody else long ago."""
        claims = {item.claim for item in claimed_of(letter, standings).values()}
        return all(claim.startswith(f"{self.me} ") or self._age(claim) > ABANDONED for claim in claims)

    def _settle(self, letter: Letter, fallback: Callable[[Letter], bool]) -> bool:
        """Resolve an open claim, with `fallback` where the service does not have the letter. Return whether the author
        wants it sent again."""
        try:
            arrived = self.channels[letter.channel].arrived(letter)
        except NotTaken as reason:
            return self._wait(letter, f"whether it arrived cannot be asked now: {reason}")
        if arrived:
            return self._mark(letter)
        return self._ask_author(letter) if arrived is None else fallback(letter)

    def _repeat(self, letter: Letter) -> bool:
        """Send again a letter that did not arrive, unless somebody else does."""
        claims: dict[Pair, Standing] = {}

        def repeat(standings: Standings) -> Standings:
            claims.clear()
            claims.update({pair: item.repeat(self._claim()) for pair, item in claimed_of(letter, standings).items()})
            return claims

        self.notes.change(repeat)
        return bool(claims) and self._send(letter, claims, self._ask_author)

    def _send(self, letter: Letter, claims: Standings, fallback: Callable[[Letter], bool]) -> bool:
        """Send a claimed letter; call `fallback` where the answer is lost and the service does not have the letter."""
        if any(self._age(item.claim) > STALE for item in claims.values()):
            self._refuse(claims)
            return self._wait(letter, "this machine stood still for minutes; publish again")
        try:
            self.channels[letter.channel].send(letter)
        except NotTaken as reason:
            self._refuse(claims)
            return self._wait(letter, str(reason))
        except Unanswered:
            return self._settle(letter, fallback)
        return self._mark(letter)

    def _leave(self, letter: Letter) -> bool:
        return self._wait(letter, "no answer came and it is not there; the next publish asks again")

    def _ask_author(self, letter: Letter) -> bool:
        """Ask the author whether a letter arrived; return whether it is to be sent again."""
        standings = claimed_of(letter, self.notes.look())
        if not standings:
            return False  # somebody else has just said so
        question = question_of(letter, standings)
        answer = self.ask(question)
        if answer is None:
            self.questions.append(question)
        elif answer:
            self._mark(letter)
        else:
            self._refuse(standings)
        return answer is False

    def _refuse(self, claims: Standings) -> None:
        """Make a letter that was certainly not taken due again, unless somebody else has claimed it meanwhile."""
        self.notes.change(
            lambda standings: {pair: item.refuse() for pair, item in claims.items() if standings.get(pair) == item}
        )

    def _mark(self, letter: Letter) -> Literal[False]:
        self.notes.change(
            lambda standings: {(id, letter.channel): standings[id, letter.channel].tell() for id in letter.ids}
        )
        self.say(f"Told {letter.channel}: {self.channels[letter.channel].describe(letter)}.")
        return False

    def _wait(self, letter: Letter, reason: str) -> Literal[False]:
        self.unsent += 1
        self.say(f"Not told yet: {letter.channel}, of {letter.title}: {reason}.")
        return False


def due_ids(standings: Standings, channel: str, ids: Iterable[str]) -> list[str]:
    """Return the ids of the posts that are due on a channel."""
    waiting = {id for (id, name), item in standings.items() if name == channel and not (item.told or item.claimed)}
    return [id for id in ids if id in waiting]


def claimed_ids(standings: Standings, channel: str) -> dict[str, list[str]]:
    """Return the ids of posts in a channel's letters whose outcome is unknown, by the key of the letter."""
    results = defaultdict(list)
    for (id, name), item in sorted(standings.items()):
        if name == channel and item.claimed:
            results[item.letter].append(id)
    return results


def claimed_of(letter: Letter, standings: Standings) -> dict[Pair, Standing]:
    """Return the standings of those posts of a letter whose outcome is unknown."""
    pairs = [(id, letter.channel) for id in letter.ids]
    return {pair: standings[pair] for pair in pairs if standings[pair].claimed and standings[pair].letter == letter.key}


def question_of(letter: Letter, claimed: Standings) -> LetterQuestion:
    """Return the question whether a letter arrived."""
    words = (
        f'nobody knows whether "{letter.channel}" got the letter about {letter.title}: it was begun, and no answer came'
    )
    if_arrived, if_lost = (
        write_lines({pair: change(item) for pair, item in claimed.items()})
        for change in (Standing.tell, Standing.refuse)
    )
    return LetterQuestion(words, if_arrived, if_lost)
