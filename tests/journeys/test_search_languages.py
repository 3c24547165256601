"""Search in several languages at once: endings, umlauts in plain letters, signs without spaces between words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lodestar.commands.browser import serving
from tests.conftest import ROOT, Build, SiteBuilder

pytestmark = [pytest.mark.browser, pytest.mark.says, pytest.mark.filterwarnings("ignore::ResourceWarning")]
POST = "-- content/posts/{}.md --\n---\ntitle: {}\ndate: 2026-01-0{}\nlang: {}\ntags: [{}]\n---\n{}\n"
SITE = (
    POST.format("fuehrung", "Führung im Team", 1, "de", "Führung", "Gute Führungskräfte hören Straßenmusik.")
    + POST.format("listen", "Listening", 2, "en", "calm", "A leader listens to the team.")
    + POST.format("ling", "領導力", 3, "zh-Hant", "calm", "好的領導者先聽。")
    + POST.format("shi", "導師", 4, "zh-Hant", "calm", "導師和領袖不同。")
    + POST.format("fang", "การฟัง", 5, "th", "calm", "ผู้นำ ฟังก่อนพูด")
)


@pytest.fixture
def page(browser: Any, build_site: SiteBuilder) -> Iterator[Any]:
    """The search page of a German site with posts in four languages."""
    build: Build = build_site
    built = build(SITE, theme=ROOT / "theme", DEFAULT_LANG="de", SEARCH={"enabled": True})
    with serving(Path(built.output)) as address:
        result = browser.new_page()
        result.goto(f"{address}/search/")
        result.get_by_role("searchbox").wait_for(state="visible")
        yield result
        result.close()


def test_what_readers_type_in_any_language_finds_its_posts(page: Any) -> None:
    from playwright.sync_api import expect

    cases = {
        "fuehrung": ["Führung im Team"],
        "führungskraft": ["Führung im Team"],
        "strassenmusik": ["Führung im Team"],
        "listen": ["Listening"],
        "領導": ["領導力"],
        "導師": ["導師"],
        "導領": [],
    }
    for text, titles in cases.items():
        page.goto(f"{page.url.partition('?')[0]}?q={text}")
        page.get_by_role("status").filter(has_text=re.compile(r"\S")).wait_for()
        expect(page.locator(".search-form ol h2")).to_have_text(titles)
    page.goto(f"{page.url.partition('?')[0]}?q=領導")
    excerpt = page.locator(".search-form ol p").last
    expect(excerpt).to_have_text("好的領導者先聽。")
    expect(excerpt).to_have_attribute("lang", "zh-Hant")


def test_an_excerpt_in_thai_has_the_spaces_of_its_author_and_no_others(page: Any) -> None:
    from playwright.sync_api import expect

    page.goto(f"{page.url.partition('?')[0]}?q=ฟังก่อน")
    excerpt = page.locator(".search-form ol p").last
    expect(excerpt).to_have_text("ผู้นำ ฟังก่อนพูด.")
    assert excerpt.evaluate("it => [...it.querySelectorAll('mark')].map(mark => mark.textContent).join('')") == "ฟังก่อน"
