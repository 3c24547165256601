"""The header key of a series."""

from __future__ import annotations

from lodestar.base.front_matter.fields import Fields, Rare, Text


class Post(Fields):
    """What a post says."""

    series: Rare[Text] = ""
    """The series it is a part of."""
