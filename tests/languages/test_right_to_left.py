"""Pages of a language that is written from right to left, in a browser: nothing lies on words or leaves the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.conftest import BuiltSite
from tests.web import serving

PAGES = ("/", "/2026/01/05/p1/", "/tag/akroasi/", "/subscribe/")
LOOK = """() => {
  const box = (name) => document.querySelector(name)?.getBoundingClientRect();
  const [title, star] = [box("h1"), box(".masthead-star")];
  return {
    wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    title: title.right > innerWidth / 2,
    apart: !star?.width || star.right < title.left,
    name: box(".site-header-name").right > innerWidth / 2,
  };
}"""


def test_pages_are_mirrored_as_a_whole(pseudo_site: Callable[..., BuiltSite], browser: Any) -> None:
    site = pseudo_site()
    assert site.code == 0
    with serving(site.output) as address:
        for width in (320, 768, 1280):
            page = browser.new_page(viewport={"width": width, "height": 800})
            for path in PAGES:
                page.goto(address + path)
                assert page.evaluate(LOOK) == {"wider": 0, "title": True, "apart": True, "name": True}, (width, path)
            page.close()


def test_arrows_point_the_way_one_reads(pseudo_site: Callable[..., BuiltSite], browser: Any) -> None:
    site = pseudo_site(ARCHIVES={"tag": "excerpts", "excerpts_per_page": 2})
    with serving(site.output) as address:
        page = browser.new_page()
        page.goto(f"{address}/tag/akroasi/")
        arrow = page.evaluate("getComputedStyle(document.querySelector('.pagination [rel=next]'), '::after').content")
        page.close()
    assert "←" in arrow


def test_what_hangs_in_the_margin_begins_at_the_same_edge(pseudo_site: Callable[..., BuiltSite], browser: Any) -> None:
    site = pseudo_site()
    with serving(site.output) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{address}/2026/01/05/p1/")
        lines = page.locator(".reading-margin .post-meta > p")
        edges = lines.evaluate_all("all => all.map((it) => Math.round(it.getBoundingClientRect().right))")
        page.close()
    assert len(edges) > 2 and len(set(edges)) == 1
