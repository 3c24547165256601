"""The settings of the build: `BUILD` in `pelicanconf.py`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from lodestar.base.settings import SettingsModel


class BuildSettings(SettingsModel):
    """How the site is built; none of it changes what is built."""

    workers: Annotated[int, Meta(ge=0)] = 0
    """How many processes read and render; 0 means one for each core."""
    clean: bool = False
    """Whether to forget what earlier builds remembered."""
    explain: str = ""
    """An output (`tag/listening/index.html`, or its address) to explain: why it was or was not rendered."""
    changes: bool = False
    """Whether to list every output that changed."""
    later: bool = False
    """Whether the search index may stay as it is until a build without this: making it takes longer than all else that a
    saved post changes."""
