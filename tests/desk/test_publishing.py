"""The publish page: what it compares, what it remembers, and what it writes down in git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from lodestar.desk.comparing import difference, keep_release
from lodestar.desk.jobs import Job
from lodestar.desk.record import commit, remote_of, send
from lodestar.publishing.settings import PagesTarget


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


def test_a_record_of_what_was_published_is_kept_and_of_nothing_else(repository):
    git("add", "notes.txt")
    job = Job("publish")
    commit(job, repository / "content", {"posts/2026/a-red-door.md": "waiting"})
    assert job.lines == ["Record: content: Publish “a red door”."]
    assert git("log", "--format=%s").splitlines() == ["content: Publish “a red door”"]
    assert git("show", "--name-only", "--format=").split() == [
        "content/posts/2026/a-red-door.md",
        "published/addresses.txt",
    ]
    assert git("status", "--short").splitlines() == ["A  notes.txt"], "what somebody else staged stays staged"
    commit(job, repository / "content", {})
    assert job.lines[-1] == "Record: nothing has changed since the last one."


def test_a_record_is_named_by_what_changed_and_not_by_the_draft_beside_it(repository):
    commit(Job("publish"), repository / "content", {})
    texts = {"pages/about.md": "title: About us", "posts/2026/a-rant.md": "title: A private rant\nstatus: draft"}
    texts |= {f"posts/2026/post-{number}.md": f"title: Post {number}" for number in range(4)}
    for name, head in texts.items():
        path = repository / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{head}\n---\nText.\n")
    (repository / "content/posts/2026/a-red-door.md").unlink()
    states = dict.fromkeys(texts, "waiting") | {"pages/about.md": "changed", "posts/2026/a-rant.md": "draft"}
    commit(Job("publish"), repository / "content", states)
    assert git("log", "-1", "--format=%s").strip() == (
        "content: Publish “Post 0”, “Post 1” and 2 more; change “About us”; remove “a red door”; draft “A private rant”"
    )


def test_a_record_is_sent_where_she_wants_it_above_what_others_sent(repository, tmp_path_factory):
    other_folder = tmp_path_factory.mktemp("elsewhere")
    bare_repository, other_clone = other_folder / "bare.git", other_folder / "other"
    assert remote_of(repository / "content", None) == "", "there is nowhere to send it"
    git("init", "-q", "--bare", str(bare_repository))
    git("remote", "add", "origin", str(bare_repository))
    assert remote_of(repository / "content", None) == str(bare_repository)
    assert (
        remote_of(repository / "content", PagesTarget(remote="https://github.com/anna/site"))
        == "https://github.com/anna/site"
    )
    assert remote_of(other_folder, None) == ""
    job = Job("publish")
    commit(job, repository / "content", {})
    send(job, str(bare_repository))
    assert job.lines[-1] == f"Record sent to {bare_repository}."
    branch = git("symbolic-ref", "--short", "HEAD").strip()
    git("clone", "-q", "-b", branch, str(bare_repository), str(other_clone))
    (other_clone / "published/addresses.txt").write_text("two\n")
    git(
        "-C",
        str(other_clone),
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@b",
        "commit",
        "-qam",
        "published: Add a release",
    )
    git("-C", str(other_clone), "push", "-q")
    (repository / "content/posts/2026/a-red-door.md").write_text("two\n")
    (repository / "notes.txt").write_text("not recorded\n")
    commit(job, repository / "content", {})
    send(job, str(bare_repository))
    assert job.lines[-1] == f"Record sent to {bare_repository}."
    assert (repository / "notes.txt").read_text() == "not recorded\n"
    subjects = git("-C", str(bare_repository), "log", "--format=%s", branch).splitlines()
    assert subjects == ["content: Change “a red door”", "published: Add a release", subjects[-1]]
    send(job, str(other_folder / "none.git"))
    assert job.lines[-1].startswith("Record not sent: ")


def test_a_page_is_compared_as_it_is_read(tmp_path):
    before, after = tmp_path / "a.html", tmp_path / "b.html"
    before.write_text("<h1>Door</h1><script>1</script><p>It was <b>red</b>.</p><p>Same.</p>")
    after.write_text("<h1>Door</h1><script>2</script><p class=x>It was <b>blue</b> &amp; open.</p><p>Same.</p>")
    assert difference(before, after) == (
        (("same", "Door"),),
        (("same", "It was "), ("cut", "red"), ("add", "blue & open"), ("same", ".")),
        (("same", "Same."),),
    )


def test_a_release_is_remembered_while_later_builds_go_on(tmp_path):
    output, kept_release = tmp_path / "built", tmp_path / "kept"
    output.mkdir()
    (output / "index.html").write_text("first")
    keep_release(kept_release, output)
    (tmp_path / "new").write_text("second")
    os.replace(tmp_path / "new", output / "index.html")  # as builds do
    assert (kept_release / "index.html").read_text() == "first"
    keep_release(kept_release, output)
    assert (kept_release / "index.html").read_text() == "second"
    keep_release(kept_release, None)
    assert not kept_release.exists()
