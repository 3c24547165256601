"""The header key of versions in other languages."""

from __future__ import annotations

from lodestar.base.front_matter.fields import Fields, Names, Rare


class TextTranslations(Fields):
    """The versions of a post, page or course in other languages."""

    translations: Rare[Names] = ()
    """The same text in other languages, as paths below content/, such as `posts/2026/hallo.md`; one of them naming the
    others is enough."""
