"""Components alone, with values of their own: what they show, and in which order."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from lodestar.base.fingerprints import Keyed
from lodestar.base.markers import SECTION
from lodestar.base.values import Body, FeedLink, Image, Link
from lodestar.engine.facts import Facts
from lodestar.engine.program import SiteOptions, load
from lodestar.engine.render import Renderer
from lodestar.engine.run import Run
from lodestar.engine.site import Entry, Output
from lodestar.engine.theme import Theme
from plugins.articles.core import Neighbors
from plugins.author_bio.core import Bio
from plugins.comments.core import CommentStanding
from plugins.course_cta.core import CallBlock
from plugins.feeds.core import Feed

ROOT = Path(__file__).parents[2]
FACTS = Facts(
    name="A Site",
    subtitle="About things",
    url="https://example.com",
    language="en",
    author="Ann",
    menu=(Link("Blog", "/"), Link("Course", "/course/")),
    footer=(Link("Subjects", "/tags/"),),
    feeds=(
        FeedLink("RSS", "application/rss+xml", "/feed/"),
        FeedLink("Atom", "application/atom+xml", "/feed/atom/"),
        FeedLink("JSON", "application/feed+json", "/feed.json"),
    ),
    stylesheet="/theme/site.css",
    lists=(("archives", "/archives/"), ("tags", "/tags/"), ("categories", "/categories/")),
    helpers=(("feed_html", "plugins.feeds.clean:feed_html"),),
)
HTML = {
    "post": f'<p>Hello.</p>\n{SECTION}<x-lodestar-h2 id="x-lodestar-id-one">One</x-lodestar-h2>\n<p>Text.</p>\n'
    f'{SECTION}<x-lodestar-h2 id="x-lodestar-id-two">Two</x-lodestar-h2>\n<p>The <a href="x-lodestar-url-0-">end</a>.</p>',
    "note": "<p>A new version.</p>",
    "bio": '<p>Ann has <a href="x-lodestar-url-0-">a garden</a>.</p>',
    "call": "<p>It is good.</p>",
}


def call(after: int = 0) -> CallBlock:
    return CallBlock("course", "Learn it", "/course/", "See the course", Body("call"), after)


def entry(**other_values: Any) -> Entry:
    bio = Bio("Ann", "/author/ann/", "", Body("bio", ("/garden/",)), Image("/ann.svg", "Ann"))
    parts = {
        "author_bio": (bio,),
        "course_cta": call(),
        "comment_count": CommentStanding(0, True, "/2025/02/05/bread/", "Bread"),
        "note": Body("note"),
    }
    values: dict[str, Any] = {
        "title": 'Bread & "Butter"',
        "url": "/2025/02/05/bread/",
        "id": "urn:uuid:1",
        "date": "2025-02-05T08:30:00-06:00",
        "modified": "",
        "summary": "Short <i>words</i>.",
        "slug": "bread",
        "authors": (Link("Ann", "/author/ann/"), Link("Bo", "/author/bo/")),
        "categories": (Link("Food", "/category/food/"), Link("Home", "/category/home/")),
        "tags": (Link("bread", "/tag/bread/"), Link("butter", "/tag/butter/")),
        "body": Body("post", ("/end/",), sections=2),
        "parts": parts,
    }
    return Entry(**{**values, **other_values})


@pytest.fixture(scope="module")
def theme() -> Theme:
    """The theme with what the site's plugins put into its slots."""
    options = SiteOptions(str(ROOT / "content"), "output", str(ROOT / "pelicanconf.py"))
    run: Run = load(options, {}).settings["BUILD_RUN"]
    return run.declared.theme


@pytest.fixture
def renderer(theme: Theme, tmp_path: Path) -> Renderer:
    return Renderer(theme, tmp_path, FACTS, HTML, None)


def show(renderer: Renderer, name: str, *arguments: Any) -> str:
    """Return what the component `name` shows."""
    module = renderer.environment.get_template(f"components/{name}.html").module
    return str(getattr(module, name.rpartition("/")[2].replace("-", "_"))(*arguments))


def in_order(text: str, *parts: str) -> None:
    """Fail unless the parts occur in this order."""
    place = 0
    for part in parts:
        index = text.find(part, place)
        assert index >= 0, f"{part} is missing, or stands too early"
        place = index + len(part)


def levels(html: str) -> list[tuple[str, str]]:
    return re.findall(r"<h(\d)[^>]*>(?:<a[^>]*>)?([^<]*)", html)


def test_a_post_in_an_archive_shows_everything_in_its_order(renderer: Renderer) -> None:
    in_order(
        show(renderer, "post-entry", entry()),
        '<time class="dt-published" datetime="2025-02-05T08:30:00-06:00">February 5, 2025</time>',
        '<a class="u-url" href="/2025/02/05/bread/">Bread &amp; &#34;Butter&#34;</a>',
        "A new version.",
        '<h3 id="bread--one">One</h3>',
        '<a href="/end/">end</a>',
        'Ann has <a href="/garden/">a garden</a>',
        '<aside class="course-cta"',
        'href="/course/">See the course</a>',
        "Tags:",
        'href="/tag/bread/"',
        'href="/tag/butter/"',
        '<a href="/2025/02/05/bread/#comments">Leave a comment',
        "Posted under:",
        'href="/category/food/"',
        'href="/category/home/"',
    )


def test_headings_of_a_post_in_an_archive_skip_no_level(renderer: Renderer) -> None:
    result = levels(show(renderer, "post-entry", entry()))
    assert [level for level, _ in result] == ["2", "3", "3", "3"]
    assert result[-1][1] == "Learn it:", "in a line with the link"


def test_a_call_can_stand_between_sections_and_stands_there_once(renderer: Renderer) -> None:
    html = show(renderer, "post-body", entry(parts={"course_cta": call(after=1)}), "<aside>")
    in_order(html, ">One</h2>", "<aside>", ">Two</h2>")
    assert html.count("<aside") == 1


def test_bio_and_call_are_quiet_lines_in_an_archive(renderer: Renderer) -> None:
    html = show(renderer, "post-entry", entry(parts={**entry().parts, "course_cta": call(after=1)}))
    end = html.partition('<footer class="post-end" data-brief>')[2]
    assert "<img" not in end and "It is good." not in html, "portrait and whole call stand once a page"
    in_order(end, "a garden", '<aside class="course-cta" data-brief>', "Learn it", "See the course")


def test_an_offer_holds_what_belongs_to_it(renderer: Renderer) -> None:
    module = renderer.environment.get_template("components/course-cta.html").module
    html = str(module.course_cta(call(), more=Markup("<p>The lesson</p>")))
    in_order(html, "Learn it", "It is good.", "See the course", "<p>The lesson</p>", "</aside>")


def test_a_post_needs_no_plugin(renderer: Renderer) -> None:
    html = show(renderer, "post-entry", entry(parts={}, tags=(), categories=(), authors=()))
    assert not re.search("<aside|Tags:|Posted under:|Leave a comment", html)


def test_ids_of_two_posts_on_a_page_differ(renderer: Renderer) -> None:
    html = show(renderer, "post-entry", entry()) + show(renderer, "post-entry", entry(slug="soup"))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) and ids


def test_a_post_is_an_h_entry_with_its_authors(renderer: Renderer) -> None:
    html = show(renderer, "post-entry", entry())
    assert 'class="post-entry hanging h-entry"' in html and "e-content" in html and html.count('rel="tag"') == 2
    assert html.count('class="p-author h-card"') == 2 and "</a> and <a" in html


def pages(newer: str, older: str) -> dict[str, str]:
    return {"newer": newer, "older": older, "first": "/tag/x/", "oldest": "/tag/x/page/1/"}


def test_pagination_leads_to_both_ends_and_names_neither_number_nor_total(renderer: Renderer) -> None:
    html = show(renderer, "pagination", pages("/tag/x/page/4/", "/tag/x/page/2/"))
    in_order(html, 'rel="prev"', "Newer posts", 'href="/tag/x/">First page')
    in_order(html, 'rel="next"', "Older posts", 'href="/tag/x/page/1/">Last page')
    assert "page</a>" not in show(renderer, "pagination", pages("/tag/x/", "/tag/x/page/1/"))
    assert show(renderer, "pagination", pages("", "")) == ""


def test_an_author_whom_the_page_names_is_not_repeated(renderer: Renderer) -> None:
    entry_by_ann = entry(authors=(Link("Ann", "/author/ann/"),))
    module = renderer.environment.get_template("components/post-card.html").module
    assert "By " not in str(module.post_card(entry_by_ann, known="Ann"))
    assert "By " in str(module.post_card(entry_by_ann, known="Bo")) and "By " in str(
        module.post_card(entry(), known="Ann")
    )


def test_the_menu_says_where_the_reader_is(renderer: Renderer) -> None:
    assert [FACTS.menu_item(url) for url in ("/course/lessons/one/", "/", "/about/")] == ["/course/", "/", ""]
    html = show(renderer, "site-header", FACTS, "/course/", False)
    assert '<a href="/course/" aria-current="true">' in html and html.count("aria-current") == 1
    assert '<a href="/" aria-current="page">' in show(renderer, "site-header", FACTS, "/", True)


def test_neighbors_may_be_missing(renderer: Renderer) -> None:
    assert "Older post" in show(renderer, "post-neighbours", Neighbors(Link("Old", "/old/"), None))
    assert show(renderer, "post-neighbours", Neighbors(None, None)) == ""


def feed(renderer: Renderer, template: str) -> tuple[str, ElementTree.Element]:
    entries = (Keyed(entry()), Keyed(entry(id="/2/")))
    value = Feed("Ann's <Site>", "About", "/", "/feed/", "2025-02-05T08:30:00-06:00", entries)
    text = renderer.render(Output("feed/index.xml", template, value, ""))["feed/index.xml"].decode()
    return text, ElementTree.fromstring(text)


def test_rss_has_whole_posts_with_whole_links(renderer: Renderer) -> None:
    text, root = feed(renderer, "feed.rss.xml")
    content, dc = "{http://purl.org/rss/1.0/modules/content/}", "{http://purl.org/dc/elements/1.1/}"
    item = root.find("channel/item")
    assert item is not None and text.startswith("<?xml") and "\n\n" not in text
    assert root.findtext("channel/title") == "Ann's <Site>"
    assert root.findtext("channel/lastBuildDate") == "Wed, 05 Feb 2025 08:30:00 -0600"
    guid = item.find("guid")
    assert guid is not None and guid.get("isPermaLink") == "false" and guid.text == "urn:uuid:1"
    assert [creator.text for creator in item.findall(f"{dc}creator")] == ["Ann", "Bo"]
    assert [creator.text for creator in item.findall("category")] == ["Food", "Home", "bread", "butter"]
    html = item.findtext(f"{content}encoded") or ""
    site_url = FACTS.url
    in_order(
        html,
        "A new version.",
        "One</h2>",
        f'href="{site_url}/end/"',
        "<hr>",
        "Learn it.<",
        f'href="{site_url}/course/"',
    )
    assert "garden" not in html and "<aside" not in html and not re.search(r'(?:href|src)="/', html)


def test_atom_has_what_the_standard_asks_for(renderer: Renderer) -> None:
    text, root = feed(renderer, "feed.atom.xml")
    atom = "{http://www.w3.org/2005/Atom}"
    assert "\n\n" not in text and root.tag == f"{atom}feed"
    tags = [item.tag.removeprefix(atom) for item in root]
    assert tags[:7] == ["id", "title", "subtitle", "link", "link", "updated", "author"]
    entries = root.findall(f"{atom}entry")
    assert [entry.findtext(f"{atom}id") for entry in entries] == ["urn:uuid:1", "https://example.com/2/"]
    for entry_element in entries:
        assert entry_element.findtext(f"{atom}updated") == "2025-02-05T08:30:00-06:00"
        assert [author.findtext(f"{atom}name") for author in entry_element.findall(f"{atom}author")] == ["Ann", "Bo"]
