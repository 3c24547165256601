"""The browser and the desk are killed while somebody writes: what was saved is never lost, and of what was typed at most
the last two seconds.

`python3 tasks.py test --slow` kills two hundred times; in the suite `test_nothing_lost.py` kills each of them once.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest

from lodestar.commands.browser import ARGUMENTS, chromium
from tests.desk.conftest import CONTENT, Live
from tests.journeys.desk.first_post import offers, put_back
from tests.web import PATIENCE, editor, enter, until, written

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
FIRST = "posts/2026/first.md"
LOST = 2.0
"""Seconds of typing that a crash may cost."""


def last_number(text: str) -> int:
    """Return the last number that was typed into a text, each of which has to stand there once and in order."""
    numbers = [int(number) for number in re.findall(r"\bn(\d+)\.", text)]
    assert numbers == list(range(1, len(numbers) + 1)), text
    return len(numbers)


class Writer:
    """Somebody who writes numbers, in a browser that can be killed."""

    def __init__(self, browser: Any, profile: Path, desk: Live) -> None:
        self._browser, self._profile, self.desk = browser, profile, desk
        self.typed: list[float] = []
        """When each number was typed, the first one first."""
        self.saved = 0
        """The last number that the desk said it has saved."""

    def open(self) -> None:
        """Open the browser, and put back what the desk offers."""
        self.context = self._browser.browser_type.launch_persistent_context(
            self._profile, executable_path=chromium(), args=ARGUMENTS
        )
        self.context.set_default_timeout(PATIENCE * 1000)
        self.page = self.context.new_page()
        enter(self.page, self.desk)
        self.page.goto(f"{self.desk.origin}/write/{FIRST}")
        text = last_number(self.text())
        if offer := offers(self.page).count():
            put_back(self.page)
            if (
                last_number(self.text()) < text
            ):  # a browser that is killed has not forgotten yet what was saved meanwhile
                self.page.goto(f"{self.desk.origin}/write/{FIRST}")
                offer = 0
        self.typed = self.typed[: last_number(self.text())]
        if offer:
            self.save()

    def write(self, numbers: int) -> None:
        """Type the next numbers at the end of the text."""
        body = editor(self.page)
        body.press("ControlOrMeta+End")
        for _ in range(numbers):
            body.press_sequentially(f" n{len(self.typed) + 1}.", delay=5)
            self.typed.append(time.monotonic())

    def save(self) -> None:
        """Press Ctrl+S, and believe what the page says."""
        self.page.keyboard.press("ControlOrMeta+s")
        self.page.locator("#state").get_by_text("Saved at").wait_for()
        self.saved = len(self.typed)

    def text(self) -> str:
        return written(self.page)

    def kill(self) -> None:
        """Kill the browser's own processes, known by the folder of their profile."""
        processes = subprocess.run(
            ["ps", "-axww", "-o", "pid=,args="], capture_output=True, text=True, check=True
        ).stdout
        for line in processes.splitlines():
            number, _, arguments = line.strip().partition(" ")
            if f"--user-data-dir={self._profile}" in arguments:
                with suppress(ProcessLookupError):
                    os.kill(int(number), signal.SIGKILL)
        self.close()

    def close(self) -> None:
        """Close the browser, as far as it still lives."""
        from playwright.sync_api import Error

        with suppress(Error):
            self.context.close()

    def due(self) -> int:
        """Return how many numbers must outlive a crash at this moment."""
        kill_time = time.monotonic() - LOST
        return max(self.saved, sum(moment < kill_time for moment in self.typed))


def kept_number(desk: Live) -> int:
    """Return the last number that the desk holds: in the file, or beside it as what is not saved."""
    files = (desk.folder / "cache/desk/kept/unsaved").glob("*.json")
    bodies = [msgspec.json.decode(file.read_bytes())["fields"].get("body", [""])[-1] for file in files]
    return max(map(last_number, [desk.read(FIRST), *bodies]))


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "kills"), [(seed, 20) for seed in range(1, 11)])
def test_what_was_saved_is_never_lost_and_of_typing_two_seconds(
    browser: Any, tmp_path: Path, seed: int, kills: int
) -> None:
    chance, lost_seconds = random.Random(seed), 0.0
    desk = Live(tmp_path, CONTENT)
    writer = Writer(browser, tmp_path / "profile", desk)
    try:
        writer.open()
        for number in range(kills):
            writer.write(chance.randint(1, 12))
            if chance.random() < 0.3:
                writer.save()
                writer.write(chance.randint(0, 3))
            time.sleep(chance.random() * 2 * LOST)  # in which the desk keeps, saves, or does neither yet
            victims = (("browser",), ("desk",), ("browser", "desk"))[number % 3]
            due_count, kill_time = writer.due(), time.monotonic()
            if "browser" in victims:
                writer.kill()
            if "desk" in victims:
                desk.kill()
                if "browser" not in victims:
                    writer.write(2)
                desk.start(desk.port)
            text = desk.read(FIRST)
            assert text.startswith("---\ntitle: First\n") and last_number(text) >= writer.saved, (
                "a whole file, with what was saved"
            )
            if "browser" in victims:
                kept_count = kept_number(desk)
                assert kept_count >= due_count, victims
                lost_seconds = max(lost_seconds, *(kill_time - moment for moment in writer.typed[kept_count:]), 0.0)
                writer.open()
                assert len(writer.typed) >= due_count, "it is offered, and put back"
            else:
                until(lambda: last_number(desk.read(FIRST)) == len(writer.typed))
                writer.saved = len(writer.typed)
    finally:
        print(f"of typing, {lost_seconds:.2f} seconds were lost at most")  # pytest -rP shows it
        writer.close()
        desk.stop()
