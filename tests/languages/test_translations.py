"""Versions of one text in several languages: tied by one of them, shown to readers and search engines by all."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from tests.conftest import ROOT, BuiltSite, SiteBuilder

pytestmark = pytest.mark.says  # no catalog has the words of French
THEME = ROOT / "theme"
ENGLISH = "-- content/posts/hello.md --\n---\ntitle: Hello\ndate: 2026-01-01\n{}---\nHello.\n"
GERMAN = "-- content/posts/hallo.md --\n---\ntitle: Hallo\ndate: 2026-01-02\nlang: de\n{}---\nHallo.\n"
FRENCH = "-- content/posts/salut.md --\n---\ntitle: Salut\ndate: 2026-01-03\nlang: fr\n{}---\nSalut.\n"
TO_GERMAN, TO_ENGLISH = "translations: [posts/hallo.md]\n", "translations: [posts/hello.md]\n"
EN, DE, FR = "/2026/01/01/hello/", "/2026/01/02/hallo/", "/2026/01/03/salut/"
URL = "http://localhost:8000"


def page(built: BuiltSite, address: str) -> str:
    return built[f"{address[1:]}index.html"]


def ways(html: str) -> list[tuple[str, str]]:
    """Return where a page leads its readers for other languages: language and address."""
    return re.findall(r'<a rel="alternate" hreflang="([^"]+)" href="([^"]+)"', html)


def alternates(html: str) -> list[tuple[str, str]]:
    """Return what a page tells search engines of its versions: language and address."""
    return re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', html)


def in_sitemap(built: BuiltSite) -> dict[str, list[tuple[str, str]]]:
    """Return the versions of each address that the sitemap names."""
    urls = re.findall(r"<url>(.*?)</url>", built["sitemap.xml"], re.DOTALL)
    url_elements = {re.findall(r"<loc>(.*?)</loc>", url)[0].removeprefix(URL): url for url in urls}
    pattern = re.compile(r'<xhtml:link rel="alternate" hreflang="([^"]+)" href="([^"]+)"/>')
    return {address: results for address, url in url_elements.items() if (results := pattern.findall(url))}


@pytest.mark.parametrize(("english", "german"), [(TO_GERMAN, ""), ("", TO_ENGLISH), (TO_GERMAN, TO_ENGLISH)])
def test_whoever_names_the_other_both_lead_to_each_other(build_site: SiteBuilder, english: str, german: str) -> None:
    built = build_site(ENGLISH.format(english) + GERMAN.format(german), theme=THEME)
    assert ways(page(built, EN)) == [("de", DE)]
    assert ways(page(built, DE)) == [("en", EN)]
    assert re.search(r'<a rel="alternate" hreflang="de" href="[^"]+" lang="de">Deutsch</a>', page(built, EN))
    expected = [("en", URL + EN), ("de", URL + DE), ("x-default", URL + EN)]
    assert alternates(page(built, EN)) == alternates(page(built, DE)) == expected
    assert in_sitemap(built) == {EN: expected, DE: expected}


def test_three_versions_are_one_group_though_two_of_them_name_only_the_first(build_site: SiteBuilder) -> None:
    built = build_site(ENGLISH.format("") + GERMAN.format(TO_ENGLISH) + FRENCH.format(TO_ENGLISH), theme=THEME)
    assert ways(page(built, FR)) == [("en", EN), ("de", DE)]
    assert ways(page(built, EN)) == [("de", DE), ("fr", FR)]
    assert [lang for lang, _ in alternates(page(built, DE))] == ["en", "de", "fr", "x-default"]


def test_where_no_version_is_in_the_language_of_the_site_none_is_for_all_others(build_site: SiteBuilder) -> None:
    built = build_site(GERMAN.format("") + FRENCH.format(TO_GERMAN), theme=THEME)
    assert [lang for lang, _ in alternates(page(built, DE))] == ["de", "fr"]


def test_a_text_without_other_versions_has_no_trace_of_them(build_site: SiteBuilder) -> None:
    built = build_site(ENGLISH.format(""), theme=THEME)
    assert "hreflang" not in page(built, EN) and "translations" not in page(built, EN)
    assert "xhtml" not in built["sitemap.xml"]


@pytest.mark.parametrize("status", ["status: draft\n", "date: 2027-01-01\n"])
def test_a_version_that_is_not_out_yet_is_nowhere(build_site: SiteBuilder, status: str) -> None:
    german = GERMAN.format(TO_ENGLISH + status).replace(
        "date: 2026-01-02\n", "" if "date" in status else "date: 2026-01-02\n"
    )
    built = build_site(ENGLISH.format(TO_GERMAN) + german + FRENCH.format(TO_GERMAN), theme=THEME)
    assert ways(page(built, EN)) == [("fr", FR)]  # though only the German one ties them
    assert "hallo" not in "".join(built[path] for path in built.files() if path.endswith((".html", ".xml", ".json")))


def test_a_version_that_comes_out_later_is_tied_from_that_day_on(build_site: SiteBuilder) -> None:
    built = build_site(
        ENGLISH.format(TO_GERMAN) + GERMAN.format("").replace("2026-01-02", "2026-06-02"), theme=THEME,
        now=datetime(2026, 6, 1, 12, tzinfo=UTC),
    )  # fmt: skip
    assert ways(page(built, EN)) == []
    built = build_site(theme=THEME, now=datetime(2026, 6, 3, tzinfo=UTC))
    assert ways(page(built, EN)) == [("de", "/2026/06/02/hallo/")]


def test_readers_are_led_to_a_hidden_version_and_search_engines_are_not(build_site: SiteBuilder) -> None:
    built = build_site(ENGLISH.format(TO_GERMAN) + GERMAN.format("status: hidden\n"), theme=THEME)
    assert ways(page(built, EN)) == [("de", DE)] and ways(page(built, DE)) == [("en", EN)]
    assert alternates(page(built, EN)) == alternates(page(built, DE)) == []


def test_pages_have_versions_as_posts_do_below_a_path_too(build_site: SiteBuilder) -> None:
    pages = (
        "-- content/pages/about.md --\n---\ntitle: About\n---\nx\n"
        "-- content/pages/ueber.md --\n---\ntitle: Über\nlang: de\ntranslations: [pages/about.md]\n---\nx\n"
    )
    built = build_site(pages, theme=THEME, SITEURL="https://x.org/b")
    assert ways(built["about/index.html"]) == [("de", "/b/ueber/")]
    assert ("de", "https://x.org/b/ueber/") in alternates(built["about/index.html"])


@pytest.mark.says
def test_a_version_that_does_not_exist_is_named_with_what_is_near(build_site: SiteBuilder) -> None:
    built = build_site(ENGLISH.format("translations: [posts/halo.md]\n") + GERMAN.format(""))
    assert built.messages == [
        'content/posts/hello.md:4: the translation "posts/halo.md" does not exist; did you mean "posts/hallo.md"?'
    ]
    assert built.code == 1


@pytest.mark.says
def test_two_versions_in_one_language_and_one_that_names_itself_are_refused(build_site: SiteBuilder) -> None:
    german = GERMAN.format("").replace("lang: de\n", "")
    built = build_site(ENGLISH.format("translations: [posts/hallo.md, posts/hello.md]\n") + german)
    assert built.messages == [
        'content/posts/hello.md:4: it says the same as content/posts/hallo.md and is in the same language, "en"; '
        'write its own, such as "lang: de", or take it out of "translations"',
        "content/posts/hello.md:4: the text names itself as its translation; delete the name",
    ]


def test_when_one_version_is_deleted_the_others_say_where_they_name_it(build_site: SiteBuilder) -> None:
    site = ENGLISH.format("") + GERMAN.format(TO_ENGLISH)
    build_site(site, theme=THEME)
    built = build_site("-- content/posts/hallo.md --\n(deleted)\n", theme=THEME)
    assert built.code == 0
    assert ways(page(built, EN)) == alternates(page(built, EN)) == []
