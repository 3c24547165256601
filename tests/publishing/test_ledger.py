"""The ledger: what it remembers, and that two branches which publish merge without a conflict."""

from __future__ import annotations

import subprocess
from pathlib import Path

from lodestar.publishing.ledger import Announced, Answer, Ledger, Published, read_ledger, write_ledger

MOMENT = Published("2026-01-01T00:00:00+00:00", "folder", "1 posts, 9 files")


def release(ledger: Ledger, name: str, *slugs: str) -> Ledger:
    addresses = {f"/{slug}/": Answer("post", f"urn:x:{slug}") for slug in slugs}
    entries = {f"urn:x:{slug}": Announced("2026-01-01T00:00:00+00:00", f"posts/{slug}.md", "") for slug in slugs}
    return ledger.extended(name, MOMENT._replace(moment=f"2026-01-01T00:00:{name}+00:00"), addresses, entries)


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    made = release(Ledger(), "01", "a", "b")
    write_ledger(tmp_path / "published", made)
    assert read_ledger(tmp_path / "published") == (made, [])


def test_what_was_known_keeps_its_release() -> None:
    made = release(release(Ledger(), "01", "a"), "02", "a", "b")
    assert [made.addresses[address].release for address in ("/a/", "/b/")] == ["01", "02"]
    assert [made.entries[id].release for id in ("urn:x:a", "urn:x:b")] == ["01", "02"]


def test_what_vanished_stays_written_down() -> None:
    made = release(release(Ledger(), "01", "a"), "02", "b")
    assert "/a/" in made.addresses


def test_lines_are_sorted_and_one_fact_each(tmp_path: Path) -> None:
    write_ledger(tmp_path, release(Ledger(), "01", "b", "a"))
    lines = (tmp_path / "addresses.txt").read_text().splitlines()[1:]
    assert lines == ["/a/\tpost\turn:x:a\t01", "/b/\tpost\turn:x:b\t01"]


def test_two_branches_merge_without_a_conflict(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        who = ["-c", "user.name=Author", "-c", "user.email=author@example.com"]
        subprocess.run(["git", "-C", str(tmp_path), *who, *words], check=True, capture_output=True)

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
    merged, problems = read_ledger(tmp_path / "published")
    assert problems == []
    assert set(merged.addresses) == {"/a/", "/b/", "/c/"}
    assert set(merged.releases) == {"01", "02", "03"}


def test_of_two_announcements_the_first_counts(tmp_path: Path) -> None:
    write_ledger(tmp_path, release(Ledger(), "01", "a"))
    path = tmp_path / "entries.txt"
    path.write_text(path.read_text() + "urn:x:a\t2026-05-05T00:00:00+00:00\tposts/a.md\t02\n")
    assert read_ledger(tmp_path)[0].entries["urn:x:a"].release == "01"
