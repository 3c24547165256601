"""The publish page: what it compares, what it remembers, and what it writes down in git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from lodestar.desk.jobs import Job
from lodestar.desk.publish_page import _commit, _difference, _keep


def git(*words: str) -> str:
    return subprocess.run(["git", *words], check=True, capture_output=True, text=True).stdout


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A site in a repository of somebody whom git does not know."""
    monkeypatch.chdir(tmp_path)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    for name in [name for name in os.environ if name.startswith(("GIT_AUTHOR", "GIT_COMMITTER"))] + ["EMAIL"]:
        monkeypatch.delenv(name, raising=False)
    git("init", "-q")
    for path in ("content/posts/2026/a-red-door.md", "published/addresses.txt", "notes.txt"):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text("one\n")
    return tmp_path


def test_what_was_published_is_written_down_in_git_and_nothing_else(repository):
    git("add", "notes.txt")
    job = Job("publish")
    _commit(job, repository / "content")
    assert job.lines == ['Git: "content: Publish a red door".']
    assert git("log", "--format=%s").splitlines() == ["content: Publish a red door"]
    assert git("show", "--name-only", "--format=").split() == [
        "content/posts/2026/a-red-door.md",
        "published/addresses.txt",
    ]
    assert git("status", "--short").splitlines() == ["A  notes.txt"], "what somebody else staged stays staged"


def test_a_second_time_there_is_nothing_to_write_down(repository):
    _commit(Job("publish"), repository / "content")
    job = Job("publish")
    _commit(job, repository / "content")
    assert job.lines == ["Git: nothing new to write down."]
    for number in range(5):
        Path(f"content/posts/2026/post-{number}.md").write_text("x")
    _commit(job, repository / "content")
    assert job.lines[-1] == 'Git: "content: Publish post 0, post 1, post 2 and 2 more".'


def test_a_page_is_compared_as_it_is_read(tmp_path):
    before, after = tmp_path / "a.html", tmp_path / "b.html"
    before.write_text("<h1>Door</h1><script>1</script><p>It was <b>red</b>.</p><p>Same.</p>")
    after.write_text("<h1>Door</h1><script>2</script><p class=x>It is <b>blue</b> &amp; open.</p><p>Same.</p>")
    assert _difference(before, after) == [
        ("same", " Door"),
        ("cut", "-It was red."),
        ("add", "+It is blue & open."),
        ("same", " Same."),
    ]


def test_a_release_is_remembered_while_later_builds_go_on(tmp_path):
    built, kept = tmp_path / "built", tmp_path / "kept"
    built.mkdir()
    (built / "index.html").write_text("first")
    _keep(kept, built)
    (tmp_path / "new").write_text("second")
    os.replace(tmp_path / "new", built / "index.html")  # as builds do
    assert (kept / "index.html").read_text() == "first"
    _keep(kept, built)
    assert (kept / "index.html").read_text() == "second"
    _keep(kept, None)
    assert not kept.exists()
