"""Whoever forgets an ingredient of a fingerprint, or of the store's identity, is found out by an edit of it.

Each ingredient is left out in turn: the function that names it is compiled anew without it, and edits that the
equivalence tests make must then end in a build that is not equal to a clean one.
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
from tests.equivalence.site_edits import MARKS

pytestmark = [pytest.mark.slow, pytest.mark.says]

Edit = Callable[[Edits], None]


def upgrade(name: str) -> Edit:
    return lambda site: site.upgrade(name)


def setting(name: str, value: object) -> Edit:
    return lambda site: site.change_a_setting({name: value})


REWRITE: Edit = lambda site: site.change("p0", "title", "A quiet room")  # noqa: E731
TEMPLATE: Edit = lambda site: site.edit_a_template(2, MARKS[1])  # noqa: E731


class Mutant(NamedTuple):
    """A function without one of its ingredients, and an edit of what that stands for."""

    function: Callable[..., object]
    before: str
    after: str
    edits: tuple[Edit, ...]

    def __str__(self) -> str:
        return f"{self.function.__name__}: {self.before.strip(' ,')} -> {self.after.strip()}"


MUTANTS = (
    Mutant(identity.identity, "*code, ", "", (upgrade("plugins"),)),
    Mutant(identity.identity, "sys.version, ", "", (upgrade(PYTHON),)),
    Mutant(identity.identity, "*map(version, LIBRARIES), ", "", (upgrade("markdown"),)),
    Mutant(identity.identity, ", *others(settings)", "", (lambda site: site.upgrade_a_plugin(2),)),
    Mutant(
        identity.others, "yield digest_of(place.parent, ", 'yield "" and (', (lambda site: site.upgrade_a_plugin(2),)
    ),
    Mutant(
        identity.settings_digest, "if name not in NOT_CONTENT", 'if name == "THEME"', (setting("SITENAME", "Other"),)
    ),
    Mutant(Run._open, " + fingerprint(self._reading)", "", (setting("TIMEZONE", "Pacific/Auckland"),)),
    Mutant(inputs_of, "settings_digest(settings),", "", (setting("SITENAME", "Other"),)),
    Mutant(inputs_of, "theme,\n", "\n", (TEMPLATE,)),
    Mutant(inputs_of, "content.sources,", "", (REWRITE,)),
    Mutant(LastBuild.had, "note.inputs == inputs and ", "", (REWRITE,)),
    Mutant(
        LastBuild.had,
        "moment < note.until and ",
        "",
        (lambda site: site.change("p3", "date", "2026-06-02 09:00"), lambda site: site.wait(30)),
    ),
    Mutant(LastBuild.had, " and not self.altered", "", (lambda site: site.spoil_an_output(7, False),)),
    Mutant(read._content, "[(path, row.hash) for", "[path for", (REWRITE,)),
    Mutant(read._same, "return", "return True or", (lambda site: site.change_and_put_the_time_back("p1", True),)),
    Mutant(Theme.digest, "self.folder,", 'Path("none"),', (TEMPLATE,)),
    Mutant(Closures._digest, "{text}", "", (TEMPLATE,)),
    Mutant(Closures._closure, "if other not in names", "if not names", (lambda site: site.edit_a_macro(40, MARKS[1]),)),
    Mutant(Writing.outdated, "{closures[output.template]} {facts}", "- {facts}", (TEMPLATE,)),
    Mutant(
        Writing.outdated,
        "{closures[output.template]} {facts}",
        "{closures[output.template]} -",
        (setting("SITENAME", "Other"),),
    ),
    Mutant(Writing.outdated, " {fingerprint(output.value)}", " -", (REWRITE,)),
    Mutant(Writing.outdated, " and file not in altered", "", (lambda site: site.spoil_an_output(7, False),)),
)


def travel(*edits: Edit) -> None:
    """Make each edit, and build both ways after it. Raises AssertionError at the first difference."""
    preload()
    site = Edits()
    try:
        for edit in (lambda site: site.begin(1), lambda site: site.nothing(1), *edits):
            edit(site)
            site.the_incremental_build_equals_the_clean_one()
    finally:
        site.teardown()


@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_an_ingredient_that_is_left_out_is_found_out(mutant: Mutant) -> None:
    function = mutant.function
    assert isinstance(function, FunctionType)
    source = textwrap.dedent(inspect.getsource(function))
    assert source.count(mutant.before) == 1, "it is written otherwise now: mend this list"
    names: dict[str, FunctionType] = {}
    changed = "from __future__ import annotations\n" + source.replace(mutant.before, mutant.after)
    exec(changed, function.__globals__, names)  # type: ignore[arg-type]
    travel(*mutant.edits)  # as it is, the edits are met by equal builds
    whole, function.__code__ = function.__code__, names[function.__name__].__code__
    try:
        with pytest.raises(AssertionError):
            travel(*mutant.edits)
    finally:
        function.__code__ = whole


@pytest.mark.parametrize("name", [*CODE, *LIBRARIES])
def test_a_library_or_a_folder_that_is_left_out_is_found_out(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "CODE", tuple(folder for folder in CODE if folder != name))
    monkeypatch.setattr(identity, "LIBRARIES", tuple(library for library in LIBRARIES if library != name))
    with pytest.raises(AssertionError):
        travel(upgrade(name))
