"""A disk that is full, read-only or written to by someone else: the last good site stands, and the next build is good."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from lodestar.base.front_matter import reading
from lodestar.engine.render import Renderer
from tests.conftest import TINY_THEME
from tests.equivalence.versions import clean, in_another_process, prepare, tree

pytestmark = pytest.mark.seconds

POSTS = 4
STRIDE = 1 if "LODESTAR_KILLS" in os.environ else 17
"""From one step at which the disk refuses to the next that is tried."""
MOUNT = ["mount"] if os.geteuid() == 0 else ["sudo", "-n", "mount"]
UNMOUNT = [*MOUNT[:-1], "umount"]
STANDS = "; the site could not be written and stands as it was. Mend this, then build again"
SPACES = (0, 4, 8, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 1024)
"""Kilobytes that are left on a full disk."""


def mounted(folder: Path) -> bool:
    """Mount a disk in memory, of which all that is written can be counted; whether this machine lets us."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [*MOUNT, "-t", "tmpfs", "-o", f"size=4m,uid={os.getuid()}", "lodestar-test", str(folder)]
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path | None]:
    """A small disk of its own; None on a machine that does not let us mount one."""
    folder = tmp_path / "disk"
    have = mounted(folder)
    yield folder if have else None
    if have:
        subprocess.run([*UNMOUNT, "--lazy", str(folder)], check=True)


def fill(disk: Path, space: int) -> Path:
    """Leave `space` kilobytes free; the file that takes the rest."""
    ballast = disk / "ballast"
    free = os.statvfs(disk)
    with open(ballast, "wb") as stream:
        stream.write(b"x" * max(0, free.f_bavail * free.f_frsize - space * 1024))
    return ballast


@pytest.mark.says
def test_a_full_disk_leaves_the_last_good_site(build_site, disk):
    """Without a disk to fill, the system refuses to let files grow."""
    places = {"OUTPUT_PATH": str(disk / "output"), "CACHE_PATH": str(disk / "cache")} if disk else {}
    output = (disk or build_site.folder) / "output"
    expected = {}
    for version in (1, 2):
        prepare(build_site, version, POSTS)
        expected[version] = clean(build_site, f"clean-{version}")
    assert build_site(**places).code == 0
    before, failed = expected[2], 0
    for number, space in enumerate(SPACES):
        version = 1 + number % 2
        prepare(build_site, version, POSTS)
        if disk:
            ballast = fill(disk, space)
            built = build_site(**places)
            ballast.unlink()
            code = built.code
            assert len(built.messages) == code, built.messages
            assert all(STANDS in message for message in built.messages)
        else:
            process = in_another_process(build_site, 1, lambda limit=space * 64: allow(limit))
            code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        assert code in (0, 1)
        failed += code
        assert tree(output) == (before if code else expected[version])
        assert build_site(**places).code == 0
        before = expected[version]
        assert tree(output) == before
    assert 3 <= failed < len(SPACES)


def allow(size: int) -> None:
    """Let no file grow beyond `size` bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.says
def test_a_disk_that_refuses_at_any_step_leaves_the_last_good_site(build_site, monkeypatch):
    expected = {}
    for version in (1, 2):
        prepare(build_site, version, POSTS)
        expected[version] = clean(build_site, f"clean-{version}")
    assert build_site().code == 0
    before, refused = expected[2], 0
    for moment in range(0, 1000, STRIDE):
        version = 1 + moment // STRIDE % 2
        prepare(build_site, version, POSTS)
        with monkeypatch.context() as patch:
            steps = refuse_at(patch, moment)
            built = build_site()
        assert built.code == 0 or [message[-len(STANDS) :] for message in built.messages] == [STANDS]
        assert tree(build_site.folder / "output") == (before if built.code else expected[version])
        assert build_site().code == 0
        before = expected[version]
        assert tree(build_site.folder / "output") == before
        if built.code:
            assert [path.name for path in build_site.folder.iterdir() if path.name.startswith(".")] == []
        refused += built.code
        if steps() <= moment:
            break
    assert refused > 5


def refuse_at(patch: pytest.MonkeyPatch, moment: int):
    """Make the disk refuse one step of writing, that of this number; a function that counts the steps there were."""
    steps = []

    def refusing(name: str) -> None:
        real_function = getattr(os, name)

        def step(*arguments, **options):
            if name == "open" and not arguments[1] & os.O_CREAT:
                return real_function(*arguments, **options)
            steps.append(name)
            if len(steps) == moment + 1:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real_function(*arguments, **options)

        patch.setattr(os, name, step)

    for name in ("open", "write", "mkdir", "rename", "replace", "unlink"):
        refusing(name)
    return lambda: len(steps)


@pytest.mark.says
def test_an_output_folder_that_is_read_only_stays_as_it_is(build_site, disk):
    """As root, only a disk that is mounted so is read-only."""
    output = disk or build_site.folder / "output"
    prepare(build_site, 1, POSTS)
    assert build_site(OUTPUT_PATH=str(output)).code == 0
    before = tree(output)
    prepare(build_site, 2, POSTS)
    if disk:
        subprocess.run([*MOUNT, "-o", "remount,ro", str(disk)], check=True)
    else:
        folders(output, 0o555)
    built = build_site(OUTPUT_PATH=str(output))
    assert (built.code, len(built.messages)) == (1, 1)
    assert STANDS in built.messages[0]
    assert tree(output) == before
    if disk:
        subprocess.run([*MOUNT, "-o", "remount,rw", str(disk)], check=True)
    else:
        folders(output, 0o755)
    assert build_site(OUTPUT_PATH=str(output)).code == 0
    assert tree(output) == clean(build_site, "clean")


def folders(output: Path, mode: int) -> None:
    """Give the output folder and all below it this mode."""
    for path in (output, *(entry for entry in output.rglob("*") if entry.is_dir())):
        path.chmod(mode)


@pytest.mark.says
def test_a_memory_that_cannot_be_written_ends_the_build_with_a_message(build_site, tmp_path):
    prepare(build_site, 1, POSTS)
    (tmp_path / "cache").write_text("a file where the folder should be")
    built = build_site()
    assert (built.code, len(built.messages)) == (1, 1)
    assert STANDS in built.messages[0]


CHANGING = {
    "content/posts/p.md": "---\ntitle: T\ndate: 2026-01-02\n---\nfirst\n",
    "content/files/notes.txt": "first",
    "theme/templates/article.html": "first {{ page.title }}\n",
    "theme/static/css/base.css": "p { content: 'first' }",
}


@pytest.mark.parametrize("path", CHANGING)
def test_a_file_that_changes_while_the_site_is_built_is_right_in_the_next_build(build_site, monkeypatch, path):
    theme = build_site.folder / "theme"
    shutil.copytree(TINY_THEME, theme)
    (theme / "static/css").mkdir(parents=True)
    for name, text in CHANGING.items():
        (build_site.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (build_site.folder / name).write_text(text)
    changed_paths = []

    def change() -> None:
        if not changed_paths:
            changed_paths.append(path)
            (build_site.folder / path).write_text(CHANGING[path].replace("first", "secnd"))

    def decode(data: bytes) -> str:
        text = real_decode(data)
        change()
        return text

    def render(self, output):
        change()
        return real_render(self, output)

    real_decode, real_render = reading.decode, Renderer.render
    if path.endswith(".md"):
        monkeypatch.setattr(reading, "decode", decode)
    else:
        monkeypatch.setattr(Renderer, "render", render)
    build_site(theme=theme)
    assert changed_paths
    build_site(theme=theme)
    places = {"OUTPUT_PATH": str(build_site.folder / "clean"), "CACHE_PATH": str(build_site.folder / "clean-cache")}
    assert build_site(theme=theme, **places).code == 0
    incremental = tree(build_site.folder / "output")
    assert incremental == tree(build_site.folder / "clean")
    assert any(b"secnd" in data for data in incremental.values())
