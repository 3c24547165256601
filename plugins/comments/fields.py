"""The header key by which a post closes its comments."""

from __future__ import annotations

from lodestar.base.front_matter.fields import Fields, Flag, Mail, Rare


class Post(Fields):
    """What a post says."""

    comments: Rare[Flag] = True
    """Whether readers may leave a comment."""


class Site(Fields):
    """What `site.yaml` says."""

    mail: Mail = ""
    """Where readers' letters go: `name@your-name.com`."""
