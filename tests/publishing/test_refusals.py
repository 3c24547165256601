"""A release that would break a promise is refused, with a message that says how to mend it."""

from __future__ import annotations

import re
from typing import Any

import pytest

PLACE = "2026/01/01"


def test_a_site_without_mistakes_is_published_and_written_down(site: Any) -> None:
    site.post("one")
    output = site.publish()
    assert "published/ is up to date; commit it together with the content." in output
    addresses = (site.folder / "published/addresses.txt").read_text()
    assert f"/{PLACE}/one/\tpost\turn:x:one\t" in addresses
    assert "/feed/\tfeed\t\t" in addresses
    assert (site.folder / "published/entries.txt").read_text().count(
        "urn:x:one\t2026-01-01T00:00:00+00:00\tposts/one.md\t"
    ) == 1
    assert site.run("check")[0] == 0


def test_publishing_twice_changes_nothing(site: Any) -> None:
    site.post("one")
    site.publish()
    before = {path: path.read_bytes() for path in (site.folder / "published").iterdir()}
    assert "there is nothing to upload" in site.publish()
    assert {path: path.read_bytes() for path in (site.folder / "published").iterdir()} == before


def test_an_id_that_changed_is_refused_and_mended(site: Any) -> None:
    path = site.post("one")
    site.publish()
    path.write_text(path.read_text().replace("urn:x:one", "urn:x:new"))
    assert site.refused()[0] == (
        'content/posts/one.md:4: the id is "urn:x:new", and was "urn:x:one" when the post was announced; '
        'every feed reader would show it again; write "id: urn:x:one"'
    )
    assert site.run("check", "--fix")[0] == 0
    assert "id: urn:x:one\n" in path.read_text()


def test_an_id_that_vanished_is_refused_and_mended(site: Any) -> None:
    path = site.post("one")
    site.publish()
    path.write_text(path.read_text().replace("id: urn:x:one\n", ""))
    assert site.refused()[0] == (
        'content/posts/one.md:1: no "id", and the post was announced as "urn:x:one"; '
        'every feed reader would show it again; write "id: urn:x:one"'
    )
    before = path.read_text()
    code, output = site.run("publish")
    assert (code, output.splitlines()[-1], path.read_text()) == (1, "1 mistake; nothing is published.", before), (
        "no new id"
    )
    assert site.run("check", "--fix")[0] == 0
    assert path.read_text().count("id: urn:x:one\n") == 1


def test_an_id_used_twice_is_refused(site: Any) -> None:
    site.post("one")
    site.post("two", "id: urn:x:one\n", date="2026-02-02")
    assert site.refused() == [
        'content/posts/two.md:4: the id "urn:x:one" is also that of content/posts/one.md; '
        'feed readers would show one of the two; delete the line "id:" here; publishing writes a new one'
    ]


def test_an_entry_that_stands_twice_is_refused(site: Any) -> None:
    site.post("one")
    feed = site.folder / "theme/templates/feed.rss.xml"
    feed.write_text(feed.read_text().replace("in page.entries", "in page.entries * 2"))
    assert 'feed/index.xml:1: the id "urn:x:one" stands twice in the feed; give each post its own id' in site.refused()


def test_an_id_that_is_no_address_is_refused(site: Any) -> None:
    site.post("one", "id: one\n")
    assert site.refused() == [
        'content/posts/one.md:4: the id "one" is no address; write "id: urn:uuid:..." or a whole address'
    ]


def test_a_feed_that_would_announce_posts_again_is_refused(site: Any) -> None:
    site.post("one")
    site.post("two", date="2026-02-02")
    site.publish()
    site.post("three", date="2026-03-03")
    item = site.folder / "theme/templates/components/feed/rss-head.html"
    item.write_text(item.read_text().replace("entry.id|absolute", "entry.url|absolute"))
    assert (
        'feed/index.xml:1: the feed shows 3 new entries where 1 post is new: "Two", "One"; '
        "what was announced must keep its id; mend the feed's template" in site.refused()
    )


def test_a_date_moved_ahead_of_the_newest_is_refused(site: Any) -> None:
    path = site.post("one")
    site.post("two", date="2026-02-02")
    site.publish()
    path.write_text(path.read_text().replace("date: 2026-01-01", "date: 2026-05-05"))
    assert site.refused() == [
        f"content/posts/one.md:1: /{PLACE}/one/ was published and would vanish; this post moved from there; "
        f'add the line "aliases: [/{PLACE}/one/]"',
        "content/posts/one.md:3: the date moved from 2026-01-01 to 2026-05-05, ahead of the newest post; feeds would show it again; "
        'write "date: 2026-01-01T00:00:00+00:00", and "modified: 2026-05-05" for a new version',
    ]
    path.write_text(
        path.read_text().replace("date: 2026-05-05", "date: 2026-01-01T00:00:00+00:00\nmodified: 2026-05-05")
    )
    assert site.run("check")[0] == 0, "what the message says mends it"


def test_the_newest_may_get_an_older_date(site: Any) -> None:
    site.post("one")
    path = site.post("two", date="2026-02-02")
    site.publish()
    path.write_text(path.read_text().replace("date: 2026-02-02", "date: 2025-12-24"))
    assert site.run("check", "--fix")[0] == 0


def test_a_date_moved_back_into_a_feed_that_did_not_show_the_post_is_refused(site: Any) -> None:
    """Ahead of nothing, and yet new to whoever subscribed after it had left the feed."""
    site.configure(FEED_MAX_ITEMS=2)
    paths = [site.post(f"p{day}", date=f"2026-01-0{day}", front="tags: [one]\n") for day in (1, 2, 3, 4)]
    site.publish()
    alias = "aliases: [/2026/01/01/p1/]\n"
    paths[0].write_text(paths[0].read_text().replace("2026-01-01\n", f"2026-01-03 12:00\n{alias}"))
    assert site.refused() == [
        "content/posts/p1.md:3: the date moved from 2026-01-01 to 2026-01-03, back among the newest of Heart; "
        'feeds would show it again; write "date: 2026-01-01T00:00:00+00:00", and "modified: 2026-01-03" for a new version'
    ]
    assert site.run("publish", "--dry-run")[0] == 1
    paths[0].write_text(paths[0].read_text().replace("2026-01-03 12:00", "2026-01-02 12:00"))
    assert site.run("check")[0] == 0, "still older than all that feeds show"
    site.configure(FEED_MAX_ITEMS=4)
    site.run("check", "--fix")  # the archives of feeds have fewer pages now
    site.publish()
    paths[0].write_text(paths[0].read_text().replace("2026-01-02 12:00", "2026-01-03 12:00"))
    assert site.run("check", "--fix")[0] == 0, "feeds show it already"


def test_an_old_post_on_top_is_refused(site: Any) -> None:
    site.post("one")
    site.post("two", date="2026-02-02")
    site.publish()
    feed = site.folder / "theme/templates/feed.rss.xml"
    feed.write_text(feed.read_text().replace("in page.entries", "in page.entries|reverse"))
    assert site.refused() == [
        'feed/index.xml:1: an old post stands on top of the feed: "One", announced with the date 2026-01-01T00:00:00+00:00; '
        "the newest comes first; mend the feed's template"
    ]


def test_of_two_posts_of_one_moment_either_may_stand_on_top(site: Any) -> None:
    for name in ("one", "two", "three"):
        site.post(name, date="2026-01-01 10:00")
    site.publish()
    feed = site.folder / "theme/templates/feed.rss.xml"
    feed.write_text(feed.read_text().replace("in page.entries", "in page.entries|reverse"))
    code, output = site.run("check")
    assert code == 0, output


def test_a_time_zone_that_is_not_the_blogs_is_told_by_its_name(site: Any) -> None:
    site.post("one", date="2026-01-01 10:00:00")
    site.publish()
    for name in ("pelicanconf.py", "publishconf.py"):
        (site.folder / name).write_text((site.folder / name).read_text() + 'TIMEZONE = "America/Chicago"\n')
    finding = (
        "content/posts/one.md:3: the date moved from 2026-01-01T10:00:00+00:00 to 2026-01-01T10:00:00-06:00: the site's "
        "time zone is America/Chicago, and the post was announced in a zone of +00:00; name that zone at {}, "
        "as the import of the blog says"
    )
    assert site.refused()[0] == finding.format("TIMEZONE in pelicanconf.py")
    site.file("site.yaml", "name: Heart\ntimezone: America/Chicago\n")
    assert finding.format('"timezone" in content/site.yaml') in site.refused()


def test_a_ledger_with_marks_of_a_merge_is_refused(site: Any) -> None:
    site.post("one")
    site.publish()
    path = site.folder / "published/entries.txt"
    path.write_text("<<<<<<< HEAD\n" + path.read_text())
    assert site.refused() == [
        "published/entries.txt:1: a mark of a merge that was not finished; delete the line and keep those around it"
    ]


LESSON = "courses/lead/01-begin/01-welcome.md"


@pytest.fixture
def course(site: Any) -> Any:
    """A site with a course of one free lesson, published; the lesson has its id from `publish`."""
    front = "audience:\n  for: [You]\n  not_for: [Me]\noutcomes: [Begin]\npromise: P\nsummary: S\n"
    site.post("one")
    site.file("courses/lead/course.md", f"---\ntitle: Lead\ndate: 2026-01-01\n{front}---\nText.\n")
    site.file("courses/lead/01-begin/module.md", "---\ntitle: Begin\nsummary: S\n---\n")
    lesson = "title: Welcome\nminutes: 5\nsummary: S\nobjectives: [Begin]\nkey_points: [K]\naccess: free\n"
    site.file(LESSON, f"---\n{lesson}---\nText.\n")
    return site


def test_a_lesson_keeps_its_id_when_the_site_moves(course: Any) -> None:
    feeds = {"id": "urn:uuid:0f2d3a5c-7f3e-4a57-9c1f-2f6b0a1c9d4e"}
    course.configure(FEEDS=feeds)
    output = course.publish()
    assert f"content/{LESSON}: added the id urn:uuid:" in output
    assert 'Subscribers will see 1 new lesson:\n  "Welcome"\n' in output
    feed = course.live / "current/courses/lead/feed/atom/index.xml"
    before = re.findall("<id>(.*)</id>", feed.read_text())
    assert all(id.startswith("urn:uuid:") for id in before) and len(before) == 2
    course.configure("https://www.example.org", FEEDS=feeds)
    course.publish()
    assert re.findall("<id>(.*)</id>", feed.read_text()) == before


def test_a_lesson_whose_id_changed_is_refused(course: Any) -> None:
    course.publish()
    path = course.folder / "content" / LESSON
    (old_id,) = re.findall("id: (urn:uuid:.*)", path.read_text())
    path.write_text(path.read_text().replace(old_id, "urn:x:new"))
    assert course.refused() == [
        f'content/{LESSON}:5: the id is "urn:x:new", and was "{old_id}" when the lesson was announced; '
        f'every feed reader would show it again; write "id: {old_id}"'
    ]
