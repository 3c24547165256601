"""What docs/themes.md and docs/pelican.md say is so."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from lodestar.commands.docs import filled
from lodestar.engine.facts import Facts
from lodestar.engine.site import Entry
from plugins.articles.core import ArticlePage
from plugins.comments.core import CommentsFeed
from plugins.feeds.core import Feed
from plugins.feeds.follow import FollowPage
from plugins.pages.core import NotFound, StandalonePage
from plugins.redirects.core import RedirectPage
from plugins.search.core import SearchPage
from plugins.tag_archives.indexes import TermIndex, Timeline
from plugins.tag_archives.pages import ArchivePage
from tests.web import ROOT

THEMES = (ROOT / "docs/themes.md").read_text(encoding="utf-8")
VALUES: dict[str, type[msgspec.Struct]] = {
    "archive.html": ArchivePage, "article.html": ArticlePage, "page.html": StandalonePage, "404.html": NotFound,
    "terms.html": TermIndex, "timeline.html": Timeline, "search.html": SearchPage, "redirect.html": RedirectPage,
    "follow.html": FollowPage, "feed.rss.xml": Feed, "comments-feed.xml": CommentsFeed,
}  # fmt: skip


@pytest.mark.parametrize("theme", ["theme", "tests/tiny-theme"])
def test_every_template_of_a_theme_is_listed(theme: str) -> None:
    names = {path.name for path in (ROOT / theme / "templates").glob("*.*")} - {"parts.html"}
    assert {name for name in names if f"`{name}`" not in THEMES} == set()


@pytest.mark.parametrize("template", VALUES)
def test_a_template_is_given_what_its_row_says(template: str) -> None:
    row = next(line for line in THEMES.splitlines() if line.startswith("|") and f"`{template}`" in line)
    names = re.findall(r"`([a-z_]+)`", re.sub(r"\([^)]*\)", "", row.split("|")[2]))
    assert names and set(names) - set(VALUES[template].__struct_fields__) == set()


def test_entries_and_the_site_have_what_the_page_says() -> None:
    entry = re.search(r"An `entry` is (.*)", THEMES)
    site = re.search(r"\| `site` \| (.*); `site", THEMES)
    assert entry and site
    assert set(re.findall(r"`([a-z_]+)`", entry[1])) - {"label", "url"} <= set(Entry.__struct_fields__)
    assert set(re.findall(r"`([a-z_]+)`", site[1])) - {"label"} <= set(Facts.__struct_fields__)


def test_plugins_build_on_the_components_that_the_page_names() -> None:
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "plugins").rglob("*.html"))
    used_components = {name for text in texts for name in re.findall(r'from "(components/[a-z/.-]+)"', text)}
    assert used_components == set(re.findall(r"`(components/[a-z-]+\.html)`", THEMES)) - {"components/site-footer.html"}


def test_the_tables_are_those_of_the_code() -> None:
    for name in ("pelican.md", "authoring.md"):
        page = Path(ROOT / "docs" / name)
        assert filled(page) == page.read_text(encoding="utf-8")


EVENING = """-- evening/templates/frame.html --
{frame}
-- evening/templates/article.html --
{article}
"""


def test_the_theme_of_an_evening_builds(build_site) -> None:  # type: ignore[no-untyped-def]
    import shutil

    shutil.copytree(ROOT / "tests/tiny-theme", build_site.folder / "evening")
    shutil.copytree(ROOT / "theme/templates/components", build_site.folder / "evening/templates/components")
    frame, article = (
        re.sub(r"^   ", "", text, flags=re.MULTILINE)
        for text in re.findall(r"   ```jinja\n(.*?)   ```", THEMES, re.DOTALL)
    )
    post = "-- content/posts/a.md --\n---\ntitle: A\nsubtitle: Below\ndate: 2024-01-10\n---\nText.\n"
    built = build_site(EVENING.format(frame=frame, article=article) + post, theme=build_site.folder / "evening")
    page = built["2024/01/10/a/index.html"]
    assert page.startswith("<!doctype html>") and "<h1>A</h1><p" in page and "Below" in page and "<p>Text.</p>" in page
