"""The header key of an author's line."""

from __future__ import annotations

from lodestar.base.front_matter.fields import Fields, Markdown


class AuthorBio(Fields):
    """The line about an author."""

    bio: Markdown = ""
    """The line under each post, in Markdown."""
