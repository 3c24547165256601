"""The builder process answers, or the desk says that it did not and builds again."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest

from lodestar.desk.builder import Builder, Paths
from lodestar.desk.messages import Built, Known, send


@pytest.fixture
def builder(tmp_path, monkeypatch):
    """A builder whose process answers what `said` holds."""
    told: list[Built] = []
    result = Builder(Paths(tmp_path, tmp_path / "pelicanconf.py", tmp_path / "output"), told.append, lambda: None)
    said = io.BytesIO()
    process = SimpleNamespace(stdin=io.BytesIO(), stdout=said, terminate=lambda: None, wait=lambda: None)
    monkeypatch.setattr(result, "_running", lambda: process)
    monkeypatch.setattr(result, "_process", process)
    return result, said, told


@pytest.mark.parametrize("broken", [b"\0\0\0\2\xc1\xc1", b"\0\0\0\x09", b""])
def test_an_answer_that_cannot_be_read_is_said_and_the_next_build_starts_another_process(builder, broken):
    made, said, told = builder
    send(said, "built", Built(True))
    said.write(broken)
    said.seek(0)
    made._build()
    assert [item.good for item in told] == [True, False]
    assert [problem.what for problem in made.problems] == ["the builder ended without an answer"]
    assert made._process is None


def test_a_whole_answer_is_taken_up(builder):
    made, said, told = builder
    send(said, "built", Built(True))
    send(said, "known", Known({}, ("/a/",), (), (), ()))
    said.seek(0)
    made._build()
    assert ([item.good for item in told], made.known.addresses, made.problems) == ([True], ("/a/",), ())
