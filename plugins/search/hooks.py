"""Where search meets Pelican's and Lodestar's signals."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version as of

from lodestar.base.languages import gettext
from lodestar.engine.site import Output, Planned, Site
from plugins.search.core import ADDRESS, SearchIndex, SearchPage, parted, records
from plugins.search.names import name_list, synonyms, terms
from plugins.search.settings import SearchSettings


def page(site: Site) -> Iterator[Output]:
    """At `get_outputs`: the search page."""
    settings: SearchSettings = site.settings["SEARCH"]
    if settings.enabled:
        indexes = tuple(
            f"/{ADDRESS}/{number}/" for number in range(1, max(1, -(-len(site.articles) // settings.posts)) + 1)
        )
        value = SearchPage(
            gettext("Search"), gettext("Find a post, a page or a lesson by its words."), f"/{ADDRESS}/", indexes
        )
        yield Output(f"{ADDRESS}/index.html", "search.html", value, "the search page")


def outputs(planned: Planned) -> Iterator[Output]:
    """At `get_closing_outputs`: a folder for each index; what is in it is made when it is rendered."""
    site = planned.site
    settings: SearchSettings = site.settings["SEARCH"]
    if not settings.enabled:
        return
    yield Output(
        f"{ADDRESS}/names.json", "plugins.search.names:listing", name_list(planned), "the names that search knows"
    )
    version, language = of("pagefind-bin"), site.settings["DEFAULT_LANG"]
    covered = records(planned.outputs.values(), {term.url: synonyms(term) for term in terms(site)}, site.base)
    for number, group in enumerate(parted(covered, settings.posts), start=1):
        if group:  # a site without a word has none: Pagefind makes no index of nothing
            value = SearchIndex(tuple(group), language, version)
            yield Output(f"{ADDRESS}/{number}/", "plugins.search.index:files", value, "the search index")
