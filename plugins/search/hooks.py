"""Where search meets Pelican's and Lodestar's signals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from plugins.problems import Problem
from plugins.search.core import SearchPage, parted, records
from plugins.search.settings import SearchSettings
from plugins.settings import parse
from plugins.site import Output, Planned, Site

ADDRESS = "search"


def configure(pelican: Any) -> None:
    """At `initialized`."""
    pelican.settings["SEARCH"] = parse(SearchSettings, "SEARCH", pelican.settings.get("SEARCH"))


def page(site: Site) -> Iterator[Output]:
    """At `get_outputs`: the search page."""
    settings: SearchSettings = site.settings["SEARCH"]
    if settings.enabled:
        indexes = tuple(
            f"/{ADDRESS}/{number}/" for number in range(1, max(1, -(-len(site.articles) // settings.posts)) + 1)
        )
        value = SearchPage("Search", "Find a post, a page or a lesson by its words.", f"/{ADDRESS}/", indexes)
        yield Output(f"{ADDRESS}/index.html", "search.html", value, "the search page")


def outputs(planned: Planned) -> Iterator[Output]:
    """At `get_closing_outputs`: the files of the indexes; none when the build will not be finished anyway."""
    site = planned.site
    settings: SearchSettings = site.settings["SEARCH"]
    if not settings.enabled or any(problem.fatal for problem in site.problems):
        return
    from plugins.search.index import Failed, Piece, index

    cache, language = Path(site.settings["CACHE_PATH"]), site.settings["DEFAULT_LANG"]
    for number, group in enumerate(parted(records(planned.outputs.values()), settings.posts), start=1):
        if not group:  # a site without a word: Pagefind makes no index of nothing
            continue
        try:
            pieces = index(group, planned.html, language, cache)
        except (Failed, OSError) as error:
            cure = 'mend this, or write SEARCH = {"enabled": False}'
            site.problems.append(Problem("pelicanconf.py", 1, f"the search index could not be made ({error})", cure))
            return
        for path, name in pieces.items():
            yield Output(f"{ADDRESS}/{number}/{path}", "plugins.search.index:piece", Piece(name), "the search index")
