"""The preview while its author works."""

from __future__ import annotations

import pytest

from tests.journeys.desk.clone import until

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


def test_a_mistake_is_shown_over_the_page_and_goes_when_it_is_mended(page, clone):
    path = clone.folder / "content/posts/2019/rebuild-trust-after-you-broke-it.md"
    good = path.read_text()
    page.goto(clone.site + "/")
    path.write_text(good.replace("title:", "titel:", 1))
    problems = page.locator(".desk-problems")
    problems.get_by_text('unknown key "titel"').wait_for()
    assert f"content/posts/2019/{path.name}:2" in problems.inner_text()
    problems.get_by_role("button", name="Show the last good page").click()
    assert not problems.is_visible()
    path.write_text(good)
    problems.wait_for(state="detached")


def test_the_place_on_a_page_is_kept_when_it_reloads(page, clone):
    path = clone.folder / "content/posts/2016/how-to-hear-what-is-not-said.md"
    page.goto(clone.site + "/")  # waits for the first build
    found = next(iter(clone.folder.glob(f".cache/preview/*/*/*/{path.stem}/index.html")))
    address = "/" + found.parent.relative_to(clone.folder / ".cache/preview").as_posix() + "/"
    page.goto(clone.site + address)
    page.evaluate("scrollTo(0, 700)")
    path.write_text(path.read_text() + "\nA sentence that was not there before.\n")
    page.get_by_text("A sentence that was not there before.").wait_for()
    until(lambda: abs(page.evaluate("scrollY") - 700) < 3)
