"""A text without a summary is described by its first words, whatever it begins with."""

from __future__ import annotations

import pytest

from lodestar.base.front_matter.beginning import LENGTH, beginning
from lodestar.base.front_matter.document import MarkdownReader

READER = MarkdownReader(
    {"extensions": ["extra", "sane_lists", "smarty", "plugins.course.blocks", "plugins.films.blocks"]}
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("![A](../images/a.svg)\n\nFirst words.", "First words."),
        ("[![A](../images/a.svg)](https://example.org/)\n\nFirst words.", "First words."),
        ("![A](../images/a.svg) Words beside it.", "Words beside it."),
        ("<figure><img src='/a.svg' alt=''><figcaption>Below.</figcaption></figure>\n\nFirst.", "First."),
        ("A lead paragraph.\n{: .lead}\n\nThe second.", "A lead paragraph."),
        ("Listening matters[^1] more than talk.\n\n[^1]: Note.", "Listening matters more than talk."),
        ("[^1] Noted first.\n\n[^1]: Note.", "Noted first."),
        ("> A quotation.\n\nAfter it.", "A quotation."),
        ("- one\n- two\n\nAfter it.", "one two"),
        ("- one\n\n- two\n\nAfter it.", "one two"),
        ("Term\n: What it means\n\nAfter it.", "Term What it means"),
        ("## A heading\n\nText below.", "Text below."),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\nAfter it.", "After it."),
        ("```\ncode\n```\n\nAfter it.", "After it."),
        ("::: note\nInside a box.\n:::\n\nAfter it.", "Inside a box."),
        ("<DIV class='x'>Raw <b>words</b></DIV>\n\nAfter it.", "Raw words"),
        ('<p style="text-align: left">Raw &amp; plain</p>', "Raw & plain"),
        ("<!-- no --><script>let x = '<p>no</p>'</script>\n\nFirst.", "First."),
        ("<iframe src='https://example.org/'>no</iframe>\n\nFirst.", "First."),
        ("One<br>two *three*\nfour", "One two three four"),
        ("## Only a heading", "Only a heading"),
        ("```\nonly code\n```", "only code"),
        ("![A](../images/a.svg)", ""),
        ("https://youtu.be/abcdefghijk", ""),
        ("::: note\nInside.\n:::", "Inside."),
        ("", ""),
    ],
)
def test_the_first_words(text: str, words: str) -> None:
    assert beginning(READER.convert(text, "posts/x.md")[1]) == words


def test_they_are_cut_between_words() -> None:
    words = beginning(READER.convert("some words, " * 40, "posts/x.md")[1])
    assert words.endswith(("words…", "some…"))
    assert LENGTH - 12 < len(words) <= LENGTH


@pytest.mark.parametrize(
    ("heading", "id", "expected"),
    [
        ("## Why it matters[^1]", "why-it-matters", "Why it matters"),
        ("## x<sup>2</sup>", "x2", "x2"),
        ("## The `<b>` tag &amp; so", "the-lt-b-gt-tag-so", "The <b> tag & so"),
    ],
)
def test_headings_are_named_by_their_words_without_the_numbers_of_footnotes(heading, id, expected) -> None:
    result = READER.convert(f"{heading}\n\nText.\n\n[^1]: Note.", "posts/x.md")[0].headings
    assert [(item.id, item.text) for item in result] == [(id, expected)]
