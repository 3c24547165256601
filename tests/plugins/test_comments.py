"""Comments: threads, counts, safe HTML, what can be wrong in a file, the ways to leave one."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest

from lodestar.base.values import Document
from plugins.comments.cleaning import clean
from plugins.comments.core import DEEPEST, StoredComment, letter, threads, way_to_leave
from plugins.comments.hooks import page_parts, parts
from plugins.comments.settings import CommentSettings

THEME = Path(__file__).parents[2] / "theme"
POST = "-- content/posts/hello.md --\n---\ntitle: Hello\ndate: 2026-01-01\n---\ntext\n"


def page(built):
    """Return the comments section of the post, and the count that archives show."""
    site = built.run.result.site
    return page_parts(site)["discussion"](site.articles[0]), parts(site)["comment_count"](site.articles[0]).count


def with_comments(text: str) -> str:
    return f"{POST}-- content/comments/hello.yaml --\n{text}"


def test_threads_stand_oldest_first_with_answers_within() -> None:
    text = Document("k")
    comments = [
        StoredComment("b", "B", "2026-01-02", text),
        StoredComment("a", "A", "2026-01-01", text),
        StoredComment("c", "C", "2026-01-03", text, "a"),
    ]
    result = threads(comments)
    assert [comment.id for comment in result] == ["a", "b"]
    assert [comment.id for comment in result[0].replies] == ["c"]


def test_a_thread_without_end_stays_within_reach() -> None:
    text = Document("k")
    comments = threads(
        StoredComment(str(number), "A", "2026-01-01", text, str(number - 1) if number else "") for number in range(500)
    )
    depth = 0
    while comments:
        comments, depth = comments[0].replies or (), depth + 1
    assert depth == DEEPEST


def test_comments_are_counted(build_site) -> None:
    entries = "- name: Ann\n  date: 2026-01-02 10:00\n  text: Yes.\n- name: Bo\n  date: 2026-01-03\n  text: No.\n  reply_to: '1'\n"
    section, count = page(build_site(with_comments(entries), COMMENTS={"address": "me@example.com"}))
    assert (count, section.count, len(section.comments)) == (2, 2, 1)
    assert section.leave.provider == "mail"


def test_a_post_without_comments_offers_to_leave_one(build_site) -> None:
    section, count = page(build_site(POST, COMMENTS={"address": "me@example.com"}))
    assert count == 0
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
        ['content/comments/hello.yaml:1: a ": " inside an unquoted value; put the value in quotes: name: "A: B"'],
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


PLACES = """\
-- content/pages/about.md --
---
title: About
id: https://old.example/?page_id=2
---
Text.
-- content/authors/ann.md --
---
name: Ann
---
-- content/comments/pages/about.yaml --
- {id: "7", name: Bo, date: 2026-01-04, text: Hello., url: "https://bo.example/"}
- {id: "8", name: Ann, date: 2026-01-05, text: Welcome., author: ann, reply_to: "7"}
- {id: "9", name: Elsewhere, date: 2026-01-06, text: "...", kind: pingback, url: "https://else.example/"}
-- content/comments/posts/hello.yaml --
- {id: "3", name: Cy, date: 2026-01-03, text: Yes.}
"""


def test_pages_have_comments_and_posts_may_name_theirs_by_path(build_site) -> None:
    from plugins.comments.hooks import standalone_parts

    built = build_site(POST + PLACES, COMMENTS={"address": "me@example.com"})
    assert page(built)[1] == 1
    site = built.run.result.site
    [about_page] = site.content["pages"]
    section = standalone_parts(site)["discussion"](about_page)
    assert (section.count, section.leave) == (2, None)
    assert [(comment.name, comment.url) for comment in section.comments] == [("Bo", "https://bo.example/")]
    assert [reply.by_author for reply in section.comments[0].replies] == [True]
    assert [ping.name for ping in section.pings] == ["Elsewhere"], "they stand apart"


def test_the_newest_comments_have_a_feed_with_the_ids_of_wordpress(build_site) -> None:
    lines = build_site(POST + PLACES)["comments/feed/index.xml"].split("\n")
    assert [line for line in lines if line] == [
        "comment: https://old.example/?page_id=2#comment-9 Elsewhere on About at /about/#comment-9",
        "comment: https://old.example/?page_id=2#comment-8 Ann on About at /about/#comment-8",
        "comment: https://old.example/?page_id=2#comment-7 Bo on About at /about/#comment-7",
        "comment: http://localhost:8000/2026/01/01/hello/#comment-3 Cy on Hello at /2026/01/01/hello/#comment-3",
    ]


@pytest.mark.says
def test_comments_on_one_post_in_two_files_are_refused(build_site) -> None:
    text = with_comments("- {name: A, date: 2026-01-02, text: a}\n")
    text += "-- content/comments/posts/hello.yaml --\n- {name: B, date: 2026-01-02, text: b}\n"
    assert build_site(text).messages == [
        "content/comments/posts/hello.yaml:1: comments on content/posts/hello.md are also in "
        "content/comments/hello.yaml; put them into one file"
    ]


@pytest.mark.says
@pytest.mark.parametrize(
    ("file", "entry", "message"),
    [
        (
            "pages/abut",
            "",
            'pages/abut.yaml:1: no post or page is "pages/abut"; name the file as the post or page it belongs to',
        ),
        ("hello", "author: an, ", 'hello.yaml:1: no author is "an"; did you mean "ann"?'),
    ],
)
def test_comments_on_nothing_or_by_nobody_are_refused(build_site, file: str, entry: str, message: str) -> None:
    text = f"{POST}-- content/authors/ann.md --\n---\nname: Ann\n---\n"
    text += f"-- content/comments/{file}.yaml --\n- {{{entry}name: A, date: 2026-01-02, text: a}}\n"
    assert build_site(text).messages == [f"content/comments/{message}"]


@pytest.mark.says
def test_comments_on_no_post_are_refused(build_site) -> None:
    built = build_site(with_comments("").replace("hello.yaml", "helo.yaml"))
    assert built.messages == ['content/comments/helo.yaml:1: no post has the slug "helo"; did you mean "hello"?']


def test_the_letter_is_filled_in() -> None:
    address = urlsplit(
        letter("me@example.com", (("name", "Margaret"), ("title", "Fish & Chips?"), ("url", "https://example.com/x/")))
    )
    query = parse_qs(address.query)
    assert (address.scheme, address.path) == ("mailto", "me@example.com")
    assert query["subject"] == ["Comment on “Fish & Chips?”"]
    assert "https://example.com/x/" in query["body"][0]


def test_a_comment_may_be_answered_by_a_letter_that_names_it(build_site) -> None:
    text = with_comments(
        "- {id: first, name: Ann, date: 2026-01-02, text: Yes.}\n- {name: Bo, date: 2026-01-03, text: No.}\n"
    )
    html = build_site(text, THEME, COMMENTS={"address": "me@example.com"})["2026/01/01/hello/index.html"]
    letters = [unquote(address) for address in re.findall(r'href="(mailto:[^"]*)"', html)]
    assert [re.search(r"/hello/(\S*)", item)[1] for item in letters] == ["#comment-first", "#comment-2", ""]
    assert re.findall(r"Answer<[^>]*> (\w+) by e-mail", html) == ["Ann", "Bo"]
    page_without_form = build_site(text, THEME, COMMENTS={})["2026/01/01/hello/index.html"]
    assert "mailto:" not in page_without_form and "comment-answer" not in page_without_form


@pytest.mark.parametrize("settings", [{}, {"provider": "none"}, {"provider": "isso"}, {"provider": "giscus"}])
def test_an_archive_does_not_lead_to_a_place_for_comments_that_the_page_lacks(build_site, settings) -> None:
    site = build_site(POST, COMMENTS=settings).run.result.site
    assert page_parts(site)["discussion"](site.articles[0]) is None
    assert parts(site)["comment_count"](site.articles[0]) is None


def test_without_an_address_there_is_no_letter() -> None:
    assert way_to_leave(CommentSettings(), "T", "https://example.com/", "S") is None
    assert way_to_leave(CommentSettings(provider="none", address="a@b.c"), "T", "https://example.com/", "S") is None


@pytest.mark.parametrize("title", ["Fish & Chips?", "a_b.c~d/e-f", "100 % „fair“ – naïve 😀", "#+=\"'<>\\", ""])
def test_a_letter_quotes_whatever_a_title_holds(title: str) -> None:
    address = letter("me@example.com", (("name", ""), ("title", title), ("url", "")))
    assert parse_qs(urlsplit(address).query)["subject"] == [f"Comment on “{title}”"]
    assert f"{quote(title)}%E2%80%9D&" in address


LEFT = "-- content/comments/hello.yaml --\n- {name: A, date: 2026-01-05, text: a}\n"
HELLO = "title: Hello\ndate: 2026-01-01\n"
OTHERS = {
    "no other": "",
    "a draft of the same name": "-- content/posts/b/hello.md --\n---\ntitle: Other\nstatus: draft\n---\nb\n",
    "a newer post that took its old name": "-- content/posts/b/hello.md --\n---\ntitle: Other\ndate: 2026-03-01\n---\nb\n",
}


@pytest.mark.parametrize("other_slug", OTHERS)
@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("hello", HELLO),
        ("hello", f"{HELLO}slug: greetings\n"),
        ("greetings", f"{HELLO}aliases: [/2026/01/01/hello/]\n"),
    ],
)
def test_comments_follow_their_post_whatever_its_slug(build_site, name: str, head: str, other_slug: str) -> None:
    from plugins.comments.hooks import page_parts

    built = build_site(f"-- content/posts/{name}.md --\n---\n{head}---\ntext\n{LEFT}{OTHERS[other_slug]}")
    discussion = page_parts(built.run.result.site)["discussion"]
    counts = {
        article.article.title: getattr(discussion(article), "count", 0) for article in built.run.result.site.articles
    }
    assert counts.pop("Hello") == 1 and not any(counts.values())


@pytest.mark.parametrize("other_slug", OTHERS.values(), ids=OTHERS)
def test_comments_follow_the_id_of_their_post_whatever_its_address_was(build_site, other_slug: str) -> None:
    """Nothing names the old address any more: no slug, no alias, no file."""
    comments = LEFT.replace("{name", "{post: 'urn:x:mine', name")
    post = f"-- content/posts/a/quite-another.md --\n---\n{HELLO}id: urn:x:mine\n---\na\n"
    site = build_site(comments + post + other_slug).run.result.site
    discussions = {post.article.path: page_parts(site)["discussion"](post) for post in site.articles}
    assert discussions["posts/a/quite-another.md"].count == 1
    assert not any(part and part.count for path, part in discussions.items() if "quite" not in path)


@pytest.mark.says
def test_a_second_file_for_a_post_that_has_one_by_its_id_is_refused(build_site) -> None:
    post = f"-- content/posts/a/hello.md --\n---\n{HELLO}id: urn:x:mine\n---\na\n"
    second_file = LEFT.replace("hello.yaml", "old-name.yaml").replace("{name", "{post: 'urn:x:mine', name")
    assert build_site(post + second_file + LEFT).messages == [
        "content/comments/hello.yaml:1: comments on the same post are also in content/comments/old-name.yaml; put them into one file"
    ]
