"""What a build leaves alone, what it mends, what it says again, and what time alone changes."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import pytest

from tests.equivalence.versions import clean, prepare


@pytest.mark.says
def test_files_we_did_not_make_are_left_alone(build_site):
    post = "-- content/posts/p.md --\n---\ntitle: T\ndate: 2026-01-02\n---\ntext\n"
    built = build_site(post)
    (built.output / "google-site-verification.html").write_text("mine")
    (built.output / "2026/01/02/p/mine.txt").write_text("mine")
    built = build_site("-- content/posts/p.md --\n(deleted)\n")
    assert "2026/01/02/p/index.html" not in built
    assert built["google-site-verification.html"] == built["2026/01/02/p/mine.txt"] == "mine"


def test_a_file_of_ours_that_someone_changed_is_made_anew(build_site):
    post = "-- content/posts/p.md --\n---\ntitle: T\ndate: 2026-01-02\n---\ntext\n"
    built = build_site(post)
    path = built.output / "2026/01/02/p/index.html"
    good_data = path.read_bytes()
    path.write_text("changed")
    assert (build_site().output / "2026/01/02/p/index.html").read_bytes() == good_data
    path.unlink()
    assert (build_site().output / "2026/01/02/p/index.html").read_bytes() == good_data


def test_a_file_where_a_folder_was_and_back(build_site):
    file_text = (
        "-- content/posts/p.md --\n---\ntitle: T\ndate: 2026-01-02\n---\ntext\n-- content/images/a.txt --\nfile\n"
    )
    folder_text = "-- content/images/a.txt --\n(deleted)\n-- content/images/a.txt/b.txt --\nbelow\n"
    assert build_site(file_text)["images/a.txt"] == "file\n"
    assert build_site(folder_text)["images/a.txt/b.txt"] == "below\n"
    shutil.rmtree(build_site.folder / "content/images/a.txt")
    assert build_site(file_text)["images/a.txt"] == "file\n"


def test_a_scheduled_post_appears_when_it_is_due_though_no_file_changed(build_site):
    post = "-- content/posts/p.md --\n---\ntitle: Due at noon\ndate: 2026-06-01 12:00\n---\ntext\n"
    morning, noon = (datetime(2026, 6, 1, hour, minute, tzinfo=UTC) for hour, minute in ((11, 59), (12, 0)))
    assert "2026/06/01/p/index.html" not in build_site(post, now=morning)
    assert "Due" not in "".join(path.read_text() for path in build_site(now=morning).output.rglob("*.*ml"))
    assert "title Due at noon" in build_site(now=noon)["2026/06/01/p/index.html"]


def test_a_build_with_nothing_to_do_says_so_and_touches_nothing(build_site):
    post = "-- content/posts/p.md --\n---\ntitle: T\ndate: 2026-01-02\n---\ntext\n"
    first = build_site(post)
    stamps = {path: path.stat().st_mtime_ns for path in first.output.rglob("*")}
    second_build = build_site()
    assert second_build.run.result.rendered == [] and second_build.run.result.site is None
    assert {path: path.stat().st_mtime_ns for path in second_build.output.rglob("*")} == stamps


def test_building_twice_gives_the_same_bytes(build_site):
    prepare(build_site, 3)
    assert clean(build_site, "one") == clean(build_site, "two")


@pytest.mark.says
def test_a_warning_is_said_again_by_a_build_with_nothing_to_do(build_site):
    posts = "".join(
        f"-- content/posts/{tag.lower()}{number}.md --\n---\ntitle: T\ndate: 2026-01-0{number}\ntags: [{tag}]\n---\n"
        for number, tag in enumerate(("Trust", "trust"), start=1)
    )
    first, second = build_site(posts), build_site()
    assert second.run.result.rendered == []
    assert first.messages == second.messages != []
