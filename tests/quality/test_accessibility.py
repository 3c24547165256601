"""Accessible to anyone, on any device: axe-core's rules, the keyboard, narrow screens and large type."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe

PAGES = {
    "home": "/",
    "post": "/2017/03/15/feedback-in-four-sentences/",
    "long post": "/2025/02/05/6-compassionate-leadership-actions/",
    "newest post": "/2026/09/16/the-mentor-you-need-next/",
    "two authors": "/2020/04/15/leading-a-team-you-cannot-see/",
    "tag archive": "/tag/leadership-tips/",
    "tag index": "/tags/",
    "categories": "/categories/",
    "timeline": "/archives/",
    "author": "/author/margaret-smith/",
    "course": "/courses/lead-from-the-heart/",
    "page": "/about/",
    "search": "/search/?q=trust",
    "404": "/404.html",
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLORS = ["color-contrast", "link-in-text-block"]
"""What another color scheme may break: all other rules look at the same page by night as by day."""
WIDTHS = (320, 768, 1280)
pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


def visit(page: Any, url: str) -> None:
    """Open a page, and wait until it is as it will stay: that of search shows what it finds once its index is there."""
    page.goto(url, wait_until="networkidle")
    if "/search/?q=" in url:
        page.locator(".search-form ol li").first.wait_for()


@pytest.fixture(scope="module")
def context(browser):
    result = browser.new_context(viewport={"width": 1280, "height": 900})
    yield result
    result.close()


@pytest.fixture(scope="module", params=PAGES)
def _opened_page(request, context, address):
    page = context.new_page()
    visit(page, address + PAGES[request.param])
    yield page
    page.close()


@pytest.fixture(params=["light", "dark"])
def scheme(request, _opened_page) -> str:
    """By day and by night: the same page in other colors."""
    _opened_page.emulate_media(color_scheme=request.param)
    return request.param


@pytest.fixture
def opened_page(_opened_page):
    """A page of each kind, opened once for all tests, which change nothing but its size, colors and style."""
    yield _opened_page
    _opened_page.evaluate("document.documentElement.removeAttribute('style')")


@pytest.mark.parametrize("at_length", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["short", "long"])
def test_axe_finds_nothing(opened_page, scheme: str, at_length: bool) -> None:
    """The short form looks at colors, which take most of axe's time and are the same on a phone, in a wide window."""
    widths = WIDTHS if at_length else (320, 1280) if scheme == "light" else (1280,)
    if not opened_page.evaluate("'axe' in window"):  # half a megabyte of script
        opened_page.evaluate(Axe().axe_script)
    for width in widths:
        opened_page.set_viewport_size({"width": width, "height": 900})
        options = {
            "runOnly": RULES if scheme == "light" else COLORS,
            "resultTypes": ["violations"],
            "rules": {"color-contrast": {"enabled": at_length or width == 1280}},
        }
        result = AxeResults(opened_page.evaluate("options => axe.run(options)", options))
        assert result.violations_count == 0, f"{opened_page.url} at {width} px:\n{result.generate_report()}"


def test_nothing_hangs_over_the_edge(opened_page) -> None:
    for width in WIDTHS:
        opened_page.set_viewport_size({"width": width, "height": 900})
        overhang = opened_page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overhang <= 0, f"{opened_page.url} is {overhang} px wider than {width} px"


def test_type_twice_as_large_loses_nothing(opened_page) -> None:
    opened_page.set_viewport_size({"width": 1280, "height": 900})
    opened_page.evaluate("document.documentElement.style.fontSize = '200%'")
    overhang = opened_page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overhang <= 0, f"{opened_page.url} is {overhang} px too wide"
    cut_off = opened_page.evaluate(
        """[...document.querySelectorAll('main *, header *')].filter(each => {
            const style = getComputedStyle(each);
            return each.clientWidth > 2 && ['hidden', 'clip'].includes(style.overflowX)
                && each.scrollWidth > each.clientWidth + 1 && !each.closest('.visually-hidden, .skip-link, svg, select, input');
        }).map(each => each.outerHTML.slice(0, 80))"""
    )
    assert cut_off == []


REACHED = """() => {
    const it = document.activeElement, box = it.getBoundingClientRect(), style = getComputedStyle(it);
    const seen = it.checkVisibility() && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
    const marked = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    return [[...document.querySelectorAll('*')].indexOf(it), seen && marked, it.outerHTML.slice(0, 120)];
}"""


@pytest.mark.parametrize("kind", ["home", "post", "tag archive", "tag index", "author", "course", "search", "404"])
def test_the_keyboard_goes_in_reading_order_and_its_place_is_seen(browser, address, kind: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    visit(page, address + PAGES[kind])
    page.evaluate("document.activeElement.blur()")
    stops: list[tuple[int, bool, str]] = []
    while len(stops) < 60:
        page.keyboard.press("Tab")
        place, is_seen, element = page.evaluate(REACHED)
        if element.startswith("<body") or (stops and place == stops[0][0]):
            break
        stops.append((place, is_seen, element))
    context.close()
    places = [place for place, _, _ in stops]
    assert "skip-link" in stops[0][2]
    assert len(stops) > 15
    assert places == sorted(places), "the order of the keyboard is that of the text"
    assert [element for _, is_seen, element in stops if not is_seen] == []


@pytest.mark.parametrize("kind", ["post", "tag archive", "search"])
def test_forced_colors_leave_every_word_readable(browser, address, kind: str) -> None:
    """The reader's few colors are used for every word, and what is marked by color alone is marked otherwise.

    Contrast is looked at here and not by axe, which reads the theme's own color where the reader's is painted.
    """
    context = browser.new_context(forced_colors="active", color_scheme="light", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    visit(page, address + PAGES[kind])
    result = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa"], "rules": {"color-contrast": {"enabled": False}}}
    )
    pairs = page.evaluate(
        """[...new Set([...document.querySelectorAll('body *')].filter(each => each.checkVisibility()
            && [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
            .map(each => { let ground = each; let color = 'rgba(0, 0, 0, 0)';
                while (ground && color.endsWith(', 0)')) { color = getComputedStyle(ground).backgroundColor; ground = ground.parentElement; }
                return getComputedStyle(each).color + ' on ' + color; }))]"""
    )
    context.close()
    assert result.violations_count == 0, result.generate_report()
    assert {pair.split(" on ")[1] for pair in pairs if not pair.endswith(", 0)")} <= {"rgb(255, 255, 255)"}
    dark = {"rgb(0, 0, 0)", "rgb(0, 0, 159)", "rgb(0, 0, 238)", "rgb(85, 26, 139)", "rgb(109, 109, 109)"}
    assert {pair.split(" on ")[0] for pair in pairs} <= dark, pairs


@pytest.mark.parametrize("kind", ["long post", "tag archive", "tag index"])
def test_print_shows_the_text_alone_black_on_white(browser, address, kind: str) -> None:
    page = browser.new_page(viewport={"width": 794, "height": 1123}, color_scheme="dark")  # A4 at 96 dots an inch
    page.goto(address + PAGES[kind])
    page.emulate_media(media="print")
    printed = page.evaluate(
        """() => { const around = 'header nav, footer.site-footer, .breadcrumb, .contents, .archive-guide nav, .pagination, form';
        const style = getComputedStyle(document.querySelector('main h1'));
        return [[...document.querySelectorAll(around)].filter(each => each.checkVisibility()).length, style.color,
            getComputedStyle(document.body).backgroundColor,
            document.documentElement.scrollWidth <= innerWidth]; }"""
    )
    page.close()
    assert printed == [0, "rgb(0, 0, 0)", "rgba(0, 0, 0, 0)", True]


def test_print_says_where_links_lead(browser, address) -> None:
    page = browser.new_page()
    page.goto(address + PAGES["long post"])
    page.emulate_media(media="print")
    link = page.locator(".course-cta a").first
    text_after = link.evaluate("it => getComputedStyle(it, '::after').content")
    target = link.evaluate("it => it.href")
    page.close()
    assert target.replace(address, "http://localhost:8000") in text_after, "whole: paper has no address bar"


def test_the_last_printed_page_has_text(browser, address) -> None:
    page = browser.new_page()
    page.goto(address + PAGES["newest post"])
    page.emulate_media(media="print")
    last_page = page.evaluate(
        "[...document.querySelectorAll('main *')].filter(it => it.checkVisibility()).at(-1).textContent"
    )
    page_below = page.evaluate(
        """() => document.body.getBoundingClientRect().bottom - Math.max(...[...document.querySelectorAll('main p, main li')]
        .filter(it => it.checkVisibility()).map(it => it.getBoundingClientRect().bottom))"""
    )
    link_count = page.locator(".lesson-links, .post-next").filter(visible=True).count()
    page.close()
    assert last_page.strip() and page_below < 60 and link_count == 0


@pytest.mark.parametrize("width", [320, 360, 390])
def test_links_of_a_post_with_two_authors_are_large_enough_to_be_hit(browser, address, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(address + PAGES["two authors"])
    result = Axe().run(page, options={"runOnly": ["target-size"]})
    page.close()
    assert result.violations_count == 0, result.generate_report()


@pytest.mark.parametrize("kind", ["tag index", "post", "course", "home"])
def test_hidden_words_belong_to_what_stands_around_them(browser, address, kind: str) -> None:
    """In columns WebKit puts them where they would be without columns, and the page gets as long as that."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address + PAGES[kind])
    lost_words = page.evaluate(
        """[...document.querySelectorAll('.visually-hidden')].filter(it => it.offsetParent !== it.parentElement)
        .map(it => it.outerHTML)"""
    )
    page.close()
    assert lost_words == []
