"""A save leaves the old file or the new one, never half of one, and never takes what somebody else wrote.

The suite kills eight saves, and the desk itself twice; `python3 tasks.py test --slow` kills many more.
"""

from __future__ import annotations

import http.client
import random
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest

from lodestar.base.digest import digest
from lodestar.base.files import UNFINISHED
from lodestar.desk.saving import Changed, keep, save, sweep
from tests.desk.conftest import CONTENT, Live

ROOT = Path(__file__).parents[2]
SAVER = """
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from lodestar.desk.saving import digest, save
path, texts = Path({path!r}), {{letter: (letter * 79 + "\\n").encode() * 20000 for letter in "ab"}}
now = path.read_bytes()
print("ready", flush=True)
while True:
    new = texts["a" if now[:1] == b"b" else "b"]
    save(path, new, digest(now))
    now = new
"""


def test_a_save_that_is_killed_at_any_moment_leaves_a_whole_file(kills, tmp_path):
    path = tmp_path / "post.md"
    versions = {letter: (letter * 79 + "\n").encode() * 20000 for letter in "ab"}
    path.write_bytes(versions["a"])
    chance = random.Random(3)
    for _ in range(2 * kills):
        process = subprocess.Popen(
            [sys.executable, "-c", SAVER.format(root=str(ROOT), path=str(path))], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.05))
        process.kill()
        process.wait()
        process.stdout.close()
        assert path.read_bytes() in versions.values()
    sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["post.md"]


def test_the_desk_that_is_killed_in_the_middle_of_a_save_leaves_a_whole_file(kills, tmp_path):
    """The server itself, while a browser's form is on its way; what a killed save left is swept at the next start."""
    chance = random.Random(4)
    name, original = "posts/2026/first.md", CONTENT["posts/2026/first.md"]
    head = original.partition("Hello")[0]
    texts = {f"{head}{letter * 79}\n" for letter in "ab"} | {original}
    for _ in range(kills // 2):
        live = Live(tmp_path, CONTENT if not (tmp_path / "content").exists() else {})
        saved_numbers = []

        def save_all(desk: Live, saved_numbers: list[int]) -> None:
            with suppress(OSError, http.client.HTTPException, AssertionError):
                while True:
                    for letter in "ab":
                        form = {"base": desk.base(name), "raw": "1", "body": f"{head}{letter * 79}", "do": "save"}
                        saved_numbers.append(desk.post(f"/write/{name}", form).status)

        saver = threading.Thread(target=save_all, args=(live, saved_numbers))
        saver.start()
        live.until(lambda saved_numbers=saved_numbers: len(saved_numbers) >= 1)
        time.sleep(chance.uniform(0, 0.1))
        live.process.kill()
        saver.join()
        live.stop()
        assert 303 in saved_numbers and live.read(name) in texts
    second_desk = Live(tmp_path, {})
    second_desk.stop()
    assert not [path for path in tmp_path.rglob("*") if UNFINISHED.fullmatch(path.name)]


def test_a_file_that_changed_since_it_was_opened_is_not_replaced(tmp_path):
    path = tmp_path / "x.md"
    path.write_bytes(b"one")
    base = digest(b"one")
    path.write_bytes(b"two")
    with pytest.raises(Changed) as raised:
        save(path, b"three", base)
    assert (raised.value.now, path.read_bytes()) == (b"two", b"two")


def test_a_file_that_was_deleted_meanwhile_does_not_come_back(tmp_path):
    with pytest.raises(Changed) as raised:
        save(tmp_path / "x.md", b"mine", digest(b"one"))
    assert raised.value.now is None
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_does_not_take_the_place_of_one_that_is_there(tmp_path):
    path = tmp_path / "x.md"
    save(path, b"one", "")
    with pytest.raises(Changed):
        save(path, b"two", "")
    assert path.read_bytes() == b"one"


def test_permissions_stay(tmp_path):
    path = tmp_path / "x.md"
    path.write_bytes(b"one")
    path.chmod(0o640)
    save(path, b"two", digest(b"one"))
    assert path.stat().st_mode & 0o777 == 0o640


def test_what_could_not_be_saved_is_kept_apart(tmp_path):
    path = keep(tmp_path, "posts/2026/x.md", b"mine", datetime(2026, 3, 18, 9, 30))
    assert path.name.startswith("posts--2026--x.20260318T093000-") and path.read_bytes() == b"mine"


@pytest.mark.seconds
def test_of_two_desks_that_save_one_file_at_the_same_moment_one_is_told_so(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(b"first")
    for number in range(60):
        base, start, results = digest(path.read_bytes()), threading.Barrier(2), []

        def one(name: bytes, base: str = base, start: threading.Barrier = start, results: list = results) -> None:
            start.wait()
            try:
                save(path, name, base)
                results.append(name)
            except Changed:
                results.append(None)

        desks = [threading.Thread(target=one, args=(f"{desk} {number}".encode(),)) for desk in ("one", "other")]
        for desk in desks:
            desk.start()
        for desk in desks:
            desk.join()
        [saved_name] = [name for name in results if name]
        assert path.read_bytes() == saved_name
