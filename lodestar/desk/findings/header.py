"""Checks of a header as lists, search engines and screen readers use it: title, summary, picture, tags, unknown keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from lodestar.base.front_matter.foreign import counterpart, meaning
from lodestar.base.problems import nearest
from lodestar.desk.findings.finding import Ask, Fix, Put, Rename, TextFinding

TITLE = 60
"""Characters of a title that a search result shows."""
SUMMARY = 160
"""Characters of a summary that a search result shows."""
NEAR = 0.75
"""How alike two keys must be for one to be taken for the other."""


def title(text: str, line: int) -> Iterator[TextFinding]:
    """Yield a title too long for a search result."""
    if len(text) > TITLE:
        cure = f"say it in {TITLE} characters, or leave it if the end may be missing"
        yield TextFinding(
            "title-length",
            "look",
            line,
            f"the title has {len(text)} characters; a search result shows about {TITLE}",
            cure,
            text,
        )


def summary(text: str, line: int, beginning: str = "") -> Iterator[TextFinding]:
    """Yield a missing summary, or one too long; `beginning` is what lists show without one."""
    if not text:
        ask = Ask("In one or two sentences: what does a reader get from this?", key="summary")
        yield TextFinding(
            "summary-missing",
            "look",
            line,
            "no summary; lists and search results show the first words of the text",
            "write one or two sentences",
            beginning,
            (ask,),
        )
    elif len(text) > SUMMARY:
        ask = Ask("The summary, shorter:", key="summary")
        yield TextFinding(
            "summary-length",
            "look",
            line,
            f"the summary has {len(text)} characters; a search result shows about {SUMMARY}",
            "shorten it",
            text,
            (ask,),
        )


def picture_alt(image: str, alt: str, line: int, key: str = "image_alt") -> Iterator[TextFinding]:
    """Yield a picture in the header without alternative text."""
    if image and not alt:
        ask = Ask("What does the picture show?", key=key)
        yield TextFinding(
            "alt-text",
            "must",
            line,
            "the picture has no words for readers who do not see it",
            "say what it shows, in a few words",
            image,
            (ask,),
        )


def tag_twins(
    names: Sequence[str],
    uses: Mapping[str, int],
    slug: Callable[[str], str],
    line: Callable[[int], int],
    key: str = "tags",
) -> Iterator[TextFinding]:
    """Yield tags that differ from a more frequent one only in case, hyphens, or a final s. `uses`: number of posts by tag."""
    families: dict[str, list[str]] = {}
    for name in uses:
        families.setdefault(_stem(slug(name)), []).append(name)
    for index, name in enumerate(names):
        frequent = [
            item for item in families.get(_stem(slug(name)), ()) if item != name and uses[item] > uses.get(name, 0)
        ]
        if frequent:
            best = max(frequent, key=lambda item: (uses[item], item))
            new = tuple(dict.fromkeys(best if tag == name else tag for tag in names))
            fault = f'"{name}" is nearly the same as "{best}", which {uses[best]} posts have'
            yield TextFinding(
                "tag-twins",
                "look",
                line(index),
                fault,
                f'write "{best}", so that readers find all of them in one place',
                name,
                (Put(key, new),),
            )


def _stem(slug: str) -> str:
    return "-".join(
        part.removesuffix("s") if len(part) > 3 and not part.endswith("ss") else part for part in slug.split("-")
    )


def unknown_keys(
    keys: Iterable[str], known_keys: Iterable[str], fields: Mapping[str, Any], line: Callable[[str], int]
) -> Iterator[TextFinding]:
    """Yield keys that nothing reads."""
    known_keys = sorted(known_keys)
    for key in keys:
        if key in known_keys:
            continue
        equivalent, word = meaning(key, fields.get(key), known_keys)
        near = equivalent or nearest(key, known_keys, NEAR)
        cure = counterpart(key, fields.get(key), known_keys, fields) or (
            f'did you mean "{near}"?' if near else "take it out; known keys are " + ", ".join(known_keys)
        )
        replacement: tuple[Fix, ...]
        replacement = (
            ()
            if not near or near in fields or word == "published"
            else (Put(near, word),)
            if word
            else (Rename(key, near),)
        )
        fixes: tuple[Fix, ...] = (*replacement, Put(key, None))
        yield TextFinding(
            "unknown-key",
            "must",
            line(key),
            f'nothing reads the key "{key}", and the site is not built with it',
            cure,
            key,
            fixes,
        )


def call(name: str, chosen: str, why: str, line: int) -> Iterator[TextFinding]:
    """Yield a post without a call to action whose author did not choose `none`."""
    if not chosen and name != "none":
        yield TextFinding(
            "no-call",
            "look",
            line,
            f"this post carries no call to action: {why}",
            "choose one, or say that it wants none",
            "",
            (Put("call", "none"),),
        )
