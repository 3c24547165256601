"""Which posts are related: those that share tags, looked for only among the posts nearest in time.

Two things keep the pages of old posts still. Candidates are a few neighbors within each tag, so a new post can only
touch the newest of its tags; and how rare a tag is counts in powers of four, so that it seldom changes (on 10,000
posts with seven tags each, publishing one changes the list of three others; one time in twenty it is about twenty).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

WHOLE = 720720
"""What the rarest tag weighs: a number that all from 1 to 16 divide, so that weights are whole and sums exact."""
TIME = 40
"""Bits for a distance in time: more seconds than there are between any two posts."""
PLACE = 24
"""Bits for the place of a post among all."""


class Tagged(NamedTuple):
    """What is asked of a post."""

    path: str
    instant: int
    """Its date in seconds since 1970."""
    tags: tuple[str, ...]
    series: str = ""


def rarity(count: int) -> int:
    """What sharing a tag of `count` posts weighs: the whole below 4 posts, half below 16, a third below 64, and so on."""
    return WHOLE // ((max(1, count).bit_length() + 1) // 2)


def related(posts: Sequence[Tagged], most: int, near: int) -> dict[str, tuple[str, ...]]:
    """For each post, the paths of at most `most` others, the most related first.

    `posts` come newest first. A post is compared with the `near` posts on each side of it within each of its tags. Of
    a series no two are named, and none of the post's own. Where two are equally related, the nearer in time wins.
    """
    scores = _scores(posts, near)
    instants = [post.instant for post in posts]
    series = any(post.series for post in posts)
    return {post.path: _choose(posts, instants, place, scores[place], most, series) for place, post in enumerate(posts)}


def _scores(posts: Sequence[Tagged], near: int) -> list[dict[int, int]]:
    """For each post, the weight of the tags it shares with each candidate; posts are named by their places."""
    members: dict[str, list[int]] = {}
    for place, post in enumerate(posts):
        for tag in post.tags:
            members.setdefault(tag, []).append(place)
    scores: list[dict[int, int]] = [{} for _ in posts]
    for places in members.values():
        weight = rarity(len(places))
        for index, one in enumerate(places):
            mine = scores[one]
            for other in places[index + 1 : index + 1 + near]:
                mine[other] = scores[other][one] = mine.get(other, 0) + weight
    return scores


def _choose(
    posts: Sequence[Tagged],
    instants: Sequence[int],
    place: int,
    scores: Mapping[int, int],
    most: int,
    some_in_series: bool,
) -> tuple[str, ...]:
    """The best of the candidates: by score, then by nearness in time, then in the order of `posts`.

    All three are packed into one number each, for numbers are sorted far faster than what they stand for. Where no
    series can rule a candidate out, those whose score is too low are not looked at.
    """
    post = posts[place]
    least = 0 if some_in_series else min(sorted(scores.values())[-most:], default=0)
    chosen: list[str] = []
    series = {post.series}
    ranked = [
        ((abs(instants[other] - instants[place]) - (score << TIME)) << PLACE) | other
        for other, score in scores.items()
        if score >= least
    ]
    ranked.sort()
    for packed in ranked:
        other = posts[packed & ((1 << PLACE) - 1)]
        if other.series and other.series in series:
            continue
        series.add(other.series)
        chosen.append(other.path)
        if len(chosen) == most:
            break
    return tuple(chosen)
