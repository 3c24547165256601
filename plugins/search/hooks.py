"""The receivers of Lodestar's signals for search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version as of

from lodestar.base.languages import gettext
from lodestar.engine.site import Output, Planned, Site
from plugins.search.core import ADDRESS, Record, SearchIndex, SearchPage, folders, in_groups, records
from plugins.search.names import name_list, synonyms, terms
from plugins.search.settings import SearchSettings


def page(site: Site) -> Iterator[Output]:
    """At `get_outputs`: the search page."""
    settings: SearchSettings = site.settings["SEARCH"]
    if settings.enabled:
        indexes = tuple(
            f"/{ADDRESS}/{name}/" for name, _, _ in folders(_posts(site), settings.posts, site.language.code)
        )
        value = SearchPage(
            gettext("Search"), gettext("Find a post, a page or a lesson by its words."), f"/{ADDRESS}/", indexes
        )
        yield Output(f"{ADDRESS}/index.html", "search.html", value, "the search page")


def outputs(planned: Planned) -> Iterator[Output]:
    """At `get_closing_outputs`: a reserved folder for each index, whose files are made when it is rendered."""
    site = planned.site
    settings: SearchSettings = site.settings["SEARCH"]
    if not settings.enabled:
        return
    yield Output(
        f"{ADDRESS}/names.json", "plugins.search.names:listing", name_list(planned), "the names that search knows"
    )
    version = of("pagefind-bin")
    covered: dict[str, list[Record]] = {}
    for record in records(planned.outputs.values(), {term.url: synonyms(term) for term in terms(site)}, site.base):
        covered.setdefault(record.lang or site.language.code, []).append(record)
    groups = {lang: in_groups(language_records, settings.posts) for lang, language_records in covered.items()}
    for name, lang, number in folders(_posts(site), settings.posts, site.language.code):
        group = next(iter(groups.get(lang, [])[number : number + 1]), [])
        if group:  # a site without a word has none: Pagefind makes no index of nothing
            value = SearchIndex(tuple(group), lang, lang != site.language.code, version)
            yield Output(f"{ADDRESS}/{name}/", "plugins.search.index:files", value, "the search index")


def _posts(site: Site) -> dict[str, int]:
    """Return how many posts search covers in each language in which there is a text."""
    results = Counter(post.lang for post in site.articles)
    texts = (text for kind in ("pages", "courses") for text in site.content.get(kind, ()) if text.path in site.urls)
    return {site.tag_of(text.lang): 0 for text in texts} | results
