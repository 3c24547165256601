"""From a site that goes nowhere to its readers, with the desk alone: where it goes is set up, tried, and used."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.desk.test_where import SetUpDesk
from tests.journeys.desk.test_out import for_everyone
from tests.web import follow

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.fixture
def desk(tmp_path) -> Iterator[SetUpDesk]:
    (tmp_path / "desk").mkdir()
    result = SetUpDesk(tmp_path / "desk")
    yield result
    result.stop()


def test_a_place_is_set_up_tried_and_published_to(page, desk):
    page.goto(desk.origin + "/publish")
    follow(page, page.get_by_role("link", name="Say where it goes"))
    for_everyone(page)
    follow(page, page.get_by_role("link", name="A folder on this computer"))
    folder = page.get_by_role("textbox", name="The folder", exact=True)
    folder.fill(str(desk.folder / "live"))  # where she writes
    page.get_by_role("button", name="Save and test").click()
    page.get_by_text("1 thing is missing for “live”").wait_for()
    for_everyone(page)
    folder.fill(str(desk.outside))
    page.get_by_role("button", name="Save and test").click()
    page.get_by_text("All is there: your site can be published to “live”.").wait_for()
    for_everyone(page)
    follow(page, page.get_by_role("link", name="Publish it"))
    page.get_by_role("button", name="Publish now").click()
    page.get_by_text("Readers have it now.").wait_for()
    assert (desk.outside / "current" / "index.html").is_file()
