"""A child process does the same work, or leaves it to its parent."""

from __future__ import annotations

import operator
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lodestar.base.front_matter.options import Options
from lodestar.base.front_matter.reading import reader
from lodestar.engine import last_build, read, run
from lodestar.engine.child import Child, ChildEnded, StandbyChild, is_available
from lodestar.engine.closures import Closures
from lodestar.engine.read import READER
from tests.web import PATIENCE

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")


@pytest.fixture
def child() -> Iterator[StandbyChild]:
    result = StandbyChild(lambda: None)
    yield result
    result.end()


def test_results_are_those_of_the_tasks(child):
    assert list(child.spread("functools:partial", (operator.mul, 2), [1, 2, 3], 1, 1)) == [2, 4, 6]


def test_much_work_is_spread_over_workers(child):
    results = list(child.spread("functools:partial", (operator.mul, 2), range(500), 2, 40))
    assert sorted(results) == list(range(0, 1000, 2))


def test_files_read_as_they_do_here(child, tmp_path: Path):
    (tmp_path / "a.md").write_text("---\ntitle: A\ndate: 2026-01-01\n---\nSome *words*.\n")
    (tmp_path / "b.md").write_text("---\ntitle: B\ndate: March\n---\n")
    makers = {"posts": "lodestar.base.front_matter.kinds:article"}
    arguments = (str(tmp_path), Options("content", "UTC", {"extensions": ["extra", "smarty"]}, makers))
    tasks = [("a.md", "posts"), ("b.md", "posts")]
    results = [item for _, item in child.spread(READER, arguments, tasks, 1, 40)]
    assert results == [item for _, item in map(reader(*arguments), tasks)]
    assert [len(item.problems) for item in results] == [0, 1]


def test_an_error_ends_the_results_so_that_it_is_met_where_it_can_be_said(child):
    results = child.spread("functools:partial", (int,), ["1", "no number", "2"], 1, 1)
    assert next(results) == 1
    with pytest.raises(ChildEnded):
        next(results)


def test_a_process_that_is_gone_gives_no_results(child):
    os.kill(child._process, signal.SIGKILL)
    os.waitid(os.P_PID, child._process, os.WEXITED | os.WNOWAIT)
    with pytest.raises(ChildEnded):
        list(child.spread("functools:partial", (int,), ["1"], 1, 1))


def test_what_it_could_not_read_is_read_here(child, build_site):
    posts = "".join(
        f"-- content/posts/p{n}.md --\n---\ntitle: P{n}\ndate: 2026-01-0{n + 1}\n---\nWords.\n" for n in range(3)
    )
    os.kill(child._process, signal.SIGKILL)
    built = build_site(posts, CHILD=child)
    assert built.code == 0 and built.run.result.read == 3


def test_preparing_that_fails_gives_no_results():
    result = StandbyChild(lambda: 1 / 0)
    with pytest.raises(ChildEnded):
        list(result.spread("functools:partial", (int,), ["1"], 1, 1))
    result.end()


def test_nothing_is_left_of_it():
    result = StandbyChild(lambda: None)
    result.end()
    with pytest.raises(ProcessLookupError):
        os.kill(result._process, 0)


INTERRUPTED_AT_ONCE = """
import os, signal, time
from lodestar.engine.child import StandbyChild
here, close = os.getpid(), os.close
os.close = lambda number: (os.getpid() == here or os.kill(os.getpid(), signal.SIGINT), close(number))
try:
    made = StandbyChild(lambda: None)
    print(list(made.spread("functools:partial", (int,), ["1"], 1, 1)))
    made.end()
except KeyboardInterrupt:
    print("stopped")
"""


def test_ctrl_c_does_not_meet_it_however_soon():
    command, home = [sys.executable, "-c", INTERRUPTED_AT_ONCE], Path(__file__).parents[2]
    result = subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=PATIENCE)
    assert (result.stdout, result.stderr) == ("[1]\n", "")


def test_it_takes_a_second_core(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0}, raising=False)
    assert not is_available()


def test_results_of_a_work_are_waited_for():
    result = Child(lambda: (item * 2 for item in range(3)))
    assert list(result.results()) == [0, 2, 4]
    result.end()


def test_a_work_that_fails_gives_what_there_was_until_then():
    result = Child(lambda: (1 / item for item in (1, 0)))
    results = result.results()
    assert next(results) == 1
    with pytest.raises(ChildEnded):
        next(results)
    result.end()


@pytest.mark.parametrize("child_ends_early", [False, True])
def test_files_that_were_altered_are_made_again_whoever_looks_at_them(build_site, monkeypatch, child_ends_early: bool):
    monkeypatch.setattr(last_build, "MANY", 0)
    if child_ends_early:
        monkeypatch.setattr(Child, "results", lambda self: (_ for _ in ()).throw(ChildEnded))
    posts = "-- content/posts/p.md --\n---\ntitle: P\ndate: 2026-01-01\n---\nWords.\n"
    built = build_site(posts, BUILD={"workers": 2})
    page = next(path for path in built.files() if path.endswith("/p/index.html"))
    expected = built[page]
    (built.output / page).write_text("another's words")
    built = build_site(BUILD={"workers": 2})
    assert (built.run.result.rendered, built[page]) == ([page], expected)
    assert build_site(BUILD={"workers": 2}).run.result.rendered == []


@pytest.mark.parametrize("few_files", [0, 1, 79])
def test_a_first_build_has_its_templates_compiled_by_a_child(build_site, child, monkeypatch, few_files: int):
    monkeypatch.setattr(
        run, "FEW_FILES", few_files
    )  # when it begins: after all files are read, before the last, before the first
    monkeypatch.setattr(read, "FEW_FILES", few_files)
    parse, parsed_names = Closures._parse, []
    monkeypatch.setattr(Closures, "_parse", lambda self, name: parsed_names.append(name) or parse(self, name))
    pages = "".join(f"-- content/pages/{name}.md --\n---\ntitle: {name}\n---\nWords.\n" for name in "abc")
    build_site(pages, BUILD={"workers": 2}, CHILD=child)
    assert parsed_names == []
    build_site(pages, BUILD={"clean": True})
    assert "page.html" in parsed_names


def test_what_it_prepared_comes_before_its_results():
    child = StandbyChild(lambda: "ready")
    assert child.prepared == "ready"
    assert list(child.spread("functools:partial", (operator.mul, 2), [1, 2], 1, 1)) == [2, 4]
    child.end()


def test_a_child_that_cannot_get_ready_is_gone():
    child = StandbyChild(lambda: 1 / 0)
    with pytest.raises(ChildEnded):
        _ = child.prepared
    child.end()
