"""The preview while its author works."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.web import until

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


def test_a_mistake_is_shown_over_the_page_and_goes_when_it_is_mended(page, clone):
    path = clone.folder / "content/posts/2019/rebuild-trust-after-you-broke-it.md"
    good_text = path.read_text()
    page.goto(clone.site + "/")
    path.write_text(good_text.replace("title:", "titel:", 1))
    problems = page.locator(".desk-problems")
    problems.get_by_text('unknown key "titel"').wait_for()
    assert f"content/posts/2019/{path.name}:2" in problems.inner_text()
    result = Axe().run(page, context="#desk-notice").response["violations"]
    assert not result, [(item["id"], item["nodes"][0]["html"]) for item in result]
    problems.get_by_role("button", name="Show the last good page").click()
    problems.wait_for(state="hidden")
    path.write_text(good_text)
    problems.wait_for(state="detached")


def test_the_place_on_a_page_is_kept_when_it_reloads(page, clone):
    path = clone.folder / "content/posts/2016/how-to-hear-what-is-not-said.md"
    result = next(iter(clone.folder.glob(f".cache/preview/*/*/*/{path.stem}/index.html")))
    address = "/" + result.parent.relative_to(clone.folder / ".cache/preview").as_posix() + "/"
    page.goto(clone.site + address)
    page.evaluate("scrollTo(0, 700)")
    path.write_text(path.read_text() + "\nA sentence that was not there before.\n")
    page.get_by_text("A sentence that was not there before.").wait_for()
    until(lambda: abs(page.evaluate("scrollY") - 700) < 3)


def test_a_change_of_the_theme_or_of_a_plugin_is_taken_up(page, clone):
    style = next(clone.folder.glob("theme/static/css/tokens.css"))
    template = clone.folder / "theme/templates/404.html"
    plugin = clone.folder / "plugins/author_bio/core.py"
    before = {path: path.read_text() for path in (style, template, plugin)}
    page.goto(clone.site + "/nothing/")
    stylesheet = page.locator("link[rel=stylesheet]").first
    first = stylesheet.get_attribute("href")
    style.write_text(before[style] + "\n@layer tokens { :root { --new: 1; } }\n")
    expect(stylesheet).not_to_have_attribute("href", first)
    template.write_text(
        before[template].replace("{% block text %}", "{% block text %}<p>A new line in the template.</p>")
    )
    page.get_by_text("A new line in the template.").wait_for()
    plugin.write_text(before[plugin] + "\nraise RuntimeError('a fault in a plugin')\n")
    problems = page.locator(".desk-problems")
    problems.get_by_text("a fault in a plugin").first.wait_for()
    plugin.write_text(before[plugin])
    problems.wait_for(state="detached")
    for path, text in before.items():
        path.write_text(text)
    page.get_by_text("A new line in the template.").wait_for(state="detached")
