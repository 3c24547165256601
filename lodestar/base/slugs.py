"""Slugs: the last part of an address, and the name of a file that becomes one."""

from __future__ import annotations

import re

SLUG = re.compile(r"[a-z0-9]+(?:[-_]+[a-z0-9]+)*")
"""What a slug may be."""
LONGEST_SLUG = 200
"""Its characters at most, as in WordPress (`wp_posts.post_name`); a file's name may have some more."""


def usable(slug: str) -> str:
    """Return a slug that was made of a title as a file may be named: not too long, a letter or digit at both ends."""
    if len(slug) > LONGEST_SLUG:
        slug = slug[:LONGEST_SLUG].rpartition("-")[0] or slug[:LONGEST_SLUG]
    return slug.strip("-_")
