"""Possible replacements for a vanished address, and the findings that propose them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from lodestar.base.problems import Problem, nearest
from lodestar.publishing.checks.finding import Choice, Finding, Fix
from lodestar.publishing.release import Release
from plugins.redirects.rules import GONE

MUCH = 0.8
"""How alike the end of an address must be to that of an older page (0 to 1, difflib's ratio)."""
LAST = re.compile(r"[^/]+(?=/?$)")
"""The last part of an address."""
NAMED = 3
"""The most lines that a message writes out."""


class Replacement(NamedTuple):
    """A possible replacement for an address."""

    url: str
    path: str
    """Its file below content/, which can have aliases; empty where there is none."""


def places(release: Release) -> list[Replacement]:
    """Return the posts and pages of a release."""
    urls = release.site.urls
    results = [Replacement(post.url, post.article.path) for post in release.posts.values()]
    pages = release.site.content.get("pages", ())
    return results + [Replacement(urls[page.path], page.path) for page in pages if page.path in urls]


def alike(address: str, replacements: Sequence[Replacement], least: float) -> Replacement | None:
    """Return the place whose address has the most similar end."""
    names = {last(place.url): place for place in reversed(replacements)}
    closest = nearest(last(address), names, least)
    return names[closest] if closest else None


def last(address: str) -> str:
    """Return the last part of an address."""
    match = LAST.search(address)
    return match[0] if match else ""


def rules(release: Release, fault: str, lines: Sequence[tuple[str, str]], unasked: bool = False) -> Finding:
    """Return a finding that lines in the file of address rules mend: each an old address, and a new one or `gone`."""
    written = ", ".join(f'"{old} {new}"' for old, new in lines[:NAMED])
    if len(lines) > NAMED:
        written += f" and {len(lines) - NAMED} more (check --fix writes them)"
    cure = f"add the line{'s' if len(lines) > 1 else ''} {written}"
    fixes = tuple(Fix("rule", "", f"{old} {new}") for old, new in lines)
    return Finding(Problem(release.rules_file, next_line(release), fault, cure), fixes, unasked=unasked)


def without_replacement(release: Release, address: str, fault: str) -> Finding:
    """Return a finding about an address whose replacement only the author knows."""
    cure = f'add it to the "aliases" of what takes its place, or add the line "{address} {GONE}" here'
    return Finding(Problem(release.rules_file, next_line(release), fault, cure), choices=(gone_choice(address),))


def gone_choice(address: str) -> Choice:
    """Return the answer that an address is gone."""
    return Choice("It is gone for good", (Fix("rule", "", f"{address} {GONE}"),))


def next_line(release: Release) -> int:
    """Return the number of the next line in the file of address rules."""
    path = Path(release.rules_file)
    return len(path.read_text(encoding="utf-8").splitlines()) + 1 if path.is_file() else 1
