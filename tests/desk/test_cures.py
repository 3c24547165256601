"""What keeps the site from being published is said in the author's words, and leads to where she can mend it."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lodestar.base.problems import Problem
from lodestar.desk.cures import apply, cures
from lodestar.desk.jobs import Job
from lodestar.desk.publish_page import why_of
from lodestar.engine.stopping import NOT_WRITTEN
from lodestar.publishing.checks.finding import Fix
from lodestar.publishing.told import ToldFinding

ABOUT = SimpleNamespace(path="pages/about.md", title="About", status="published")
LINK = ToldFinding(Problem("content/pages/about.md", 4, '"/gone/" leads to nothing', "write another", link="/gone/"))


def desk(*posts: Any) -> Any:
    """Return a desk with one page, and some posts."""
    texts = {row.path: row for row in (ABOUT, *posts)}
    library = SimpleNamespace(row=texts.get, rows=lambda kind: posts)
    settings = {"REDIRECTS": SimpleNamespace(file="redirects.txt")}
    return SimpleNamespace(shown="content", content=Path("content"), library=library, settings=settings)


@pytest.mark.parametrize(
    ("fault", "cure"),
    [
        ("the site's address is empty, where no reader finds it", "write yours; python3 tasks.py begin asks for it"),
        ("48 texts of the sample stand beside yours, this and others", "take them away: python3 tasks.py begin --sample empty"),
    ],
)  # fmt: skip
def test_what_begin_asks_for_leads_to_the_page_that_asks_for_it(fault: str, cure: str) -> None:
    [result] = cures(desk(), [ToldFinding(Problem("content/site.yaml", 1, fault, cure))])
    assert (result.link, result.called) == ("/begin", "Your site")
    assert "this and others" not in result.words


def test_a_text_at_fault_is_opened_at_its_line() -> None:
    [result] = cures(desk(), [LINK])
    assert (result.link, result.called) == ("/write/pages/about.md?line=4", "“About”")


def test_an_old_address_at_fault_leads_to_the_table_of_them() -> None:
    problem = Problem("redirects.txt", 3, "/a/ redirects to /nowhere/, which leads to nothing", "name a page")
    [result] = cures(desk(), [ToldFinding(problem)])
    assert (result.link, result.called) == ("/addresses", "Old addresses")


def test_a_text_that_readers_do_not_see_is_named_by_its_title() -> None:
    problem = Problem(
        "content/courses/c/01-a/01-b.md", 4, '"pages/about.md" is no post', "write", missing="pages/about.md"
    )
    [result] = cures(desk(), [ToldFinding(problem)])
    assert result.words == "“About” is no post"


def test_the_host_of_github_pages_is_one_button() -> None:
    problem = Problem("content/CNAME", 1, 'says "www.a.org", and the site\'s address is https://b.org', "write b.org")
    [result] = cures(desk(), [ToldFinding(problem, (Fix("host", "CNAME", "b.org"),))])
    assert result.words.startswith("What says to GitHub where your site is says")
    assert result.buttons == (("0.fix", "Write your address there"),)


def test_a_site_without_a_post_lacks_a_post_and_no_feeds() -> None:
    problems = ('"/feed/" in the footer leads to nothing', '"/feed.json" leads to nothing (and on 8 more)')
    feeds = [ToldFinding(Problem("content/pages/about.md", 1, fault, "write another")) for fault in problems]
    draft, post = (SimpleNamespace(path="", status=status) for status in ("draft", "published"))
    assert [cure.link for cure in cures(desk(draft), [*feeds, LINK])] == ["/posts", "/write/pages/about.md?line=4"]
    assert len(cures(desk(post), feeds)) == 2


def test_a_place_that_does_not_answer_is_told_in_words() -> None:
    message = "Not published: https://github.com/a/b.git: fatal: unable to access: Could not resolve host: github.com"
    assert "whether you are on-line" in why_of(Job("publish", ["Built.", message], code=1))
    assert not why_of(Job("publish", ["Built."], code=0))
    assert not why_of(Job("undo", ["Not published: no release; there is nothing to go back to"], code=1))


def test_what_leads_to_a_text_that_was_taken_back_comes_off_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One lesson builds on it and links to it below; another text links to it."""
    lesson, about_page = "courses/c/01-a/01-b.md", "pages/about.md"
    texts = {
        lesson: "---\ntitle: B\nbuilds_on:\n  - posts/about.md\n---\nSee [it](/gone/).\n",
        about_page: "---\ntitle: A\n---\n\n[It](/gone/) and [that](/there/).\n",
    }
    for path, text in texts.items():
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(text)
    rows = {path: SimpleNamespace(path=path, title=path, status="published") for path in texts}
    idle = SimpleNamespace(take=lambda path: None, want=lambda anew: None)
    settings = {"REDIRECTS": SimpleNamespace(file="redirects.txt")}
    library = SimpleNamespace(row=rows.get, rows=lambda kind: [ABOUT])
    fake_desk = SimpleNamespace(
        shown="content", content=tmp_path, library=library, settings=settings, versions=idle, builder=idle, changed=lambda: None
    )  # fmt: skip
    nothing_there = '"/gone/" leads to nothing'
    findings = [
        ToldFinding(Problem(f"content/{lesson}", 4, '"posts/about.md" is no post', "", missing="posts/about.md")),
        ToldFinding(Problem(f"content/{lesson}", 6, nothing_there, "", link="/gone/")),
        ToldFinding(Problem(f"content/{about_page}", 5, nothing_there, "", link="/gone/")),
    ]

    def save(desk: Any, path: str, data: bytes, base: str) -> None:
        (tmp_path / path).write_bytes(data)

    monkeypatch.setattr("lodestar.desk.cures.save_file", save)
    assert [cure.buttons[0][0] for cure in cures(fake_desk, findings)] == ["0.unname", "1.unlink", "2.unlink"]
    assert apply(fake_desk, findings, "loose") == ""
    assert (tmp_path / lesson).read_text() == "---\ntitle: B\n---\nSee it.\n"
    assert (tmp_path / about_page).read_text() == "---\ntitle: A\n---\n\nIt and [that](/there/).\n"
    assert apply(fake_desk, findings, "1.unlink") == "the text changed meanwhile"


def test_a_full_disk_is_said_in_plain_words_with_the_place_apart() -> None:
    problem = Problem("", 0, f"/srv/x: {os.strerror(errno.ENOSPC)}", NOT_WRITTEN)
    [result] = cures(desk(), [ToldFinding(problem)])
    assert result.words == "The site could not be written: the disk is full; make room on it"
    assert result.details.startswith("/srv/x: ")
