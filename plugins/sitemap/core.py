"""Which pages a sitemap names, and what it says of them (sitemaps.org, protocol 0.9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from html import escape
from operator import attrgetter
from typing import Any, NamedTuple

from lodestar.base.values import Value
from lodestar.engine.plan import url_of
from lodestar.engine.site import Output, Site

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
"""Of links to versions in other languages (Google, "Tell Google about localized versions of your page")."""
MOST = 50_000
"""The most addresses of a sitemap."""
OF_ALL_POSTS = frozenset({"terms.html", "timeline.html"})
"""Templates of pages that change with every post."""


Dated = tuple[float, str]
"""A date in seconds since 1970, and as it is written."""


class Listed(NamedTuple):
    """A page in a sitemap."""

    url: str
    modified: str
    """ISO 8601; empty where no true date is known."""
    alternates: tuple[tuple[str, str], ...] = ()
    """Tag and address of each version in a language, its own among them; empty for a text that has no others."""


def listed(site: Site, outputs: Iterable[Output]) -> list[Listed]:
    """Return the pages that search engines are to know, by address.

    Those are outputs of HTML templates whose value names the address they stand at and does not say `noindex`.
    """
    newest = site.articles[0].article.date if site.articles else ""
    dates = Dates()
    for post, entry in site.entries.items():
        if not post.article.modified:
            dates[entry] = (post.article.instant, post.article.date)
    results = []
    for output in outputs:
        value = output.value
        if not output.template.endswith(".html") or getattr(value, "noindex", False):
            continue
        if getattr(value, "url", "") == url_of(output.address):
            date = newest if output.template in OF_ALL_POSTS else modified(value, dates)
            versions = getattr(value, "parts", {}).get("alternates")
            named = tuple((version.lang, version.url) for version in versions) if versions else ()
            results.append(Listed(value.url, date, named))
    return sorted(results, key=attrgetter("url"))


class Dates(dict[Any, Dated]):
    """When each entry last changed; what is not known beforehand is found once."""

    def __missing__(self, entry: Any) -> Dated:
        date = latest((entry.date, entry.modified))
        self[entry] = (datetime.fromisoformat(date).timestamp(), date)
        return self[entry]


def modified(value: Any, dates: Dates) -> str:
    """Return when the content of a page last changed."""
    if hasattr(value, "entry"):
        return dates[value.entry][1]
    entries = getattr(value, "entries", ())
    return max(map(dates.__getitem__, entries))[1] if entries else str(getattr(value, "modified", ""))


def latest(dates: Iterable[str]) -> str:
    """Return the latest of some dates (ISO 8601 with offsets), ignoring empty ones."""
    nonempty = {date for date in dates if date}
    return max(nonempty, key=datetime.fromisoformat, default="") if len(nonempty) > 1 else "".join(nonempty)


class Sitemap(Value):
    """A sitemap, or an index of sitemaps, before it is text."""

    root: str
    item: str
    site_url: str
    pages: tuple[Listed, ...]


def sitemaps(site_url: str, pages: list[Listed], most: int = MOST) -> Iterator[tuple[str, Sitemap]]:
    """Yield name and content of each file: one sitemap, or an index and as many sitemaps as are needed."""
    if len(pages) <= most:
        yield "sitemap.xml", Sitemap("urlset", "url", site_url, tuple(pages))
        return
    parts = []
    for number, start in enumerate(range(0, len(pages), most), start=1):
        part = pages[start : start + most]
        name = f"sitemap-{number}.xml"
        parts.append(Listed(f"/{name}", latest(page.modified for page in part)))
        yield name, Sitemap("urlset", "url", site_url, tuple(part))
    yield "sitemap.xml", Sitemap("sitemapindex", "sitemap", site_url, tuple(parts))


def render(sitemap: Sitemap, places: object = None) -> bytes:
    """Return the text of a sitemap; a maker of outputs."""
    links = f' xmlns:xhtml="{XHTML}"' if any(page.alternates for page in sitemap.pages) else ""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f'<{sitemap.root} xmlns="{NAMESPACE}"{links}>']
    for page in sitemap.pages:
        details = f"\n<lastmod>{page.modified}</lastmod>" if page.modified else ""
        for lang, url in page.alternates:
            details += f'\n<xhtml:link rel="alternate" hreflang="{lang}" href="{escape(sitemap.site_url + url)}"/>'
        lines.append(f"<{sitemap.item}>\n<loc>{escape(sitemap.site_url + page.url)}</loc>{details}\n</{sitemap.item}>")
    return "\n".join((*lines, f"</{sitemap.root}>\n")).encode()


def robots(site_url: str, outputs: Mapping[str, Output]) -> Iterator[Output]:
    """Yield `robots.txt`, unless the author has one."""
    if "robots.txt" not in outputs:
        text = f"User-agent: *\nAllow: /\n\nSitemap: {site_url}/sitemap.xml\n"
        yield Output("robots.txt", "text", text, "robots.txt")
