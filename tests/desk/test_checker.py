"""What the desk knows is what the files say: checks that go on behind the pages, and pages that wait for a build."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from msgspec.structs import replace
from starlette.requests import Request

from lodestar.desk import preview
from lodestar.desk.builder import Builder
from lodestar.desk.checker import Checker
from lodestar.desk.messages import Built
from lodestar.desk.origins import Origins
from lodestar.desk.state import Desk, open_desk
from lodestar.engine.program import SiteOptions
from tests.desk.conftest import ROOT, SETTINGS

LINKED = "---\ntitle: First\ndate: 2026-01-05\nsummary: S.\n---\n[x]({filename}/pages/later.md)\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk that neither serves nor builds."""
    settings, content = tmp_path / "settings.py", tmp_path / "content"
    settings.write_text(SETTINGS.format(root=str(ROOT), cache=str(tmp_path / "cache"), theme=str(ROOT / "theme")))
    for path, text in (("posts/first.md", LINKED), ("pages/later.md", "---\ntitle: Later\n---\nHere.\n")):
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_text(text)
    given = SiteOptions(str(content), str(tmp_path / "preview"), str(settings))
    return open_desk(given, True, lambda _: Origins(1))


def leads_nowhere(checker: Checker) -> bool:
    return any(finding.rule == "broken-link" for finding in checker.known("posts/first.md") or ())


def test_those_who_ask_all_the_time_do_not_keep_the_checks_from_going_on(desk):
    checker = Checker(desk)
    desk.library.refresh()
    for done in (1, 2):
        checker.want()
        checker.run_round()
        assert checker.done == done


def test_a_link_to_a_file_that_went_before_it_was_itself_looked_at_is_found(desk):
    desk.builder.known = replace(desk.builder.known, addresses=("/",))
    checker = Checker(desk)
    desk.library.refresh()
    checker.want()
    checker.run_round()
    assert checker.done == 1 and checker.known("posts/first.md") is not None and not leads_nowhere(checker)
    (desk.content / "pages/later.md").unlink()
    desk.library.refresh()
    checker.run_round()
    assert leads_nowhere(checker)


def test_a_page_that_is_asked_for_after_a_save_waits_for_its_build(desk, monkeypatch):
    class SlowBuilder(Builder):
        """Builds once `saved` is set."""

        saved = threading.Event()

        def _build(self) -> None:
            self.saved.wait()
            self.paths.output.joinpath("about").mkdir(parents=True)
            self.paths.output.joinpath("about/index.html").write_text("<body>What was saved</body>")
            self._tell(Built(True))

    monkeypatch.setattr(preview, "PATIENCE", 600.0)
    desk.builder = SlowBuilder(desk.builder.paths, lambda _: None, lambda: None)
    desk.builder.serial = 1  # it is not the first build, for which every page waits
    desk.builder.start()

    async def ask() -> bytes:
        scope = {"type": "http", "method": "GET", "path": "/about/", "headers": [], "query_string": b""}
        page = asyncio.create_task(preview.Preview(desk).page(Request(scope)))
        done, _ = await asyncio.wait([page], timeout=0.1)
        assert not done
        SlowBuilder.saved.set()
        return (await page).body

    try:
        assert (
            b"What was saved" in ThreadPoolExecutor(1).submit(asyncio.run, ask()).result()
        )  # a browser has a loop here
    finally:
        desk.builder.stop()
