"""Where pages meet Lodestar's signals."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.build.relate import shown
from plugins.pages import core
from plugins.site import Output, Site


def outputs(site: Site) -> Iterator[Output]:
    """At `get_outputs`: every page that is shown, and the page for lost addresses."""
    for page in site.content["pages"]:
        if shown(page, site) and page.slug != getattr(site.settings.get("FEEDS"), "follow", ""):
            yield core.standalone(site, page)
    yield core.not_found(site)
