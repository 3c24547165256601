"""The header key of a subtitle."""

from __future__ import annotations

from lodestar.base.front_matter.fields import Fields, Line


class Post(Fields):
    """What a post says."""

    subtitle: Line = ""
    """A line under the title."""
