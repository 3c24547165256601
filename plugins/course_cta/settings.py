"""The settings of calls to action: `CALLS` in `pelicanconf.py`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, field

from lodestar.base.settings import SettingsModel


class CallSettings(SettingsModel):
    """How calls are placed, and what links off the site carry."""

    long: Annotated[int, Meta(ge=0)] = 350
    """A post of at least this many words is long enough for a call after one of its sections."""
    utm: dict[str, str] = field(default_factory=lambda: {"utm_source": "blog", "utm_medium": "post"})
    """What links off the site carry; the call's name is added as `utm_campaign`."""
