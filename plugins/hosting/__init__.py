"""Rules for the host: redirects, content types of feeds, security headers, how long browsers may keep what.

Connects to Pelican's `initialized` and Lodestar's `get_outputs` and `get_sources`. Setting: `HOSTING`. Writes `_redirects` and `_headers`
(Netlify, Cloudflare Pages), `.nginx/` (nginx), `.htaccess` (Apache), or routing rules (S3).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lodestar.base.policy import EVERY_PAGE, Sources, faults
from lodestar.base.settings import SettingsError, parse
from lodestar.engine.signals import connect, get_outputs, get_sources
from plugins.hosting.settings import HostingSettings


def configure(pelican: Any) -> None:
    """At `initialized`."""
    options = parse(HostingSettings, "HOSTING", pelican.settings.get("HOSTING"))
    wrong = [
        f"pelicanconf.py: HOSTING['sources'][{name!r}] {fault}; {cure}" for name, fault, cure in faults(options.sources)
    ]
    if wrong:
        raise SettingsError("\n".join(wrong))
    pelican.settings["HOSTING"] = options


def sources(settings: Mapping[str, Any]) -> dict[str, Sources]:
    """At `get_sources`: what the settings let every page load."""
    return {EVERY_PAGE: settings["HOSTING"].sources}


def register() -> None:
    """Connect to Pelican's and Lodestar's signals."""
    from pelican import signals

    signals.initialized.connect(configure)
    connect(get_outputs, "plugins.hosting.hooks:outputs")
    get_sources.connect(sources)
