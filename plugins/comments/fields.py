"""The header key by which a post closes its comments."""

from __future__ import annotations

from lodestar.base.front_matter.fields import Fields, Flag, Rare


class Post(Fields):
    """What a post says."""

    comments: Rare[Flag] = True
    """Whether readers may leave a comment."""
