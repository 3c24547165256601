"""Small releases for tests of deployment; run as a program, it deploys one, so that a test can kill it.

python parcels.py FOLDER TARGET_AS_JSON
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from lodestar.publishing.manifest import Manifest, read_files  # noqa: E402
from lodestar.publishing.settings import PublishSettings  # noqa: E402
from lodestar.publishing.targets import deployer  # noqa: E402
from lodestar.publishing.targets.base import DeployFailed, Parcel  # noqa: E402

PAGES = 40


def make_parcel(folder: Path, version: int, pages: int = PAGES) -> Parcel:
    """A release in which every page names the version's own style, and a third of the pages never change."""
    style = f"theme/css/site.{version:012x}.css"
    files = {
        style: f"/* {version} */" + "a" * 2000,
        "feed/index.xml": f"<rss>{version}</rss>",
        "index.html": page(style, 0, version),
    }
    files["same/index.txt"] = "always the same"
    for number in range(pages):
        files[f"{number}/index.html"] = page(style, number, version if number % 3 else 0)
    files[f"only-in-{version}/index.html"] = page(style, version, version)
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    manifest = Manifest(f"20260101T{version:06}Z", read_files(folder), {})
    return Parcel(folder, manifest, {"feed/index.xml": "application/rss+xml; charset=utf-8"}, {})


def page(style: str, number: int, version: int) -> str:
    return f'<link rel="stylesheet" href="/{style}"><p>{number} {version}</p>' + "text " * 500


def load(folder: Path) -> Parcel:
    """The release that lies in a folder."""
    version = int(folder.name)
    types = {"feed/index.xml": "application/rss+xml; charset=utf-8"}
    return Parcel(folder, Manifest(f"20260101T{version:06}Z", read_files(folder), {}), types, {})


def target_of(given: dict[str, Any]) -> Any:
    import msgspec

    target = msgspec.convert({"targets": {"it": given}}, PublishSettings).targets["it"]
    return deployer(target, Path(".cache/tests/release"))


def deploy_apart(
    folder: Path, target: dict[str, Any], kill_after: float | None = None, where: Path | None = None
) -> float:
    """Deploy in a process of its own, in the folder `where`; killed with all that it started after some seconds. Answers how long it took."""
    command = [sys.executable, __file__, str(folder), json.dumps(target)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True, text=True, cwd=where)
    assert process.stdout and process.stdout.readline() == "ready\n"
    started = time.monotonic()
    try:
        process.wait(kill_after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    if kill_after is None:
        assert process.returncode == 0
    return time.monotonic() - started


def kill_at_random(
    folder: Path,
    target: dict[str, Any],
    times: int,
    look: Callable[[Parcel, Parcel, bool], None],
    where: Path | None = None,
    seed: int = 7,
) -> Iterator[int]:
    """Deploy release after release, each killed at a random point, looked at, then finished and looked at again."""
    chance = random.Random(seed)
    old = make_parcel(folder / "1", 1)
    deploy_apart(old.folder, target, None, where)
    new = make_parcel(folder / "2", 2)
    lasts = deploy_apart(new.folder, target, None, where)
    for turn in range(times):
        old, new = new, make_parcel(folder / str(turn + 3), turn + 3)
        deploy_apart(new.folder, target, chance.uniform(0, lasts * 1.1), where)
        look(old, new, False)
        deploy_apart(new.folder, target, None, where)
        look(old, new, True)
        yield turn


class Publisher(NamedTuple):
    """A deployment that runs beside another."""

    parcel: Parcel
    process: subprocess.Popen[str]

    def end(self) -> str:
        """Wait for it; answer what it said where it did not succeed."""
        said = self.process.communicate()[1].strip()
        return said if self.process.returncode else ""


def race(
    folder: Path, target: dict[str, Any], rounds: int, where: Callable[[str], Path], seed: int = 7
) -> Iterator[tuple[list[Parcel], list[str]]]:
    """Two clones deploy at nearly the same moment, round after round; every fourth time one of them is killed.

    Yields the releases that readers may have after it, and what the two said: nothing for success, `killed` for the
    one that was killed; once more after that one published again.
    """
    chance = random.Random(seed)
    first = make_parcel(folder / "1", 1)
    lasts = deploy_apart(first.folder, target, None, where("a"))
    had: list[Parcel] = [first]
    for turn in range(rounds):
        two = [make_parcel(folder / str(number), number) for number in (2 * turn + 2, 2 * turn + 3)]
        chance.shuffle(two)
        running = [
            Publisher(
                parcel,
                subprocess.Popen(
                    [sys.executable, __file__, str(parcel.folder), json.dumps(target), "wait"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    start_new_session=True,
                    text=True,
                    cwd=where(name),
                ),
            )
            for parcel, name in zip(two, "ab", strict=True)
        ]
        for item in running:
            assert item.process.stdout and item.process.stdout.readline() == "ready\n"
        killed = running[chance.randrange(2)] if turn % 4 == 3 else None
        for item in running:
            assert item.process.stdin
            item.process.stdin.write("go\n")
            item.process.stdin.flush()
            time.sleep(chance.uniform(0, lasts))
        if killed:
            with suppress(ProcessLookupError):
                os.killpg(killed.process.pid, signal.SIGKILL)
        said = ["killed" if item.process.wait() == -signal.SIGKILL else item.end() for item in running]
        for item in running:
            for stream in (item.process.stdin, item.process.stdout, item.process.stderr):
                assert stream
                stream.close()
        had = [*had, *two]
        yield had, said
        if killed:
            name = "ab"[running.index(killed)]
            deploy_apart(killed.parcel.folder, target, None, where(name))
            yield had, ["", ""]


if __name__ == "__main__":
    chosen = target_of(json.loads(sys.argv[2]))
    parcel = load(Path(sys.argv[1]))
    print("ready", flush=True)
    if "wait" in sys.argv:
        sys.stdin.readline()
    try:
        chosen.deploy(parcel, chosen.manifest(), lambda line: None)
    except DeployFailed as error:
        sys.exit(str(error))
