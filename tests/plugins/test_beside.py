"""A process beside this one does the same work, or lets this one do it."""

from __future__ import annotations

import operator
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.beside import Beside, can_be_had
from plugins.build.read import READER
from plugins.front_matter.options import Options
from plugins.front_matter.reading import reader

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")


@pytest.fixture
def beside() -> Iterator[Beside]:
    made = Beside(lambda: None)
    yield made
    made.end()


def test_results_come_in_the_order_of_the_tasks(beside):
    assert beside.results("functools:partial", (operator.mul, 2), [1, 2, 3]) == [2, 4, 6]


def test_files_read_as_they_do_here(beside, tmp_path: Path):
    (tmp_path / "a.md").write_text("---\ntitle: A\ndate: 2026-01-01\n---\nSome *words*.\n")
    (tmp_path / "b.md").write_text("---\ntitle: B\ndate: March\n---\n")
    arguments = (str(tmp_path), Options("content", "UTC", {"extensions": ["extra", "smarty"]}))
    tasks = [("a.md", "plugins.front_matter.kinds:article"), ("b.md", "plugins.front_matter.kinds:article")]
    found = beside.results(READER, arguments, tasks)
    here = list(map(reader(*arguments), tasks))
    assert found is not None and [each for _, each in found] == [each for _, each in here]
    assert [len(each.problems) for _, each in found] == [0, 1]


def test_an_error_is_no_answer_so_that_it_is_met_where_it_can_be_said(beside):
    assert beside.results("functools:partial", (int,), ["no number"]) is None


def test_a_process_that_is_gone_is_no_answer(beside):
    os.kill(beside._process, signal.SIGKILL)
    os.waitid(os.P_PID, beside._process, os.WEXITED | os.WNOWAIT)
    assert beside.results("functools:partial", (int,), ["1"]) is None


def test_preparing_that_fails_is_no_answer():
    made = Beside(lambda: 1 / 0)
    assert made.results("functools:partial", (int,), ["1"]) is None
    made.end()


def test_nothing_is_left_of_it():
    made = Beside(lambda: None)
    made.end()
    with pytest.raises(ProcessLookupError):
        os.kill(made._process, 0)


def test_it_takes_a_second_core(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0}, raising=False)
    assert not can_be_had()
