"""The builder process answers, or the desk says that it did not and builds again."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest

from lodestar.desk import worker
from lodestar.desk.builder import Builder, Paths
from lodestar.desk.messages import Built, Known, receive, send
from lodestar.engine.program import SiteOptions
from tests.desk.conftest import CONTENT, ROOT, SETTINGS


@pytest.fixture
def builder(tmp_path, monkeypatch):
    """A builder whose process answers what `stream` holds."""
    reports: list[Built] = []
    result = Builder(Paths(tmp_path, tmp_path / "pelicanconf.py", tmp_path / "output"), reports.append, lambda: None)
    stream = io.BytesIO()
    process = SimpleNamespace(stdin=io.BytesIO(), stdout=stream, terminate=lambda: None, wait=lambda: None)
    monkeypatch.setattr(result, "_running", lambda: process)
    monkeypatch.setattr(result, "_process", process)
    return result, stream, reports


@pytest.mark.parametrize("broken", [b"\0\0\0\2\xc1\xc1", b"\0\0\0\x09", b""])
def test_an_answer_that_cannot_be_read_is_said_and_the_next_build_starts_another_process(builder, broken):
    result, stream, reports = builder
    send(stream, "built", Built(True))
    stream.write(broken)
    stream.seek(0)
    result._build()
    assert [item.good for item in reports] == [True, False]
    assert [problem.what for problem in result.problems] == ["the builder ended without an answer"]
    assert result._process is None


def test_a_whole_answer_is_taken_up(builder):
    result, stream, reports = builder
    send(stream, "built", Built(True))
    send(stream, "known", Known({}, ("/a/",), (), (), ()))
    stream.seek(0)
    result._build()
    assert ([item.good for item in reports], result.known.addresses, result.problems) == (
        [True],
        ("/a/",),
        (),
    )


def test_what_changed_since_the_last_answer_is_told_whichever_build_took_it_up(monkeypatch):
    page, style, post = "about/index.html", "theme/style.css", "post/index.html"
    builds = iter(
        [
            (Built(True, changed=(page,)), None, True),
            (Built(True, changed=(style,)), None, False),  # in a quiet moment, for the search index
            (Built(False), None, False),
            (Built(True, changed=(post,)), None, False),
            (Built(True), None, False),
        ]
    )
    requests = iter([True, True, True, True, False])
    monkeypatch.setattr(worker, "build", lambda *_: next(builds))
    monkeypatch.setattr(worker, "_quiet", lambda: True)
    monkeypatch.setattr(worker, "_wait_for_request", lambda: next(requests))
    answers = io.BytesIO()
    worker.serve(SiteOptions("content", "output", "settings.py"), answers)
    answers.seek(0)
    reports = [receive(answers) for _ in range(4)]
    assert [item.changed for item in reports if isinstance(item, Built)] == [(page,), (), (post, style), ()]


@pytest.mark.seconds
def test_the_search_index_changes_no_page(tmp_path):
    post = tmp_path / "content/posts/first.md"
    post.parent.mkdir(parents=True)
    post.write_text(CONTENT["posts/2026/first.md"])
    settings = tmp_path / "settings.py"
    text = SETTINGS.format(root=str(ROOT), cache=str(tmp_path / "cache"), theme=str(ROOT / "theme"))
    settings.write_text(f'{text}SEARCH = {{"enabled": True}}\n')
    output = tmp_path / "output"
    report, _, _ = worker.build(SiteOptions(str(tmp_path / "content"), str(output), str(settings)))
    index = {path.relative_to(output).as_posix() for path in output.glob("search/*/*")}
    assert index and not index & set(report.changed), report.problems
    assert "search/index.html" in report.changed
