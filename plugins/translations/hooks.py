"""The receivers of Lodestar's signals for versions in other languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lodestar.base.kinds import TEXTS
from lodestar.base.problems import did_you_mean
from lodestar.base.values import Source
from lodestar.engine.site import Site
from plugins.translations.core import alternates, in_order, named_versions, text_groups, versions


def text_parts(site: Site) -> dict[str, Callable[[Source], Any]]:
    """At `get_text_parts`: the way from a text to its other versions that readers can see."""
    texts = {text.path: text for kind in TEXTS for text in site.content.get(kind, ())}
    check(site, texts)
    addresses: dict[str, dict[str, str]] = {}
    """The addresses of the versions of a text by their languages, by its path."""
    indexed: dict[str, dict[str, str]] = {}
    """The same, for search engines: without hidden texts."""
    for paths in text_groups(texts):
        by_language = {_language(site, texts[path]): path for path in paths if path in site.urls}
        ordered = {lang: by_language[lang] for lang in in_order(by_language, site.language.code)}
        visible_addresses = {lang: site.urls[path] for lang, path in ordered.items()}
        indexed_addresses = {
            lang: site.urls[path] for lang, path in ordered.items() if texts[path].said("status") != "hidden"
        }
        for path in ordered.values():
            addresses[path], indexed[path] = visible_addresses, indexed_addresses

    def other_versions(text: Source) -> Any:
        own_addresses = addresses.get(text.path)
        return (versions(own_addresses, _language(site, text)) or None) if own_addresses else None

    def all_versions(text: Source) -> Any:
        own_addresses = indexed.get(text.path)
        return (
            (alternates(own_addresses, site.language.code) or None)
            if own_addresses and text.said("status") != "hidden"
            else None
        )

    return {"versions": other_versions, "alternates": all_versions}


def check(site: Site, texts: Mapping[str, Source]) -> None:
    """Refuse missing texts, and two versions in the same language."""
    for path, text in texts.items():
        for index, name in enumerate(named_versions(text)):
            place = ("translations", index)
            if name == path:
                site.refuse(path, place, "the text names itself as its translation", "delete the name")
            elif name not in texts:
                cure = did_you_mean(
                    name, texts.keys() - {path}, f"write a path below {site.shown}/, such as posts/2026/hallo.md"
                )
                site.refuse(path, place, f'the translation "{name}" does not exist', cure, missing=name)
    for paths in text_groups(texts):
        first: dict[str, str] = {}
        for path in paths:
            lang = _language(site, texts[path])
            other_path = first.setdefault(lang, path)
            if other_path != path:
                fault = f'it says the same as {site.shown}/{other_path} and is in the same language, "{lang}"'
                cure = 'write its own, such as "lang: de", or take it out of "translations"'
                site.refuse(path, ("lang" if texts[path].said("lang") else "translations",), fault, cure)


def _language(site: Site, text: Source) -> str:
    return site.tag_of(text.said("lang"))
