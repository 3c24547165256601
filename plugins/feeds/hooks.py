"""Where feeds meet Pelican's and Lodestar's signals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from lodestar.base.policy import Sources
from lodestar.base.settings import SettingsError, parse
from lodestar.engine.site import Output, Published, Site
from plugins.feeds.core import feeds
from plugins.feeds.follow import faults, follow, form
from plugins.feeds.media import enclosures, feed_image
from plugins.feeds.opml import OPML, subscriptions
from plugins.feeds.settings import FeedSettings


def configure(pelican: Any) -> None:
    """At `initialized`."""
    settings = parse(FeedSettings, "FEEDS", pelican.settings.get("FEEDS"))
    if wrong := faults(settings.email):
        raise SettingsError("\n".join(wrong))
    pelican.settings["FEEDS"] = settings
    helpers = pelican.settings.get("HELPERS", {})
    pelican.settings["HELPERS"] = {**helpers, "feed_html": "plugins.feeds.clean:feed_html"}


def sources(settings: Any) -> dict[str, Sources]:
    """At `get_sources`: where the form for e-mail is sent."""
    if not settings["FEEDS"].email:
        return {}
    parts = urlsplit(form(settings["FEEDS"].email).action)
    return {"email": {"form-action": (f"{parts.scheme}://{parts.netloc}",)}}


def parts(site: Site) -> dict[str, Callable[[Published], Any]]:
    """At `get_parts`: the files that come with a post, and its picture as subscribers get it."""
    return {"enclosures": enclosures(site), "feed_image": feed_image(site)}


def outputs(site: Site) -> Iterator[Output]:
    """At `get_outputs`: every feed, and the page that lists them."""
    yield from feeds(site)
    if page := follow(site, site.settings["FEEDS"]):
        yield page
        yield Output(OPML, "plugins.feeds.opml:opml", subscriptions(site, page.value), "the list of all feeds")
