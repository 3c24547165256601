"""Whoever forgets an ingredient of a fingerprint, or of the store's identity, is found out by a tour of all edits.

Each ingredient is left out in turn: the function that names it is compiled anew without it, and the tour must then
meet a build that is not equal to a clean one.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from types import FunctionType
from typing import NamedTuple

import pytest

from lodestar.engine import identity, read
from lodestar.engine.identity import CODE, LIBRARIES
from lodestar.engine.last_build import LastBuild, inputs_of
from lodestar.engine.render import Closures
from lodestar.engine.run import Run
from lodestar.engine.theme import Theme
from lodestar.engine.write import Writing
from tests.equivalence.building import PYTHON, preload
from tests.equivalence.machine import Edits
from tests.equivalence.site_edits import SETTINGS
from tests.equivalence.test_incremental import TOUR


class Mutant(NamedTuple):
    """A function without one of its ingredients."""

    function: Callable[..., object]
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.function.__name__}: {self.before.strip(' ,')}"


MUTANTS = (
    Mutant(identity.identity, "*code, ", ""),
    Mutant(identity.identity, "sys.version, ", ""),
    Mutant(identity.identity, "*map(version, LIBRARIES), ", ""),
    Mutant(identity.identity, ", *others(settings)", ""),
    Mutant(identity.others, "digest_of(place.parent", '"" and digest_of(place.parent'),
    Mutant(identity.settings_digest, "if name not in NOT_CONTENT", 'if name in ("PATH", "THEME")'),
    Mutant(Run._open, " + fingerprint(self._reading)", ""),
    Mutant(inputs_of, "settings_digest(settings),", ""),
    Mutant(inputs_of, "theme,\n", "\n"),
    Mutant(inputs_of, "[(file.path, file.hash) for file in content.static],", ""),
    Mutant(inputs_of, "content.sources,", ""),
    Mutant(LastBuild.had, "note.inputs == inputs and ", ""),
    Mutant(LastBuild.had, "moment < note.until and ", ""),
    Mutant(LastBuild.had, " and not self.altered", ""),
    Mutant(read._content, "(path, row.hash) for", "path for"),
    Mutant(read._same, "return", "return True or"),
    Mutant(Theme.digest, "self.folder,", '"/none",'),
    Mutant(Closures._digest, "{text}", ""),
    Mutant(Closures._closure, "if other not in names", "if not names"),
    Mutant(Writing.outdated, "{closures[output.template]} {settings}", "- {settings}"),
    Mutant(Writing.outdated, "{closures[output.template]} {settings}", "{closures[output.template]} -"),
    Mutant(Writing.outdated, " {fingerprint(output.value)}", " -"),
    Mutant(Writing.outdated, " and file not in altered", ""),
)
GRAND_TOUR: tuple[Callable[[Edits], None], ...] = (
    *TOUR,
    *((lambda site, name=name: site.upgrade(name)) for name in (*CODE, *LIBRARIES, PYTHON)),
    *((lambda site, choice=choice: site.change_a_setting(choice)) for choice in SETTINGS),
)


def travel(*edits: Callable[[Edits], None]) -> None:
    """Make each edit, and build both ways after it. Raises AssertionError at the first difference."""
    preload()
    site = Edits()
    try:
        for edit in (lambda site: site.begin(1), *edits):
            edit(site)
            site.the_incremental_build_equals_the_clean_one()
    finally:
        site.teardown()


@pytest.mark.slow
@pytest.mark.says
@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_an_ingredient_that_is_left_out_is_found_out(mutant: Mutant) -> None:
    function = mutant.function
    assert isinstance(function, FunctionType)
    source = textwrap.dedent(inspect.getsource(function))
    assert source.count(mutant.before) == 1, "it is written otherwise now: mend this list"
    names: dict[str, object] = {}
    exec(
        "from __future__ import annotations\n" + source.replace(mutant.before, mutant.after),
        function.__globals__,
        names,
    )
    whole, function.__code__ = function.__code__, names[function.__name__].__code__  # type: ignore[attr-defined]
    try:
        with pytest.raises(AssertionError):
            travel(*GRAND_TOUR)
    finally:
        function.__code__ = whole


@pytest.mark.slow
@pytest.mark.says
@pytest.mark.parametrize("name", [*CODE, *LIBRARIES])
def test_a_library_or_a_folder_that_is_left_out_is_found_out(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "CODE", tuple(folder for folder in CODE if folder != name))
    monkeypatch.setattr(identity, "LIBRARIES", tuple(library for library in LIBRARIES if library != name))
    with pytest.raises(AssertionError):
        travel(lambda site: site.upgrade(name))
