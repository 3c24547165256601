"""Which files are looked into: those whose size and times leave doubt, and no others."""

from __future__ import annotations

import os

import pytest

from lodestar.engine import read

POST = "-- content/posts/p.md --\n---\ntitle: P\ndate: 2026-01-01\n---\nWords.\n"


@pytest.fixture
def looked_into(monkeypatch) -> list[str]:
    """The paths of the files that are hashed to see whether they changed."""
    paths: list[str] = []
    real_digest = read.file_digest
    monkeypatch.setattr(read, "file_digest", lambda path: (paths.append(path), real_digest(path))[1])
    return paths


def test_a_file_that_changed_just_before_it_was_read_is_looked_into_until_it_rests(
    build_site, monkeypatch, looked_into
):
    digested = []
    for doubt in (10**12, 10**12, 0, 0):
        monkeypatch.setattr(read, "SETTLING_TIME", doubt)
        assert build_site(POST if not digested else "").run.result.read == (not digested)
        digested.append(len(looked_into))
    assert digested == [0, 1, 2, 2]


def test_a_file_that_was_touched_is_looked_into_until_it_rests_again(build_site, monkeypatch, looked_into):
    build_site(POST)
    monkeypatch.setattr(read, "SETTLING_TIME", 0)
    build_site()
    looked_into.clear()
    monkeypatch.setattr(read, "SETTLING_TIME", 10**12)
    os.utime(build_site.folder / "content/posts/p.md")
    for _ in range(2):
        assert build_site().run.result.read == 0
    assert len(looked_into) == 2
    (build_site.folder / "content/posts/p.md").write_text("---\ntitle: Q\ndate: 2026-01-01\n---\nWords.\n")
    assert build_site().run.result.read == 1
