"""The receivers of Lodestar's signals for the sitemap."""

from __future__ import annotations

from collections.abc import Iterator

from lodestar.engine.site import Output, Planned
from plugins.sitemap.core import listed, robots, sitemaps


def outputs(planned: Planned) -> Iterator[Output]:
    """At `get_closing_outputs`: the sitemap and robots.txt."""
    site_url = planned.site.url
    pages = listed(planned.site, planned.outputs.values())
    for name, sitemap in sitemaps(site_url, pages):
        yield Output(name, "plugins.sitemap.core:render", sitemap, "the sitemap")
    yield from robots(site_url, planned.outputs)
