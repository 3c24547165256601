"""The header key of a subtitle."""

from __future__ import annotations

from lodestar.base.front_matter.fields import Fields, Line


class PostSubtitle(Fields):
    """The subtitle of a post."""

    subtitle: Line = ""
    """A line under the title."""
