"""Comments: approved ones, threaded, safe, and without what readers did not mean to publish."""

from __future__ import annotations

from typing import Any

import yaml

from tests.wordpress.conftest import Importing
from tests.wordpress.exports import comment, export, item


def imported_comments(importing: Importing, *comments: str) -> list[dict[str, Any]]:
    imported = importing(export(item(1, "x", comments="".join(comments))))
    result: list[dict[str, Any]] = yaml.safe_load(imported["comments/post-1.yaml"])
    return result


def test_answers_follow_what_they_answer_to_any_depth(importing: Importing) -> None:
    chain = [comment(id, f"Depth {id}", parent=id - 1) for id in range(12, 0, -1)]
    result = imported_comments(importing, *chain)
    assert [item["id"] for item in result] == [str(id) for id in range(1, 13)]
    assert [element.get("reply_to") for element in result][1:] == [str(id) for id in range(1, 12)]


def test_only_approved_comments_come_and_answers_to_others_move_up(importing: Importing) -> None:
    result = imported_comments(
        importing, comment(1, "a"), comment(2, "spam", parent=1, approved="spam"), comment(3, "b", parent=2)
    )
    assert [(element["id"], element.get("reply_to")) for element in result] == [("1", None), ("3", "1")]


def test_a_circle_of_answers_loses_nobody(importing: Importing) -> None:
    result = imported_comments(importing, comment(1, "a", parent=2), comment(2, "b", parent=1))
    assert {item["id"] for item in result} == {"1", "2"}


def test_html_is_kept_where_it_is_harmless(importing: Importing) -> None:
    result = imported_comments(
        importing, comment(1, 'A <b>word</b> <script>x()</script><a href="javascript:x()">y</a> on two\nlines')
    )
    assert result[0]["text"] == "A **word** y on two\nlines"


def test_what_a_comment_may_not_have_is_said_otherwise(importing: Importing) -> None:
    result = imported_comments(
        importing,
        comment(1, "<h2>Why</h2>\nBecause.\n<table><tr><td>a</td><td>b</td></tr></table>"),
        comment(2, 'Look:\n\n<img src="https://x.example/a.png" alt="A hill">'),
        comment(3, '<iframe src="https://www.youtube.com/embed/abc123"></iframe>'),
    )
    assert [item["text"] for item in result] == [
        "**Why**\n\nBecause.\n\na b",
        "Look:\n\n[A hill](https://x.example/a.png)",
        "<https://www.youtube.com/watch?v=abc123>",
    ]


def test_mail_and_ip_addresses_and_gravatars_are_nowhere(importing: Importing) -> None:
    result = importing(export(item(1, "x", comments=comment(
        1, "Write to me@secret.example from 198.51.100.7!", comment_author="Ann ann@secret.example",
        comment_author_url="mailto:ann@secret.example",
    ))))  # fmt: skip
    all_text = result.everything(with_hidden=True) + result.output
    for secret in ("secret.example", "203.0.113.77", "198.51.100.7", "secret@blog.example"):
        assert secret not in all_text
    assert "name: Ann" in result["comments/post-1.yaml"]


def test_comments_on_pages_and_on_posts_of_one_slug_have_places_of_their_own(importing: Importing) -> None:
    page = item(
        2, "x", post_type="page", post_name="about", comments=comment(5, "Hello"), guid="https://b.example/?page_id=2"
    )
    other_post = item(3, "x", post_name="post-1", post_date="2021-02-03 10:00:00", comments=comment(6, "Later"))
    result = importing(export(item(1, "x", comments=comment(4, "Sooner")), page, other_post))
    assert "Hello" in result["comments/pages/about.yaml"]
    assert "id: https://b.example/?page_id=2" in result["pages/about.md"], "the feed of comments goes on with it"
    assert "Sooner" in result["comments/posts/2020/post-1.yaml"]
    assert "Later" in result["comments/posts/2021/post-1.yaml"]


def test_the_authors_own_and_other_sites_are_marked(importing: Importing) -> None:
    own_comment = comment(1, "a", comment_user_id="1", comment_author_url="https://blog.example")
    result = imported_comments(
        importing, own_comment, comment(2, "b", comment_type="pingback"), comment(3, "c", comment_user_id="9")
    )
    assert [(element.get("author"), element.get("kind"), element.get("url")) for element in result] == [
        ("margaret", None, "https://blog.example"),
        (None, "pingback", None),
        (None, None, None),
    ]


def test_comments_on_a_draft_are_out_of_the_sites_sight(importing: Importing) -> None:
    result = importing(export(item(1, "x", status="private", comments=comment(1, "between us"))))
    assert "between us" not in result.everything()
    assert "between us" in result.everything(with_hidden=True)
