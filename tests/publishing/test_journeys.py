"""Journeys: what a subscriber's program and an old link meet after a change of slug, title, date, file name or domain."""

from __future__ import annotations

import re
import shutil
from typing import Any

import feedparser
import pytest

from lodestar.engine.lock import Lock

FEEDS = ("feed/index.xml", "feed/atom/index.xml")
OLD = "/2026/01/02/two/"


def subscriber(site: Any) -> dict[str, set[str]]:
    """Return the ids in each of the site's feeds, as feedparser reads them."""
    return {
        path: {entry.id for entry in feedparser.parse((site.live / "current" / path).read_bytes()).entries}
        for path in FEEDS
    }


@pytest.fixture
def published_site(site: Any) -> Any:
    """A site with three posts, published; every post has its id from `publish`."""
    for number, name in enumerate(("one", "two", "three"), start=1):
        site.post(name, "id:\n", date=f"2026-01-0{number}")
    site.configure(HOSTING={"host": "nginx"})
    site.publish()
    return site


def change_slug(site: Any) -> None:
    path = site.folder / "content/posts/two.md"
    path.write_text(path.read_text().replace("title: Two", "title: Two\nslug: second"))


def change_title(site: Any) -> None:
    path = site.folder / "content/posts/two.md"
    path.write_text(path.read_text().replace("title: Two", "title: Twice as Good"))


def change_date(site: Any) -> None:
    path = site.folder / "content/posts/two.md"
    path.write_text(path.read_text().replace("2026-01-02", "2025-12-24"))


def change_file_name(site: Any) -> None:
    path = site.folder / "content/posts/two.md"
    path.rename(path.with_name("two-again.md"))


def change_everything(site: Any) -> None:
    for change in (change_title, change_date, change_file_name):
        change(site)


@pytest.mark.parametrize("change", [change_slug, change_title, change_date, change_file_name, change_everything])
def test_a_change_shows_no_post_again_and_breaks_no_link(
    published_site: Any, servers: Any, send_request: Any, change: Any
) -> None:
    before = subscriber(published_site)
    assert {len(ids) for ids in before.values()} == {3}
    assert all(id.startswith("urn:uuid:") for id in before["feed/index.xml"])
    change(published_site)
    published_site.run("check", "--fix")
    published_site.publish()
    assert subscriber(published_site) == before, "a subscriber sees nothing as new"
    current = published_site.live / "current"
    port = servers.nginx(current, f"include {current}/.nginx/maps.conf;", f"include {current}/.nginx/server.conf;")
    reply = send_request(port, OLD)
    if reply.status == 301:
        reply = send_request(port, reply.headers["location"])
    assert (reply.status, b"Text." in reply.body) == (200, True)


def test_another_domain_shows_no_post_again_and_breaks_no_link(
    published_site: Any, servers: Any, send_request: Any
) -> None:
    before = subscriber(published_site)
    hosting = {"host": "nginx", "formerly": ("example.com",)}
    published_site.configure(
        "https://www.example.org",
        HOSTING=hosting,
        FEEDS={"id": "urn:uuid:0f2d3a5c-7f3e-4a57-9c1f-2f6b0a1c9d4e", "follow": "subscribe"},
    )
    published_site.publish()
    assert subscriber(published_site) == before
    current = published_site.live / "current"
    feed = feedparser.parse((current / "feed/atom/index.xml").read_bytes())
    assert all(entry.link.startswith("https://www.example.org/2026/") for entry in feed.entries)
    assert feed.feed.id.startswith("urn:uuid:"), "the feed keeps its own id too"
    port = servers.nginx(current, f"include {current}/.nginx/maps.conf;", f"include {current}/.nginx/server.conf;")
    for old_address in (OLD, "/feed/", f"{OLD}?utm=x"):
        reply = send_request(port, old_address, "example.com")
        assert (reply.status, reply.headers["location"]) == (301, f"https://www.example.org{old_address}")
        assert send_request(port, old_address, "www.example.org").status == 200


def test_a_new_post_is_announced_once(published_site: Any) -> None:
    before = subscriber(published_site)
    published_site.post("four", "id:\n", date="2026-01-04")
    output = published_site.publish()
    assert 'Subscribers will see 1 new post:\n  "Four"\n' in output
    after = subscriber(published_site)
    for path in FEEDS:
        assert before[path] < after[path]
        assert len(after[path] - before[path]) == 1


def test_a_correction_is_not_announced(published_site: Any) -> None:
    before = subscriber(published_site)
    path = published_site.folder / "content/posts/two.md"
    for correction in (("Text.", "Better text."), ("title: Two", "title: Two\nsummary: In short.")):
        path.write_text(path.read_text().replace(*correction))
        output = published_site.publish()
        assert "Subscribers will see 0 new posts." in output
        assert '1 post in feeds will be updated without being announced again:\n  "Two"\n' in output
    assert subscriber(published_site) == before


def test_ids_are_written_once_and_nothing_else_changes(site: Any) -> None:
    path = site.post("one", "summary: S\nid:\n", body="Text.  \n\nMore.")
    text_without_id = path.read_text().replace("id:\n", "")
    path.write_text(text_without_id)
    site.publish()
    line = path.read_text().splitlines()[4]
    assert line.startswith("id: urn:uuid:")
    assert path.read_text().replace(f"{line}\n", "") == text_without_id
    site.publish()
    assert path.read_text().count("id: ") == 1


def test_the_guid_of_wordpress_is_carried_over_as_it_is(site: Any) -> None:
    site.post("one", 'id: "https://old.example.com/?p=12&x=1"\n')
    site.publish()
    assert subscriber(site)["feed/index.xml"] == {"https://old.example.com/?p=12&x=1"}


def test_a_dry_run_does_nothing(site: Any) -> None:
    path = site.post("one", "id:\n")
    before = path.read_bytes()
    code, output = site.run("publish", "--dry-run")
    assert (code, "Nothing was done: this was a dry run." in output) == (0, True)
    assert (path.read_bytes(), site.live.exists(), (site.folder / "published").exists()) == (before, False, False)


def test_a_refused_release_changes_nothing(published_site: Any) -> None:
    before = (published_site.live / "current").resolve()
    path = published_site.folder / "content/posts/two.md"
    path.write_text(path.read_text().replace("title: Two", "title: Two\nslug: second"))
    code, output = published_site.run("publish")
    assert (code, output.splitlines()[-1]) == (1, "1 mistake; nothing is published.")
    assert (published_site.live / "current").resolve() == before


def test_the_ledger_catches_up_when_publishing_ended_too_early(
    published_site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readers had the release; the ledger was not written. The next publishing writes it down first."""
    import lodestar.commands.publish

    published_site.post("four", date="2026-01-04")

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(lodestar.commands.publish, "_remember", stop)
        with pytest.raises(KeyboardInterrupt):
            published_site.run("publish")
    assert "urn:x:four" not in (published_site.folder / "published/entries.txt").read_text()
    path = published_site.folder / "content/posts/four.md"
    path.write_text(path.read_text().replace("title: Four", "title: Four\nslug: fourth"))
    code, output = published_site.run("publish")
    assert "which was published and not written down" in output
    assert (code, "/2026/01/04/four/ was published and would vanish" in output) == (1, True)


def test_a_ledger_that_cannot_be_written_is_said_and_written_the_next_time(published_site: Any) -> None:
    published_site.post("four", date="2026-01-04")
    ledger = published_site.folder / "published"
    ledger.rename(published_site.folder / "kept")
    ledger.write_text("a file")
    code, output = published_site.run("publish")
    assert (code, output.splitlines()[-1]) == (
        1,
        "Not finished: published: File exists; make that right, then publish again, which goes on from here",
    )
    ledger.unlink()
    (published_site.folder / "kept").rename(ledger)
    assert "which was published and not written down" in published_site.publish()
    assert "urn:x:four" in (ledger / "entries.txt").read_text()


def test_a_lost_ledger_is_read_off_the_target(published_site: Any) -> None:
    ledger = published_site.folder / "published"
    before = {path.name: path.read_text() for path in ledger.iterdir()}
    shutil.rmtree(ledger)
    change_slug(published_site)
    code, output = published_site.run("publish")
    (release,) = re.findall(r"published/ does not know the release (\w+), which readers have", output)
    assert f"content/posts/two.md:1: {OLD} was published and would vanish; this post moved from there; add" in output
    path = published_site.folder / "content/posts/two.md"
    path.write_text(path.read_text().replace("slug: second\n", ""))
    code, output = published_site.run("publish")
    assert (code, "Subscribers will see 0 new posts." in output) == (0, True)
    after = {path.name: path.read_text() for path in ledger.iterdir()}
    for name in ("addresses.txt", "entries.txt"):
        assert after[name] == before[name]
    assert release in after["releases.txt"]


def test_going_back_is_a_command(published_site: Any) -> None:
    first = (published_site.live / "current").resolve()
    path = published_site.folder / "content/posts/two.md"
    path.write_text(path.read_text() + "More.")
    published_site.publish()
    assert (published_site.live / "current").resolve() != first
    code, output = published_site.run("publish", "--rollback")
    assert (code, "again" in output) == (0, True)
    assert (published_site.live / "current").resolve() == first


def test_two_do_not_publish_at_once(site: Any) -> None:
    site.post("one")
    lock = Lock(site.folder / ".cache/release/publish.lock")
    words = "Not published: another publish is at work here; let it end, then publish again\n"
    assert site.run("publish") == (1, words)
    lock.release()
    site.publish()


def test_without_a_target_nothing_is_done(site: Any) -> None:
    site.post("one")
    site.configure(PUBLISH={})
    code, output = site.run("publish")
    assert code == 1
    assert output.startswith("publishconf.py names no target to publish to; add PUBLISH = ")
