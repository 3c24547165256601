"""A biography under every post, of each of its authors in order, written once in `content/authors/`.

Connects to Lodestar's `get_fields`, `get_parts`, `get_archive_parts` and `get_slots`. The long biography stands on the author's archive, which is the archives' job.
"""

from __future__ import annotations

from typing import Any

from lodestar.engine.signals import connect, get_archive_parts, get_fields, get_parts, get_slots


def declare_fields(settings: Any) -> dict[str, str]:
    """At `get_fields`: the key `bio` of an author."""
    return {"authors": "plugins.author_bio.fields:AuthorBio"}


def fill_slots(settings: Any) -> dict[str, str]:
    """At `get_slots`: the biographies below the text."""
    return {"after_text": "author_bio/author-bio.html:author_bio"}


def register() -> None:
    """Connect to Lodestar's signals."""
    get_fields.connect(declare_fields)
    connect(get_parts, "plugins.author_bio.hooks:parts")
    connect(get_archive_parts, "plugins.author_bio.hooks:archive_parts")
    get_slots.connect(fill_slots)
