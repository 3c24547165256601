"""The site's own content: what its tag archive held before, and that every link on it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from lxml import html

from lodestar.commands import docs
from tests.web import ROOT

ARCHIVE = "tag/heart-led-leadership/index.html"
FACTS = {
    "heading": "Tag Archives: heart-led leadership",
    "titles": [
        "6 Compassionate Leadership Actions",
        "Compassionate Leadership: Balancing Empathy with Accountability",
        "Being an Authentic Leader",
    ],
    "dates": ["2025-02-05", "2023-08-30", "2021-03-31"],
    "sections": [
        [
            "Schedule One-on-Ones",
            "Get to Know Your People",
            "Open Up",
            "Ask Good Questions (and Listen!)",
            "Show Genuine Appreciation",
            "Take Action to Improve the Workplace",
        ],
        ["Get to Know Your Team", "Establish Trust", "Communicate Effectively", "Lead by Example"],
        [],
    ],
    "categories": [
        ["Better Business", "Communication", "Leadership"],
        ["Discussions", "Leadership"],
        ["Changing Your Life", "Leadership"],
    ],
    "tags": [
        [
            "compassionate leadership",
            "heart-led leadership",
            "kind leadership",
            "leadership best practices",
            "leadership tips",
            "margaret smith leadership",
            "Margaret Smith UXL",
        ],
        [
            "Balancing Head and Heart",
            "compassionate leadership",
            "empathy and accountability in leadership",
            "heart-led accountable leader",
            "heart-led leadership",
            "margaret smith leadership",
        ],
        [
            "authentic leadership",
            "authenticity in leadership",
            "genuine leadership",
            "heart-led leadership",
            "margaret smith career coach",
            "margaret smith leadership",
            "moral leader",
            "true leader",
        ],
    ],
}
"""What the archive held on the blog that this site carries on, newest first."""


def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="session")
def entries(site) -> list[Tag]:
    return soup(site / ARCHIVE).select("article")


def test_the_archive_is_the_reference_archive(site, entries):
    assert " ".join(soup(site / ARCHIVE).h1.get_text(" ").split()) == FACTS["heading"]
    assert [entry.h3.get_text(" ", strip=True) for entry in entries] == FACTS["titles"]
    assert [entry.time["datetime"][:10] for entry in entries] == FACTS["dates"]
    assert [year.get_text() for year in soup(site / ARCHIVE).select(".archive-year h2")] == ["2025", "2023", "2021"]
    for entry, title in zip(entries, FACTS["titles"], strict=True):
        link = entry.h3.a["href"]
        assert soup(site / link.strip("/") / "index.html").h1.get_text(" ", strip=True) == title


def test_each_entry_is_whole_with_its_sections(entries):
    for entry, sections in zip(entries, FACTS["sections"], strict=True):
        results = [item.get_text(" ", strip=True) for item in entry.select(".e-content h4")]
        assert [text.replace("’", "'") for text in results] == sections
        assert len(entry.select_one(".e-content").get_text().split()) > 400


def test_each_entry_carries_its_furniture_in_order(entries):
    for entry, categories, tags in zip(entries, FACTS["categories"], FACTS["tags"], strict=True):
        entry_html = str(entry)
        places = [
            entry_html.index("<time"),
            entry_html.index("e-content"),
            entry_html.index("author-bio"),
            entry_html.index("course-cta"),
            entry_html.index("Tags:"),
            entry_html.index("Leave a comment"),
            entry_html.index("Posted under:"),
        ]
        assert places == sorted(places)
        bio, call = entry.select_one(".author-bio"), entry.select_one("aside")
        assert "Margaret Smith" in bio.get_text() and len(bio.select("a")) >= 2
        assert call.select_one("h2, h3, h4") and call.select_one('a[href^="/courses/"]')
        assert entry.select_one('a[href$="#comments"]')
        assert [link.get_text(strip=True) for link in entry.select(".category-list a")] == categories
        assert [link.get_text(strip=True) for link in entry.select(".tag-list a")] == tags


def test_the_updated_post_says_so_at_its_top_and_ends_with_an_invitation(site):
    page = soup(site / "2021/03/31/being-an-authentic-leader/index.html")
    page_text = page.get_text(" ", strip=True)
    assert "October 2015" in page_text.split("Being an Authentic Leader", 2)[-1][:600] or "October 2015" in str(page)
    assert page.select_one(".e-content").select('a[href="/subscribe/"]')


def test_there_are_enough_posts_over_ten_years(site):
    posts = list((ROOT / "content/posts").rglob("*.md"))
    years = {path.parent.name for path in posts}
    assert len(posts) >= 27 and len(years) >= 10
    assert (site / "tag/leadership-tips/page/1/index.html").exists(), "a tag archive that has pages"


def links(site: Path) -> Iterator[tuple[str, str]]:
    """Yield every link inside the site, with the page it stands on."""
    for page in site.rglob("*.html"):
        for url in set(html.fromstring(page.read_text(encoding="utf-8")).xpath("//@href | //@src")):
            parts = urlsplit(url)
            if not parts.scheme and not parts.netloc:
                yield page.relative_to(site).as_posix(), url


def test_every_link_on_every_page_answers(site):
    ids: dict[Path, set[str]] = {}
    dead = set()
    for page, url in links(site):
        path, fragment = urldefrag(url)
        path = unquote(path.split("?")[0])
        target = site / path.strip("/") if path else site / page
        if target.is_dir():
            target = next((target / name for name in ("index.html", "index.xml") if (target / name).exists()), target)
        if not target.is_file():
            dead.add((page, url))
        elif fragment and target.suffix == ".html":
            if target not in ids:
                ids[target] = set(html.fromstring(target.read_text(encoding="utf-8")).xpath("//@id"))
            if unquote(fragment) not in ids[target] and fragment != "top":
                dead.add((page, url))
    assert not dead, sorted(dead)[:20]


def test_no_page_asks_anything_of_another_host(site):
    loads = re.compile(
        r'(?:src|srcset|poster|data)="(?:https?:)?//|@import|url\((?:https?:)?//|<link[^>]+rel="(?:stylesheet|preload|icon)"[^>]+href="(?:https?:)?//'
    )
    guilty = [
        path.relative_to(site).as_posix()
        for path in site.rglob("*.*")
        if path.suffix in (".html", ".css") and loads.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_the_manual_names_every_key():
    stale = [
        page.name for page in (ROOT / "docs").rglob("*.md") if docs.filled(page) != page.read_text(encoding="utf-8")
    ]
    assert stale == [], "run: python3 tasks.py docs"
