"""`IGNORE_FILES`: globs against the path below the content folder and against the bare name, as Pelican documents them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

PATHS = (
    "drafts/idea.pdf",
    "images/a.pdf",
    "images/drafts/b.pdf",
    "images/drafts/deep/c.pdf",
    "images/old.pdf",
    "scans/x.pdf",
    "notes/drafts.pdf",
)


@pytest.fixture
def copied(build_site: Any) -> Callable[[list[str]], set[str]]:
    """Which of the files are on the site that leaves out what some globs match."""
    for path in PATHS:
        build_site.write(f"-- content/{path} --\nx\n")
    build_site.write("-- content/posts/p.md --\n---\ntitle: P\ndate: 2026-01-01\n---\nText.\n")

    def find(ignored: list[str]) -> set[str]:
        built = build_site(IGNORE_FILES=ignored)
        assert built.code == 0, built.messages
        assert any(path.endswith("/p/index.html") for path in built.files())
        return {path for path in PATHS if path in built}

    return find


@pytest.mark.says
@pytest.mark.parametrize(
    ("globs", "left_out"),
    [
        (["**/.*"], set()),
        (["**/.*", "**/drafts/**"], {"drafts/idea.pdf", "images/drafts/b.pdf", "images/drafts/deep/c.pdf"}),
        (["drafts"], {"drafts/idea.pdf", "images/drafts/b.pdf", "images/drafts/deep/c.pdf"}),
        (["drafts/"], {"drafts/idea.pdf", "images/drafts/b.pdf", "images/drafts/deep/c.pdf"}),
        (["drafts/*"], {"drafts/idea.pdf"}),
        (["/drafts/"], {"drafts/idea.pdf"}),
        (["images/drafts"], {"images/drafts/b.pdf", "images/drafts/deep/c.pdf"}),
        (["images/*/c.pdf"], {"images/drafts/deep/c.pdf"}),
        (["?otes/*"], {"notes/drafts.pdf"}),
        (["old.*"], {"images/old.pdf"}),
        (["**/old.*", "scans"], {"images/old.pdf", "scans/x.pdf"}),
        (["notes/[a-d]*.pdf"], {"notes/drafts.pdf"}),
    ],
)
def test_globs_leave_out_what_they_match_and_nothing_else(
    copied: Callable[[list[str]], set[str]], globs: list[str], left_out: set[str]
) -> None:
    assert copied(globs) == set(PATHS) - left_out
