"""The language of a post, and its versions in other languages: `lang` and `translations` of its header.

Polylang has terms for both (the taxonomies `language` and `post_translations`); WPML exports custom fields
(https://wpml.org/documentation/related-projects/wpml-export-and-import/); qTranslate and WPGlobus put all languages into
one text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lodestar.base.language_tags import read_tag
from lodestar.wordpress.index import ExportIndex
from lodestar.wordpress.model import WxrItem
from lodestar.wordpress.places import ItemPlace

TAXONOMIES = frozenset({"language", "post_translations", "term_language", "term_translations"})
"""Polylang's taxonomies, which are not meant for readers."""
SEVERAL = re.compile(r"\[:([a-z]{2})\]|<!--:([a-z]{2})-->|\{:([a-z]{2})\}")
"""Matches where another language begins in a text with several."""


def languages(index: ExportIndex, places: Mapping[int, ItemPlace]) -> dict[int, dict[str, Any]]:
    """Return the header keys on the language of items (`lang`), and on the text they are a version of
    (`translations`): all versions name the first one."""
    tags = {number: language for number in places if (language := tag_of(index.items[number]))}
    groups: dict[str, dict[str, int]] = {}
    for number, language in sorted(tags.items()):
        if group := _group(index.items[number]):
            groups.setdefault(group, {}).setdefault(language, number)
    facts: dict[int, dict[str, Any]] = {number: {"lang": language} for number, language in tags.items()}
    for versions in groups.values():
        first, *translations = versions.values()
        for number in translations:
            facts[number]["translations"] = (places[first].file,)
    return facts


def tag_of(item: WxrItem) -> str:
    """Return the language tag of an item; empty where it has none or an invalid one."""
    try:
        return read_tag(language_of(item))
    except ValueError:
        return ""


def languages_in(item: WxrItem) -> list[str]:
    """Return the languages in a text that contains several."""
    marks = SEVERAL.findall(f"{item.title}\n{item.body}")
    return list(dict.fromkeys("".join(codes) for codes in marks))


def language_of(item: WxrItem) -> str:
    """Return the language of an item, as its plugin names it; empty for none."""
    terms = [term.slug or term.name for term in item.terms if term.taxonomy == "language"]
    return next(iter(terms), "") or item.fact("_wpml_import_language_code").strip()


def _group(item: WxrItem) -> str:
    """Return a key shared by all versions of an item."""
    terms = [term.slug or term.name for term in item.terms if term.taxonomy == "post_translations"]
    return next(iter(terms), "") or item.fact("_wpml_import_translation_group").strip()
