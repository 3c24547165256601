"""The settings of related posts: `RELATED` in `pelicanconf.py`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from lodestar.base.settings import SettingsModel


class RelatedSettings(SettingsModel):
    """How many related posts a page names, and how far they are looked for."""

    posts: Annotated[int, Meta(ge=0)] = 3
    """How many related posts stand under a post."""
    near: Annotated[int, Meta(ge=1)] = 4
    """For each tag of a post: how many of the posts just before it, and just after it, are looked at."""
