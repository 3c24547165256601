"""A blog of any size, generated from a seed: `people` holds what people write, `plain` only plain text.

The posts are a function of kind and size alone. Every generator gets the same titles, dates, tags, categories,
summaries and bodies, in the front matter that it reads.
"""

from __future__ import annotations

import itertools
import json
import random
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tools.bench.people import people_body, people_summary, people_title
from tools.bench.prose import ADJECTIVES, NOUNS, VERBS, Prose, plain_body, split

KINDS = ("people", "plain")
SEED = 7
AUTHOR = "Jane Doe"
CATEGORIES = split(
    "Communication; Culture; Coaching; Strategy; Teams; Character; Change; Learning; Service; Decision "
    "Making; Personal Growth; Book Notes",
    "; ",
)
TAG_HEADS = split(
    "heart-led quiet servant ethical resilient humble purposeful remote everyday courageous authentic "
    "adaptive inclusive strategic reflective patient generous first-time values-based cross-functional "
    "executive"
)
TAG_TAILS = split(
    "leadership teams feedback listening trust meetings mentoring delegation decisions hiring "
    "conversations habits vision change management coaching gratitude accountability burnout one-on-ones "
    "storytelling conflict empathy succession goals culture mindset retrospectives"
)
END = date(2025, 6, 30)
SPAN_DAYS = 15 * 365


class CorpusPost(NamedTuple):
    """A post, before it is written in a generator's front matter."""

    title: str
    slug: str
    date: datetime
    tags: list[str]
    categories: list[str]
    summary: str
    body: str

    @property
    def file_name(self) -> str:
        """The name of its file."""
        return f"{self.date:%Y-%m-%d}-{self.slug}.md"


def posts(kind: str, size: int, start: int = 0, stop: int | None = None) -> Iterator[CorpusPost]:
    """Yield the posts of a blog of `size`, oldest first; those numbered from `size` on are newer than all others."""
    for number in range(start, size if stop is None else stop):
        yield make_post(kind, size, number)


def make_post(kind: str, size: int, number: int) -> CorpusPost:
    """Return one post of a blog."""
    chance = random.Random(f"{SEED}/{size}/{number}" if kind == "plain" else f"{kind}/{SEED}/{size}/{number}")
    prose = Prose(chance)
    title = plain_title(chance, number) if kind == "plain" else _people_title(size, number)
    vocabulary, weights = _vocabulary(size)
    tags = _sample(chance, vocabulary, weights, chance.randint(5, 8))
    categories = _sample(chance, CATEGORIES, _weights(len(CATEGORIES)), chance.choice([1, 1, 2, 2, 3]))
    if kind == "plain":
        summary = " ".join(" ".join(prose.sentence()) + "." for _ in range(2))
        body = plain_body(prose)
    else:
        earlier = _people_title(size, chance.randrange(max(0, number - 300), number)) if number else ""
        summary = people_summary(prose)
        body = people_body(prose, f"/posts/{slugify(earlier)}/" if earlier else "")
    return CorpusPost(title, slugify(title), _moment(size, number), tags, categories, summary, body)


def plain_title(chance: random.Random, number: int) -> str:
    """Return a title of plain words."""
    return (
        f"{chance.choice(['Why', 'How', 'When'])} the {chance.choice(ADJECTIVES)} {chance.choice(NOUNS)} "
        f"{chance.choice(VERBS)} the {chance.choice(NOUNS)}, part {number + 1}"
    )


def _people_title(size: int, number: int) -> str:
    """Return a title from a random generator of its own, so that other posts can link to this one without generating it."""
    return people_title(random.Random(f"title/{SEED}/{size}/{number}"), number + 1)


def _moment(size: int, number: int) -> datetime:
    if number < size:
        day = END - timedelta(days=SPAN_DAYS * (size - 1 - number) // size)
        minute = number % 1440  # several posts a day in large blogs: the time keeps their order
    else:
        day, minute = END + timedelta(days=1 + number - size), 600
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60)


def slugify(text: str) -> str:
    """Return the slug of a text."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower().replace("'", "")).strip("-")


@cache
def _vocabulary(size: int) -> tuple[list[str], list[float]]:
    """Return the tags of a blog, and the cumulative weights of their use."""
    count = 150 if size <= 1000 else 500
    tags = [f"{head} {tail}" for tail in TAG_TAILS for head in TAG_HEADS]
    random.Random(f"tags{count}").shuffle(tags)
    names = ["heart-led leadership", *[tag for tag in tags if tag != "heart-led leadership"][: count - 1]]
    return names, _weights(count)


@cache
def _weights(count: int) -> list[float]:
    """Return cumulative Zipf-Mandelbrot weights, by which the most common tag is on about a quarter of the posts."""
    return list(itertools.accumulate(1.0 / (rank + 6) ** 0.9 for rank in range(count)))


def _sample(chance: random.Random, names: list[str] | tuple[str, ...], weights: list[float], count: int) -> list[str]:
    chosen: list[str] = []
    while len(chosen) < count:
        name = chance.choices(names, cum_weights=weights)[0]
        if name not in chosen:
            chosen.append(name)
    return chosen


def write(kind: str, size: int, form: str, folder: Path, start: int = 0, stop: int | None = None) -> None:
    """Write posts into `folder` as the generator `form` (hugo, lodestar, pelican) reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    for post in posts(kind, size, start, stop):
        (folder / post.file_name).write_text(text_of(post, kind, form), encoding="utf-8")


def text_of(post: CorpusPost, kind: str, form: str) -> str:
    """Return the content of a post's file, with the front matter of a generator."""
    if form == "pelican":
        return (
            f"Title: {post.title}\nSlug: {post.slug}\nDate: {post.date:%Y-%m-%d %H:%M}\n"
            f"Category: {post.categories[0]}\nTags: {', '.join(post.tags)}\nAuthor: {AUTHOR}\n"
            f"Summary: {post.summary}\n\n{post.body}"
        )
    scalar, names = (_quoted, _flow) if kind == "plain" else (_as_written, _list_as_written)
    author = f"author: {_quoted(AUTHOR)}\n" if form == "hugo" else ""  # Lodestar's settings name the author
    return (
        f"---\ntitle: {scalar(post.title)}\ndate: {post.date:%Y-%m-%dT%H:%M:%SZ}\ntags:{names(post.tags)}\n"
        f"categories:{names(post.categories)}\n{author}summary: {scalar(post.summary)}\nslug: {post.slug}\n"
        f"---\n\n{post.body}"
    )


def _quoted(text: str) -> str:
    """Return a YAML double-quoted scalar, which a JSON string is (YAML 1.2, section 1.3)."""
    return json.dumps(text, ensure_ascii=False)


def _flow(names: list[str]) -> str:
    return " [" + ", ".join(map(_quoted, names)) + "]"


def _as_written(text: str) -> str:
    """Return a YAML scalar as people write it: quoted only where it must be, with quotes that it does not hold."""
    if ": " not in text and " #" not in text and text[0] not in "\"'&*!|>%@`[{#-?":
        return text
    return f"'{text}'" if "'" not in text else _quoted(text) if '"' not in text else "'" + text.replace("'", "''") + "'"


def _list_as_written(names: list[str]) -> str:
    """Return a YAML list as people write it: on one line, or one item per line where there are many."""
    if len(names) < 7:
        return " [" + ", ".join(map(_as_written, names)) + "]"
    return "".join(f"\n  - {_as_written(name)}" for name in names)
