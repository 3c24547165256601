"""The desk's page that makes the site its author's own."""

from __future__ import annotations

from tests.desk.conftest import Live

VALUES = {
    "name": "Calm Teams", "sentence": "", "author": "Jane Coach", "address": "https://calm-teams.org",
    "timezone": "Europe/Berlin", "language": "en", "mail": "jane@calm-teams.org", "color": "#7a1f4d", "own_color": "yes",
}  # fmt: skip


def files(live: Live) -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in live.content.rglob("*") if path.is_file()}


def test_what_the_form_says_is_the_site_and_can_be_changed_there(live: Live) -> None:
    first = live.get("/begin").text
    assert "What is your site called?" in first
    assert live.post("/begin", VALUES).status == 303
    site_file = (live.content / "site.yaml").read_text(encoding="utf-8")
    assert "name: Calm Teams\n" in site_file
    assert 'color: "#7a1f4d"\n' in site_file
    assert "id: urn:uuid:" in site_file
    page = live.get("/begin").text
    assert "The site is yours now." in page and "keep it private" in page
    assert 'value="jane@calm-teams.org"' in page
    assert live.post("/begin", {**VALUES, "name": "Calmer Teams", "own_color": ""}).status == 303
    assert "name: Calmer Teams\n" in (live.content / "site.yaml").read_text(encoding="utf-8")


def test_an_answer_that_cannot_be_used_is_said_and_nothing_is_lost(live: Live) -> None:
    before = files(live)
    refused = live.post("/begin", {**VALUES, "timezone": "Mars", "color": "#ffee00"})
    assert refused.status == 400
    assert "There is no time zone &#34;Mars&#34;" in refused.text
    assert "The color #ffee00 is hard to read by day" in refused.text
    assert 'value="Calm Teams"' in refused.text
    assert files(live) == before


def test_a_form_of_another_site_writes_nothing(live: Live) -> None:
    before = files(live)
    assert live.post("/begin", {**VALUES, "token": "other"}).status == 403
    assert files(live) == before
