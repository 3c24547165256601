"""The letter of new posts: what mail programs accept, and sent to a real SMTP server on loopback and read back."""

from __future__ import annotations

import email
import email.policy
import re
import smtplib
from email.message import EmailMessage
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import html5lib
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from PIL import Image

from lodestar.base.contrast import AA, contrast
from lodestar.engine.tokens import colors, tokens
from lodestar.publishing import digest
from tests.web import ROOT


class Mailbox:
    """Keeps what arrives."""

    def __init__(self) -> None:
        self.arrived: list[tuple[list[str], EmailMessage]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.arrived.append((envelope.rcpt_tos, message))
        return "250 taken"


@pytest.fixture
def three(site: Any) -> Any:
    for number, name in enumerate(("one", "two", "three"), start=1):
        site.post(
            name,
            f"summary: Salt & <vinegar> {number}.\nauthors: [Ada]\n",
            date=f"2026-01-0{number}",
            title=f"Naïve “{name}” & co",
        )
    site.file("authors/ada.md", "---\nname: Ada\n---\n")
    return site


def test_the_digest_arrives_in_both_forms(three: Any, servers: Any) -> None:
    box = Mailbox()
    port = servers.free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        code, said = three.run(
            "digest", "--since", "2026-01-02", "--send", "me@example.com", "--smtp", f"127.0.0.1:{port}"
        )
    finally:
        controller.stop()
    assert (code, said) == (0, "Sent 2 posts to me@example.com.\n")
    to, message = box.arrived[0]
    assert to == ["me@example.com"]
    assert message["Subject"] == "Naïve “three” & co, and 1 more from Heart"
    plain, html = body(message, "plain"), body(message, "html")
    for text in (plain, html):
        assert "https://example.com/2026/01/03/three/" in text
        assert "/one/" not in text
        assert "{{ unsubscribe_url }}" in text
    assert "Salt & <vinegar> 3." in plain
    assert "Salt &amp; &lt;vinegar&gt; 3." in html
    assert max(map(len, plain.splitlines())) <= 78


ALLOWED = {
    "background-color": "everywhere",
    "border": "everywhere; Outlook for Windows on cells alone",
    "border-bottom": "as border",
    "border-color": "as border",
    "border-radius": "not in Outlook for Windows, GMX and web.de, where corners are square",
    "border-top": "as border",
    "color": "everywhere",
    "display": "block and none; Gmail's page for phones shows what is hidden",
    "font-family": "everywhere",
    "font-size": "everywhere",
    "font-weight": "everywhere",
    "line-height": "everywhere, in pixels",
    "margin": "everywhere, neither negative nor auto",
    "max-height": "not in Outlook for Windows, which knows mso-hide",
    "max-width": "everywhere; Outlook for Windows on tables alone",
    "mso-hide": "Outlook for Windows alone",
    "overflow": "hidden alone; not in Outlook for Windows",
    "padding": "everywhere; Outlook for Windows on cells",
    "padding-bottom": "as padding",
    "padding-top": "as padding",
    "text-align": "everywhere",
    "text-decoration": "everywhere, its line alone",
    "width": "everywhere",
}
"""The properties that a letter may use, and where they work, by https://www.caniemail.com (data of June 2026)."""
STYLE_LIMIT, LETTER_LIMIT = 16_000, 102_000
"""Bytes of a `style` element and of a letter that Gmail shows whole (caniemail, html-style, note 6)."""
ELEMENTS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "div",
    "table",
    "tr",
    "td",
    "h1",
    "h2",
    "p",
    "a",
    "img",
    "tbody",
}


def read(path: Path) -> EmailMessage:
    """A mail, which has no defect."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage) and not message.defects
    assert not [part.defects for part in message.walk() if part.defects]
    assert not [header.defects for _, header in message.items() if header.defects]
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None and part.get_content_charset() == "utf-8"
    return str(part.get_content()).replace("\r\n", "\n")


def letter(site: Any, *words: str) -> EmailMessage:
    """The letter of all posts."""
    code, said = site.run("digest", "--since", "2026-01-01", "--file", "x.eml", *words)
    assert code == 0, said
    return read(site.folder / "x.eml")


def test_the_html_is_what_mail_programs_accept(three: Any) -> None:
    html = body(letter(three), "html")
    document = html5lib.HTMLParser(strict=True).parse(html)
    names = {element.tag.rpartition("}")[2] for element in document.iter() if isinstance(element.tag, str)}
    assert names <= ELEMENTS
    [sheet] = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    rules = re.fullmatch(r"\s*@media \(prefers-color-scheme: dark\) \{(.*)\}\s*", sheet, re.DOTALL)
    assert rules and len(sheet) < STYLE_LIMIT, "what some programs do not know may add the dark alone"
    declared = [*re.findall(r'style="([^"]*)"', html), *re.findall(r"\.[\w-]+ \{ ([^{}]*) \}", rules[1])]
    pairs = [pair.split(":", 1) for style in declared for pair in style.rstrip("; ").split(";")]
    assert {name.strip() for name, _ in pairs} <= ALLOWED.keys()
    assert not [value for _, value in pairs if re.search(r"url|calc|var|rem|em\b|auto|-\d", value.partition("'")[0])]
    assert len(html.encode()) < LETTER_LIMIT


def test_forty_posts_are_shown_whole(site: Any) -> None:
    for number in range(40):
        site.post(f"post-{number}", f"summary: {'Salt and vinegar. ' * 15}\n")
    assert len(body(letter(site), "html").encode()) < LETTER_LIMIT


def test_the_preheader_comes_first_and_is_hidden(three: Any) -> None:
    html = body(letter(three), "html")
    first = re.search(r'<body[^>]*>\s*<div style="display:none;[^"]*">([^<]*)</div>', html)
    assert first and unescape(first[1]) == "Salt & <vinegar> 3.; Naïve “two” & co; Naïve “one” & co"


def test_it_has_the_themes_colors_by_day_and_in_the_dark_and_the_authors_own(three: Any) -> None:
    tokens = (ROOT / "theme/static/css/tokens.css").read_text()
    (three.folder / "theme/static/css").mkdir(parents=True, exist_ok=True)
    (three.folder / "theme/static/css/tokens.css").write_text(tokens)
    html = body(letter(three), "html")
    for token, role in (("paper", "paper"), ("ink", "ink"), ("teal", "heading"), ("terracotta", "link")):
        light, dark = re.findall(rf"--{token}: light-dark\((#\w+), (#\w+)\)", tokens)[0]
        assert f"color:{light}" in html
        assert re.search(rf"\.{role} {{ (?:background-)?color: {dark} !important; }}", html)
    assert "font-family:Iowan Old Style, Palatino Linotype" in html
    three.configure(SITE={"color": "#7a1f5c", "color_dark": "#f0a8d8"})
    assert "color:#7a1f5c" in body(letter(three), "html")


@pytest.mark.parametrize("palette", ["theme", "none"])
def test_every_color_can_be_read(palette: str) -> None:
    known = colors(tokens(ROOT / "theme")) if palette == "theme" else {}
    shown = {role: known.get(token, fallback) for role, (token, fallback) in digest.ROLES.items()}
    for moment in ("light", "dark"):
        color = {role: getattr(pair, moment) for role, pair in shown.items()}
        for words in ("ink", "soft", "heading", "link"):
            assert contrast(color[words], color["paper"]) >= AA, (moment, words)
        assert contrast(color["on-button"], color["button"]) >= AA, moment


def test_pictures_are_those_that_feeds_have(three: Any, tmp_path: Path) -> None:
    picture = BytesIO()
    Image.new("RGB", (2400, 1200), "teal").save(picture, "JPEG")
    (tmp_path / "content/images").mkdir()
    (tmp_path / "content/images/a.jpg").write_bytes(picture.getvalue())
    (tmp_path / "content/images/b.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>')
    three.post("two", "image: images/b.svg\nimage_alt: A drawing\n", date="2026-01-08")
    three.post("one", "image: images/a.jpg\nimage_alt: A “door” & a <key>\n", date="2026-01-09")
    html = body(letter(three), "html")
    [shown] = re.findall(r'<img src="https://example.com([^"]+)" alt="A “door” &amp; a &lt;key&gt;" width="600"', html)
    assert html.count("<img") == 1, "mail programs show no drawings, and the card of one repeats the title"
    three.publish()
    assert shown in (three.live / "current/feed/index.xml").read_text()
    with Image.open(three.live / f"current{shown}") as made:
        assert made.width < 2400


@pytest.mark.parametrize("url", ["https://example.com", "https://name.example/blog"])
def test_every_link_is_whole_and_nobody_is_followed(three: Any, url: str) -> None:
    three.configure(url)
    message = letter(three)
    html = body(message, "html")
    addresses = set(re.findall(r'(?:href|src)="([^"]*)"', html)) - {"{{ unsubscribe_url }}"}
    assert addresses == {
        f"{url}/",
        *(f"{url}/2026/01/0{day}/{name}/" for day, name in enumerate(("one", "two", "three"), 1)),
    }
    assert not re.search(r"<img|https?://(?!example.com|name.example)", html + body(message, "plain"))


def test_the_way_out_is_the_one_that_the_settings_give(three: Any) -> None:
    assert letter(three)["List-Unsubscribe"] is None
    three.configure(FEEDS={"unsubscribe": "mailto:stop@example.com?subject=Stop%20%26%20thanks"})
    message = letter(three)
    assert message["List-Unsubscribe"] == "<mailto:stop@example.com?subject=Stop%20%26%20thanks>"
    assert (
        b"\r\nList-Unsubscribe: <mailto:stop@example.com?subject=Stop%20%26%20thanks>\r\n"
        in (three.folder / "x.eml").read_bytes()
    )
    assert 'href="mailto:stop@example.com?subject=Stop%20%26%20thanks"' in body(message, "html")
    assert "To stop these letters: mailto:stop@example.com?subject=Stop%20%26%20thanks" in body(message, "plain")


def test_a_long_way_out_stays_in_one_piece(three: Any) -> None:
    way_out = f"https://example.com/{'x' * 300}?list=posts&then=%2F"
    three.configure(FEEDS={"unsubscribe": way_out})
    letter(three)
    assert f"\r\nList-Unsubscribe: <{way_out}>\r\n".encode() in (three.folder / "x.eml").read_bytes()


def test_a_way_out_that_no_header_can_hold_is_refused(three: Any) -> None:
    three.configure(FEEDS={"unsubscribe": "https://example.com/stop, now"})
    code, said = three.run("digest", "--since", "2026-01-01")
    assert (code, said) == (
        1,
        "pelicanconf.py: FEEDS['unsubscribe'] is 'https://example.com/stop, now', which is no address; "
        'write "https://..." or "mailto:..."\n',
    )


@pytest.mark.parametrize(
    "name", ["Smith, Coach & Co.", "Grüße “hier”", 'A "quoted" name', "x" * 300, "Bcc: <a@b.example>"]
)
@pytest.mark.parametrize("url", ["https://example.com", "http://localhost:8000", "https://köln.example/blog"])
def test_a_letter_is_one_from_one_whatever_the_name_of_the_site(three: Any, name: str, url: str) -> None:
    three.configure(url, SITENAME=name)
    message = letter(three)
    [sender] = message["From"].addresses
    assert sender.display_name == name
    assert sender.domain in ("example.com", "localhost", "xn--kln-sna.example")
    assert re.fullmatch(r"<[\w.]+@[a-z0-9.-]+>", message["Message-ID"])


@pytest.mark.parametrize("option", ["--from", "--send"])
@pytest.mark.parametrize("address", ["nobody", "a@b.example\nBcc: c@d.example", "two words"])
def test_what_is_no_address_is_said_so(three: Any, option: str, address: str) -> None:
    code, said = three.run("digest", "--since", "2026-01-01", option, address)
    assert code == 2 and "is no mail address; write it as name@example.com" in said


def test_the_plain_text_reads_by_itself(three: Any) -> None:
    three.post(
        "long",
        f"summary: {'https://example.com/a-very-long-address/' * 3} and on.\n",
        date="2026-01-08",
        body="word " * 700,
    )
    text = body(letter(three), "plain")
    assert text.startswith("Heart\n\nLong\n====\nJanuary 8, 2026, 3 minutes to read\n\n")
    assert "Read it: https://example.com/2026/01/08/long/\n" in text
    assert "\n-- \nYou get this letter because you asked for new posts of Heart.\n" in text
    assert "https://example.com/a-very-long-address/" * 3 in text, "an address stays in one piece"


def test_the_same_posts_make_the_same_mail(three: Any) -> None:
    for name in ("a.eml", "b.eml"):
        three.run("digest", "--since", "2026-01-01", "--file", name)
    assert (three.folder / "a.eml").read_bytes() == (three.folder / "b.eml").read_bytes()


def test_without_new_posts_there_is_nothing_to_send(three: Any) -> None:
    assert three.run("digest", "--since", "2026-05-01") == (
        1,
        "No post was published since 2026-05-01; there is nothing to send.\n",
    )


def test_a_day_that_is_none_is_said_so(three: Any) -> None:
    code, said = three.run("digest", "--since", "yesterday")
    assert (
        code,
        said.splitlines()[-1].endswith('argument --since: "yesterday" is no day; write it as 2026-03-01'),
    ) == (
        2,
        True,
    )


def test_a_server_that_is_not_there_is_said_so(three: Any) -> None:
    code, said = three.run("digest", "--since", "2026-01-01", "--send", "me@example.com", "--smtp", "127.0.0.1:1")
    assert code == 1
    assert said.startswith("127.0.0.1:1 did not take the e-mail: ")


@pytest.mark.says
@pytest.mark.filterwarnings(
    "ignore:Requiring AUTH while not requiring TLS"
)  # a test server on loopback has no certificate
def test_a_server_that_wants_a_password_gets_it(three: Any, servers: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    box, port = Mailbox(), servers.free_port()

    def known(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"ada", b"secret"), handled=False)

    more = {"authenticator": known, "auth_required": True, "auth_require_tls": False}
    controller = Controller(box, hostname="127.0.0.1", port=port, **more)
    controller.start()
    words = ("digest", "--since", "2026-01-03", "--send", "me@example.com", "--smtp", f"127.0.0.1:{port}")
    monkeypatch.setenv("SMTP_USER", "ada")
    try:
        monkeypatch.setenv("SMTP_PASSWORD", "wrong")
        code, said = three.run(*words)
        assert (code, said.startswith(f"127.0.0.1:{port} did not take the e-mail: ")) == (1, True)
        monkeypatch.setenv("SMTP_PASSWORD", "secret")
        code, said = three.run(*words)
        assert (code, said.splitlines()[0]) == (0, "Sent 1 post to me@example.com.")
    finally:
        controller.stop()
    assert len(box.arrived) == 1


def test_a_password_is_sent_to_nobody_in_the_open(servers: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    port = servers.free_port()
    controller = Controller(Mailbox(), hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setattr(digest, "LOOPBACK", ())
    try:
        with pytest.raises(smtplib.SMTPNotSupportedError, match="sent to nobody in the open"):
            digest.send(EmailMessage(), "127.0.0.1", port, "ada", "secret")
    finally:
        controller.stop()
