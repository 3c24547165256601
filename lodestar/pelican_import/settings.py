"""Carries over settings of the old site, as lines for `pelicanconf.py` and values of the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from string import Formatter
from typing import Any

from pelican.settings import DEFAULT_CONFIG

from lodestar.base.address import answered
from lodestar.engine.pelican.table import HONORED, INSTEAD, REFUSED
from lodestar.engine.static import MEDIA, OF_HOSTS, is_never_copied
from lodestar.pelican_import.reading import OldSite

LISTS = {"tags": "TAGS", "categories": "CATEGORIES", "authors": "AUTHORS", "archives": "ARCHIVES"}
"""Pelican's lists, with the beginning of their settings' names."""
PATTERNS = {
    "ARTICLE": ("slug", "date"), "PAGE": ("slug",), "TAG": ("slug",), "CATEGORY": ("slug",), "AUTHOR": ("slug",),
    "YEAR_ARCHIVE": ("date",), "MONTH_ARCHIVE": ("date",), "DAY_ARCHIVE": ("date",),
}  # fmt: skip
FEEDS = [f"{kind}_FEED_{type}" for kind in ("TAG", "CATEGORY", "AUTHOR") for type in ("ATOM", "RSS")]
RULES = [f"{kind}_REGEX_SUBSTITUTIONS" for kind in ("SLUG", "TAG", "CATEGORY", "AUTHOR")]
OF_SITE = frozenset({
    "SITENAME", "SITESUBTITLE", "SITEURL", "AUTHOR", "TIMEZONE", "DEFAULT_LANG", "MENUITEMS", "LINKS", "SOCIAL",
    "DISPLAY_PAGES_ON_MENU", "FEED_DOMAIN", "FEED_ATOM", "FEED_RSS", "DELETE_OUTPUT_DIRECTORY", "PATH", "OUTPUT_PATH",
    "RELATIVE_URLS",
})  # fmt: skip
"""Settings that `content/site.yaml` replaces here, or that an import has already used."""


def carried_settings(site: OldSite, current_settings: Mapping[str, Any], copied: Iterable[str]) -> dict[str, Any]:
    """Return the settings under which lists, feeds and files keep their addresses, where they differ from the current ones.

    `copied` are the paths below content/ of the files that are brought.
    """
    new_settings = {**dict(_addresses(site)), **dict(_feeds(site)), **dict(_slugs(site.settings))}
    if folders := _static_paths(copied, current_settings):
        new_settings["STATIC_PATHS"] = folders
    return {
        name: value for name, value in new_settings.items() if _listed(current_settings.get(name)) != _listed(value)
    }


def _listed(value: Any) -> Any:
    return [_listed(item) for item in value] if isinstance(value, list | tuple) else value


def _addresses(site: OldSite) -> Iterator[tuple[str, Any]]:
    settings, files = site.settings, {file for file, _, _ in site.output}
    for kind, placeholders in PATTERNS.items():
        save_as = str(settings.get(f"{kind}_SAVE_AS") or "").lstrip("/")
        if save_as and {name for _, name, _, _ in Formatter().parse(save_as) if name is not None} <= set(placeholders):
            yield f"{kind}_SAVE_AS", save_as
            yield f"{kind}_URL", answered(save_as)
    direct = settings.get("DIRECT_TEMPLATES") or ()
    for name, begin in LISTS.items():
        file = settings.get(f"{begin}_SAVE_AS", f"{name}.html") if name in direct else ""
        if file and file in files:
            yield f"{begin}_SAVE_AS", file
    index = settings.get("INDEX_SAVE_AS", "index.html") if "index" in direct else ""
    if any(text.save_as == "index.html" and text.status != "draft" for text in site.texts):
        yield "INDEX_SAVE_AS", index if index != "index.html" else ""
    elif index:
        yield "INDEX_SAVE_AS", index
    if rules := settings.get("PAGINATION_PATTERNS"):
        yield "PAGINATION_PATTERNS", [(rule[0], answered(rule[2]), rule[2]) for rule in rules]


def _feeds(site: OldSite) -> Iterator[tuple[str, Any]]:
    settings = site.settings
    for type in ("ATOM", "RSS"):
        all_posts, single_feed = settings.get(f"FEED_ALL_{type}"), settings.get(f"FEED_{type}")
        if single_feed and all_posts == DEFAULT_CONFIG.get(f"FEED_ALL_{type}"):  # it is not meant for readers
            all_posts = single_feed
        if path := all_posts or single_feed:
            yield f"FEED_ALL_{type}", path
    yield from ((name, settings[name]) for name in FEEDS if settings.get(name))
    yield "FEED_MAX_ITEMS", settings.get("FEED_MAX_ITEMS", 100) or None  # "" in Pelican 4.5


def _slugs(settings: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the settings for slugs that are not Pelican's defaults."""
    usual: Any = DEFAULT_CONFIG
    yield from (
        (name, settings[name])
        for name in RULES
        if settings.get(name) and _listed(settings[name]) != _listed(usual.get(name, usual["SLUG_REGEX_SUBSTITUTIONS"]))
    )


def _static_paths(copied: Iterable[str], current_settings: Mapping[str, Any]) -> list[str]:
    """Return what STATIC_PATHS must name so that all files are copied: those of kinds that are not copied from anywhere."""
    # of STATIC_PATHS itself the engine leaves nothing to Pelican
    named: Sequence[str] = current_settings["DECLARED"].static
    missing = {
        path
        for path in copied
        if PurePosixPath(path).suffix.lower().removeprefix(".") not in MEDIA
        and not OF_HOSTS(path)
        and not any(path.startswith(f"{place.rstrip('/')}/") and not is_never_copied(path) for place in named)
    }
    return [*named, *sorted(missing - {*named})] if missing else []


def snippet(settings: Mapping[str, Any]) -> list[str]:
    """Return settings as lines of Python."""
    return [f"{name} = {value!r}" for name, value in settings.items()]


def dropped_settings(site: OldSite) -> list[tuple[str, str]]:
    """Return the old settings that say something else than Pelican's default and do not go on holding: name, and what
    stands in its place."""
    defaults: Any = DEFAULT_CONFIG
    rows = []
    for name, value in sorted(site.settings.items()):
        if name in OF_SITE or value in (None, "", [], {}, False) or _listed(defaults.get(name)) == _listed(value):
            continue
        replacement = INSTEAD.get(name) or REFUSED.get(name)
        if replacement is not None:
            rows.append((name, replacement.text))
        elif name not in HONORED:
            rows.append((name, "nothing here reads it; what a template needs can stand in JINJA_GLOBALS"))
    return rows
