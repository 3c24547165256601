"""The sitemap: every page once, with the date on which it truly changed; robots.txt."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

from plugins.sitemap.core import Listed, latest, render, sitemaps

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
SITE = """\
-- content/posts/old.md --
---
title: Old
date: 2020-01-01
modified: 2021-05-05
tags: [one, two, three]
---
text
-- content/posts/new.md --
---
title: New
date: 2022-02-02
aliases: [/old-address/]
---
text
-- content/posts/hidden.md --
---
title: Hidden
date: 2022-02-03
status: hidden
---
text
-- content/pages/about.md --
---
title: About
modified: 2019-03-03
---
text
-- content/pages/plain.md --
---
title: Plain
---
text
"""


def dates_by_address(text: str) -> dict[str, str]:
    tree = fromstring(text)
    return {
        item.findtext("s:loc", "", NAMES).removeprefix("http://localhost:8000"): item.findtext("s:lastmod", "", NAMES)
        for item in tree
    }


def test_pages_have_true_dates(build_site) -> None:
    built = build_site(SITE)
    result = dates_by_address(built["sitemap.xml"])
    assert result["/2020/01/01/old/"] == "2021-05-05T00:00:00+00:00"
    assert result["/2022/02/02/new/"] == "2022-02-02T00:00:00+00:00"
    assert result["/"] == "2022-02-02T00:00:00+00:00"
    assert result["/2020/"] == "2021-05-05T00:00:00+00:00"
    assert result["/about/"] == "2019-03-03T00:00:00+00:00"
    assert result["/plain/"] == "", "nobody knows when it changed"


def test_what_is_no_page_is_not_listed(build_site) -> None:
    result = dates_by_address(build_site(SITE)["sitemap.xml"])
    assert not [url for url in result if "hidden" in url or "old-address" in url or "404" in url or "feed" in url]


def test_robots_names_the_sitemap(build_site) -> None:
    assert build_site(SITE)["robots.txt"].endswith("Sitemap: http://localhost:8000/sitemap.xml\n")


def test_the_authors_own_robots_stays(build_site) -> None:
    built = build_site(SITE + "-- content/robots.txt --\nUser-agent: *\n")
    assert built["robots.txt"] == "User-agent: *\n"


def test_a_large_site_has_an_index() -> None:
    pages = [Listed(f"/{n}/", f"2020-01-0{n}") for n in range(1, 6)]
    files = {name: render(item) for name, item in sitemaps("https://example.com", pages, most=2)}
    assert list(files) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    assert [item.findtext("s:lastmod", "", NAMES) for item in fromstring(files["sitemap.xml"])] == [
        "2020-01-02",
        "2020-01-04",
        "2020-01-05",
    ]
    assert [len(fromstring(files[f"sitemap-{n}.xml"])) for n in (1, 2, 3)] == [2, 2, 1]


def test_the_latest_date_is_found_across_offsets() -> None:
    assert latest(("2020-01-01T23:00:00-06:00", "2020-01-02T01:00:00+00:00")) == "2020-01-01T23:00:00-06:00"
    assert latest(("", "")) == ""


def test_what_the_protocol_reserves_is_escaped_in_addresses() -> None:
    (_, sitemap), *_ = sitemaps("https://example.com", [Listed('/q&a/what\'s-"new"/', "")])
    assert "<loc>https://example.com/q&amp;a/what&#x27;s-&quot;new&quot;/</loc>" in render(sitemap).decode()
