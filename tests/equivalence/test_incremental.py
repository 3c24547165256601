"""After any series of edits, an incremental build leaves the very files that a clean build makes.

The short form makes every kind of edit once, and some at random; `python3 tasks.py equivalence --steps 2000`
makes more.
"""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.equivalence.building import preload
from tests.equivalence.edits import FIELDS
from tests.equivalence.machine import Edits
from tests.equivalence.site_edits import CATALOGS, MARKS, SETTINGS
from tests.equivalence.small_site import DECLARED

pytestmark = pytest.mark.seconds

STEPS = int(os.environ.get("LODESTAR_STEPS", "8"))
AT_LENGTH = "LODESTAR_STEPS" in os.environ
SERIES = settings(
    max_examples=4 if AT_LENGTH else 2,
    stateful_step_count=25 if AT_LENGTH else 12,
    suppress_health_check=list(HealthCheck),
    database=None,
    report_multiple_bugs=False,
    phases=(Phase.generate,),
)
"""A handful of series of edits; the first that fails ends all, for to shrink it would take longer than to read it."""
KINDS = frozenset(FIELDS) | {
    *("add", "rewrite", "delete", "rename", "swap", "touch", "time put back", "nothing", "new process", "begin"),
    *("bio", "term file", "call rule", "picture", "comment", "page", "redirect", "copied file", "catalog"),
    *("course", "module", "lesson", "template", "macro", "include", "CSS", "script"),
    *("setting", "plugin", "plugin version", "library version", "time", "spoiled output"),
}
"""Kinds of edits; the long form makes each of them."""


def declare(site: Edits, number: int) -> None:
    """Give a post another value of each header key that plugins declare."""
    for key, values in DECLARED.items():
        site.change("p3", key, values[number])


TOUR: tuple[Callable[[Edits], None], ...] = (
    lambda site: site.do_nothing(1),
    lambda site: site.change("p0", "body", "headings"),
    lambda site: site.change("p0", "title", "A quiet room"),
    lambda site: site.change("p0", "date", "2026-01-01 00:00"),
    lambda site: site.change("p0", "date", "2025-12-31 23:59"),
    lambda site: site.change("p0", "tags", ["one-on-ones"]),
    lambda site: site.change("p0", "categories", ["Career", "Coaching/One to One"]),
    lambda site: site.change("p0", "authors", ["Daniel Okafor"]),
    lambda site: site.edit_a_bio("daniel-okafor", "A coach."),
    lambda site: site.change("p0", "slug", "other-slug"),
    lambda site: site.change("p0", "aliases", ["/old/"]),
    lambda site: site.change("p1", "status", "draft"),
    lambda site: site.change("p1", "status", "hidden"),
    lambda site: site.change("p1", "status", "published"),
    lambda site: site.change("p1", "summary", "In short."),
    lambda site: site.change("p1", "note", "Was at [home](/about/)."),
    lambda site: declare(site, 1),
    lambda site: declare(site, 0),
    lambda site: site.change("p1", "series", "Trust"),
    lambda site: site.change("p2", "series", "Trust"),
    lambda site: site.change("p2", "modified", "2026-05-01"),
    lambda site: site.change("p2", "lang", "de"),
    lambda site: site.change("p0", "translations", ["posts/p2.md"]),
    lambda site: site.change("p2", "status", "draft"),
    lambda site: site.change("p2", "status", "published"),
    lambda site: site.change("p2", "lang", "ar"),
    lambda site: site.change("p0", "translations", []),
    lambda site: site.change("p2", "lang", ""),
    lambda site: site.change("p2", "lesson", "courses/calm/01-breathe/01-in.md"),
    lambda site: site.do_nothing(4),  # from here on by several processes, which takes twice the time
    lambda site: site.change("p2", "image", "images/a.png"),
    lambda site: site.edit_a_picture("blue", 24),
    lambda site: site.edit_a_drawing("<svg></svg>"),
    lambda site: site.edit_comments("p2", "Yes."),
    lambda site: site.change("p2", "comments", False),
    lambda site: site.edit_a_call("trust", 1, ""),
    lambda site: site.change("p2", "call", "none"),
    lambda site: site.edit_a_term("Trust", "synonyms: [confidence]\n"),
    lambda site: site.edit_a_category("Of coaching.\n"),
    lambda site: site.edit_a_page("pages/more.md", "One."),
    lambda site: site.edit_redirects("content", "/older/ /about/\n"),
    lambda site: site.edit_a_file_that_is_copied("files/notes.txt", "one"),
    lambda site: site.edit_a_catalog(CATALOGS[1]),
    lambda site: site.edit_the_course("price: {amount: 90, currency: USD}\nenrol: {url: /about/}\n"),
    lambda site: site.edit_a_module("Breathe again"),
    lambda site: site.edit_a_lesson("03-hold", "In", "free", "See [p1]({filename}/posts/p1.md)"),
    lambda site: site.edit_a_lesson("03-hold", "", "free", ""),
    lambda site: site.edit_a_template(2, MARKS[1]),
    lambda site: site.edit_a_macro(40, MARKS[1]),
    lambda site: site.edit_what_is_extended(0, MARKS[2]),
    lambda site: site.edit_styles("base.css", "p { margin: 1px }"),
    lambda site: site.edit_a_script("// one\n"),
    lambda site: site.write("p5", {"title": "New", "date": "2026-03-05 08:00", "tags": ["trust"], "body": "plain"}),
    lambda site: site.write("p5", {"title": "Newer", "date": "2026-06-01 00:00", "tags": [], "body": "links"}),
    lambda site: site.rename("p5", "p6"),
    lambda site: site.swap("p0", "p1", True),
    lambda site: site.swap("p1", "p6", False),
    lambda site: site.touch("p1", 86400),
    lambda site: site.change_and_put_the_time_back("p1", True),
    lambda site: site.delete("p6"),
    lambda site: site.upgrade_a_plugin(2),
    lambda site: site.upgrade("markdown"),
    lambda site: site.spoil_an_output(7, False),
    lambda site: site.change("p3", "date", "2026-06-02 09:00"),
    lambda site: site.wait(30),
    lambda site: site.build_in_a_new_process(1),
    lambda site: site.change_a_setting(SETTINGS[0]),
    lambda site: site.leave_out_a_plugin("course_cta"),
    lambda site: site.put_settings_back(),
)
"""Every kind of edit, so that none waits for chance."""


@pytest.mark.says
def test_after_each_kind_of_edit_an_incremental_build_equals_a_clean_one() -> None:
    preload()
    Edits.done.clear()
    site = Edits()
    try:
        for edit in (lambda site: site.begin(1), *TOUR):
            edit(site)
            site.the_incremental_build_equals_the_clean_one()
            assert site.codes[-1] == 0, site.messages
    finally:
        site.teardown()
    assert Edits.done.keys() == KINDS


@pytest.mark.says
def test_after_any_edits_an_incremental_build_equals_a_clean_one(capsys: pytest.CaptureFixture[str]) -> None:
    preload()
    Edits.codes.clear()
    Edits.done.clear()
    first_seed = time.time_ns() % 10**6 if AT_LENGTH else 1
    for number in itertools.count(first_seed):
        if Edits.done.total() >= STEPS:
            break
        run_state_machine_as_test(seed(number)(Edits), settings=SERIES)
    good_builds = Edits.codes.count(0)
    if AT_LENGTH:
        with capsys.disabled():
            print(
                f"\n{len(Edits.codes)} builds both ways, {good_builds} of them good; seeds from {first_seed}; edits: {dict(Edits.done)}"
            )
    assert good_builds > len(Edits.codes) // 3, "too few builds were good for their equality to prove anything"
    assert Edits.done.keys() <= KINDS
    assert STEPS < 1000 or Edits.done.keys() == KINDS, f"never done: {sorted(KINDS - Edits.done.keys())}"
