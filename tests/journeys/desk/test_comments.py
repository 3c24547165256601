"""A letter in the author's hands: from the file that her mail program saved to the comment under the post."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.desk.conftest import CONTENT, Live
from tests.desk.test_comments import letter
from tests.journeys.desk.test_out import for_everyone
from tests.web import enter, let_in

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
SECOND_AUTHOR = {"authors/bo.md": "---\nname: Bo Lind\n---\nBo writes.\n"}


@pytest.fixture
def desk(tmp_path) -> Iterator[Live]:
    result = Live(tmp_path, {**CONTENT, **SECOND_AUTHOR})
    result.until(lambda: result.see("/2026/01/05/first/").status == 200)
    yield result
    result.stop()


def approve(page: Any, desk: Live, tmp_path: Any) -> None:
    """Choose a letter, answer it and approve it, with what a page without scripts has."""
    (tmp_path / "comment.eml").write_bytes(letter("A lamp burned in the hall."))
    page.goto(desk.origin + "/comments")
    page.get_by_label("Letters", exact=True).set_input_files(tmp_path / "comment.eml")
    page.get_by_role("button", name="Read them").click()
    page.get_by_role("heading", name="Bo on “First”").wait_for()
    page.get_by_label("Your answer").fill("Whose lamp?")
    page.get_by_role("button", name="Approve Bo").click()
    page.get_by_text("Approved. Readers see it once you publish.").wait_for()
    desk.until(lambda: "Whose lamp?" in desk.see("/2026/01/05/first/").text)


def test_a_letter_becomes_a_comment(browser, desk, tmp_path):
    with let_in(browser, desk) as page:
        page.goto(desk.origin + "/comments")
        for_everyone(page)
        approve(page, desk, tmp_path)
        (tmp_path / "two.eml").write_bytes(letter("Nonsense. " * 200, "Somebody", number=2))
        page.get_by_label("Letters", exact=True).set_input_files(tmp_path / "two.eml")
        page.get_by_role("button", name="Read them").click()
        page.get_by_role("heading", name="Somebody on").wait_for()
        for_everyone(page)
        page.get_by_role("button", name="Delete Somebody").click()
        page.get_by_text("Deleted. It is at the end of this page").wait_for()
        for_everyone(page)


def test_it_needs_no_script(browser, desk, tmp_path):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    enter(page, desk)
    approve(page, desk, tmp_path)
    context.close()
