"""The letter of new posts: what mail programs accept, and sent to a real SMTP server on loopback and read back."""

from __future__ import annotations

import re
import smtplib
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from lodestar.publishing import digest
from tests.publishing.letters import body, letter
from tests.publishing.services import MailingList


def test_the_digest_arrives_in_both_forms(three: Any, servers: Any) -> None:
    box = MailingList()
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


def test_it_is_in_the_language_of_the_site(three: Any) -> None:
    three.configure(DEFAULT_LANG="de")
    message = letter(three)
    assert message["Subject"] == "Naïve “three” & co und 2 weitere Beiträge von Heart"
    plain, html = body(message, "plain"), body(message, "html")
    assert '<html lang="de">' in html
    for text in (plain, html):
        assert "3. Januar 2026, von Ada, 1 Minute Lesezeit" in text
        assert "Diese Briefe abbestellen" in text
    assert "Lesen: https://example.com/2026/01/03/three/" in plain
    three.configure(DEFAULT_LANG="he")
    html = body(letter(three), "html")
    assert '<html lang="he" dir="rtl">' in html and "text-align:right" in html


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
    box, port = MailingList(), servers.free_port()

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
    controller = Controller(MailingList(), hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setattr(digest, "LOOPBACK", ())
    try:
        with pytest.raises(smtplib.SMTPNotSupportedError, match="sent to nobody in the open"):
            digest.send(EmailMessage(), "127.0.0.1", port, "ada", "secret")
    finally:
        controller.stop()
