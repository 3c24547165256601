"""Attributes for words in another language than the text around them (WCAG 2.2, 3.1.2 Language of Parts)."""

from __future__ import annotations

from functools import cache
from typing import Any

from markupsafe import Markup

from lodestar.base.languages import Language, current


def lang_of(value: Any) -> Markup:
    """In templates: the attributes for words of a text (what has a tag, `lang`), where the page is in another language."""
    tag = value.lang
    page_language = current()
    return Markup("") if not tag or tag == page_language.code else _attributes(tag, page_language.direction)


def lang_back(value: Any) -> Markup:
    """In templates: the attributes for words of the page itself within such a text."""
    return _attributes(current().code, _direction(value.lang)) if lang_of(value) else Markup("")


@cache
def _attributes(tag: str, around: str) -> Markup:
    """Return the attributes of words in a language, within text of another direction or language."""
    direction = _direction(tag)
    return Markup(' lang="{}" dir="{}"' if direction != around else ' lang="{}"').format(tag, direction)


@cache
def _direction(tag: str) -> str:
    return Language(tag).direction
