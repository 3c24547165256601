"""Comments by giscus, whose script cannot be asked here: a stand-in answers in its place and notes what it is told.

What is ours is tried: nothing loads before the reader asks, then the right element with the right words, in the right
place, and the page's policy lets in giscus and nobody else.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lodestar.commands.browser import serving
from tests.web import build

GIVEN = {"repo": "ann/blog", "repo-id": "R_1", "category": "Comments", "category-id": "DIC_2"}
SETTINGS = """\
import sys
sys.path.insert(0, {root!r})
from pelicanconf import *
THEME = {root!r} + "/theme"
COMMENTS = {{"provider": "giscus", "giscus": {given!r}}}
"""
SCRIPT = """\
const frame = document.createElement("iframe");
frame.title = "Comments";
frame.src = "https://giscus.app/en/widget";
document.currentScript.insertAdjacentElement("afterend", frame);
"""
ELSEWHERE = "document.body.append(Object.assign(document.createElement('script'), {src: 'https://other.example/x.js'}))"
POST = "/2018/01/31/the-colors-we-work-in/"
pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site_with_giscus(tmp_path_factory):
    """The address of the site with giscus in its settings."""
    folder = tmp_path_factory.mktemp("giscus")
    settings = folder / "settings.py"
    settings.write_text(SETTINGS.format(root=str(ROOT), given=GIVEN))
    with serving(build(folder, "--settings", str(settings))) as address:
        yield address


@pytest.fixture
def opened_post(site_with_giscus, browser):
    """A post, what it asked other hosts for, and what the browser said."""
    page = browser.new_page()
    requests: list[str] = []
    console_messages: list[str] = []

    def answer(route: Any) -> None:
        requests.append(route.request.url)
        body, kind = (
            (SCRIPT, "text/javascript") if route.request.url.endswith(".js") else ("<p>Thread</p>", "text/html")
        )
        route.fulfill(body=body, content_type=kind)

    page.route(lambda url: not url.startswith(site_with_giscus), answer)
    page.on("console", lambda message: console_messages.append(message.text))
    page.goto(site_with_giscus + POST, wait_until="networkidle")
    yield page, requests, console_messages
    page.close()


def test_nothing_is_asked_of_giscus_before_the_reader_asks(opened_post) -> None:
    page, requests, console_messages = opened_post
    assert (requests, console_messages) == ([], [])
    assert "giscus.app" in page.locator(".comment-form").inner_text(), "the reader is told where comments come from"


def test_the_script_is_told_what_the_settings_say_and_shows_its_frame_in_place(opened_post) -> None:
    page, requests, console_messages = opened_post
    page.get_by_role("button", name="Show and write comments").click()
    page.frame_locator("[data-place] iframe").get_by_text("Thread").wait_for()
    script = page.locator("[data-place] > script").evaluate("it => ({src: it.src, ...it.dataset})")
    assert script == {
        "src": "https://giscus.app/client.js",
        "repo": "ann/blog",
        "repoId": "R_1",
        "category": "Comments",
        "categoryId": "DIC_2",
        "mapping": "pathname",
        "reactionsEnabled": "0",
        "inputPosition": "top",
        "theme": "preferred_color_scheme",
    }
    assert requests == ["https://giscus.app/client.js", "https://giscus.app/en/widget"]
    assert console_messages == []
    assert not page.get_by_role("button", name="Show and write comments").is_visible()


def test_the_policy_lets_in_nobody_else(opened_post) -> None:
    page, requests, _ = opened_post
    with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        page.evaluate(ELSEWHERE)
    assert requests == []


def test_a_page_without_comments_lets_in_nobody(site_with_giscus, browser) -> None:
    page = browser.new_page()
    page.goto(site_with_giscus + "/about/")
    assert "giscus" not in page.content()
    page.close()
