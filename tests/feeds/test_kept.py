"""Posts in feeds are kept from one build to the next, and shown only as long as they read as they would if made anew."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import plugins.feeds.clean
from tests.conftest import BuiltSite, SiteBuilder

ROOT = Path(__file__).parents[2]
POST = "-- content/posts/{0}.md --\n---\ntitle: {0}\ndate: 2026-01-0{1}\ntags: [all]\n---\nThe words of {0}.\n"
SITE = "".join(POST.format(name, number) for number, name in enumerate(("one", "two", "three"), start=1))
FEED = "tag/all/feed/index.xml"


@pytest.fixture
def cleaned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The posts whose text was cleaned for feeds, by their addresses."""
    pages: list[str] = []
    real_clean = plugins.feeds.clean.clean
    monkeypatch.setattr(plugins.feeds.clean, "clean", lambda html, page: pages.append(page) or real_clean(html, page))
    return pages


@pytest.fixture
def build(build_site: SiteBuilder, cleaned: list[str]) -> Any:
    """Builds a site with the project's own theme; `cleaned` then holds what this build cleaned."""

    def build(text: str = "", **settings: Any) -> BuiltSite:
        cleaned.clear()
        built = build_site(text, theme=ROOT / "theme", **settings)
        assert built.code == 0
        return built

    return build


def test_an_edit_cleans_for_feeds_only_what_was_edited(build: Any, cleaned: list[str]) -> None:
    before = build(SITE)[FEED]
    assert len(cleaned) == len(set(cleaned)) == 3
    after = build("-- content/posts/two.md --\n---\ntitle: two\ndate: 2026-01-02\ntags: [all]\n---\nOther words.\n")[
        FEED
    ]
    assert [page.rpartition("/2026/")[2] for page in cleaned] == ["01/02/two/"]
    assert after == before.replace("The words of two.", "Other words.").replace(">The words of two", ">Other words")


@pytest.mark.parametrize(
    "settings",
    [{"SITEURL": "https://another.example"}, {"DEFAULT_LANG": "de"}],
    ids=["another address", "another language"],
)
def test_what_was_made_from_something_else_is_made_anew(build: Any, cleaned: list[str], settings: Any) -> None:
    build(SITE)
    build(**settings)
    assert len(cleaned) == 3


def test_an_edit_of_the_theme_makes_all_anew(build_site: SiteBuilder, cleaned: list[str], tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    build_site(SITE, theme=theme)
    macro = theme / "templates/components/feed/feed-content.html"
    macro.write_text(macro.read_text().replace("{{ feed_html(show", "<b>Read:</b> {{ feed_html(show"))
    cleaned.clear()
    assert build_site(theme=theme)[FEED].count("<b>Read:</b>") == len(cleaned) == 3


def test_a_macro_of_the_same_name_elsewhere_has_its_own_texts(build_site: SiteBuilder, tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    folder = theme / "templates/components/feed"
    (folder / "short.html").write_text("{% macro feed_content(entry) %}In short.{% endmacro %}")
    item = folder / "json-item.html"
    item.write_text(item.read_text().replace("feed/feed-content.html", "feed/short.html"))
    build_site(SITE, theme=theme)
    built = build_site(SITE.replace("title: two", "title: second"), theme=theme)
    assert built["feed.json"].count("In short.") == 3
    assert "In short." not in built["feed/index.xml"]


def test_a_kept_text_that_changed_in_the_store_is_not_shown(build: Any, cleaned: list[str]) -> None:
    built = build(SITE)
    expected = built[FEED]
    store = next((built.folder / "cache").glob("*.sqlite"))
    with closing(sqlite3.connect(store)) as database, database:
        assert database.execute("UPDATE shown SET html = replace(html, 'words', 'lies')").rowcount == 3
    (built.output / FEED).unlink()
    assert build()[FEED] == expected
    assert len(cleaned) == 3


def test_with_a_post_goes_what_was_kept_of_it(build: Any) -> None:
    built = build(SITE)
    build("-- content/posts/two.md --\n(deleted)\n")
    store = next((built.folder / "cache").glob("*.sqlite"))
    with closing(sqlite3.connect(store)) as database:
        kept_texts = [html for (html,) in database.execute("SELECT html FROM shown")]
    assert len(kept_texts) == 2
    assert not any("The words of two" in html for html in kept_texts)
