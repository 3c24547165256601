"""The e-mail of new posts, sent to a real SMTP server on loopback and read back."""

from __future__ import annotations

import email
import email.policy
import smtplib
from email.message import EmailMessage
from typing import Any

import html5lib
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from lodestar.publishing import digest


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
    plain, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
    for text in (plain, html):
        assert "https://example.com/2026/01/03/three/" in text
        assert "/one/" not in text
        assert "{{ unsubscribe_url }}" in text
    assert "Salt & <vinegar> 3." in plain
    assert "Salt &amp; &lt;vinegar&gt; 3." in html
    assert max(map(len, plain.splitlines())) <= 78


def test_the_html_is_what_mail_programs_accept(three: Any) -> None:
    assert three.run("digest", "--since", "2026-01-01", "--file", "x.eml")[0] == 0
    message = email.message_from_bytes((three.folder / "x.eml").read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    html = message.get_body(("html",)).get_content()  # type: ignore[union-attr]
    html5lib.HTMLParser(strict=True).parse(html)
    for refused in ("<script", "<style", "<link", "<form", " class=", "position:", "@import"):
        assert refused not in html
    preheader = html.index("Salt &amp; &lt;vinegar&gt; 3.")
    assert html.rindex("display:none", 0, preheader) < preheader < html.index("<table"), (
        "the preheader comes first, and is hidden"
    )


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
