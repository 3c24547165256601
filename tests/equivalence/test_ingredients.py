"""Whoever forgets an ingredient of a fingerprint, or of the store's identity, is found out by an edit of it.

Each ingredient is left out in turn: the function that names it is compiled anew without it, and edits that the
equivalence tests make must then end in a build that is not equal to a clean one. What another ingredient covers as
well (the language of an output, which its value says too) cannot be found out so, and is not listed.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from functools import cache
from types import FunctionType
from typing import NamedTuple

import pytest

from lodestar.engine import identity, read
from lodestar.engine.closures import Closures
from lodestar.engine.facts import facts
from lodestar.engine.identity import CODE, LIBRARIES
from lodestar.engine.last_build import LastBuild, inputs_of
from lodestar.engine.run import Run
from lodestar.engine.theme import Theme
from lodestar.engine.write import Writing
from pelicanconf import MARKDOWN
from plugins.pictures.make import cached
from plugins.related import hooks as related
from plugins.tag_archives.guides import Guides
from tests.equivalence.building import HOUSE, PYTHON, preload
from tests.equivalence.machine import Edits
from tests.equivalence.site_edits import CATALOGS, MARKS

pytestmark = [pytest.mark.slow, pytest.mark.says]

Edit = Callable[[Edits], None]


def upgrade(name: str) -> Edit:
    return lambda site: site.upgrade(name)


def setting(name: str, value: object) -> Edit:
    return lambda site: site.change_a_setting({name: value})


def leave_out(plugin: str) -> Edit:
    return lambda site: site.leave_out_a_plugin(plugin)


def template(text: str) -> Edit:
    """Add a text to the template of the feed."""

    def edit(site: Edits) -> None:
        path = site.site.folder / "theme/templates/feed.rss.xml"
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
        site.did("template")

    return edit


def override(text: str) -> Edit:
    """Put a template of the feed with another end into a folder before the theme."""

    def edit(site: Edits) -> None:
        folder = site.site.folder / "own"
        folder.mkdir(exist_ok=True)
        first = (site.site.folder / "theme/templates/feed.rss.xml").read_text(encoding="utf-8")
        (folder / "feed.rss.xml").write_text(f"{first}<!-- {text} -->", encoding="utf-8")
        site.change_a_setting({"THEME_TEMPLATES_OVERRIDES": [str(folder)]})

    return edit


def reading(key: str) -> tuple[str, str]:
    """Return what leaves out one of the options that texts are read with, as text before and after."""
    return "fingerprint(self._reading)", f"fingerprint(msgspec.structs.replace(self._reading, {key}=None))"


PAGE = "article.html"
"""The template of every post's page."""
SHOWN = "components/site-header.html"
"""A macro's file that every page imports."""
REWRITE: Edit = lambda site: site.change("p0", "title", "A quiet room")  # noqa: E731
TEMPLATE: Edit = lambda site: site.edit_a_template(site.site.templates("pages").index(PAGE), MARKS[1])  # noqa: E731
MACRO: Edit = lambda site: site.edit_a_macro(site.site.templates("components").index(SHOWN), MARKS[1])  # noqa: E731
QUOTED: Edit = lambda site: site.change("p0", "body", "headings")  # noqa: E731
GUILLEMETS = {"left-double-quote": "&laquo;", "right-double-quote": "&raquo;"}
FRENCH_QUOTES = {
    **MARKDOWN,
    "extensions": [*MARKDOWN["extensions"], f"{HOUSE}:Closing"],
    "extension_configs": {"smarty": {"substitutions": GUILLEMETS}},
}
SITENAME = setting("SITENAME", "Other")
CATALOG: Edit = lambda site: site.edit_a_catalog(CATALOGS[1])  # noqa: E731
DRAWING: Edit = lambda site: site.edit_a_drawing("<svg></svg>")  # noqa: E731
SUBTITLE: Edit = lambda site: site.change("p0", "subtitle", "Below.")  # noqa: E731
SHOW = template("<!-- {{ motto|default('') }} -->")
MOTTO = setting("JINJA_GLOBALS", {"motto": "Listen."})


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
    Mutant(identity.identity, ", *foreign_hashes(settings)", "", (lambda site: site.upgrade_a_plugin(2),)),
    Mutant(
        identity.foreign_hashes,
        "yield digest_of(place.parent, ",
        'yield "" and (',
        (lambda site: site.upgrade_a_plugin(2),),
    ),
    Mutant(identity.settings_digest, "if name not in NOT_CONTENT", 'if name == "THEME"', (SITENAME,)),
    Mutant(Run._open, " + fingerprint(self._reading)", "", (setting("TIMEZONE", "Pacific/Auckland"),)),
    Mutant(Run._open, *reading("timezone"), (setting("TIMEZONE", "Pacific/Auckland"),)),
    Mutant(Run._open, *reading("markdown"), (QUOTED, setting("MARKDOWN", FRENCH_QUOTES))),
    Mutant(Run._open, *reading("declared"), (SUBTITLE, leave_out("subtitle"))),
    Mutant(Run._open, *reading("defaults"), (setting("DEFAULT_METADATA", {"summary": "In short."}),)),
    Mutant(Run._open, *reading("language"), (setting("DEFAULT_LANG", "de"),)),
    Mutant(Run._open, *reading("words"), (CATALOG,)),
    Mutant(inputs_of, "settings_digest(settings),", "", (SITENAME,)),
    Mutant(inputs_of, "theme,\n", "\n", (TEMPLATE,)),
    Mutant(inputs_of, "content.sources,", "", (REWRITE,)),
    Mutant(inputs_of, "content.sources,", "", (DRAWING,)),
    Mutant(inputs_of, "content.problems,", "", (lambda site: site.put("copied file", "attic/notes.xyz", "one"),)),
    Mutant(LastBuild.is_current, "note.inputs == inputs and ", "", (REWRITE,)),
    Mutant(
        LastBuild.is_current,
        "moment < note.until and ",
        "",
        (lambda site: site.change("p3", "date", "2026-06-02 09:00"), lambda site: site.wait(30)),
    ),
    Mutant(LastBuild.is_current, " and not self.altered", "", (lambda site: site.spoil_an_output(7, False),)),
    Mutant(read._make_content, "[(path, row.hash) for", "[path for", (REWRITE,)),
    Mutant(
        read.read,
        'file_digest(f"{root}/{path}") == stored_row.hash',
        "True",
        (lambda site: site.change_and_put_the_time_back("p1", True),),
    ),
    Mutant(Theme.digest, "self.folder,", 'Path("none"),', (TEMPLATE,)),
    Mutant(Closures._digest, "{text}", "", (TEMPLATE,)),
    Mutant(Closures._closure, "if reference not in names", "if not names", (MACRO,)),
    Mutant(Theme.digest, ", *added", "", (override("one"), override("two"))),
    Mutant(Theme.digest, ", self.own.digest", "", (SHOW, MOTTO)),
    Mutant(facts, "own=own", 'own=""', (SHOW, MOTTO)),
    Mutant(Writing._prefix, "{self._closures[template]} {facts_fingerprint}", "- {facts_fingerprint}", (TEMPLATE,)),
    Mutant(
        Writing._prefix, "{self._closures[template]} {facts_fingerprint}", "{self._closures[template]} -", (SITENAME,)
    ),
    Mutant(Writing.find_outdated, " {fingerprint(output.value)}", " -", (REWRITE,)),
    Mutant(Guides.links, "self._shared, ", "", (setting("ARCHIVES", {"kindred": 1, "shared": 1}),)),
    Mutant(
        related._related_places,
        "[posts, settings]",
        "[settings]",
        (lambda site: site.change("p1", "tags", ["patience"]),),
    ),
    Mutant(related._related_places, "[posts, settings]", "[posts]", (setting("RELATED", {"posts": 1}),)),
    Mutant(related._related_places, "note.settings == settings", "True", (setting("RELATED", {"posts": 1}),)),
    Mutant(cached, "value, __version__", "__version__", (lambda site: site.edit_a_picture("blue", 24),)),
    Mutant(Writing.find_outdated, " and file not in altered", "", (lambda site: site.spoil_an_output(7, False),)),
)


def travel(*edits: Edit) -> None:
    """Make each edit, and build both ways after it. Raises AssertionError at the first difference."""
    preload()
    site = Edits()
    try:
        for edit in (lambda site: site.begin(1), lambda site: site.do_nothing(1), *edits):
            edit(site)
            site.the_incremental_build_equals_the_clean_one()
    finally:
        site.teardown()


travel_once = cache(travel)


@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_an_ingredient_that_is_left_out_is_found_out(mutant: Mutant) -> None:
    function = mutant.function
    assert isinstance(function, FunctionType)
    source = textwrap.dedent(inspect.getsource(function))
    assert source.count(mutant.before) == 1, "it is written otherwise now: mend this list"
    names: dict[str, FunctionType] = {}
    mutated_source = "from __future__ import annotations\n" + source.replace(mutant.before, mutant.after)
    exec(mutated_source, function.__globals__, names)  # type: ignore[arg-type]
    travel_once(*mutant.edits)  # as it is, the edits are met by equal builds
    whole_code, function.__code__ = function.__code__, names[function.__name__].__code__
    try:
        with pytest.raises(AssertionError):
            travel(*mutant.edits)
    finally:
        function.__code__ = whole_code


@pytest.mark.parametrize("name", [*CODE, *LIBRARIES])
def test_a_library_or_a_folder_that_is_left_out_is_found_out(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "CODE", tuple(folder for folder in CODE if folder != name))
    monkeypatch.setattr(identity, "LIBRARIES", tuple(library for library in LIBRARIES if library != name))
    with pytest.raises(AssertionError):
        travel(upgrade(name))
