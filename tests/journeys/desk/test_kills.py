"""The browser and the desk are killed while somebody writes; what the desk has taken is never lost.

The suite kills each a few times; `python3 tasks.py test --slow` does so two hundred times.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
from pathlib import Path
from typing import Any

import msgspec
import pytest

from lodestar.commands.browser import ARGUMENTS, chromium
from tests.desk.conftest import CONTENT, Live
from tests.web import enter, until

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
FIRST = "posts/2026/first.md"


@pytest.fixture(params=[4, pytest.param(200, marks=pytest.mark.slow)], ids=["few", "many"])
def kills(request: pytest.FixtureRequest) -> int:
    """How often the browser or the desk is killed."""
    return int(request.param)


class Writer:
    """Somebody who writes numbers, in a browser that can be killed."""

    def __init__(self, browser: Any, profile: Path, desk: Live) -> None:
        self._browser, self._profile, self.desk = browser, profile, desk
        self.taken = self.typed = 0
        """The last number that the desk has answered for, and the last that was typed."""

    def open(self) -> None:
        """Open the browser, and put back what the desk offers."""
        self.context = self._browser.browser_type.launch_persistent_context(
            self._profile, executable_path=chromium(), args=ARGUMENTS
        )
        self.page = self.context.new_page()
        self.page.on("response", self._note)
        enter(self.page, self.desk)
        kept = [each.stem for each in self.desk.folder.glob("cache/desk/kept/unsaved/*.json")]
        self.page.goto(f"{self.desk.origin}/write/{FIRST}" + (f"?kept={kept[0]}" if kept else ""))
        self.page.wait_for_load_state()
        if kept:
            self.page.get_by_text("This is what you wrote on").wait_for()
            self.page.get_by_role("button", name="Save", exact=True).click()
            self.page.locator("#state").get_by_text("Saved at").wait_for()

    def _note(self, answer: Any) -> None:
        request = answer.request
        if request.method == "POST" and (answer.status, request.url.endswith("/keep")) in ((200, True), (303, False)):
            data = request.post_data or ""
            self.taken = max(self.taken, *(number for number in range(self.typed + 1) if f"n{number}." in data), 0)

    def write(self, numbers: int) -> None:
        """Type the next numbers."""
        body = self.page.locator("#body")
        body.press("ControlOrMeta+End")
        for _ in range(numbers):
            self.typed += 1
            body.press_sequentially(f" n{self.typed}.", delay=5)

    def text(self) -> str:
        return str(self.page.locator("#body").input_value())

    def kill(self) -> None:
        """Kill the browser's own processes, known by the folder of their profile."""
        listed = subprocess.run(["ps", "-axww", "-o", "pid=,args="], capture_output=True, text=True, check=True).stdout
        for line in listed.splitlines():
            number, _, arguments = line.strip().partition(" ")
            if f"--user-data-dir={self._profile}" in arguments:
                try:
                    os.kill(int(number), signal.SIGKILL)
                except ProcessLookupError:
                    continue
        self.context.close()


def whole(text: str, last: int) -> bool:
    """Whether each number up to `last` stands in a text."""
    return all(f"n{number}." in text for number in range(1, last + 1))


def at_desk(desk: Live) -> str:
    """The file, and what the desk keeps of what is not saved."""
    kept = (desk.folder / "cache/desk/kept/unsaved").glob("*.json")
    bodies = [msgspec.json.decode(each.read_bytes())["fields"].get("body", [""])[-1] for each in kept]
    return max([desk.read(FIRST), *bodies], key=len)


def test_what_was_taken_is_never_lost(browser, tmp_path, kills):
    chance = random.Random(7)
    desk = Live(tmp_path, CONTENT)
    writer = Writer(browser, tmp_path / "profile", desk)
    try:
        writer.open()
        for number in range(kills):
            writer.write(chance.randint(1, 12))
            if number % 2:
                taken = writer.taken
                writer.kill()
                assert whole(at_desk(desk), taken), "the browser was killed"
                writer.open()
                writer.typed = max(n for n in range(writer.typed + 1) if n == 0 or f"n{n}." in writer.text())
            else:
                desk.kill()
                writer.write(2)
                desk.start(desk.port)
                until(lambda: whole(desk.read(FIRST), writer.typed))
            assert desk.read(FIRST).startswith("---\ntitle: First\n"), "a whole file"
            assert whole(desk.read(FIRST) if number % 2 == 0 else at_desk(desk), writer.taken)
    finally:
        writer.context.close()
        desk.stop()
