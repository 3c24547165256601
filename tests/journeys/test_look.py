"""What a reader's browser does with the look: the header on phones, the margin of a post, films, and Enroll at hand."""

from __future__ import annotations

from typing import Any

import pytest

from lodestar.commands.browser import serving
from tests.conftest import ROOT

POST = "/2025/02/05/6-compassionate-leadership-actions/"
COURSE = "/courses/lead-from-the-heart/"
FILM = "https://youtu.be/abcdefghijk"
pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_the_header_is_one_line_whose_menu_opens(browser, address, width: int, scripts: bool) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(address + POST)
    header, about_link = page.locator(".site-header"), page.get_by_role("link", name="About", exact=True)
    assert header.bounding_box()["height"] == 56
    assert header.get_by_role("link", name="Search").first.is_visible() and not about_link.is_visible()
    header.get_by_text("Menu", exact=True).click()
    box = about_link.bounding_box()
    assert box["height"] >= 40 and box["x"] + box["width"] <= width
    about_link.click()
    page.wait_for_url("**/about/")
    context.close()


def test_on_a_desktop_the_menu_is_open_and_search_stands_in_it_once(browser, address) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address + POST)
    header = page.locator(".site-header")
    assert header.get_by_role("link", name="Search").filter(visible=True).count() == 1
    assert not header.get_by_text("Menu", exact=True).is_visible()
    page.close()


def test_the_margin_is_level_with_the_title_marks_the_section_and_goes_with_the_text(browser, address) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address + POST)
    margin, opening = page.locator(".reading-margin"), page.locator(".category-line")
    assert abs(margin.bounding_box()["y"] - opening.bounding_box()["y"]) < 10
    current = page.locator(".contents [aria-current]")
    assert current.count() == 0
    page.evaluate("document.getElementById('open-up').scrollIntoView()")
    current.get_by_text("Open Up").wait_for()
    assert current.count() == 1
    page.locator(".post-next").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.related').scrollIntoView()")
    bottom = margin.evaluate("it => it.getBoundingClientRect().bottom")
    assert bottom < page.locator(".related").evaluate("it => it.getBoundingClientRect().top")
    page.close()


def test_sentences_to_say_are_larger_and_reach_into_the_margin(browser, address) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address + POST)
    sizes = page.evaluate(
        """() => ['.prose > p', '.prose > blockquote'].map(each => { const it = document.querySelector(each);
        return [parseFloat(getComputedStyle(it).fontSize), it.getBoundingClientRect().width]; })"""
    )
    page.close()
    assert sizes[1][0] > sizes[0][0] and sizes[1][1] > sizes[0][1]


def test_a_film_is_loaded_when_it_is_asked_for_and_not_before(browser, build_site: Any) -> None:
    text = f"-- content/posts/a.md --\n---\ntitle: A\ndate: 2026-01-01\ntags: [x]\n---\n{FILM}\n"
    built = build_site(text, ROOT / "theme", MARKDOWN={"extensions": ["extra", "plugins.films.blocks"]})
    with serving(built.output) as address:
        page = browser.new_page()
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.route(
            lambda url: not url.startswith(address),
            lambda route: route.fulfill(body="<p>Film</p>", content_type="text/html"),
        )
        page.goto(f"{address}/2026/01/01/a/")
        card = page.get_by_role("link", name="Watch the film on YouTube")
        assert card.get_attribute("href") == FILM
        assert [url for url in requests if not url.startswith(address)] == []
        card.click()
        page.frame_locator("iframe").get_by_text("Film").wait_for()
        assert requests[-1] == "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1"
        page.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_enroll_stays_at_hand(browser, address, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto(address + COURSE)
    for part in ("outcomes", "syllabus", "voices"):
        page.evaluate(f"document.getElementById('{part}').scrollIntoView()")
        box = page.locator(".course-at-hand .course-button").bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 844, part
    page.close()


def test_on_a_phone_a_lesson_begins_with_its_text(browser, address) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(address + COURSE + "heart-and-spine/")
    assert page.locator(".prose p").first.bounding_box()["y"] < 844
    assert not page.get_by_role("navigation", name="Lessons of this course").is_visible()
    page.get_by_text("All lessons").click()
    assert page.get_by_role("navigation", name="Lessons of this course").is_visible()
    page.close()
