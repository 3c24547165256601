"""Finds related posts: those that share tags, among the posts nearest in time.

Two things keep the pages of old posts still. Candidates are a few neighbors within each tag, so a new post can only
touch the newest of its tags; and how rare a tag is counts in powers of four, so that it seldom changes (on 10,000
posts with seven tags each, publishing one changes the list of three others; one time in twenty it is about twenty).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from lodestar.base.values import Image, Value

WHOLE = 720720
"""The weight of the rarest tag: divisible by 1 to 16, so that weights are integers and sums exact."""
TIME = 40
"""Bits for a distance in time: more seconds than there are between any two posts."""
PLACE = 24
"""Bits for the place of a post among all."""


class RelatedCard(Value):
    """A post as shown below another."""

    label: str
    url: str
    date: str
    summary: str
    image: Image | None
    lang: str


class Tagged(NamedTuple):
    """The facts about a post that the comparison needs."""

    path: str
    instant: int
    """Its date in seconds since 1970."""
    tags: tuple[str, ...]
    series: str = ""


@cache
def rarity(count: int) -> int:
    """Return the weight of sharing a tag of `count` posts: all below 4 posts, half below 16, a third below 64, and so on."""
    return WHOLE // ((max(1, count).bit_length() + 1) // 2)


Members = Mapping[str, Sequence[int]]
"""The places of the posts of each tag, ascending."""
Places = tuple[int, ...]


class Relations(Value):
    """Posts, the newest first, and for each the places of those related to it, the most related first."""

    posts: Sequence[Tagged] = ()
    related: Sequence[Places] = ()


NO_RELATIONS = Relations()


def related(posts: Sequence[Tagged], most: int, near: int, last: Relations = NO_RELATIONS) -> list[Places]:
    """Return for each post the places of at most `most` others, the most related first.

    `posts` come newest first. A post is compared with the `near` posts on each side of it within each of its tags. Of
    a series no two are named, and none of the post's own. Where two are equally related, the nearer in time wins.
    `last`: what was found for other posts with the same `most` and `near`; what no change touches is taken from there,
    a trick for speed that takes a tenth off an addition to 10,000 posts (docs/speed.md).
    """
    members = _members(posts)
    instants = [post.instant for post in posts]
    series = any(post.series for post in posts)
    fresh = {post: place for place, post in enumerate(posts)}
    moved = [fresh.pop(post, None) for post in last.posts]
    gone = [post for post, place in zip(last.posts, moved, strict=True) if place is None]
    touched = _touched(posts, fresh, gone, members, near) if last.posts else range(len(posts))
    results: list[Places] = [()] * len(posts)
    for place, neighbors in zip(moved, last.related, strict=True):
        if place is not None and place not in touched:
            results[place] = tuple(other for old in neighbors if (other := moved[old]) is not None)
    for place in touched:
        results[place] = _choose(posts, instants, place, _scores(posts, place, members, near), most, series)
    return results


def _touched(
    posts: Sequence[Tagged], fresh: Mapping[Tagged, int], gone: Iterable[Tagged], members: Members, near: int
) -> Collection[int]:
    """Return the places of the posts whose relations may differ: near a `fresh` post or where one is `gone`, or with a tag
    that became rarer or more common.
    """
    touched = set(fresh.values())
    growth = Counter(tag for post in fresh for tag in post.tags)
    growth.subtract(tag for post in gone for tag in post.tags)
    for tag, more in growth.items():
        places = members.get(tag, ())
        if rarity(len(places)) != rarity(len(places) - more):
            touched.update(places)
    for post in (*fresh, *gone):
        place = bisect_left(posts, _order(post), key=_order)
        for tag in post.tags:
            touched.update(_neighbors(members.get(tag, ()), place, near))
    return touched


def _order(post: Tagged) -> tuple[int, str]:
    return -post.instant, post.path


def _members(posts: Iterable[Tagged]) -> dict[str, list[int]]:
    members: dict[str, list[int]] = {}
    for place, post in enumerate(posts):
        for tag in post.tags:
            members.setdefault(tag, []).append(place)
    return members


def _neighbors(places: Sequence[int], place: int, near: int) -> Sequence[int]:
    """Return `place` among the `places` of a tag, with the `near` ones on each side of it."""
    index = bisect_left(places, place)
    return places[max(0, index - near) : index + near + 1]


def _scores(posts: Sequence[Tagged], place: int, members: Members, near: int) -> dict[int, int]:
    """Return the total weight of the tags that a post shares with each candidate."""
    scores = {place: 0}
    for tag in posts[place].tags:
        places = members[tag]
        weight = rarity(len(places))
        for candidate in _neighbors(places, place, near):
            scores[candidate] = scores.get(candidate, 0) + weight
    del scores[place]
    return scores


def _choose(
    posts: Sequence[Tagged],
    instants: Sequence[int],
    place: int,
    scores: Mapping[int, int],
    most: int,
    any_series: bool,
) -> tuple[int, ...]:
    """Return the best of the candidates: by score, then by nearness in time, then in the order of `posts`.

    All three are packed into one number each, for numbers are sorted far faster than what they stand for. Where no
    series can rule a candidate out, those whose score is too low are not looked at.
    """
    post = posts[place]
    threshold = 0 if any_series else min(sorted(scores.values())[-most:], default=0)
    results: list[int] = []
    series = {post.series}
    ranked = [
        ((abs(instants[candidate] - instants[place]) - (score << TIME)) << PLACE) | candidate
        for candidate, score in scores.items()
        if score >= threshold
    ]
    ranked.sort()
    for packed in ranked:
        if len(results) == most:
            break
        candidate = packed & ((1 << PLACE) - 1)
        name = posts[candidate].series
        if name and name in series:
            continue
        series.add(name)
        results.append(candidate)
    return tuple(results)
