"""Rules for the host: redirects, content types of feeds, security headers, how long browsers may keep what.

Stands on Pelican's `initialized` and Lodestar's `get_outputs` and `get_sources`. Setting: `HOSTING`. Writes `_redirects` and `_headers`
(Netlify, Cloudflare Pages), `.nginx/` (nginx), `.htaccess` (Apache), or routing rules (S3).
"""

from __future__ import annotations

from pelican import signals

from lodestar.engine.signals import get_outputs, get_sources


def register() -> None:
    """Connect to Pelican's and Lodestar's signals."""
    from plugins.hosting import hooks

    signals.initialized.connect(hooks.configure)
    get_outputs.connect(hooks.outputs)
    get_sources.connect(hooks.sources)
