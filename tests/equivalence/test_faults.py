"""Whatever happens to a build, the next good one leaves what a clean build makes; until then each file is whole.

The short form kills a dozen builds; `python3 tasks.py equivalence --kills 200` kills more.
"""

from __future__ import annotations

import errno
import os
import random
import signal
import time
from datetime import UTC
from pathlib import Path

import pytest

from plugins.build import commit
from plugins.build.lock import Lock

KILLS = int(os.environ.get("LODESTAR_KILLS", "12"))
TRUNCATIONS = 1000
"""Bytes between the places at which the store is cut."""
POSTS = 24


def site(version: int) -> str:
    """A site that differs from version to version: texts, tags, posts that come and go."""
    parts = ["-- content/pages/about.md --\n---\ntitle: About\n---\nAbout.\n"]
    for number in range(POSTS):
        body = f"Version {version if number % 3 else 0} of post {number}.\n\n" + "Words upon words.\n\n" * 30
        tags = f"[t{(number + version) % 5}, all]"
        text = f"---\ntitle: Post {number}\ndate: 2026-01-{number + 1:02}\ntags: {tags}\n---\n{body}"
        parts.append(f"-- content/posts/p{number}.md --\n" + ("(deleted)\n" if (number + version) % 7 == 0 else text))
    return "".join(parts)


def prepare(build_site, version: int) -> None:
    for number in range(POSTS):
        path = build_site.folder / f"content/posts/p{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    build_site.write(site(version))


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def clean(build_site, name: str) -> dict[str, bytes]:
    """What a clean build of the present content makes."""
    folder = build_site.folder
    built = build_site(OUTPUT_PATH=str(folder / name), CACHE_PATH=str(folder / f"{name}-cache"))
    assert built.code == 0
    return tree(folder / name)


def in_another_process(build_site, workers: int) -> int:
    """Begin a build in a process of its own; its process id."""
    process = os.fork()
    if process == 0:
        try:
            os.setsid()
            build_site(BUILD={"workers": workers})
        finally:
            os._exit(0)
    return process


@pytest.mark.says
def test_a_build_that_is_killed_at_any_moment_is_made_good_by_the_next(build_site, monkeypatch):
    monkeypatch.setattr("plugins.build.write.LEAST", 4)
    monkeypatch.setattr("plugins.build.read.LEAST", 4)
    chance = random.Random(7)
    prepare(build_site, 0)
    started = time.monotonic()
    assert build_site().code == 0
    duration = time.monotonic() - started
    before = clean(build_site, "clean-0")
    killed = 0
    for version in range(1, KILLS + 1):
        prepare(build_site, version)
        process = in_another_process(build_site, workers=1 + version % 2)
        time.sleep(chance.uniform(0, duration * 1.3))
        os.kill(process, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(process, 0)[1])
        after = clean(build_site, f"clean-{version}")
        for path, data in tree(build_site.folder / "output").items():
            assert data in (before.get(path), after.get(path)), f"{path} is neither the old file nor the new one"
        assert build_site().code == 0
        assert tree(build_site.folder / "output") == after
        before = after
    assert killed >= KILLS // 3, "the builds ended before they could be killed; the test proves nothing"


@pytest.mark.says
def test_a_store_that_was_cut_anywhere_costs_only_time(build_site):
    prepare(build_site, 0)
    build_site()
    store = next((build_site.folder / "cache").glob("*.sqlite"))
    whole = store.read_bytes()
    for version, length in enumerate(range(0, len(whole), TRUNCATIONS), start=1):
        if version % max(1, len(whole) // TRUNCATIONS // 12) and "LODESTAR_KILLS" not in os.environ:
            continue
        store.write_bytes(whole[:length])
        prepare(build_site, version)
        assert build_site().code == 0
        assert tree(build_site.folder / "output") == clean(build_site, f"clean-{version}")


@pytest.mark.says
@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EROFS, errno.EACCES])
@pytest.mark.parametrize("moment", [0, 5])
def test_a_disk_that_refuses_leaves_the_last_good_site(build_site, monkeypatch, fault, moment):
    prepare(build_site, 0)
    build_site()
    before = tree(build_site.folder / "output")
    prepare(build_site, 1)
    written = []

    def refuse(self, address: str, data: bytes) -> None:
        written.append(address)
        if len(written) > moment:
            raise OSError(fault, os.strerror(fault), f"output/{address}")
        real(self, address, data)

    real = commit.Staging.write
    monkeypatch.setattr(commit.Staging, "write", refuse)
    built = build_site()
    assert built.code == 1
    assert built.messages == [
        f"output/{written[-1]}: {os.strerror(fault)}; the site could not be written and stands as it was. "
        "Mend this, then build again"
    ]
    assert tree(build_site.folder / "output") == before
    monkeypatch.undo()
    assert build_site().code == 0
    assert tree(build_site.folder / "output") == clean(build_site, "clean")


@pytest.mark.says
def test_a_second_build_at_once_is_told_to_wait(build_site):
    build_site(site(0).replace("(deleted)\n", "---\ntitle: T\ndate: 2026-01-02\n---\n"))
    path = next((build_site.folder / "cache").glob("*.lock"))
    lock = Lock(path)
    try:
        built = build_site()
    finally:
        lock.release()
    assert built.code == 1
    assert built.messages == ["another build is writing to output; wait until it is done, then build again"]
    assert build_site().code == 0


def test_a_file_that_changes_while_it_is_read_is_right_in_the_next_build(build_site, monkeypatch):
    post = "-- content/posts/p.md --\n---\ntitle: T\ndate: 2026-01-02\n---\n{}\n"
    path = build_site.folder / "content/posts/p.md"
    from plugins.front_matter import reading

    def change_afterwards(data: bytes) -> str:
        text = real(data)
        path.write_text(path.read_text().replace("first", "secnd"))
        return text

    real = reading.decode
    monkeypatch.setattr(reading, "decode", change_afterwards)
    assert "first" in build_site(post.format("first"))["2026/01/02/p/index.html"]
    monkeypatch.undo()
    assert "secnd" in build_site()["2026/01/02/p/index.html"]


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
    good = path.read_bytes()
    path.write_text("changed")
    assert (build_site().output / "2026/01/02/p/index.html").read_bytes() == good
    path.unlink()
    assert (build_site().output / "2026/01/02/p/index.html").read_bytes() == good


def test_a_file_where_a_folder_was_and_back(build_site):
    one = "-- content/posts/p.md --\n---\ntitle: T\ndate: 2026-01-02\n---\ntext\n-- content/images/a.txt --\nfile\n"
    two = "-- content/images/a.txt --\n(deleted)\n-- content/images/a.txt/b.txt --\nbelow\n"
    assert build_site(one)["images/a.txt"] == "file\n"
    assert build_site(two)["images/a.txt/b.txt"] == "below\n"
    import shutil

    shutil.rmtree(build_site.folder / "content/images/a.txt")
    assert build_site(one)["images/a.txt"] == "file\n"


def test_a_scheduled_post_appears_when_it_is_due_though_no_file_changed(build_site):
    from datetime import datetime

    post = "-- content/posts/p.md --\n---\ntitle: Due at noon\ndate: 2026-06-01 12:00\n---\ntext\n"
    morning, noon = (datetime(2026, 6, 1, hour, minute, tzinfo=UTC) for hour, minute in ((11, 59), (12, 0)))
    assert "2026/06/01/p/index.html" not in build_site(post, now=morning)
    assert "Due" not in "".join(path.read_text() for path in build_site(now=morning).output.rglob("*.*ml"))
    assert "title Due at noon" in build_site(now=noon)["2026/06/01/p/index.html"]


def test_a_build_with_nothing_to_do_says_so_and_touches_nothing(build_site):
    post = "-- content/posts/p.md --\n---\ntitle: T\ndate: 2026-01-02\n---\ntext\n"
    first = build_site(post)
    stamps = {path: path.stat().st_mtime_ns for path in first.output.rglob("*")}
    again = build_site()
    assert again.run.result.rendered == [] and again.run.result.site is None
    assert {path: path.stat().st_mtime_ns for path in again.output.rglob("*")} == stamps


def test_building_twice_gives_the_same_bytes(build_site):
    prepare(build_site, 3)
    assert clean(build_site, "one") == clean(build_site, "two")


@pytest.mark.says
def test_a_warning_is_said_again_by_a_build_with_nothing_to_do(build_site):
    posts = "".join(
        f"-- content/posts/{tag.lower()}{n}.md --\n---\ntitle: T\ndate: 2026-01-0{n}\ntags: [{tag}]\n---\n"
        for n, tag in enumerate(("Trust", "trust"), start=1)
    )
    first, second = build_site(posts), build_site()
    assert second.run.result.rendered == []
    assert first.messages == second.messages != []
