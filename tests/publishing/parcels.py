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
    """Make a release in which every page names the version's own style, and a third of the pages never change."""
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


def target_of(settings: dict[str, Any]) -> Any:
    import msgspec

    target = msgspec.convert({"targets": {"it": settings}}, PublishSettings).targets["it"]
    return deployer(target, Path(".cache/tests/release"))


class Publisher:
    """A deployment in a process of its own, which begins when it is told to."""

    def __init__(self, parcel: Parcel, target: dict[str, Any], working_folder: Path | None = None) -> None:
        self.parcel = parcel
        start_pipe, self._tell = os.pipe()
        self._heard, report_pipe = os.pipe()
        self.process = os.fork()
        if not self.process:
            _deploy(parcel, target, working_folder, start_pipe, report_pipe)
        os.close(start_pipe)
        os.close(report_pipe)
        assert os.read(self._heard, 1) == b"!", "it is ready"

    def go(self) -> None:
        """Let it begin."""
        os.write(self._tell, b"!")

    def ends(self, seconds: float | None) -> bool:
        """Wait for its end, or so many seconds; whether it ended, or has something to say before its end."""
        return bool(select.select([self._heard], [], [], seconds)[0])

    def kill(self) -> None:
        """Kill it, with all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process, signal.SIGKILL)

    def end(self) -> str:
        """Wait for it; answer what it said where it did not succeed, and `killed` where it was."""
        code = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        os.close(self._tell)
        with open(self._heard, encoding="utf-8") as stream:
            message = stream.read()
        return "killed" if code == -signal.SIGKILL else message or (f"ended with {code}" if code else "")


def _deploy(
    parcel: Parcel, target: dict[str, Any], working_folder: Path | None, start_pipe: int, report_pipe: int
) -> None:
    """Deploy in this process, and end it."""
    code = 70
    try:
        os.setsid()
        null_device = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(null_device, stream)
        os.chdir(working_folder or Path.cwd())
        publisher.cache_clear()  # the process that was forked may have published, too
        opened_target = target_of(target)
        os.write(report_pipe, b"!")
        os.read(start_pipe, 1)
        opened_target.deploy(parcel, opened_target.manifest(), lambda line: None)
        code = 0
    except DeployFailed as error:
        os.write(report_pipe, str(error).encode())
        code = 1
    except BaseException as error:
        os.write(report_pipe, repr(error).encode())
    finally:
        os._exit(code)


def deploy_apart(
    parcel: Parcel, target: dict[str, Any], kill_after: float | None = None, working_folder: Path | None = None
) -> float:
    """Deploy in a process of its own, in `working_folder`; killed after some seconds. Return how long it took."""
    publisher = Publisher(parcel, target, working_folder)
    start_time = time.monotonic()
    publisher.go()
    if not publisher.ends(kill_after):
        publisher.kill()
    message = publisher.end()
    assert not message or (kill_after is not None and message == "killed"), message
    return time.monotonic() - start_time


def kill_at_random(
    folder: Path,
    target: dict[str, Any],
    times: int,
    look: Callable[[Parcel, Parcel, bool], None],
    working_folder: Path | None = None,
    seed: int = 7,
) -> Iterator[int]:
    """Deploy release after release, each killed at a random point, looked at, then finished and looked at again."""
    chance = random.Random(seed)
    old_parcel = make_parcel(folder / "1", 1)
    deploy_apart(old_parcel, target, None, working_folder)
    new_parcel = make_parcel(folder / "2", 2)
    duration = deploy_apart(new_parcel, target, None, working_folder)
    for turn in range(times):
        old_parcel, new_parcel = new_parcel, make_parcel(folder / str(turn + 3), turn + 3)
        deploy_apart(new_parcel, target, chance.uniform(0, duration * 1.1), working_folder)
        look(old_parcel, new_parcel, False)
        deploy_apart(new_parcel, target, None, working_folder)
        look(old_parcel, new_parcel, True)
        yield turn


def race(
    folder: Path, target: dict[str, Any], rounds: int, working_folder: Callable[[str], Path], seed: int = 7
) -> Iterator[tuple[list[Parcel], list[str]]]:
    """Let two clones deploy at nearly the same moment, round after round; every fourth time one of them is killed.

    Yields the releases that readers may have after it, and what the two said: nothing for success, `killed` for the
    one that was killed; once more after that one published again.
    """
    chance = random.Random(seed)
    first = make_parcel(folder / "1", 1)
    duration = deploy_apart(first, target, None, working_folder("a"))
    possible_parcels: list[Parcel] = [first]
    for turn in range(rounds):
        rivals = [make_parcel(folder / str(number), number) for number in (2 * turn + 2, 2 * turn + 3)]
        chance.shuffle(rivals)
        running = [Publisher(parcel, target, working_folder(name)) for parcel, name in zip(rivals, "ab", strict=True)]
        killed = running[chance.randrange(2)] if turn % 4 == 3 else None
        for item in running:
            item.go()
            time.sleep(chance.uniform(0, duration))
        if killed:
            killed.kill()
        messages = [item.end() for item in running]
        possible_parcels = [*possible_parcels, *rivals]
        yield possible_parcels, messages
        if killed:
            name = "ab"[running.index(killed)]
            deploy_apart(killed.parcel, target, None, working_folder(name))
            yield possible_parcels, ["", ""]
