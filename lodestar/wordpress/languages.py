"""In which language a post is, and which posts say the same in others: the site has no field for it, the report tells it.

Polylang has terms for both (the taxonomies `language` and `post_translations`); WPML writes custom fields into an export
(https://wpml.org/documentation/related-projects/wpml-export-and-import/); qTranslate and WPGlobus put all languages into
one text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lodestar.wordpress.index import ExportIndex
from lodestar.wordpress.model import WxrItem
from lodestar.wordpress.places import ItemPlace

TAXONOMIES = frozenset({"language", "post_translations", "term_language", "term_translations"})
"""Polylang's: none of them is one for readers."""
SEVERAL = re.compile(r"\[:([a-z]{2})\]|<!--:([a-z]{2})-->|\{:([a-z]{2})\}")
"""Where another language begins in a text that holds several."""


def languages(index: ExportIndex, places: Mapping[int, ItemPlace]) -> dict[int, dict[str, Any]]:
    """Return the language of each item that has one (`lang`), and the files that say the same (`translations`)."""
    spoken = {number: language for number in places if (language := _language(index.items[number]))}
    groups: dict[str, dict[str, int]] = {}
    for number, language in spoken.items():
        if group := _group(index.items[number]):
            groups.setdefault(group, {}).setdefault(language, number)
    facts: dict[int, dict[str, Any]] = {}
    for number, language in spoken.items():
        alike = groups.get(_group(index.items[number]), {})
        others = {other: places[twin].file for other, twin in sorted(alike.items()) if twin != number}
        facts[number] = {"lang": language} | ({"translations": others} if others else {})
    return facts


def languages_in(item: WxrItem) -> list[str]:
    """Return the languages that one text holds side by side."""
    marks = SEVERAL.findall(f"{item.title}\n{item.body}")
    return list(dict.fromkeys("".join(codes) for codes in marks))


def _language(item: WxrItem) -> str:
    terms = [term.slug or term.name for term in item.terms if term.taxonomy == "language"]
    return next(iter(terms), "") or item.fact("_wpml_import_language_code").strip()


def _group(item: WxrItem) -> str:
    """Return what items that translate each other have in common."""
    terms = [term.slug or term.name for term in item.terms if term.taxonomy == "post_translations"]
    return next(iter(terms), "") or item.fact("_wpml_import_translation_group").strip()
