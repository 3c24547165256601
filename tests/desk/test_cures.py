"""What keeps the site from being published is said in the author's words, and leads to where she can mend it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lodestar.base.problems import Problem
from lodestar.desk.cures import cures
from lodestar.desk.jobs import Job
from lodestar.desk.publish_page import why_of
from lodestar.publishing.checks.finding import Fix
from lodestar.publishing.told import ToldFinding

ABOUT = SimpleNamespace(path="pages/about.md", title="About", status="published")
LINK = ToldFinding(Problem("content/pages/about.md", 4, '"/gone/" leads to nothing', "write another", link="/gone/"))


def desk(*posts: Any) -> Any:
    """A desk with one page, and some posts."""
    texts = {row.path: row for row in (ABOUT, *posts)}
    library = SimpleNamespace(row=texts.get, rows=lambda kind: posts)
    return SimpleNamespace(shown="content", content=Path("content"), library=library)


@pytest.mark.parametrize(
    ("what", "cure"),
    [
        ("the site's address is empty, where no reader finds it", "write yours; python3 tasks.py begin asks for it"),
        ("48 texts of the sample stand beside yours, this and others", "take them away: python3 tasks.py begin --sample empty"),
    ],
)  # fmt: skip
def test_what_begin_asks_for_leads_to_the_page_that_asks_for_it(what: str, cure: str) -> None:
    [result] = cures(desk(), [ToldFinding(Problem("content/site.yaml", 1, what, cure))])
    assert (result.link, result.called) == ("/begin", "Your site")
    assert "this and others" not in result.words


def test_a_text_at_fault_is_opened_at_its_line() -> None:
    [result] = cures(desk(), [LINK])
    assert (result.link, result.called) == ("/write/pages/about.md?line=4", "“About”")


def test_the_host_of_github_pages_is_one_button() -> None:
    problem = Problem("content/CNAME", 1, 'says "www.a.org", and the site\'s address is https://b.org', "write b.org")
    [result] = cures(desk(), [ToldFinding(problem, (Fix("host", "CNAME", "b.org"),))])
    assert result.words.startswith("What says to GitHub where your site is says")
    assert result.buttons == (("0.fix", "Write your address there"),)


def test_a_site_without_a_post_lacks_a_post_and_no_feeds() -> None:
    problems = ('"/feed/" in the footer leads to nothing', '"/feed.json" leads to nothing (and on 8 more)')
    feeds = [ToldFinding(Problem("content/pages/about.md", 1, what, "write another")) for what in problems]
    draft, post = (SimpleNamespace(path="", status=status) for status in ("draft", "published"))
    assert [cure.link for cure in cures(desk(draft), [*feeds, LINK])] == ["/posts", "/write/pages/about.md?line=4"]
    assert len(cures(desk(post), feeds)) == 2


def test_a_place_that_does_not_answer_is_told_in_words() -> None:
    said = "Not published: https://github.com/a/b.git: fatal: unable to access: Could not resolve host: github.com"
    assert "whether you are on-line" in why_of(Job("publish", ["Built.", said], code=1))
    assert not why_of(Job("publish", ["Built."], code=0))
    assert not why_of(Job("undo", ["Not published: no release; there is nothing to go back to"], code=1))
