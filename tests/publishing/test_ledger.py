"""The ledger: what it remembers, that two branches which publish merge without a conflict, and that it loses no id."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from lodestar.publishing.ledger import Announced, Answer, Ledger, LedgerRelease, read_ledger, write_ledger

MOMENT = LedgerRelease("2026-01-01T00:00:00+00:00", "folder", "1 posts, 9 files")


def release(ledger: Ledger, name: str, *slugs: str) -> Ledger:
    addresses = {f"/{slug}/": Answer("post", f"urn:x:{slug}") for slug in slugs}
    entries = {f"urn:x:{slug}": Announced("2026-01-01T00:00:00+00:00", f"posts/{slug}.md", "") for slug in slugs}
    return ledger.extended(name, MOMENT._replace(moment=f"2026-01-01T00:00:{name}+00:00"), addresses, entries)


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    result = release(Ledger(), "01", "a", "b")
    write_ledger(tmp_path / "published", result)
    assert read_ledger(tmp_path / "published") == (result, [])


def test_what_was_known_keeps_its_release() -> None:
    result = release(release(Ledger(), "01", "a"), "02", "a", "b")
    assert [result.addresses[address].release for address in ("/a/", "/b/")] == ["01", "02"]
    assert [result.entries[id].release for id in ("urn:x:a", "urn:x:b")] == ["01", "02"]


def test_what_vanished_stays_written_down() -> None:
    result = release(release(Ledger(), "01", "a"), "02", "b")
    assert "/a/" in result.addresses


def test_lines_are_sorted_and_one_fact_each(tmp_path: Path) -> None:
    write_ledger(tmp_path, release(Ledger(), "01", "b", "a"))
    lines = (tmp_path / "addresses.txt").read_text().splitlines()[1:]
    assert lines == ["/a/\tpost\turn:x:a\t01", "/b/\tpost\turn:x:b\t01"]


def test_two_branches_merge_without_a_conflict(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        identity = ["-c", "user.name=Author", "-c", "user.email=author@example.com"]
        subprocess.run(["git", "-C", str(tmp_path), *identity, *words], check=True, capture_output=True)

    def publish(name: str, *slugs: str) -> None:
        ledger, _ = read_ledger(tmp_path / "published")
        write_ledger(tmp_path / "published", release(ledger, name, *slugs))
        git("add", "-A")
        git("commit", "-qm", name)

    git("init", "-q", "-b", "main")
    publish("01", "a")
    git("checkout", "-qb", "other")
    publish("02", "a", "b")
    git("checkout", "-q", "main")
    publish("03", "a", "c")
    git("merge", "-q", "--no-edit", "other")
    merged_ledger, problems = read_ledger(tmp_path / "published")
    assert problems == []
    assert set(merged_ledger.addresses) == {"/a/", "/b/", "/c/"}
    assert set(merged_ledger.releases) == {"01", "02", "03"}


def test_of_two_announcements_the_first_counts(tmp_path: Path) -> None:
    write_ledger(tmp_path, release(Ledger(), "01", "a"))
    path = tmp_path / "entries.txt"
    path.write_text(path.read_text() + "urn:x:a\t2026-05-05T00:00:00+00:00\tposts/a.md\t02\n")
    assert read_ledger(tmp_path)[0].entries["urn:x:a"].release == "01"


@pytest.mark.parametrize("lost_part", ["published", "entries.txt", "addresses.txt", "a line", "the end"])
def test_a_lost_or_cut_ledger_loses_no_id(site: Any, lost_part: str) -> None:
    """Of the ledger, of what it says of addresses, and of the target's manifest, each is believed."""
    path = site.post("one")
    for day in (2, 3):
        site.post(f"more{day}", date=f"2026-01-0{day}")
    site.publish()
    path.write_text(path.read_text().replace("urn:x:one", "urn:x:new"))
    ledger = site.folder / "published"
    if lost_part == "published":
        shutil.rmtree(ledger)
    elif lost_part.endswith(".txt"):
        (ledger / lost_part).unlink()
    else:
        lines = (ledger / "entries.txt").read_text().splitlines(keepends=True)
        kept_lines = lines[:1] if lost_part == "the end" else [line for line in lines if "urn:x:one" not in line]
        (ledger / "entries.txt").write_text("".join(kept_lines))
    code, output = site.run("publish")
    assert code == 1
    assert (
        'content/posts/one.md:4: the id is "urn:x:new", and was "urn:x:one" when the post was announced; '
        'every feed reader would show it again; write "id: urn:x:one"'
    ) in output
    path.write_text(path.read_text().replace("urn:x:new", "urn:x:one"))
    assert "Subscribers will see 0 new posts." in site.publish()
    assert {line.split("\t")[0] for line in (ledger / "entries.txt").read_text().splitlines()[1:]} == {
        "urn:x:one",
        "urn:x:more2",
        "urn:x:more3",
    }
    assert "read off the target" not in site.publish(), "and nothing is missing any more"


def test_a_post_that_no_feed_announced_may_change_its_id(site: Any) -> None:
    site.post("one")
    path = site.post("two", front="status: hidden\n", date="2026-01-02")
    site.publish()
    path.write_text(path.read_text().replace("urn:x:two", "urn:x:other"))
    site.publish()


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        ("2026-01-01T00:00:00+00:00", ""),
        ("1. January", '"1. January" is not a date; write it as 2026-01-31T08:00:00+00:00'),
        ("2026-01-01", '"2026-01-01" is not a date; write it as 2026-01-31T08:00:00+00:00'),
        ("\x00", '"\x00" is not a date; write it as 2026-01-31T08:00:00+00:00'),
    ],
)
def test_a_ledger_edited_by_hand_is_refused_where_it_says_nothing(site: Any, damage: str, message: str) -> None:
    site.post("one")
    site.publish()
    entries = site.folder / "published/entries.txt"
    entries.write_text("\ufeff" + entries.read_text().replace("2026-01-01T00:00:00+00:00", damage), newline="\r\n")
    if message:
        assert site.refused() == [f"published/entries.txt:2: {message}"]
    else:
        assert site.run("check")[0] == 0


def test_a_ledger_that_is_no_text_is_refused(site: Any) -> None:
    site.post("one")
    site.publish()
    (site.folder / "published/entries.txt").write_bytes(b"# Every post\nurn:x:one\xff\t\n")
    assert "published/entries.txt:2: a line that is no fact; 2 columns where 4 belong" in site.refused()
