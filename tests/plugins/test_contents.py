"""The table of contents of long posts, and reading times."""

from __future__ import annotations

import pytest

from lodestar.base.values import Heading
from plugins.contents.core import Section, contents, minutes


@pytest.mark.parametrize(("words", "expected"), [(0, 0), (1, 1), (230, 1), (344, 1), (346, 2), (2300, 10)])
def test_minutes(words: int, expected: int) -> None:
    assert minutes(words, 230) == expected


def test_inner_sections_stand_within_outer_ones() -> None:
    headings = [Heading(2, "a", "A"), Heading(3, "b", "B"), Heading(4, "c", "C"), Heading(2, "d", "D")]
    assert contents(headings) == (Section("A", "a", (Section("B", "b"),)), Section("D", "d"))


def test_the_outermost_level_is_the_one_the_text_begins_with_or_rises_to() -> None:
    assert contents([Heading(4, "a", "A"), Heading(3, "b", "B")]) == (Section("A", "a"), Section("B", "b"))


def test_long_posts_have_a_table(build_site) -> None:
    from plugins.contents.hooks import page_parts, parts

    body = "## One\n\nwords\n\n## Two\n\nwords\n\n## Three\n\n" + "word " * 400
    text = f"-- content/posts/long.md --\n---\ntitle: Long\ndate: 2026-01-01\n---\n{body}\n"
    text += "-- content/posts/short.md --\n---\ntitle: Short\ndate: 2026-01-02\n---\n## One\n\n## Two\n\n## Three\n"
    site = build_site(text, CONTENTS={"long": 300}).run.result.site
    posts = {article.article.slug: article for article in site.articles}
    table = page_parts(site)["contents"]
    assert [section.text for section in table(posts["long"]).sections] == ["One", "Two", "Three"]
    assert table(posts["short"]) is None
    assert parts(site)["reading_time"](posts["long"]) == 2
