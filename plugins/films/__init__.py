"""Films on other sites, loaded only when a reader asks for them: the address of one, alone in a line, becomes a card.

Connects to Lodestar's `get_slots` and `get_sources`. Cards are made by an extension of Python-Markdown, `plugins.films.blocks`; a page that
shows one asks for the policy `films` and for the script `films.js`. Without a script the card is a link.
"""

from __future__ import annotations

from typing import Any

from lodestar.base.policy import Sources
from lodestar.engine.signals import get_slots, get_sources
from plugins.films.hosts import HOSTS


def sources(settings: Any) -> dict[str, Sources]:
    """At `get_sources`: where the films of a page that shows one come from."""
    return {"films": {"frame-src": tuple(dict.fromkeys(host.source for host in HOSTS))}}


def fill_slots(settings: Any) -> dict[str, str]:
    """At `get_slots`: nothing; the style beside this file becomes the site's because the plugin answers."""
    return {}


def register() -> None:
    """Connect to Lodestar's signals."""
    get_slots.connect(fill_slots)
    get_sources.connect(sources)
