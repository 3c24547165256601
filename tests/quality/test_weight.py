"""How heavy pages are, and whether their HTML is sound: every page of the site's own content."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from base64 import b64encode
from pathlib import Path

import html5lib
import pytest

from lodestar.base.policy import PREFETCH

FIRST_ROUND_TRIP = 14 * 1024
"""Bytes that a server sends before it waits for an answer (ten packets, RFC 6928)."""
PAGE, TEN_POSTS = 100_000, 150_000
SCRIPT = 5 * 1024
TYPEFACE = 64 * 1024
"""All styles of the site's typeface, of which a page fetches those that it shows."""
DEMANDED = ("search/", "theme/js/search", "theme/js/comments", "theme/course", "courses/")
"""Scripts that a page loads on demand, or for those who take the course."""

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def test_html_is_sound(site: Path) -> None:
    faults = []
    for page in pages(site):
        parser = html5lib.HTMLParser()
        parser.parse(page.read_text(encoding="utf-8"))
        faults += [f"{page.relative_to(site)}:{place[0]}: {code}" for place, code, _ in parser.errors]
    assert faults == []


def test_nothing_is_said_inline_that_a_policy_must_allow(site: Path) -> None:
    inline = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*(?:\ssrc=|application/ld\+json|speculationrules))")
    guilty = [
        page.relative_to(site).as_posix() for page in pages(site) if inline.search(page.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_every_page_has_a_policy_and_only_search_may_run_wasm(site: Path) -> None:
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        if "<main" not in text:
            continue
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
        assert policy, page
        assert policy[1].startswith("default-src 'none'")
        assert "unsafe-inline" not in policy[1]
        assert ("wasm-unsafe-eval" in policy[1]) == (page.parent.name == "search")


def test_rules_for_prefetching_are_let_in_by_their_hash(site: Path) -> None:
    """As what they say, and as nothing else: whoever changes them is told the new hash here."""
    for page in pages(site):
        text = page.read_text(encoding="utf-8")
        for rules in re.findall(r'<script type="speculationrules">(.*?)</script>', text):
            digest = b64encode(hashlib.sha256(rules.encode()).digest()).decode()
            assert f"'sha256-{digest}'" == PREFETCH
            assert PREFETCH in text
            assert json.loads(rules)["prefetch"][0]["eagerness"] == "conservative"
    assert "speculationrules" in (site / "index.html").read_text(encoding="utf-8")


def styles(site: Path, html: str) -> list[bytes]:
    """Return the style sheets that a page links."""
    return [(site / url).read_bytes() for url in re.findall(r'<link rel="stylesheet" href="/([^"]+)"', html)]


def test_a_post_comes_with_the_first_round_trip(site: Path) -> None:
    heavy = {}
    for page in site.glob("20*/*/*/*/index.html"):
        html = page.read_text(encoding="utf-8")
        weight, style = (
            sum(len(gzip.compress(data)) for data in files) for files in ([html.encode()], styles(site, html))
        )
        if weight + style > FIRST_ROUND_TRIP or not style:
            heavy[page.parent.name] = f"HTML {weight} + CSS {style} = {weight + style} bytes compressed"
    assert heavy == {}


def test_pages_are_light(site: Path) -> None:
    heavy = {}
    for page in pages(site):
        html = page.read_text(encoding="utf-8")
        style = sum(map(len, styles(site, html)))
        budget = TEN_POSTS if html.count('class="post-entry') > 3 else PAGE
        total = len(html.encode()) + style
        if total > budget:
            heavy[page.relative_to(site).as_posix()] = (
                f"HTML {len(html.encode())} + CSS {style} = {total} of {budget} bytes"
            )
    assert heavy == {}


def test_scripts_are_small(site: Path) -> None:
    sizes = {path.relative_to(site).as_posix(): path.stat().st_size for path in site.rglob("*.js")}
    other_sizes = {path: size for path, size in sizes.items() if not path.startswith(DEMANDED)}
    assert sum(other_sizes.values()) <= SCRIPT, other_sizes


def test_the_typeface_is_small(site: Path) -> None:
    sizes = {path.name: path.stat().st_size for path in site.rglob("*.woff2")}
    assert len(sizes) == 3 and sum(sizes.values()) <= TYPEFACE, sizes


def test_pictures_keep_their_room(site: Path) -> None:
    pictures_without_size = [
        f"{page.relative_to(site)}: {tag}"
        for page in pages(site)
        for tag in re.findall(r"<img [^>]*>", page.read_text(encoding="utf-8"))
        if not re.search(r'width="\d+" height="\d+"', tag)
    ]
    assert pictures_without_size == []
