"""The settings of the typeface: `TYPEFACE` in `pelicanconf.py`."""

from __future__ import annotations

from lodestar.base.settings import SettingsModel


class TypefaceSettings(SettingsModel):
    """Whether the site brings a typeface."""

    enabled: bool = True
    """Whether texts stand in a typeface that the site brings; else in those of the reader's device."""
