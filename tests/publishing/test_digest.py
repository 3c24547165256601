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


def test_the_digest_arrives_in_both_forms(digest_site: Any, servers: Any) -> None:
    box = MailingList()
    port = servers.free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        code, output = digest_site.run(
            "digest", "--since", "2026-01-02", "--send", "me@example.com", "--smtp", f"127.0.0.1:{port}"
        )
    finally:
        controller.stop()
    assert (code, output) == (0, "Sent 2 posts to me@example.com.\n")
    recipient, message = box.arrived[0]
    assert recipient == ["me@example.com"]
    assert message["Subject"] == "Naïve “three” & co, and 1 more from Heart"
    plain_text, html = body(message, "plain"), body(message, "html")
    for text in (plain_text, html):
        assert "https://example.com/2026/01/03/three/" in text
        assert "/one/" not in text
        assert "{{ unsubscribe_url }}" in text
    assert "Salt & <vinegar> 3." in plain_text
    assert "Salt &amp; &lt;vinegar&gt; 3." in html
    assert max(map(len, plain_text.splitlines())) <= 78


def test_it_is_in_the_language_of_the_site(digest_site: Any) -> None:
    digest_site.configure(DEFAULT_LANG="de")
    message = letter(digest_site)
    assert message["Subject"] == "Naïve “three” & co und 2 weitere Beiträge von Heart"
    plain_text, html = body(message, "plain"), body(message, "html")
    assert '<html lang="de">' in html
    for text in (plain_text, html):
        assert "3. Januar 2026, von Ada, 1 Minute Lesezeit" in text
        assert "Diese Briefe abbestellen" in text
    assert "Lesen: https://example.com/2026/01/03/three/" in plain_text
    digest_site.configure(DEFAULT_LANG="he")
    html = body(letter(digest_site), "html")
    assert '<html lang="he" dir="rtl">' in html and "text-align:right" in html


def test_the_way_out_is_the_one_that_the_settings_give(digest_site: Any) -> None:
    assert letter(digest_site)["List-Unsubscribe"] is None
    digest_site.configure(FEEDS={"unsubscribe": "mailto:stop@example.com?subject=Stop%20%26%20thanks"})
    message = letter(digest_site)
    assert message["List-Unsubscribe"] == "<mailto:stop@example.com?subject=Stop%20%26%20thanks>"
    assert (
        b"\r\nList-Unsubscribe: <mailto:stop@example.com?subject=Stop%20%26%20thanks>\r\n"
        in (digest_site.folder / "x.eml").read_bytes()
    )
    assert 'href="mailto:stop@example.com?subject=Stop%20%26%20thanks"' in body(message, "html")
    assert "To stop these letters: mailto:stop@example.com?subject=Stop%20%26%20thanks" in body(message, "plain")


def test_a_long_way_out_stays_in_one_piece(digest_site: Any) -> None:
    way_out = f"https://example.com/{'x' * 300}?list=posts&then=%2F"
    digest_site.configure(FEEDS={"unsubscribe": way_out})
    letter(digest_site)
    assert f"\r\nList-Unsubscribe: <{way_out}>\r\n".encode() in (digest_site.folder / "x.eml").read_bytes()


def test_a_way_out_that_no_header_can_hold_is_refused(digest_site: Any) -> None:
    digest_site.configure(FEEDS={"unsubscribe": "https://example.com/stop, now"})
    code, output = digest_site.run("digest", "--since", "2026-01-01")
    assert (code, output) == (
        1,
        "pelicanconf.py: FEEDS['unsubscribe'] is 'https://example.com/stop, now', which is no address; "
        'write "https://..." or "mailto:..."\n',
    )


@pytest.mark.parametrize(
    "name", ["Smith, Coach & Co.", "Grüße “hier”", 'A "quoted" name', "x" * 300, "Bcc: <a@b.example>"]
)
@pytest.mark.parametrize("url", ["https://example.com", "http://localhost:8000", "https://köln.example/blog"])
def test_a_letter_is_one_from_one_whatever_the_name_of_the_site(digest_site: Any, name: str, url: str) -> None:
    digest_site.configure(url, SITENAME=name)
    message = letter(digest_site)
    [sender] = message["From"].addresses
    assert sender.display_name == name
    assert sender.domain in ("example.com", "localhost", "xn--kln-sna.example")
    assert re.fullmatch(r"<[\w.]+@[a-z0-9.-]+>", message["Message-ID"])


@pytest.mark.parametrize("option", ["--from", "--send"])
@pytest.mark.parametrize("address", ["nobody", "a@b.example\nBcc: c@d.example", "two words"])
def test_what_is_no_address_is_said_so(digest_site: Any, option: str, address: str) -> None:
    code, output = digest_site.run("digest", "--since", "2026-01-01", option, address)
    assert code == 2 and "is no mail address; write it as name@example.com" in output


def test_the_plain_text_reads_by_itself(digest_site: Any) -> None:
    digest_site.post(
        "long",
        f"summary: {'https://example.com/a-very-long-address/' * 3} and on.\n",
        date="2026-01-08",
        body="word " * 700,
    )
    text = body(letter(digest_site), "plain")
    assert text.startswith("Heart\n\nLong\n====\nJanuary 8, 2026, 3 minutes to read\n\n")
    assert "Read it: https://example.com/2026/01/08/long/\n" in text
    assert "\n-- \nYou get this letter because you asked for new posts of Heart.\n" in text
    assert "https://example.com/a-very-long-address/" * 3 in text, "an address stays in one piece"


def test_the_same_posts_make_the_same_mail(digest_site: Any) -> None:
    for name in ("a.eml", "b.eml"):
        digest_site.run("digest", "--since", "2026-01-01", "--file", name)
    assert (digest_site.folder / "a.eml").read_bytes() == (digest_site.folder / "b.eml").read_bytes()


def test_without_new_posts_there_is_nothing_to_send(digest_site: Any) -> None:
    assert digest_site.run("digest", "--since", "2026-05-01") == (
        1,
        "No post was published since 2026-05-01; there is nothing to send.\n",
    )


def test_a_day_that_is_none_is_said_so(digest_site: Any) -> None:
    code, output = digest_site.run("digest", "--since", "yesterday")
    assert (
        code,
        output.splitlines()[-1].endswith('argument --since: "yesterday" is no day; write it as 2026-03-01'),
    ) == (
        2,
        True,
    )


def test_a_server_that_is_not_there_is_said_so(digest_site: Any) -> None:
    code, output = digest_site.run(
        "digest", "--since", "2026-01-01", "--send", "me@example.com", "--smtp", "127.0.0.1:1"
    )
    assert code == 1
    assert output.startswith("127.0.0.1:1 did not take the e-mail: ")


@pytest.mark.says
@pytest.mark.filterwarnings(
    "ignore:Requiring AUTH while not requiring TLS"
)  # a test server on loopback has no certificate
def test_a_server_that_wants_a_password_gets_it(
    digest_site: Any, servers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, port = MailingList(), servers.free_port()

    def authenticator(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"ada", b"secret"), handled=False)

    options = {"authenticator": authenticator, "auth_required": True, "auth_require_tls": False}
    controller = Controller(box, hostname="127.0.0.1", port=port, **options)
    controller.start()
    words = ("digest", "--since", "2026-01-03", "--send", "me@example.com", "--smtp", f"127.0.0.1:{port}")
    monkeypatch.setenv("SMTP_USER", "ada")
    try:
        monkeypatch.setenv("SMTP_PASSWORD", "wrong")
        code, output = digest_site.run(*words)
        assert (code, output.startswith(f"127.0.0.1:{port} did not take the e-mail: ")) == (1, True)
        monkeypatch.setenv("SMTP_PASSWORD", "secret")
        code, output = digest_site.run(*words)
        assert (code, output.splitlines()[0]) == (0, "Sent 1 post to me@example.com.")
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
