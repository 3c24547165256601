"""Whole posts: made, copied, scheduled at both changes of the clocks, retired."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from lodestar.base.front_matter.header import decode, split
from lodestar.desk.actions import duplicate, new, retire, schedule
from lodestar.desk.kinds import KINDS
from lodestar.desk.library import status_at
from lodestar.desk.scaffolds import Cannot

POST = "---\ntitle: A\ndate: 2026-01-05\nstatus: draft\nid: urn:uuid:1\n---\nText.\n"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def post(tmp_path):
    path = tmp_path / "posts/a.md"
    path.parent.mkdir()
    path.write_text(POST)
    return path


@pytest.mark.parametrize(
    ("zone", "moment", "utc"),
    [
        ("America/Chicago", "2026-03-08 01:59", "2026-03-08T07:59"), ("America/Chicago", "2026-03-08 03:00", "2026-03-08T08:00"),
        ("America/Chicago", "2026-11-01 00:59", "2026-11-01T05:59"), ("America/Chicago", "2026-11-01 02:00", "2026-11-01T08:00"),
        ("Europe/Berlin", "2026-03-29 01:59", "2026-03-29T00:59"), ("Europe/Berlin", "2026-03-29 03:00", "2026-03-29T01:00"),
        ("Europe/Berlin", "2026-10-25 01:59", "2026-10-24T23:59"), ("Europe/Berlin", "2026-10-25 03:00", "2026-10-25T02:00"),
        ("Australia/Lord_Howe", "2026-10-04 01:59", "2026-10-03T15:29"), ("Australia/Lord_Howe", "2026-10-04 02:30", "2026-10-03T15:30"),
        ("Australia/Lord_Howe", "2026-04-05 01:29", "2026-04-04T14:29"), ("Australia/Lord_Howe", "2026-04-05 02:00", "2026-04-04T15:30"),
    ],
)  # fmt: skip
def test_a_post_appears_at_its_moment_in_the_sites_zone(post, zone, moment, utc):
    shown_moment = schedule(post.parents[1], "posts/a.md", moment, ZoneInfo(zone))
    assert shown_moment.astimezone(UTC) == datetime.fromisoformat(f"{utc}+00:00")
    assert f"date: {moment}\nstatus: published\n" in post.read_text()


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("America/Chicago", "2026-03-08 02:30"),
        ("Europe/Berlin", "2026-03-29 02:30"),
        ("Australia/Lord_Howe", "2026-10-04 02:15"),
    ],
)
def test_a_moment_that_the_clocks_leave_out_is_refused_with_the_one_that_is_meant(post, zone, moment):
    with pytest.raises(ValueError, match="clocks go forward then; write"):
        schedule(post.parents[1], "posts/a.md", moment, ZoneInfo(zone))
    assert post.read_text() == POST


def test_a_post_is_scheduled_until_its_moment_and_published_from_it_on():
    from lodestar.desk.library import make_row

    row = make_row("posts/a.md", "post", b"", b"", {"date": "2026-03-08 03:00"}, 0, ZoneInfo("America/Chicago"))
    moment = datetime(2026, 3, 8, 8, 0, tzinfo=UTC).timestamp()
    assert (status_at(row, moment - 1), status_at(row, moment)) == ("scheduled", "published")


def test_what_was_modified_before_a_post_is_put_off_goes(post):
    post.write_text(POST.replace("status: draft\n", "status: draft\nmodified: 2026-02-01\n"))
    schedule(post.parents[1], "posts/a.md", "2026-02-01 09:00", ZoneInfo("UTC"))
    assert "modified: 2026-02-01\n" in post.read_text()
    schedule(post.parents[1], "posts/a.md", "2026-03-01", ZoneInfo("UTC"))
    assert "modified" not in post.read_text()


def test_a_copy_is_a_draft_with_an_id_of_its_own(post):
    assert duplicate(post.parents[1], "posts/a.md") == "posts/a-copy.md"
    fields = split(decode((post.parent / "a-copy.md").read_bytes())).fields
    assert fields["title"] == "A (copy)" and fields["status"] == "draft" and fields["id"] != "urn:uuid:1"
    assert duplicate(post.parents[1], "posts/a.md") == "posts/a-copy-2.md"


def test_a_copy_is_no_version_of_the_text_in_another_language(post):
    post.write_text(POST.replace("status: draft\n", "lang: de\ntranslations: [posts/b.md]\n"))
    duplicate(post.parents[1], "posts/a.md")
    fields = split(decode((post.parent / "a-copy.md").read_bytes())).fields
    assert fields["lang"] == "de" and "translations" not in fields


def test_a_retired_post_keeps_its_address(post, tmp_path):
    post.write_text(POST.replace("status: draft\n", ""))
    rules = tmp_path / "redirects.txt"
    retire(tmp_path, "posts/a.md", "/2026/01/05/a/", rules, "/about/")
    assert rules.read_text().endswith("/2026/01/05/a/ /about/\n") and "status: draft" in post.read_text()
    retire(tmp_path, "posts/a.md", "/2026/01/05/a/", rules, "")
    assert rules.read_text().endswith("/2026/01/05/a/ gone\n") and "/about/" not in rules.read_text()
    for target in ("about", "/a b/", "/2026/01/05/a/", "/x/\n/y/ /z/"):
        with pytest.raises(ValueError):
            retire(tmp_path, "posts/a.md", "/2026/01/05/a/", rules, target)


def test_every_kind_of_the_engine_has_one_of_the_desk():
    from lodestar.engine.program import SiteOptions, load
    from lodestar.engine.signals import answers, get_kinds

    settings = load(SiteOptions(str(ROOT / "content"), "output", str(ROOT / "pelicanconf.py")), {}).settings
    engine = {kind.name for answer in answers(get_kinds, settings) for kind in answer}
    assert {kind.files.name for kind in KINDS} == engine - {"comments", "site"}, (
        "readers write comments, and the site has a page of its own"
    )


def test_a_second_post_of_one_title_gets_an_address_of_its_own_and_a_second_tag_is_refused(tmp_path: Path) -> None:
    def make(kind: str) -> str:
        return new(tmp_path, kind, "Monday Notes", lambda title: title.lower().replace(" ", "-"), datetime(2026, 3, 2))

    assert [make("post") for _ in range(3)] == [f"posts/2026/monday-notes{end}.md" for end in ("", "-2", "-3")]
    make("tag")
    with pytest.raises(Cannot, match="one of that name already"):
        make("tag")
