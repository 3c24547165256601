"""The receivers of Lodestar's signals for pages."""

from __future__ import annotations

from collections.abc import Iterator

from lodestar.engine.relate import shown
from lodestar.engine.signals import get_standalone_parts, makers
from lodestar.engine.site import Output, Site
from plugins.pages import core


def outputs(site: Site) -> Iterator[Output]:
    """At `get_outputs`: every public page, and the page for missing addresses."""
    all_makers = makers(get_standalone_parts, site)
    for page in site.content["pages"]:
        if shown(page, site) and page.slug != getattr(site.settings.get("FEEDS"), "follow", ""):
            yield core.standalone(site, page, all_makers)
    yield core.not_found(site)
