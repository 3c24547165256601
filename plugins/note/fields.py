"""The header key of a note."""

from __future__ import annotations

from lodestar.base.front_matter.fields import Fields, Markdown, Rare


class PostNote(Fields):
    """The note above a post."""

    note: Rare[Markdown] = ""
    """A sentence set above the text, such as "An updated version of a post from 2015.\""""
