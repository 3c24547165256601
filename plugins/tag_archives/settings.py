"""The settings of archives: `ARCHIVES` in `pelicanconf.py`."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from lodestar.base.settings import SettingsModel

Style = Literal["full", "excerpts"]


class ArchiveSettings(SettingsModel):
    """What archives show, and how much of it on a page."""

    full_per_page: Annotated[int, Meta(ge=1)] = 5
    """Posts on a page that shows them in full."""
    excerpts_per_page: Annotated[int, Meta(ge=1)] = 10
    """Posts on a page of excerpts."""
    home: Style = "excerpts"
    """What the home page shows."""
    tag: Style = "full"
    """What tag archives show, unless the tag's own file says otherwise."""
    category: Style = "full"
    """What category archives show, unless the category's own file says otherwise."""
    author: Style = "excerpts"
    """What author archives show."""
    date: Style = "excerpts"
    """What archives of a year, month or day show."""
    kindred: Annotated[int, Meta(ge=0)] = 8
    """How many of the tags that occur with it an archive names."""
    shared: Annotated[int, Meta(ge=1)] = 2
    """How many posts a tag must share with an archive to be named there."""
    thin: Annotated[int, Meta(ge=0)] = 3
    """A tag of fewer posts than this, which no file introduces, is left out of search engines and the sitemap."""
    used: Annotated[int, Meta(ge=0)] = 20
    """How many of the most used tags the index of tags names apart."""
