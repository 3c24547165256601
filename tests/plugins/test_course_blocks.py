"""The blocks of lessons: what they become, and what is said of those that are wrong."""

from __future__ import annotations

from pathlib import Path

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lodestar.base.front_matter.document import MarkdownReader
from lodestar.base.front_matter.header import Fault
from lodestar.base.html import show
from lodestar.base.values import Body
from plugins.course.fences import KINDS, find

ROOT = Path(__file__).parents[2]
EXTENSIONS = {"extensions": ["extra", "sane_lists", "smarty", "plugins.course.blocks"]}
FIRST = 11
"""The line of the file on which the texts below begin."""

QUIZ = """::: quiz {#which}
Which one?
- [ ] The first
  > No.
- [x] The *second*
  > Yes.
:::"""
WORKSHEET = """::: worksheet {#plan} My plan
- What first?
- What
  then?
:::"""
VIDEO = """::: video {src=talk.mp4 captions=talk.vtt poster=still.jpg} A talk
What is **said**.
:::"""


def html(text: str) -> str:
    return show(MarkdownReader(EXTENSIONS).convert(text, "courses/x/01-a/01-b.md", FIRST)[1], Body(""))


def fault(text: str) -> str:
    with pytest.raises(Fault) as raised:
        html(text)
    return str(raised.value)


def test_a_quiz_with_one_right_answer_has_radio_buttons() -> None:
    result = html(QUIZ)
    assert result.count('type="radio"') == 2
    assert result.count('data-right="yes"') == 1
    assert "<em>second</em>" in result
    assert result.count("<details>") == 2


def test_a_quiz_with_two_right_answers_has_boxes_to_tick() -> None:
    assert html(QUIZ.replace("[ ]", "[x]")).count('type="checkbox"') == 2


def test_every_field_has_a_key_of_its_own_and_a_name_for_those_who_hear_it() -> None:
    result = html(WORKSHEET)
    assert 'data-answer="plan.1"' in result
    assert 'data-answer="plan.2"' in result
    assert result.count("<textarea ") == result.count("</textarea>") == 2
    assert result.count("aria-labelledby=") == 3


def test_a_reflection_keeps_the_markdown_of_its_text() -> None:
    result = html("::: reflection {#why}\nFirst.\n\n- one\n- two\n\n```\n::: no block\n```\n:::\nAfter *it*.")
    assert "<li>one</li>" in result
    assert "::: no block" in result
    assert result.endswith("<p>After <em>it</em>.</p>")


def test_a_callout_has_its_own_title_or_that_of_its_kind() -> None:
    assert "<strong>Take care</strong>" in html("::: warning\nHot.\n:::")
    assert "<strong>Very hot</strong>" in html("::: warning Very hot\nHot.\n:::")


def test_a_video_has_captions_and_a_transcript_and_its_files_are_known() -> None:
    document, result = MarkdownReader(EXTENSIONS).convert(VIDEO, "courses/x/01-a/01-b.md", FIRST)
    targets = {reference.target for reference in document.references}
    assert targets == {"courses/x/01-a/talk.mp4", "courses/x/01-a/talk.vtt", "courses/x/01-a/still.jpg"}
    assert '<track default="" kind="captions"' in result
    assert "<summary>Transcript</summary>" in html(VIDEO)
    assert "<strong>said</strong>" in result


def test_blocks_between_lists_and_html_stand_where_they_were_written() -> None:
    result = html("- a\n- b\n\n::: tip\nIn.\n:::\n\n<div>raw</div>\n\n" + QUIZ)
    assert result.index("<li>b</li>") < result.index("lesson-callout") < result.index("raw") < result.index("fieldset")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\n\n::: quizz {#a}\n:::", '13: unknown block "quizz"; did you mean "quiz"?'),
        ("::: quiz {#a}\nq\n", '11: the block "::: quiz {#a}" is never closed; end it with a line ":::"'),
        (":::\n", '11: a ":::" that ends nothing; delete it, or begin a block before it, such as ::: tip'),
        ("::: tip\n::: note\n:::\n:::", '12: a block begins inside the block "::: tip"; end that one first with a line ":::"'),
        ("::: tip\n\n:::", "11: the tip is empty; write something inside, or delete it"),
        ("::: reflection\nWhy?\n:::", "11: the reflection has no id; write ::: reflection {#a-short-name}, so that answers can be kept under it"),
        ("::: worksheet {#a}\n- b\n:::", "11: the worksheet has no title; write ::: worksheet {#a} A title"),
        ("::: worksheet {#a} T\nb\n:::", '11: the worksheet has no items; write each on a line that begins with "- "'),
        ("::: checklist {#a} T\n- b\nc\n:::", "13: text after the items of the checklist; indent it by two spaces, or put it before or after the block"),
        ("::: reflection {#A}\nb\n:::", '11: the id "A" is not of the right form; use lower-case letters, digits and single hyphens'),
        ("::: reflection {#a b=c}\nb\n:::", '11: "b=c" means nothing to a block of the kind reflection; known: #id'),
        ("::: video {src=a.mp4}\nb\n:::", "11: the video has no captions; write captions=file.vtt inside the braces"),
        ("::: audio\nb\n:::", "11: the audio has no file; write ::: audio {src=file.mp3}"),
        ("::: audio {src='a}\nb\n:::", "11: a quotation mark without its second in {src='a}; add it, or delete the first"),
        ("::: download\nb\n:::", "11: the download has no link; write a link inside, such as [The plan as PDF](plan.pdf)"),
        ("::: quiz {#a}\n- [x] b\n  > c\n- [ ] d\n  > e\n:::", "11: the quiz has no question; write it above the options"),
        ("::: quiz {#a}\nq\n- [x] b\n  > c\n:::", '11: the quiz has fewer than two options; write each as "- [ ] An answer", the right ones as "- [x] An answer"'),
        ("::: quiz {#a}\nq\n- [ ] b\n  > c\n- [ ] d\n  > e\n:::", '11: no option of the quiz is right; mark the right ones as "- [x] An answer"'),
        ("::: quiz {#a}\nq\n- [x] b\n- [ ] d\n  > e\n:::", '13: the option has no explanation; write one below it, in a line that begins with "  > "'),
        ("::: quiz {#a}\nq\n- [x] b\n  > c\n- [y] d\n:::", '15: an option without its box; begin a right one with "- [x] ", another with "- [ ] "'),
        ("::: quiz {#a}\nq\n- [x]\n  > c\n- [ ] d\n  > c\n:::", "13: the option is empty; write an answer after the box"),
        (QUIZ + "\n" + QUIZ, '18: the id "which" stands twice; give one of the two blocks another id'),
        ("```\n::: tip\n", '11: the code that begins with "```" is never closed, and holds a block; end it with a line "```"'),
        ("<div>\n\n::: tip\nIn.\n:::", "13: the tip stands inside raw HTML that is not closed before it; close the HTML, and leave an empty line before the block"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(text: str, message: str) -> None:
    assert fault(text) == message


FRAGMENTS = st.sampled_from(
    [
        ":::", "::: quiz {#a}", "::: quiz {#b}", "::: worksheet {#w} T", "::: checklist {#c} T", "::: reflection {#r}",
        "::: note", "::: video {src=a.mp4 captions=b.vtt}", "::: download", "- [ ] a", "- [x] b", "  > why", "> why",
        "- item", "1. item", "  more", "    code", "", "", "text", "<div>", "</div>", "<!--", "-->", "```", "~~~",
        "[a](b.pdf)", "# h", "![a](b)", "<div markdown=1>", "[^1]: note", "a[^1]", "*[A]: B", "term\n: def", "{: #x}",
        "::: {#", "::: quiz {#a", "\t- [x] tab", "| a | b |\n|---|---|", "<script>", "&lt;", "\\", "*", "**a", "`",
    ]
)  # fmt: skip
LINES = st.lists(
    st.one_of(FRAGMENTS, st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)), max_size=25
)
ALIKE = settings(max_examples=400, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.mark.seconds
@ALIKE
@given(LINES)
def test_no_text_makes_a_traceback_and_every_fault_has_a_line_of_the_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        result = html(text)
    except Fault as found:
        assert FIRST <= found.line <= FIRST + text.count("\n")
        return
    assert "course:" not in result or "course:" in text


@pytest.mark.seconds
@ALIKE
@given(st.sampled_from(KINDS), LINES)
def test_what_stands_in_a_block_breaks_no_html_around_it(kind: str, lines: list[str]) -> None:
    block_text = "\n".join(
        line for line in lines if "<" not in line and "&" not in line and ":::" not in line and "markdown" not in line
    )
    try:
        result = html(f"before\n\n::: {kind} {{#a}} T\n{block_text}\n:::\n\nafter")
    except Fault as found:
        assert found.line >= FIRST
        return
    html5lib.HTMLParser(strict=True).parseFragment(result)


def test_the_lessons_of_the_site_hold_what_they_promise() -> None:
    """At least four modules and sixteen lessons, each of 500 to 1000 words, with a reflection and a quiz."""
    lessons = sorted((ROOT / "content/courses/lead-from-the-heart").glob("*/[0-9]*.md"))
    assert len(lessons) >= 16
    assert len({path.parent for path in lessons}) >= 4
    for path in lessons:
        blocks = [block.kind for block in find(path.read_text(encoding="utf-8").split("\n"))]
        assert {"reflection", "quiz"} <= set(blocks), path
