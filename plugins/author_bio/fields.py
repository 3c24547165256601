"""The header key of an author's line."""

from __future__ import annotations

from lodestar.base.front_matter.fields import Fields, Markdown


class Author(Fields):
    """What an author's file says."""

    bio: Markdown = ""
    """The line under each post, in Markdown."""
