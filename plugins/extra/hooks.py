"""The receivers of Lodestar's signals for an author's own keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lodestar.base.values import Page
from lodestar.engine.site import Published, Site


def parts(site: Site) -> dict[str, Callable[[Published], Any]]:
    """At `get_parts`."""
    return {"extra": lambda post: post.article.fields.get("extra")}


def page_parts(site: Site) -> dict[str, Callable[[Page], Any]]:
    """At `get_standalone_parts`."""
    return {"extra": lambda page: page.fields.get("extra")}
