"""How far a post is on a channel: what is known in several places is joined to one end, and claims are respected."""

from __future__ import annotations

import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lodestar.publishing.channels.announce import Announcer, Notes
from lodestar.publishing.channels.letter import Letter, NotTaken
from lodestar.publishing.channels.plan import new_posts
from lodestar.publishing.channels.standings import Pair, Standing, due, join, read_lines, write_lines
from lodestar.publishing.ledger import Announced, Ledger
from lodestar.publishing.manifest import Manifest
from tests.publishing.year import Post

RELEASE = "20260318T080000Z"
NOON = 1_800_000_000.0


def walk(moves: list[int]) -> Standing:
    """Return a standing after some moves."""
    result = due(RELEASE)
    for move in moves:
        if not result.claimed and not result.told:
            result = result.begin(f"letter {move}", "a 2026-03-18T08:00:07+00:00")
        elif result.claimed:
            result = (result.refuse, lambda item=result: item.repeat("b 2026-03-18T09:00:00+00:00"), result.tell)[
                move % 3
            ]()
    return result


standings = st.dictionaries(
    st.tuples(st.sampled_from(["urn:x:1", "https://old.example/?p=1&x", "Zoë"]), st.sampled_from(["hub", "list"])),
    st.lists(st.integers(0, 5), max_size=6).map(walk),
)


@pytest.mark.seconds
@given(st.lists(standings, max_size=4), st.randoms())
def test_what_is_known_in_several_places_is_joined_in_any_order(
    places: list[dict[Pair, Standing]], chance: random.Random
) -> None:
    lines = [line for place in places for line in write_lines(place).splitlines()]
    chance.shuffle(lines)
    joined, damaged = read_lines("\n".join(lines))
    assert (joined, damaged) == (join(*places), [])
    assert join(joined, *places) == joined
    assert read_lines(write_lines(joined)) == (joined, [])


@given(st.lists(st.integers(0, 5), max_size=8), st.integers(0, 8))
def test_a_move_is_further_than_what_was_before_it(moves: list[int], first: int) -> None:
    assert walk(moves[:first]) <= walk(moves)


class Kept:
    """A target that only keeps."""

    text = ""

    def amend(self, change: Any) -> str:
        self.text = change(self.text)
        return self.text


class Channel:
    """A service that does as it is told, and cannot be asked."""

    def __init__(self, send: Any = lambda letter: None) -> None:
        self.sent: list[Letter] = []
        self._send = send

    def describe(self, letter: Letter) -> str:
        return letter.title

    def send(self, letter: Letter) -> None:
        self.sent.append(letter)
        self._send(letter)

    def arrived(self, letter: Letter) -> bool | None:
        return None


def announcer(
    place: Kept, folder: Path, channel: Channel, name: str, now: float = NOON, answer: bool | None = None
) -> Announcer:
    posts: Any = {"1": Post("1"), "2": Post("2")}
    site: Any = SimpleNamespace()
    return Announcer(
        Notes(place, folder / name),
        {"list": channel},
        site,
        posts,
        lambda question: answer,
        lambda line: None,
        name,
        lambda: now,
    )


def begin(place: Kept, tmp_path: Path) -> None:
    """Let `one` claim a letter about post 1 and end before anything else."""
    Notes(place, tmp_path / "one").change(lambda known: {("1", "list"): due(RELEASE)})

    def end(letter: Letter) -> None:
        raise KeyboardInterrupt

    try:
        announcer(place, tmp_path, Channel(end), "one").announce()
    except KeyboardInterrupt:
        return


def test_what_another_claimed_a_moment_ago_is_left_to_it_and_taken_over_when_it_is_old(tmp_path: Path) -> None:
    place, channel = Kept(), Channel()
    begin(place, tmp_path)
    second = announcer(place, tmp_path, channel, "two", NOON + 14 * 60, answer=False)
    second.announce()
    assert (channel.sent, second.unsent, second.questions) == ([], 1, [])
    second = announcer(place, tmp_path, channel, "two", NOON + 16 * 60)
    second.announce()
    assert (channel.sent, len(second.questions)) == ([], 1), "nobody was there to answer"
    announcer(place, tmp_path, channel, "two", NOON + 16 * 60, answer=False).announce()
    assert len(channel.sent) == 1 and "\ttold\t" in place.text


def test_an_earlier_run_in_the_same_folder_has_ended(tmp_path: Path) -> None:
    place, channel = Kept(), Channel()
    begin(place, tmp_path)
    announcer(place, tmp_path, channel, "one", NOON + 1, answer=True).announce()
    assert channel.sent == [] and "\ttold\t" in place.text


def test_who_slept_over_a_claim_sends_nothing(tmp_path: Path) -> None:
    place, channel = Kept(), Channel()
    Notes(place, tmp_path / "one").change(lambda known: {("1", "list"): due(RELEASE)})
    sleeper = announcer(place, tmp_path, channel, "one")
    moments = iter([NOON, NOON + 6 * 60])
    sleeper.now = lambda: next(moments)
    sleeper.announce()
    assert channel.sent == [] and "\tdue 2\t" in place.text


def test_a_refusal_leaves_alone_what_somebody_went_on_with(tmp_path: Path) -> None:
    place, other_channel = Kept(), Channel()
    Notes(place, tmp_path / "one").change(lambda known: {("1", "list"): due(RELEASE)})

    def refuse(letter: Letter) -> None:
        announcer(place, tmp_path, other_channel, "two", NOON + 3600, answer=False).announce()
        raise NotTaken("no")

    announcer(place, tmp_path, Channel(refuse), "one").announce()
    assert len(other_channel.sent) == 1 and "\ttold\t" in place.text
    announcer(place, tmp_path, other_channel, "two").announce()
    assert len(other_channel.sent) == 1


def test_a_letter_that_is_sent_again_after_a_refusal_has_another_key(tmp_path: Path) -> None:
    place = Kept()
    Notes(place, tmp_path / "one").change(lambda known: {(id, "list"): due(RELEASE) for id in "12"})
    letters = []
    for answer in ("no", ""):

        def send(letter: Letter, answer: str = answer) -> None:
            letters.append(letter)
            if answer:
                raise NotTaken(answer)

        announcer(place, tmp_path, Channel(send), "one").announce()
    assert [letter.ids for letter in letters] == [("1", "2")] * 2 and letters[0].key != letters[1].key


def test_new_are_posts_that_the_ledger_does_not_know_and_that_stand_among_the_newest() -> None:
    articles = [Post(id) for id in ("new", "brought", "newer than none", "old")]
    site = SimpleNamespace(articles=articles, settings={"FEED_MAX_ITEMS": 2})
    release: Any = SimpleNamespace(site=site, id_of=lambda post: post.id)
    assert new_posts(release, Ledger(), None) == {}, "a whole blog at once"
    brought = Ledger(entries={"brought": Announced("2020-01-01T00:00:00+00:00", "x.md", "wordpress")})
    assert list(new_posts(release, brought, None)) == ["new"]
    assert new_posts(release, brought, Manifest(posts={"new": "/new/"})) == {}, "readers had it"
