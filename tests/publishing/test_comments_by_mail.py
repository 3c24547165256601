"""From a mail to a comment: it waits where nothing is published, and stands under its post once it was said yes to."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.mails import CANARY, FILLED, URL, mail

WORDS = ("--settings", "publishconf.py")
TEXT = "A parrot taught me to listen."
LETTER = mail(FILLED.format(TEXT, "Ada"))


@pytest.fixture
def blog(site: Any) -> Any:
    site.post("hello")
    site.post("closed", "comments: false\n")
    site.post("draft", "status: draft\n")
    return site


def read_mails(blog: Any, *letters: bytes) -> tuple[int, str]:
    """Read mails from a folder beside the site's."""
    folder = blog.folder.parent / f"{blog.folder.name}-mails"
    for file in folder.glob("*") if folder.is_dir() else ():
        file.unlink()
    folder.mkdir(exist_ok=True)
    for number, data in enumerate(letters):
        (folder / f"{number}.eml").write_bytes(data)
    code, output = blog.run("comments", "--mail", str(folder), *WORDS)
    return code, output.replace(f"{folder}/", "")


def waiting_comments(blog: Any) -> list[dict[str, Any]]:
    return [json.loads(file.read_bytes()) for file in sorted((blog.folder / "content/.waiting").glob("*.json"))]


def files_of(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_comment_waits_and_then_stands_under_its_post(blog: Any) -> None:
    assert read_mails(blog, LETTER) == (0, "0.eml: waits, from Ada on content/posts/hello.md\n")
    [comment] = waiting_comments(blog)
    code, output = blog.run("comments", *WORDS)
    assert (code, "1 comment for you to approve" in output, comment["id"] in output) == (0, True, True)
    assert blog.run("comments", "--approve", comment["id"], *WORDS) == (0, "Approved: content/comments/hello.yaml.\n")
    assert (blog.folder / "content/comments/hello.yaml").read_text() == (
        f"- id: {comment['id']}\n  name: Ada\n  date: '2026-01-15 18:50:00+00:00'\n  text: |\n    {TEXT}\n"
    )
    assert waiting_comments(blog) == []
    assert blog.run("comments", "--approve", comment["id"], *WORDS)[0] == 1
    assert blog.publish()
    assert TEXT in (blog.live / "current/comments/feed/index.xml").read_text()


def test_what_waits_is_in_no_output_and_an_address_nowhere(blog: Any) -> None:
    """Only the folder of what waits has the words, git leaves it out, and nothing has the address."""
    subprocess.run(["git", "init", "-q", str(blog.folder)], check=True)
    code, output = read_mails(
        blog,
        LETTER,
        mail("Away.", Auto_Submitted="auto-replied"),
        mail("No post."),
        mail(FILLED.format(f"Or {CANARY}", CANARY), Message_ID="<2@x>"),
    )
    for words in (("check",), ("publish",), ("comments", *WORDS), ("list", *WORDS), ("check", "--effects")):
        output += blog.run(*words)[1]
    assert (blog.live / "current/2026/01/01/hello/index.html").exists(), output
    assert code == 1 and CANARY not in output
    holding = {path for path, data in files_of(blog.folder).items() if TEXT.encode() in data}
    assert {path.parent.name for path in holding} == {".waiting"}
    assert not [path for path, data in files_of(blog.folder).items() if CANARY.encode() in data.lower()]
    status = subprocess.run(
        ["git", "-C", str(blog.folder), "status", "--porcelain", "-uall"], capture_output=True, text=True
    )
    assert ".waiting" not in status.stdout


def test_the_same_mail_twice_is_one_comment(blog: Any) -> None:
    """In one folder, in a second run, once it was approved, once it was deleted."""
    assert read_mails(blog, LETTER, LETTER)[1].splitlines()[1] == "1.eml: known: it was read before"
    [comment] = waiting_comments(blog)
    blog.run("comments", "--approve", comment["id"], *WORDS)
    other_mail = mail(FILLED.format("Another.", "Bo"), Message_ID="<2@x.example>")
    assert read_mails(blog, LETTER, other_mail)[1].splitlines()[0] == "0.eml: known: it was read before"
    [comment] = waiting_comments(blog)
    assert blog.run("comments", "--delete", comment["id"], *WORDS)[0] == 0
    assert read_mails(blog, LETTER, other_mail) == (
        0,
        "0.eml: known: it was read before\n1.eml: known: it was read before\n",
    )
    assert (blog.folder / "content/comments/hello.yaml").read_text().count("- id:") == 1


def test_an_answer_stands_below_the_comment_it_answers(blog: Any) -> None:
    blog.file(
        "comments/hello.yaml",
        "# mine\n  # and indented\n  - id: first\n    name: Cy\n    date: 2026-01-02\n    text: One.",
    )
    answer = FILLED.format("Two.", "Ada").replace(URL, f"{URL}#comment-first")
    orphan = FILLED.format("Three.", "Ada").replace(URL, f"{URL}#comment-gone")
    assert read_mails(blog, mail(answer), mail(orphan, Message_ID="<2@x.example>"))[0] == 0
    assert [comment["reply_to"] for comment in waiting_comments(blog)] != ["", ""]
    for comment in waiting_comments(blog):
        assert blog.run("comments", "--approve", comment["id"], *WORDS)[0] == 0
    text = (blog.folder / "content/comments/hello.yaml").read_text()
    assert text.startswith("# mine\n") and text.count("reply_to: first") == 1
    assert blog.run("check")[0] == 0


def test_a_comment_goes_with_its_post_when_that_is_renamed(blog: Any) -> None:
    read_mails(blog, LETTER)
    [comment] = waiting_comments(blog)
    (blog.folder / "content/posts/hello.md").unlink()
    assert blog.run("comments", "--approve", comment["id"], *WORDS) == (
        1,
        'the post "posts/hello.md" is not there any more\n',
    )
    blog.post("greetings", "aliases: [/2026/01/01/hello/]\n")
    assert blog.run("comments", "--approve", comment["id"], *WORDS) == (
        0,
        "Approved: content/comments/greetings.yaml.\n",
    )


ADDRESSES = {
    "its own": (URL, "hello"),
    "without the slash at its end": (URL[:-1], "hello"),
    "of a preview": (URL.replace("https://example.com", "http://localhost:8000"), "hello"),
    "of a former domain": (URL.replace("example.com", "old.example.org"), "hello"),
    "as a mail service rewrites it": (
        f"https://x.safelinks.example/?url={URL.replace(':', '%3A').replace('/', '%2F')}&data=1",
        "hello",
    ),
    "a former one": ("https://example.com/2019/old/", "renamed"),
    "of nothing": ("https://example.com/2026/01/01/none/", ""),
    "of a draft": ("https://example.com/2026/01/01/draft/", ""),
}


@pytest.mark.parametrize("case", ADDRESSES)
def test_the_post_is_found_by_the_address_in_the_letter(blog: Any, case: str) -> None:
    blog.post("renamed", "aliases: [/2019/old/]\n")
    address, name = ADDRESSES[case]
    code, output = read_mails(blog, mail(FILLED.format("Yes.", "Ada").replace(URL, address), Subject="Re: x"))
    assert [comment["post"] for comment in waiting_comments(blog)] == ([f"posts/{name}.md"] if name else [])
    assert code == (not name)
    if not name:
        assert output == "0.eml: refused: it names no post of this site; add the post's address to its end\n"


def test_a_letter_without_address_is_known_by_its_subject(blog: Any) -> None:
    assert read_mails(blog, mail("Yes.", Subject="AW: Comment on “Hello”"))[0] == 0
    blog.post("twin", title="Hello")
    assert read_mails(blog, mail("Yes.", Message_ID="<2@x.example>"))[0] == 1, "which of the two is meant?"


def test_below_a_path_and_by_the_published_address(blog: Any) -> None:
    """The desk reads letters with the settings of a preview, whose address is another one."""
    blog.configure("https://name.example/blog", SITE={"address": "https://name.example/blog"})
    letter = FILLED.format("Yes.", "Ada").replace("https://example.com", "https://name.example/blog")
    assert read_mails(blog, mail(letter, Subject=""))[0] == 0


def test_where_comments_are_closed_none_is_taken(blog: Any) -> None:
    letter = mail(FILLED.format("Yes.", "Ada").replace("hello", "closed"))
    assert read_mails(blog, letter) == (1, "0.eml: refused: comments on “Closed” are closed\n")


@pytest.mark.parametrize(
    ("letter_date", "comment_date"),
    [
        ("Thu, 15 Jan 2026 19:50:00 -0500", "2026-01-16 00:50:00+00:00"),
        ("Thu, 15 Jan 1970 19:50:00 +0000", None),
        ("Thu, 15 Jan 2999 19:50:00 +0000", None),
        ("", None),
    ],
)
def test_the_date_is_the_letters_as_far_as_it_can_be(blog: Any, letter_date: str, comment_date: str | None) -> None:
    read_mails(blog, mail(FILLED.format("Yes.", "Ada"), Date=letter_date))
    [comment] = waiting_comments(blog)
    assert comment["date"] == comment_date if comment_date else comment["date"] > "2026-06-01"


def test_a_file_of_comments_that_is_no_list_stays_as_it_is(blog: Any) -> None:
    read_mails(blog, LETTER)
    file = blog.file("comments/hello.yaml", "[{name: A, date: 2026-01-02, text: a}]\n")
    before = file.read_text()
    code, output = blog.run("comments", "--approve", waiting_comments(blog)[0]["id"], *WORDS)
    assert (code, output) == (1, 'the file of its comments is no list of entries that begin with "- "; mend it first\n')
    assert file.read_text() == before and len(waiting_comments(blog)) == 1


def test_wrong_use_is_said(blog: Any) -> None:
    assert "there is no none.eml" in blog.run("comments", "--mail", "none.eml", *WORDS)[1]
    (blog.folder / "empty").mkdir()
    assert blog.run("comments", "--mail", "empty", *WORDS) == (
        1,
        "no mail is in empty; mails are files that end in .eml\n",
    )
    assert blog.run("comments", "--approve", "../x", *WORDS)[1].startswith('no comment "../x" waits')
