"""From a page's value to JSON-LD, with one `@id` for one thing throughout the site.

| thing | its `@id` |
| --- | --- |
| the site | `/#website` |
| a person | the author page's address and `#person` |
| a post | its address and `#post` |
| a page | its address |
| a breadcrumb | the page's address and `#breadcrumb` |
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lodestar.base.fingerprints import Keyed
from lodestar.base.values import Link
from lodestar.engine.facts import Facts
from plugins.articles.core import ArticlePage
from plugins.tag_archives.indexes import TermIndex, Timeline
from plugins.tag_archives.pages import ArchivePage, AuthorFacts

Node = dict[str, Any]


def structured_data(page: Any, site: Facts) -> Node | None:
    """Return the JSON-LD of a page; None for a kind of page that has none."""
    if isinstance(page, ArticlePage):
        nodes = [post(page, site)]
    elif isinstance(page, ArchivePage):
        nodes = list(archive(page, site))
    elif isinstance(page, TermIndex | Timeline):
        nodes = [_collection(page.url, page.title, site)]
    else:
        return None
    return {"@context": "https://schema.org", "@graph": nodes}


def post(page: ArticlePage, site: Facts) -> Node:
    """Return a post on its own page."""
    entry: Any = page.entry.value if isinstance(page.entry, Keyed) else page.entry
    image = entry.parts.get("image")
    return _filled(
        {
            "@type": "BlogPosting",
            "@id": f"{site.url}{entry.url}#post",
            "url": site.url + entry.url,
            "mainEntityOfPage": site.url + entry.url,
            "headline": entry.title,
            "datePublished": entry.date,
            "dateModified": entry.modified or entry.date,
            "author": [person(author, site) for author in entry.authors],
            "image": image and absolute(image.url, site),
            "articleSection": [category.label for category in entry.categories],
            "keywords": [tag.label for tag in entry.tags],
            "inLanguage": entry.lang or site.language,
            "isPartOf": _website(site),
        }
    )


def archive(page: ArchivePage, site: Facts) -> Iterable[Node]:
    """Return a page of an archive: the home page, an author's profile, or a collection of posts; and the way to it."""
    if page.kind == "home" and page.number == 0:
        yield {**_website(site), **_filled({"description": site.subtitle, "inLanguage": site.language})}
    elif page.author:
        yield profile(page, page.author, site)
    else:
        items = _list(site.url + entry.url for entry in page.entries)
        yield _filled(
            {**_collection(page.url, page.heading, site), "mainEntity": items, "breadcrumb": _way_to(page, site)}
        )
    if page.crumbs:
        yield breadcrumb(page, site)


def profile(page: ArchivePage, author: AuthorFacts, site: Facts) -> Node:
    """Return the page of an author."""
    who = {
        **person(Link(author.name, page.first), site),
        "jobTitle": author.role,
        "image": author.portrait and absolute(author.portrait.url, site),
        "sameAs": [link.url for link in author.links if link.url.startswith("http")],
    }
    return _filled(
        {
            "@type": "ProfilePage",
            "@id": site.url + page.url,
            "url": site.url + page.url,
            "name": page.heading,
            "isPartOf": _website(site),
            "breadcrumb": _way_to(page, site),
            "mainEntity": _filled(who),
        }
    )


def person(author: Link, site: Facts) -> Node:
    """Return an author as a person."""
    url = site.url + author.url
    return {"@type": "Person", "@id": f"{url}#person", "name": author.label, "url": url}


def breadcrumb(page: ArchivePage, site: Facts) -> Node:
    """Return the way from the home page to an archive, as the page shows it, with the archive itself at its end."""
    steps = [*page.crumbs, Link(page.label, page.first)]
    items = [
        {"@type": "ListItem", "position": number, "name": step.label, "item": site.url + step.url}
        for number, step in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "@id": f"{site.url}{page.url}#breadcrumb", "itemListElement": items}


def absolute(url: str, site: Facts) -> str:
    """Return an address with the site's own before it, unless it leads elsewhere."""
    return site.url + url if url.startswith("/") else url


def _website(site: Facts) -> Node:
    return {"@type": "WebSite", "@id": f"{site.url}/#website", "url": f"{site.url}/", "name": site.name}


def _collection(url: str, name: str, site: Facts) -> Node:
    return {
        "@type": "CollectionPage",
        "@id": site.url + url,
        "url": site.url + url,
        "name": name,
        "inLanguage": site.language,
        "isPartOf": _website(site),
    }


def _way_to(page: ArchivePage, site: Facts) -> Node | None:
    return {"@id": f"{site.url}{page.url}#breadcrumb"} if page.crumbs else None


def _list(urls: Iterable[str]) -> Node | None:
    items = [{"@type": "ListItem", "position": number, "url": url} for number, url in enumerate(urls, start=1)]
    return {"@type": "ItemList", "itemListElement": items} if items else None


def _filled(node: Node) -> Node:
    """Return a node without its empty entries."""
    return {key: value for key, value in node.items() if value not in (None, "", [])}
