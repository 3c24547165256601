"""Nowhere before its moment, there from it on; what comes next and what is due is said."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

CHANGES = [
    ("America/Chicago", "2026-03-08 03:00", "2026-03-08T08:00"),
    ("America/Chicago", "2026-11-01 01:30", "2026-11-01T06:30"),  # it is 01:30 twice; the first is meant
    ("America/Chicago", "2026-11-01 02:00", "2026-11-01T08:00"),
    ("Europe/Berlin", "2026-03-29 03:00", "2026-03-29T01:00"),
    ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25T00:30"),
    ("Europe/Berlin", "2026-10-25 03:00", "2026-10-25T02:00"),
    ("Australia/Lord_Howe", "2026-10-04 02:30", "2026-10-03T15:30"),  # half an hour is what changes there
    ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04T14:45"),
    ("Australia/Lord_Howe", "2026-04-05 02:00", "2026-04-04T15:30"),
]


def files_with_post(built: Any) -> list[str]:
    """Return the files of the output that know of the post."""
    return [path for path in built.files() if "Kingfisher" in built[path] or "kingfisher" in path]


@pytest.mark.parametrize(("zone", "local", "utc"), CHANGES)
def test_a_post_is_nowhere_until_its_moment_at_both_changes_of_the_clocks(
    build_site: Any, zone: str, local: str, utc: str
) -> None:
    text = (
        f"-- content/posts/kingfisher.md --\n---\ntitle: Kingfisher\ndate: {local}\ntags: [birds]\n---\nKingfisher.\n"
    )
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert files_with_post(build_site(text, now=moment - timedelta(seconds=1), TIMEZONE=zone)) == []
    assert len(files_with_post(build_site(now=moment, TIMEZONE=zone))) > 3


def set_time(site: Any, moment: str, **settings: Any) -> None:
    """Let it be a moment (UTC)."""
    site.configure(NOW=datetime.fromisoformat(moment).replace(tzinfo=UTC), **settings)


def test_publish_says_what_comes_next_and_when(site: Any) -> None:
    site.post("one")
    assert "Nothing is scheduled." in site.publish()
    site.post("later", date="2026-12-01 07:30")
    site.post("latest", date="2027-01-01")
    site.post("never", "status: draft\n", date="2026-11-01")
    set_time(site, "2026-06-01T00:00", TIMEZONE="Europe/Berlin")
    assert 'Next: "Later", Tuesday, December 1, 2026 at 07:30 (Europe/Berlin); 1 more after it.' in site.publish()


def test_what_is_due_and_not_out_fails_the_check_until_it_is_published(site: Any) -> None:
    site.post("one")
    assert site.run("check", "--due") == (
        1,
        "Nothing was published yet; publish once, and this check knows what is out.\n",
    )
    site.post("later", date="2026-06-02 07:30")
    site.publish()
    assert site.run("check", "--due") == (
        0, 'Everything that is due is out.\nNext: "Later", Tuesday, June 2, 2026 at 07:30 (UTC).\n'
    )  # fmt: skip
    set_time(site, "2026-06-02T07:30")
    code, output = site.run("check", "--due")
    assert (code, output.splitlines()[0]) == (
        1, 'content/posts/later.md:3: "Later" is due since Tuesday, June 2, 2026 at 07:30 (UTC) and not out; publish, or give it a later date'
    )  # fmt: skip
    site.publish()
    assert site.run("check", "--due")[0] == 0


def test_a_target_that_cannot_be_asked_is_answered_for_by_the_ledger(site: Any) -> None:
    site.post("one")
    site.publish()
    site.configure(PUBLISH={"targets": {}})
    assert site.run("check", "--due")[0] == 0
    site.post("two", date="2026-02-02")
    assert '"Two" is due' in site.run("check", "--due")[1]


def test_a_page_that_changed_by_itself_is_due(site: Any) -> None:
    site.post("one")
    head = "heading: Come\nurl: /posts/\nlink_text: Come along\n"
    site.file("calls/spring.md", f"---\n{head}expires: 2026-12-31\nwhen: {{}}\n---\nCome.\n")
    set_time(site, "2026-06-01T00:00")
    site.publish()
    released = (site.live / "current").resolve().name
    assert site.run("check", "--due")[0] == 0
    set_time(site, "2099-01-01T00:00")
    code, output = site.run("check", "--due")
    assert (code, "A page has changed by itself since Friday, January 1, 2027 at 00:00 (UTC)" in output) == (1, True), (
        released
    )


def test_a_check_as_json_holds_the_same_for_programs(site: Any) -> None:
    site.post("one", "tittle: x\n")
    code, output = site.run("check", "--json")
    result = json.loads(output)
    assert (code, result["ok"]) == (1, False)
    assert result["findings"] == [
        {
            "path": "content/posts/one.md", "line": 5, "rule": "build", "level": "must",
            "what": 'unknown key "tittle"', "cure": 'did you mean "title"?', "quote": "",
        }
    ]  # fmt: skip
    site.post("one")
    assert json.loads(site.run("check", "--json")[1])["ok"] is True


def test_each_place_that_the_content_policy_keeps_from_readers_is_named_with_its_cure(site: Any) -> None:
    site.post(
        "one",
        body="![A](https://a.example/a.png?x=1&y=2)\n\n<p style='color: red'>Red</p>\n\n![A](https://a.example/a.png?x=1&y=2)",
    )
    code, output = site.run("check", "content/posts/one.md")
    assert code == 1
    policy = "must mend: the site's content policy keeps"
    let_in = 'HOSTING = {"sources": {"img-src": ("https://a.example",)}}'
    for line in (6, 10):
        assert f"content/posts/one.md:{line}: {policy} a picture of https://a.example from readers" in output
    assert let_in in output and f"content/posts/one.md:8: {policy} an inline style from readers" in output
    code, output = site.run("check")
    assert code == 0, "a blog with pictures elsewhere may be published"


def test_the_texts_themselves_are_looked_through_when_they_are_named(site: Any) -> None:
    path = site.post("one", body="Teh end. I beleive it.\n\n![](/images/a.png)\n\n#### Deep")
    code, output = site.run("check", "content/posts/one.md")
    assert code == 1
    assert 'content/posts/one.md:6: must mend: "Teh" looks misspelled; write "The"' in output
    assert "content/posts/one.md:8: must mend: the picture has no words" in output
    assert "content/posts/one.md:1: worth a look: no summary" in output
    code, output = site.run("check", "--fix", "content/posts/one.md")
    assert code == 1, "the picture's words are the author's"
    assert path.read_text().endswith("The end. I believe it.\n\n![](/images/a.png)\n\n## Deep\n")
    assert site.run("check", "--writing")[0] == 1
    cure = "is no text of the site; name a file such as content/pages/about.md"
    assert site.run("check", "nowhere.md", "never.md") == (1, f"nowhere.md {cure}\nnever.md {cure}\n")


@pytest.mark.parametrize(
    ("words", "messages"),
    [
        (("--due", "content/posts/one.md"), ["check --due does not heed FILE; leave out one of them"]),
        (("--due", "--fix"), ["check --due does not heed --fix; leave out one of them"]),
        (
            ("--writing", "--effects", "--target", "x"),
            [f"check of texts does not heed --{name}; leave out one of them" for name in ("effects", "target")],
        ),
        (("--strict",), ["check does not heed --strict without --external; add it, or leave out --strict"]),
    ],
)
def test_what_a_check_would_not_heed_is_refused(site: Any, words: tuple[str, ...], messages: list[str]) -> None:
    assert site.run("check", *words) == (1, "".join(f"{line}\n" for line in messages))
