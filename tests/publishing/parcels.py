"""Small releases for tests of deployment, and processes that deploy them, so that a test can kill those.

The processes are forked: what they import is there already, and a round takes a tenth of a second.
"""

from __future__ import annotations

import os
import random
import select
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from lodestar.publishing.manifest import Manifest, read_files
from lodestar.publishing.settings import PublishSettings
from lodestar.publishing.targets import deployer
from lodestar.publishing.targets.base import DeployFailed, Parcel, publisher

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


def target_of(given: dict[str, Any]) -> Any:
    import msgspec

    target = msgspec.convert({"targets": {"it": given}}, PublishSettings).targets["it"]
    return deployer(target, Path(".cache/tests/release"))


class Publisher:
    """A deployment in a process of its own, which begins when it is told to."""

    def __init__(self, parcel: Parcel, target: dict[str, Any], where: Path | None = None) -> None:
        self.parcel = parcel
        told, self._tell = os.pipe()
        self._heard, say = os.pipe()
        self.process = os.fork()
        if not self.process:
            _deploy(parcel, target, where, told, say)
        os.close(told)
        os.close(say)
        assert os.read(self._heard, 1) == b"!", "it is ready"

    def go(self) -> None:
        """Let it begin."""
        os.write(self._tell, b"!")

    def ends(self, within: float | None) -> bool:
        """Wait for its end, or so many seconds; whether it ended, or has something to say before its end."""
        return bool(select.select([self._heard], [], [], within)[0])

    def kill(self) -> None:
        """Kill it, with all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process, signal.SIGKILL)

    def end(self) -> str:
        """Wait for it; answer what it said where it did not succeed, and `killed` where it was."""
        code = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        os.close(self._tell)
        with open(self._heard, encoding="utf-8") as heard:
            said = heard.read()
        return "killed" if code == -signal.SIGKILL else said or (f"ended with {code}" if code else "")


def _deploy(parcel: Parcel, target: dict[str, Any], where: Path | None, told: int, say: int) -> None:
    """Deploy in this process, and end it."""
    code = 70
    try:
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        os.chdir(where or Path.cwd())
        publisher.cache_clear()  # the process that was forked may have published, too
        chosen = target_of(target)
        os.write(say, b"!")
        os.read(told, 1)
        chosen.deploy(parcel, chosen.manifest(), lambda line: None)
        code = 0
    except DeployFailed as error:
        os.write(say, str(error).encode())
        code = 1
    except BaseException as error:
        os.write(say, repr(error).encode())
    finally:
        os._exit(code)


def deploy_apart(
    parcel: Parcel, target: dict[str, Any], kill_after: float | None = None, where: Path | None = None
) -> float:
    """Deploy in a process of its own, in the folder `where`; killed after some seconds. Answers how long it took."""
    publisher = Publisher(parcel, target, where)
    started = time.monotonic()
    publisher.go()
    if not publisher.ends(kill_after):
        publisher.kill()
    said = publisher.end()
    assert not said or (kill_after is not None and said == "killed"), said
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
    deploy_apart(old, target, None, where)
    new = make_parcel(folder / "2", 2)
    lasts = deploy_apart(new, target, None, where)
    for turn in range(times):
        old, new = new, make_parcel(folder / str(turn + 3), turn + 3)
        deploy_apart(new, target, chance.uniform(0, lasts * 1.1), where)
        look(old, new, False)
        deploy_apart(new, target, None, where)
        look(old, new, True)
        yield turn


def race(
    folder: Path, target: dict[str, Any], rounds: int, where: Callable[[str], Path], seed: int = 7
) -> Iterator[tuple[list[Parcel], list[str]]]:
    """Two clones deploy at nearly the same moment, round after round; every fourth time one of them is killed.

    Yields the releases that readers may have after it, and what the two said: nothing for success, `killed` for the
    one that was killed; once more after that one published again.
    """
    chance = random.Random(seed)
    first = make_parcel(folder / "1", 1)
    lasts = deploy_apart(first, target, None, where("a"))
    had: list[Parcel] = [first]
    for turn in range(rounds):
        two = [make_parcel(folder / str(number), number) for number in (2 * turn + 2, 2 * turn + 3)]
        chance.shuffle(two)
        running = [Publisher(parcel, target, where(name)) for parcel, name in zip(two, "ab", strict=True)]
        killed = running[chance.randrange(2)] if turn % 4 == 3 else None
        for item in running:
            item.go()
            time.sleep(chance.uniform(0, lasts))
        if killed:
            killed.kill()
        said = [item.end() for item in running]
        had = [*had, *two]
        yield had, said
        if killed:
            name = "ab"[running.index(killed)]
            deploy_apart(killed.parcel, target, None, where(name))
            yield had, ["", ""]
