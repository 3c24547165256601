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
from lodestar.desk.builder import Builder, Paths
from lodestar.desk.checker import Checker
from lodestar.desk.messages import Built
from lodestar.desk.origins import Origins
from lodestar.desk.state import Desk, open_desk
from lodestar.engine.program import SiteOptions
from tests.desk.conftest import ROOT, SETTINGS
from tests.web import until

LINKED = "---\ntitle: First\ndate: 2026-01-05\nsummary: S.\n---\n[x]({filename}/pages/later.md)\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk that neither serves nor builds."""
    settings, content = tmp_path / "settings.py", tmp_path / "content"
    settings.write_text(SETTINGS.format(root=str(ROOT), cache=str(tmp_path / "cache"), theme=str(ROOT / "theme")))
    for path, text in (("posts/first.md", LINKED), ("pages/later.md", "---\ntitle: Later\n---\nHere.\n")):
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_text(text)
    options = SiteOptions(str(content), str(tmp_path / "preview"), str(settings))
    return open_desk(options, True, lambda _: Origins(1))


def leads_nowhere(checker: Checker) -> bool:
    return any(finding.rule == "broken-link" for finding in checker.known("posts/first.md") or ())


def test_those_who_ask_all_the_time_do_not_keep_the_checks_from_going_on(desk):
    checker = Checker(desk)
    desk.library.refresh()
    for round_count in (1, 2):
        checker.want()
        checker.run_round()
        assert checker.done == round_count


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
        finished, _ = await asyncio.wait([page], timeout=0.1)
        assert not finished
        SlowBuilder.saved.set()
        return (await page).body

    try:
        assert (
            b"What was saved" in ThreadPoolExecutor(1).submit(asyncio.run, ask()).result()
        )  # a browser has a loop here
    finally:
        desk.builder.stop()


@pytest.mark.parametrize("text", [None, "import nothing_of_the_kind\n", "PLUGINS = []\n"])
def test_settings_that_cannot_be_read_stay_as_they_were_and_are_read_once_they_can_be(desk, tmp_path, text):
    settings = tmp_path / "settings.py"
    good_settings, settings_before = settings.read_text(), desk.settings
    settings.unlink() if text is None else settings.write_text(text)
    desk.look_again()  # in the thread of a watcher, which an error would end
    assert desk.settings is settings_before
    settings.write_text(good_settings + 'SITENAME = "Calm"\nTIMEZONE = "Asia/Tokyo"\n')
    desk.look_again()
    assert (desk.settings["SITENAME"], desk.zone.key) == ("Calm", "Asia/Tokyo")


def test_a_change_that_cannot_be_looked_at_does_not_end_the_watch(tmp_path):
    content, looks = tmp_path / "content", []
    content.mkdir()

    def look() -> None:
        looks.append(1)
        raise FileNotFoundError("the folder of the texts went")

    builder = Builder(Paths(content, tmp_path / "settings.py", tmp_path / "out"), lambda report: None, look)
    watcher = threading.Thread(target=builder._watch_folders, daemon=True)
    watcher.start()

    def looked_twice() -> bool:
        (content / "a.md").write_text("Written.")
        return len(looks) > 1

    until(looked_twice)
    assert watcher.is_alive()
    builder.stop()
    watcher.join(10)


def test_a_setting_that_was_taken_out_counts_no_more(desk, tmp_path):
    settings = tmp_path / "settings.py"
    good_settings = settings.read_text()
    settings.write_text(good_settings + "SUMMARY_MAX_PARAGRAPHS_OF_OURS = 3\n")
    desk.look_again()
    assert "SUMMARY_MAX_PARAGRAPHS_OF_OURS" in desk.settings
    settings.write_text(good_settings)
    desk.look_again()
    assert "SUMMARY_MAX_PARAGRAPHS_OF_OURS" not in desk.settings


def test_a_list_of_files_that_cannot_be_kept_is_known_all_the_same(desk):
    (desk.cache / f"{desk.mark}.rows").mkdir(parents=True)
    desk.library.refresh()
    assert {row.path for row in desk.library.rows()} == {"posts/first.md", "pages/later.md"}
