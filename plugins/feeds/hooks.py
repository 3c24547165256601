"""Where feeds meet Lodestar's signals."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.feeds.core import feeds
from plugins.site import Output, Site


def outputs(site: Site) -> Iterator[Output]:
    """At `get_outputs`: every feed."""
    yield from feeds(site)
