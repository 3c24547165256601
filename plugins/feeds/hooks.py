"""The receivers of Lodestar's signals for feeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from lodestar.engine.site import Output, Published, Site
from plugins.feeds.core import feeds
from plugins.feeds.follow import follow
from plugins.feeds.media import enclosures, feed_image
from plugins.feeds.opml import OPML, subscriptions


def parts(site: Site) -> dict[str, Callable[[Published], Any]]:
    """At `get_parts`: the files that come with a post, and its picture as subscribers get it."""
    return {"enclosures": enclosures(site), "feed_image": feed_image(site)}


def outputs(site: Site) -> Iterator[Output]:
    """At `get_outputs`: every feed, and the page that lists them."""
    yield from feeds(site)
    if page := follow(site, site.settings["FEEDS"]):
        yield page
        yield Output(OPML, "plugins.feeds.opml:opml", subscriptions(site, page.value), "the list of all feeds")
