"""The settings of tables of contents and reading times: `CONTENTS` in `pelicanconf.py`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from lodestar.base.settings import SettingsModel


class ContentsSettings(SettingsModel):
    """When a post has a table of contents, and how fast it is read."""

    long: Annotated[int, Meta(ge=0)] = 700
    """A post of at least this many words is long."""
    headings: Annotated[int, Meta(ge=1)] = 3
    """A long post with at least this many headings has a table of contents."""
    words_per_minute: Annotated[int, Meta(ge=1)] = 230
    """How fast readers read; 238 is the mean of adults reading non-fiction in silence (Brysbaert, 2019)."""
