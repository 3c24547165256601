"""The desk's page of comments: letters come in, wait, and are approved, answered, deleted and put back."""

from __future__ import annotations

import html
import re
from typing import Any

import yaml

from tests.desk.conftest import Answer
from tests.mails import CANARY, FILLED, mail

FIRST = "https://example.com/2026/01/05/first/"


def letter(text: str, name: str = "Bo", number: int = 1) -> bytes:
    """Return a letter about the desk's first post."""
    body = FILLED.format(text, name).replace("https://example.com/2026/01/01/hello/", FIRST)
    return mail(body, Message_ID=f"<{number}.{CANARY}>", Subject="")


def send(live: Any, *letters: bytes, post_path: str = "") -> Answer:
    """Choose files in the form, and the post where they name none, as a browser sends them."""
    rows = [
        b'--mark\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n' % pair
        for pair in ((b"token", live.token.encode()), (b"do", b"take"), (b"about", post_path.encode()))
    ]
    for number, data in enumerate(letters):
        head = f'--mark\r\nContent-Disposition: form-data; name="mail"; filename="{number}.eml"\r\n'
        rows.append(f"{head}Content-Type: message/rfc822\r\n\r\n".encode() + data + b"\r\n")
    kind = {"Content_Type": "multipart/form-data; boundary=mark", "Cookie": live.cookie, "Origin": live.origin}
    return live.ask("POST", "/comments", b"".join(rows) + b"--mark--\r\n", Host=live.host, **kind)


def page(live: Any) -> str:
    """Return what the page says, without markup."""
    return html.unescape(re.sub(r"<[^>]+>", " ", live.get("/comments").text))


def the_id(live: Any) -> str:
    match = re.search(r'name="id" value="([^"]+)"', live.get("/comments").text)
    assert match
    return match[1]


def comments_of(live: Any) -> list[dict[str, Any]]:
    return list(yaml.safe_load(live.read("comments/first.yaml")))


def test_letters_come_in_and_wait(live):
    assert send(live, letter("A lamp."), letter("Spam.", number=2), b"no mail").status == 303
    page_text = page(live)
    assert "“0.eml” waits below." in page_text and "“2.eml” made no comment: it is no mail" in page_text
    assert "2 comments for you to approve" in page_text and "Bo on “First”" in page_text
    assert "“0.eml”" not in page(live), "what became of letters is said once"
    assert CANARY not in live.get("/comments").text
    assert "2 comments" in live.get("/posts").text
    assert not (live.content / "comments/first.yaml").exists()
    assert "A lamp." not in live.see("/2026/01/05/first/").text


def test_a_letter_that_names_no_post_is_put_below_the_one_that_the_author_names(live):
    plain_letter = mail("It worked, thank you!", Subject="Thanks")
    send(live, plain_letter)
    assert "choose the letter once more, and the post with it" in page(live)
    send(live, plain_letter, post_path="posts/2026/second.md")
    assert "No comment for you to approve" in page(live), "readers do not see that post"
    send(live, plain_letter, post_path="posts/2026/first.md")
    assert "Ada Lovelace on “First”" in page(live)


def test_a_comment_is_approved_as_the_author_mends_it_and_answered(live):
    send(live, letter("A lamp.\n\n<script>alert(1)</script>"))
    typed = {"name": "Bo  B.", "text": "A lamp!\r\n\r\n&lt;script>", "answer": "Which one?\r\n"}
    answer = live.post("/comments", {"id": the_id(live), "do": "approve", **typed})
    assert (answer.status, answer.headers["location"]) == (303, "/comments?said=approved")
    comment, own = comments_of(live)
    assert (comment["name"], comment["text"]) == ("Bo B.", "A lamp!\n\n&lt;script>\n")
    assert (own["name"], own["author"], own["reply_to"], own["text"]) == (
        "Ada Moss",
        "ada-moss",
        comment["id"],
        "Which one?\n",
    )
    live.until(lambda: "Which one?" in live.see("/2026/01/05/first/").text)
    assert "<script>alert" not in live.see("/2026/01/05/first/").text
    assert "No comment for you to approve" in page(live)
    second_answer = live.post("/comments", {"id": comment["id"], "do": "approve", **typed})
    assert second_answer.status == 404 and len(comments_of(live)) == 2
    send(live, letter("A lamp.\n\n<script>alert(1)</script>"))
    assert "“0.eml” made no comment: it was read before." in page(live)


def test_one_that_was_deleted_comes_back_or_goes_for_good(live):
    send(live, letter("A lamp."))
    id = the_id(live)
    assert live.post("/comments", {"id": id, "do": "delete"}).headers["location"] == "/comments?said=refused"
    assert "No comment for you to approve" in page(live) and "Put it back" in page(live)
    live.post("/comments", {"id": id, "do": "back"})
    assert "1 comment for you to approve" in page(live)
    live.post("/comments", {"id": id, "do": "delete"})
    live.post("/comments", {"id": id, "do": "gone"})
    assert "Bo on" not in page(live)
    assert b"lamp" not in (live.content / f".waiting/{id}.json").read_bytes()
    send(live, letter("A lamp."))
    assert "it was read before" in page(live)


def test_what_was_typed_stays_where_it_cannot_be_done(live):
    send(live, letter("A lamp."))
    typed = {"id": the_id(live), "do": "approve", "name": "Bo", "text": "x-lodestar-url", "answer": "An answer."}
    refused = live.post("/comments", typed)
    assert refused.status == 422 and 'the text holds "x-lodestar-"' in html.unescape(refused.text)
    assert "x-lodestar-url</textarea>" in refused.text and "An answer.</textarea>" in refused.text
    stale = live.post("/comments", {**typed, "token": "x"})
    assert stale.status == 403 and "An answer.</textarea>" in stale.text
    assert live.post("/comments", {**typed, "text": " "}).status == 422
    assert not (live.content / "comments/first.yaml").exists()


def test_while_the_site_cannot_be_built_nothing_is_approved(live):
    send(live, letter("A lamp."))
    (live.content / "posts/2026/bad.md").write_text("---\ntitle: Bad\ndate: someday\n---\n")
    refused = live.post("/comments", {"id": the_id(live), "do": "approve", "name": "Bo", "text": "A lamp."})
    assert refused.status == 422 and "posts/2026/bad.md:3" in refused.text
    assert not (live.content / "comments/first.yaml").exists()


def test_only_ids_of_comments_are_taken(live):
    for id in ("../../settings", "mail-0000000000000000", ""):
        assert live.post("/comments", {"id": id, "do": "approve"}).status == 404
    assert send(live).status == 303
    assert "No letter was chosen." in page(live)
