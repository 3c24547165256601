"""A biography under every post, of each of its authors in order, written once in `content/authors/`.

Stands on Lodestar's `get_parts`. The long biography stands on the author's archive, which is the archives' job.
"""

from __future__ import annotations

from plugins.signals import get_parts


def register() -> None:
    """Connect to Lodestar's signals."""
    from plugins.author_bio import hooks

    get_parts.connect(hooks.parts)
