"""Where a hash leaves out one of its ingredients, the equivalence test fails: each is there for something.

Takes minutes, so `python3 tasks.py test --slow` runs it; what each hash is made from is read off its code.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

import pytest

from lodestar.base.digest import digest
from lodestar.engine.identity import CODE, LIBRARIES
from lodestar.engine.note import EMPTIED
from tests.equivalence.building import PYTHON, preload, tree
from tests.equivalence.ingredients import ingredients, left_out
from tests.equivalence.machine import Edits
from tests.equivalence.test_incremental import TOUR

SETTINGS = (
    {"SITESUBTITLE": "Another subtitle"},
    {"SITENAME": "Another name"},
    {"SITEURL": "https://example.org"},
    {"DEFAULT_LANG": "de"},
    {"AUTHOR": "Margaret Smith"},
    {"MENUITEMS": (("Start", "/"),)},
    {"LINKS": (("Elsewhere", "https://example.org/"),)},
    {"FEED_ALL_ATOM": ""},
    {"HOSTING": {"sources": {"img-src": ("https://example.org",)}}},
    {"TIMEZONE": "Pacific/Auckland"},
)
MORE: tuple[Callable[[Edits], object], ...] = (
    *(lambda site, change=change: site.change_a_setting(change) for change in SETTINGS),
    lambda site: site.put_settings_back(),
    *(
        lambda site, name=name: site.upgrade(name)
        for library in (*LIBRARIES, *CODE, PYTHON)
        for name in (library, "")
    ),
)  # fmt: skip
"""Edits that few series need, and ingredients do."""
REDUNDANT = {
    "others: yield name": "two plugins with the same code do the same",
    "Closures._digest: {name}": "two templates with the same text are the same",
    "inputs_of: file.path": "a file that moved has another place in the sources",
}
"""Ingredients without which nothing goes wrong that edits could show, each with the reason."""
INGREDIENTS = [ingredient for ingredient in ingredients() if ingredient.name not in REDUNDANT]


class Outcome(NamedTuple):
    """What a build came to."""

    code: int
    said: tuple[str, ...]
    files: dict[str, str]


def outcomes(clean: bool) -> Iterator[Outcome]:
    """What the build after each edit comes to: each clean, or each after the one before."""
    site = Edits()
    folder = site.folder / ("clean" if clean else "output")
    try:
        for edit in (lambda site: site.begin(1), *TOUR, *MORE):
            edit(site)
            if clean and site.retold:
                shutil.rmtree(site.folder / "clean-cache/templates", ignore_errors=True)
            site.retold = False
            site.builder.ask(site.request(folder.name, 1))
            answer = site.builder.answer()
            site.codes.append(answer.code)
            said = tuple(line for line in answer.said if EMPTIED not in line)
            yield Outcome(answer.code, said, {path: digest(file.data) for path, file in tree(folder).items()})
            if clean:
                shutil.rmtree(folder, ignore_errors=True)
                site.forget()
    finally:
        site.teardown()


@cache
def wanted() -> tuple[Outcome, ...]:
    """What clean builds come to."""
    preload()
    return tuple(outcomes(clean=True))


@pytest.mark.slow
def test_incremental_builds_that_leave_nothing_out_equal_clean_ones() -> None:
    for number, (found, clean) in enumerate(zip(outcomes(clean=False), wanted(), strict=True)):
        assert found == clean, number


@pytest.mark.slow
@pytest.mark.parametrize("ingredient", INGREDIENTS, ids=lambda ingredient: ingredient.name)
def test_a_hash_without_one_ingredient_is_found_out(ingredient) -> None:
    wanted()
    with left_out(ingredient):
        builds = zip(outcomes(clean=False), wanted(), strict=True)
        assert any(found != clean for found, clean in builds), f"no edit shows what {ingredient.name} is good for"
