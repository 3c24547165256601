"""Tables and embedded things of a text on phones: within the column, with whole words, reached by the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from lodestar.commands.browser import serving
from tests.web import until

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
THEME = Path(__file__).parents[2] / "theme"
WIDTHS = (320, 360, 447, 768, 1280)
POST = """
-- content/posts/a.md --
---
title: Wide things
date: 2026-01-01
tags: [width]
summary: Things that are wide.
---
{text}
"""
BROKEN_WORDS = """() => {
    const broken = [], range = document.createRange();
    const texts = document.createTreeWalker(document.querySelector('.prose'), NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        for (const word of texts.currentNode.data.matchAll(/[\\p{L}\\p{N},]+/gu)) {
            range.setStart(texts.currentNode, word.index);
            range.setEnd(texts.currentNode, word.index + word[0].length);
            if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) broken.push(word[0]);
        }
    }
    return broken;
}"""
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
Reading = Callable[..., Any]


@pytest.fixture
def open_page(browser: Any, build_site: Any) -> Iterator[Reading]:
    """Builds a post of a text with the project's theme, and opens it (or what else has the path) at a width."""
    with ExitStack() as stack:

        def open_page(text: str, width: int, path: str = "/2026/01/01/a/", **settings: Any) -> Any:
            site = build_site(POST.format(text=text), THEME, **settings)
            address = stack.enter_context(serving(site.output))
            page = browser.new_page(viewport={"width": width, "height": 800})
            stack.callback(page.close)
            page.goto(address + path, wait_until="networkidle")
            return page

        yield open_page


WORDS = """\
| | What they give you | You need one when | Where to look |
|---|---|---|---:|
| **The mirror** | Tells you how you come across | "I keep getting the same result" | A conscientious peer |
| **The fellow traveler** | Keeps you company and honest | "I know what to do" | Someone at your own stage |
"""
FIGURES = f"""\
| {" | ".join(["January", "February", "Three", "April", "Five", "Six", "Seven", "Eight", "Nine", "Ten"])} |
|{"---|" * 10}
| {" | ".join(["1,000"] * 10)} |
"""
HTML = """\
<table width="900"><tr><td nowrap>Responsibilities of everybody who leads</td><td>conscientiously</td></tr></table>
"""


def test_a_table_scrolls_in_a_box_of_its_own_and_breaks_no_word(open_page: Reading) -> None:
    page = open_page("\n".join((WORDS, FIGURES, HTML)), WIDTHS[0])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(BROKEN_WORDS) == [], width
        assert page.evaluate(OVER) <= 0, width
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        result = Axe().run(page, options={"resultTypes": ["violations"]})
        assert result.violations_count == 0, result.generate_report()


def test_a_wide_table_is_scrolled_with_the_keyboard(open_page: Reading) -> None:
    page = open_page(FIGURES, 360)
    box = page.get_by_role("group", name="Table")
    box.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    until(lambda: page.evaluate("document.activeElement.scrollLeft > 0"))


def test_paragraphs_of_a_list_item_stand_apart(open_page: Reading) -> None:
    page = open_page("1. One\n\n    Two\n\n    > Three\n\n    Four\n\nTerm\n:   Five\n\n    Six\n", 360)
    gap = "it => it.getBoundingClientRect().top - it.previousElementSibling.getBoundingClientRect().bottom"
    for selector in ("li > p + p", "li > blockquote", "li > blockquote + p", "dd > p + p"):
        assert page.locator(f".prose {selector}").evaluate(gap) > 5, selector


def test_bold_first_cells_are_headings_of_their_rows(open_page: Reading) -> None:
    page = open_page(WORDS, 360)
    assert page.get_by_role("rowheader").all_inner_texts() == ["The mirror", "The fellow traveler"]
    assert page.locator("thead th").all_inner_texts() == ["What they give you", "You need one when", "Where to look"]
    assert (
        page.get_by_role("cell", name="A conscientious peer").evaluate("it => getComputedStyle(it).textAlign") == "end"
    )


def test_cells_that_are_bold_in_part_or_in_some_rows_stay_cells(open_page: Reading) -> None:
    page = open_page(
        "| a | b |\n|---|---|\n| **1** and 2 | 3 |\n\n| a | b |\n|---|---|\n| **1** | 2 |\n| 3 | 4 |\n", 360
    )
    assert page.get_by_role("rowheader").count() == 0


EMBEDDED = (
    '<video width="640" height="360" controls></video>',
    '<iframe width="560" height="315" src="https://film.example/1"></iframe>',
    'See <iframe width="700" height="400" src="https://film.example/1"></iframe> here.',
    '<iframe width="100%" height="400" src="https://film.example/1"></iframe>',
    '<iframe width="900" height="166" src="https://film.example/1"></iframe>',
    '<object width="900" height="400" data="https://film.example/1">No</object>',
    '<embed width="900" height="400" src="https://film.example/1">',
    '<audio controls width="900" src="https://film.example/a.mp3"></audio>',
    '<canvas width="900" height="300"></canvas>',
    '<textarea cols="120"></textarea><input size="150"><select><option>' + "word " * 40 + "</option></select>",
    "<fieldset><legend>" + "word " * 40 + "</legend>" + "x" * 200 + "</fieldset>",
    "<nobr>" + "word " * 60 + "</nobr>",
    "<pre>" + "word " * 60 + "</pre>",
    '<img width="1200" height="600" alt="x" src="https://film.example/a.png">',
    '<svg width="1200" height="600"><rect width="1200" height="600"/></svg>',
)
WIDER = """() => {
    const edge = document.querySelector('.prose').getBoundingClientRect().right + 1;
    return [...document.querySelectorAll('.prose *:not(option, rect)')]
        .filter(it => it.getBoundingClientRect().right > edge).map(it => it.outerHTML.slice(0, 60));
}"""


@pytest.mark.says
def test_nothing_in_a_text_is_wider_than_its_column(open_page: Reading) -> None:
    page = open_page("\n\n".join(EMBEDDED) + "\n", WIDTHS[0])
    for path in ("/2026/01/01/a/", "/tag/width/"):
        page.goto("/".join(page.url.split("/")[:3]) + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(WIDER) == [], (path, width)
            assert page.evaluate(OVER) <= 0, (path, width)


@pytest.mark.says
def test_frames_and_films_keep_their_proportions(open_page: Reading) -> None:
    sizes, tags = ((560, 315), (800, 600), (405, 720)), ("video", "iframe", "object", "embed")
    embedded = [
        f'<{tag} width="{width}" height="{height}" src="https://film.example/a.mp4" data="https://film.example/a.mp4">'
        for width, height in sizes
        for tag in tags
    ]
    page = open_page(
        "\n\n".join(start + ("" if "embed" in start else f"</{start[1:].split()[0]}>") for start in embedded), 320
    )
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        boxes = [box.bounding_box() for box in page.locator(".prose :is(video, iframe, object, embed)").all()]
        ratios = [round(box["width"] / box["height"], 1) for box in boxes]
        assert ratios == [round(width / height, 1) for width, height in sizes for _ in tags], width
        assert all(box["width"] <= 800 for box in boxes)


@pytest.mark.says
def test_a_player_with_buttons_keeps_its_height(open_page: Reading) -> None:
    page = open_page('<iframe width="900" height="166" src="https://film.example/1"></iframe>\n', 320)
    assert page.locator("iframe").bounding_box()["height"] >= 166
