"""Comments that come by mail: the reader's own words and name out of what mail programs send, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lodestar.base.languages import Languages, using
from plugins.comments.cleaning import clean
from plugins.comments.core import letter
from plugins.comments.letters.letter import read_letter
from plugins.comments.letters.markup import text_of
from plugins.comments.letters.message import MailRefused
from plugins.comments.letters.plain import own_words, paragraphs, unflowed
from tests.mails import CANARY, URL, mail, part, several, within
from tests.plugins.mail_shapes import QUOTED, SHAPES


@pytest.mark.parametrize("shape", SHAPES)
def test_the_readers_own_words_stay_and_nothing_else(shape: str) -> None:
    data, name, text = SHAPES[shape]
    result = read_letter(data)
    assert (result.name, result.text) == (name, text)
    assert CANARY not in repr(result).casefold()
    assert result.date == datetime(2026, 1, 15, 18, 50, tzinfo=UTC)


@pytest.mark.parametrize("code", ["en", "de"])
def test_the_letter_that_a_page_fills_in_comes_back(code: str) -> None:
    """Whatever the form writes is known again, in each language, to the comment that is answered."""
    languages = Languages()
    with using(languages[code]):
        address = letter("hello@example.com", (("name", "Margaret"), ("title", "Hello"), ("url", URL)), "index-card")
    query = parse_qs(urlsplit(address).query)
    body = (
        query["body"][0].replace("\r\n\r\n\r\n\r\n", "\r\n\r\nWell said.\r\n\r\n", 1).replace(":\r\n", ": Ada\r\n", 1)
    )
    result = read_letter(mail(body, Subject=query["subject"][0]), languages=languages.with_words)
    assert (result.name, result.text, result.title) == ("Ada", "Well said.", "Hello")
    assert result.places[0] == f"{URL}#comment-index-card"


def test_what_a_reader_writes_stands_as_it_is_written() -> None:
    letter = read_letter(mail("#leadership is <b>hard</b> & 3 < 4 <3\n\n<script>alert(1)</script>\n\n-----\nEnd")).text
    html = clean(letter)
    assert "#leadership is &lt;b&gt;hard&lt;/b&gt; &amp; 3 &lt; 4 &lt;3" in html
    assert "<script" not in html and "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<h" not in html


def test_what_came_with_it_is_left_out_and_named() -> None:
    data = several(
        within(part("Yes."), part("<p>no</p>", "text/html")),
        part("AAAA", 'image/jpeg; name="me.jpg"', Content_Disposition="attachment", Content_Transfer_Encoding="base64"),
        part("From: x@y.example\n\nan older mail", "message/rfc822"),
        part("notes", "text/plain; charset=utf-8", Content_Disposition=f'attachment; filename="{CANARY}.txt"'),
    )
    result = read_letter(data)
    assert (result.text, result.left_out) == ("Yes.", ("me.jpg", "another mail", "[address].txt"))


def test_an_address_with_an_apostrophe_is_an_address() -> None:
    text = "I am Grace.O'Hara@example.com, not 'hara@example.com'."
    assert read_letter(mail(text)).text == "I am [address], not '[address]'."
    with pytest.raises(MailRefused, match="you sent it yourself"):
        read_letter(mail("Yes.", From="Grace <grace.o'hara@example.com>"), own="grace.o'hara@example.com")


def test_one_mail_has_one_id_whatever_carried_it() -> None:
    ids = {read_letter(mail("Yes.", encoding=way)).id for way in ("8bit", "base64", "quoted-printable")}
    assert len(ids) == 1
    assert read_letter(mail("Yes.", Message_ID="<other@x.example>")).id not in ids
    made_up_ids = [read_letter(mail(text, Message_ID="")).id for text in ("Yes.", "Yes.", "No.")]
    assert made_up_ids[0] == made_up_ids[1] != made_up_ids[2]


DEEP = "Content-Type: multipart/mixed; boundary=a{0}\n\n--a{0}\n"
REFUSED = {
    "no mail": (b"Hello there", "it is no mail: it says neither who it is from nor which it is"),
    "nothing": (b"", "it is no mail: it says neither who it is from nor which it is"),
    "too large": (b"From: a@b.example\n\n" + b"x" * 25_000_000, "it has more than 25 million bytes"),
    "Outlook's own": (b"\xd0\xcf\x11\xe0\xa1\xb1", "it is in Outlook's own format (.msg); save it as .eml"),
    "all quoted": (mail(QUOTED), "it holds no words of its own: all of it is quoted, or a signature"),
    "nothing that shows": (mail("\u200b\u2800\n"), "it holds no words of its own: all of it is quoted, or a signature"),
    "an answer in absence": (mail("Away.", Auto_Submitted="auto-replied"), "a program wrote it, not a reader"),
    "a list": (mail("News.", Precedence="bulk"), "a program wrote it, not a reader"),
    "your own": (mail("Mine.", From="Me <Hello@Example.com>"), "you sent it yourself; answer comments at the desk"),
    "parts without end": (
        b"From: a@b.example\n" + "".join(map(DEEP.format, range(99))).encode(),
        "it has more than 40 parts within parts",
    ),
    "elements without end": (mail("<div>" * 5_000, "text/html"), "its parts lie too deep in one another"),
    "a novel": (mail("word " * 20_000), "the comment has 99,999 characters; 65,535 are the most"),
    "our own mark": (mail("x-lodestar-url-0-"), 'the text holds "x-lodestar-", which is reserved'),
    "no character": (mail("&#0;"), '"&#0;" is no character that a page may hold'),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_makes_no_comment_is_refused_with_its_reason(case: str) -> None:
    data, reason = REFUSED[case]
    with pytest.raises(MailRefused) as refused:
        read_letter(data, own="hello@example.com")
    assert str(refused.value) == reason


@pytest.mark.parametrize(
    "headers",
    [
        {"From": f"=?utf-8?q?Eve=0D=0ABcc:_x@y.example?= <{CANARY}>"},
        {"From": f'"Eve\u202egro.elpmaxe" <{CANARY}>'},
        {"From": f"{'E' * 5000} <{CANARY}>"},
        {"Date": "yesterday"},
        {"Date": "Thu, 99 Jan 99999 99:99:99 +9999"},
        {"Subject": "=?a?q?" * 5000},
        {"Subject": "=?punycode?q?" + "a" * 1000 + "?="},
        {"Message_ID": "<" + "x" * 9000 + ">"},
    ],
)
def test_a_header_injects_nothing(headers: dict[str, str]) -> None:
    result = read_letter(mail("Yes.", **headers))
    assert result.text == "Yes." and len(result.name) <= 80
    assert not set(result.name + result.title) & set("\r\n\u202e\0")
    assert len(result.id) == 21


@pytest.mark.parametrize(
    "charset", ["utf-7", "punycode", "idna", "rot13", "undefined", "hex", "unicode_escape", '"a\0b"', "", "x" * 999]
)
def test_an_odd_charset_is_read_as_utf_8(charset: str) -> None:
    assert read_letter(mail("Größe +ADw-", f"text/plain; charset={charset}")).text == "Größe +ADw-"


HOSTILE = st.lists(
    st.sampled_from(
        ["From: a <a@b.example>\n", "Content-Type: multipart/mixed; boundary=x\n", "Content-Type: text/html\n", "\n", "--x\n",
         "--x--\n", "Content-Type: message/rfc822\n", "Content-Transfer-Encoding: base64\n", "Content-Disposition: attachment; filename*=a''%FF\n",
         "=?utf-8?b?", "?=", "<blockquote>", "</div>", "> ", "On 1.1.2026 a wrote:", "-- \n", "\0", "é", "&#x", "<!--", "Date: ", "Content-Type: text/plain; charset=utf-16\n"]
    ),
    max_size=40,
)  # fmt: skip


@given(HOSTILE, st.binary(max_size=40))
def test_whatever_comes_is_a_comment_or_refused(pieces: list[str], garbage: bytes) -> None:
    try:
        result = read_letter("".join(pieces).encode() + garbage)
    except MailRefused:
        return
    assert result.name and result.text.strip() and "@b.example" not in result.text + result.name


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), min_size=1, max_size=300))
def test_words_are_lost_to_no_charset_or_encoding(words: str) -> None:
    message = EmailMessage()
    message["From"], message["Message-ID"] = "Ada <a@b.example>", "<1@b.example>"
    message.set_content(f"Begin {words} end")
    plain_text = " ".join(paragraphs(own_words(f"Begin {words} end")).split())
    assert plain_text.startswith("Begin") and plain_text.endswith("end")
    assert read_letter(bytes(message)).text.split()[0] == "Begin"


def test_flowed_lines_are_joined_as_rfc_3676_says() -> None:
    text = "One \ntwo \nthree.\n From here.\n> quoted \n> on.\n-- \nA \nB"
    assert unflowed(text, joined=False) == "One two three.\nFrom here.\n> quoted on.\n-- \nA B"
    assert unflowed("a \nb \nc", joined=True) == "abc"


def test_a_page_is_read_without_what_nobody_sees() -> None:
    assert text_of("<title>t</title><p>a</p><script>b</script><style>c</style><!-- d --><p>e</p>").split() == ["a", "e"]
