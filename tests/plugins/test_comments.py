"""Comments: threads, counts, safe HTML, what can be wrong in a file, the ways to leave one."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from plugins.comments.cleaning import clean
from plugins.comments.core import Left, letter, threads, way_to_leave
from plugins.comments.settings import CommentSettings
from plugins.values import Document

POST = "-- content/posts/hello.md --\n---\ntitle: Hello\ndate: 2026-01-01\n---\ntext\n"


def page(built):
    """The comments section of the post, and the count that archives show."""
    from plugins.comments.hooks import page_parts, parts

    site = built.run.result.site
    return page_parts(site)["comments"](site.articles[0]), parts(site)["comments"](site.articles[0])


def with_comments(text: str) -> str:
    return f"{POST}-- content/comments/hello.yaml --\n{text}"


def test_threads_stand_oldest_first_with_answers_within() -> None:
    text = Document("k")
    left = [
        Left("b", "B", "2026-01-02", text),
        Left("a", "A", "2026-01-01", text),
        Left("c", "C", "2026-01-03", text, "a"),
    ]
    found = threads(left)
    assert [comment.id for comment in found] == ["a", "b"]
    assert [comment.id for comment in found[0].replies] == ["c"]


def test_comments_are_counted(build_site) -> None:
    entries = "- name: Ann\n  date: 2026-01-02 10:00\n  text: Yes.\n- name: Bo\n  date: 2026-01-03\n  text: No.\n  reply_to: '1'\n"
    section, count = page(build_site(with_comments(entries), COMMENTS={"address": "me@example.com"}))
    assert (count, section.count, len(section.comments)) == (2, 2, 1)
    assert section.leave.provider == "mail"


def test_a_post_without_comments_offers_to_leave_one(build_site) -> None:
    section, count = page(build_site(POST, COMMENTS={"address": "me@example.com"}))
    assert count is None
    assert section.comments == ()


def test_closed_comments_stay_readable(build_site) -> None:
    text = with_comments("- {name: Ann, date: 2026-01-02, text: Yes.}\n").replace(
        "---\ntext", "comments: false\n---\ntext"
    )
    section, _ = page(build_site(text, COMMENTS={"address": "me@example.com"}))
    assert section.leave is None
    assert section.count == 1


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*Yes*\nand no", "<p><em>Yes</em><br>\nand no</p>"),
        ("<script>alert(1)</script>hi", "<p>hi</p>"),
        ('<img src="x" onerror="alert(1)">', "<p></p>"),
        ('<p style="x" onclick="y" class="z">a</p>', "<p>a</p>"),
        ("[x](javascript:alert(1))", '<p><a rel="nofollow ugc noopener">x</a></p>'),
        ("[x](/about/)", '<p><a rel="nofollow ugc noopener">x</a></p>'),
        ("[x](https://example.org)", '<p><a href="https://example.org" rel="nofollow ugc noopener">x</a></p>'),
        ("# Loud", "Loud"),
        ("<iframe src='https://example.org'></iframe>", ""),
    ],
)
def test_only_simple_html_is_kept(text: str, html: str) -> None:
    assert clean(text).strip() == html


CASES = {
    "unknown key": (
        "- name: A\n  date: 2026-01-01\n  txt: hi\n",
        [
            'content/comments/hello.yaml:1: no "text"; add a line "text: ..."',
            'content/comments/hello.yaml:3: unknown key "txt"; did you mean "text"?',
        ],
    ),
    "answer to nothing": (
        "- {name: A, date: 2026-01-01, text: a}\n- name: B\n  date: 2026-01-02\n  text: b\n  reply_to: x\n",
        ['content/comments/hello.yaml:5: it answers "x", which is no comment before it; before it are: 1'],
    ),
    "one id twice": (
        "- {id: a, name: A, date: 2026-01-01, text: a}\n- {id: a, name: B, date: 2026-01-02, text: b}\n",
        ['content/comments/hello.yaml:2: two comments have the id "a"; give this one another'],
    ),
    "no list": ("name: A\n", ['content/comments/hello.yaml:1: a file that is no list; begin each entry with "- "']),
    "no YAML": (
        "- name: A: B\n",
        ['content/comments/hello.yaml:1: a ": " inside an unquoted value; put the value in quotes: key: "a: b"'],
    ),
    "vague date": (
        "- name: A\n  date: yesterday\n  text: a\n",
        ['content/comments/hello.yaml:2: the date "yesterday" is vague; write it as 2026-03-18 or 2026-03-18 09:30'],
    ),
}


@pytest.mark.says
@pytest.mark.parametrize("case", CASES)
def test_what_is_wrong_is_said_with_its_line(case: str, build_site) -> None:
    text, messages = CASES[case]
    built = build_site(with_comments(text))
    assert (built.code, built.messages) == (1, messages)


@pytest.mark.says
def test_comments_on_no_post_are_refused(build_site) -> None:
    built = build_site(with_comments("").replace("hello.yaml", "helo.yaml"))
    assert built.messages == ['content/comments/helo.yaml:1: no post has the slug "helo"; did you mean "hello"?']


def test_the_letter_is_filled_in() -> None:
    parts = urlsplit(
        letter("me@example.com", (("name", "Margaret"), ("title", "Fish & Chips?"), ("url", "https://example.com/x/")))
    )
    query = parse_qs(parts.query)
    assert (parts.scheme, parts.path) == ("mailto", "me@example.com")
    assert query["subject"] == ["Comment on “Fish & Chips?”"]
    assert "https://example.com/x/" in query["body"][0]


def test_without_an_address_there_is_no_letter() -> None:
    assert way_to_leave(CommentSettings(), "T", "https://example.com/", "S") is None
    assert way_to_leave(CommentSettings(provider="none", address="a@b.c"), "T", "https://example.com/", "S") is None
