"""RSS, Atom and JSON feeds with whole posts: of the site and of each tag, category and author; and a page of all feeds.

Connects to Pelican's `initialized` and Lodestar's `get_fields`, `get_parts`, `get_outputs` and `get_sources`. Settings: `FEEDS`, and Pelican's own
`FEED_ALL_RSS`, `TAG_FEED_ATOM`, `FEED_MAX_ITEMS`, ... with `*_FEED_JSON` beside them.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from lodestar.base.policy import Sources
from lodestar.base.settings import SettingsError, parse
from lodestar.engine.signals import connect, get_fields, get_outputs, get_parts, get_sources
from plugins.feeds.settings import FeedSettings


def declare_fields(settings: Any) -> dict[str, str]:
    """At `get_fields`: the site's id."""
    return {"site": "plugins.feeds.fields:SiteFeeds"}


def configure(pelican: Any) -> None:
    """At `initialized`: check `FEEDS`, and give templates the helper `feed_html` and the values of the sign-up form."""
    from lodestar.base.addresses import Addresses
    from plugins.feeds.follow import faults, following

    settings = parse(FeedSettings, "FEEDS", pelican.settings.get("FEEDS"))
    if faulty_lines := faults(settings):
        raise SettingsError("\n".join(faulty_lines))
    pelican.settings["FEEDS"] = settings
    helpers = pelican.settings.get("HELPERS", {})
    pelican.settings["HELPERS"] = {**helpers, "feed_html": "plugins.feeds.clean:feed_html"}
    if facts := following(settings, Addresses(pelican.settings)):
        pelican.settings["GIVEN"] = {**pelican.settings.get("GIVEN", {}), "following": facts}


def sources(settings: Any) -> dict[str, Sources]:
    """At `get_sources`: where the form for e-mail is sent."""
    if not settings["FEEDS"].email:
        return {}
    from plugins.feeds.follow import form

    parts = urlsplit(form(settings["FEEDS"].email).action)
    return {"email": {"form-action": (f"{parts.scheme}://{parts.netloc}",)}}


def register() -> None:
    """Connect to Pelican's and Lodestar's signals."""
    from pelican import signals

    signals.initialized.connect(configure)
    get_fields.connect(declare_fields)
    connect(get_parts, "plugins.feeds.hooks:parts")
    connect(get_outputs, "plugins.feeds.hooks:outputs")
    get_sources.connect(sources)
