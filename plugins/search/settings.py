"""The settings of search: `SEARCH` in `pelicanconf.py`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from lodestar.base.settings import SettingsModel


class SearchSettings(SettingsModel):
    """Whether there is a search page, and how large its indexes are."""

    enabled: bool = True
    """Whether the site has a search page."""
    posts: Annotated[int, Meta(ge=1)] = 500
    """How many posts an index holds; where there are more, a new post makes only the newest index again."""
