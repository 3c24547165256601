"""The receivers of Lodestar's signals for series."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lodestar.engine.site import Published, Site
from plugins.series.core import series


def parts(site: Site) -> dict[str, Callable[[Published], Any]]:
    """At `get_page_parts`: the series a post is a part of."""
    return {"series_box": series(site.articles)}
