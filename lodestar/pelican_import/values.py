"""The old site's own values (name, address, ...), for `content/site.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from lodestar.base.front_matter.fields import MENU
from lodestar.base.front_matter.site_values import problems, with_values
from lodestar.base.site_file import LANGUAGE, SITE_FILE, is_zone
from lodestar.pelican_import.links import OldLinks
from lodestar.pelican_import.places import TextPlace
from lodestar.pelican_import.reading import OldSite
from lodestar.wordpress.files import one_line


def old_values(site: OldSite, links: OldLinks, author: str) -> dict[str, Any]:
    """Return the values of the old site by their keys here, without invalid ones."""
    settings = site.settings
    language, zone = str(settings.get("DEFAULT_LANG") or ""), str(settings.get("TIMEZONE") or "")
    values = {
        "name": one_line(unescape(str(settings.get("SITENAME") or ""))),
        "sentence": one_line(unescape(str(settings.get("SITESUBTITLE") or ""))),
        "author": one_line(str(settings.get("AUTHOR") or "")) or author,
        "address": site.address,
        "timezone": zone if is_zone(zone) else "",
        "language": language if LANGUAGE.fullmatch(language) else "",
        "menu": dict(_menu(site, links)),
        "footer": dict(_footer(site, links)),
    }
    return {key: value for key, value in values.items() if value and _is_sound(key, value)}


def feed_id(site: OldSite) -> str:
    """Return the id of the old site's feeds, as Pelican's Writer makes it."""
    return f"{site.address}/"


def _is_sound(key: str, value: Any) -> bool:
    return not problems(with_values(b"name: A\n", {key: value}), (), SITE_FILE)


def _menu(site: OldSite, links: OldLinks) -> Iterator[tuple[str, str]]:
    yield from _named(site.settings.get("MENUITEMS") or (), links)
    if site.settings.get("DISPLAY_PAGES_ON_MENU", True):
        yield from ((one_line(unescape(place.text.title)), place.address) for place in links.places if _in_menu(place))


def _in_menu(place: TextPlace) -> bool:
    return place.text.kind == "page" and place.text.status == "published" and not place.text.translation


def _footer(site: OldSite, links: OldLinks) -> Iterator[tuple[str, str]]:
    for name in ("LINKS", "SOCIAL"):
        yield from _named(site.settings.get(name) or (), links)


def _named(items: Any, links: OldLinks) -> Iterator[tuple[str, str]]:
    """Yield names and addresses in a setting that may contain anything."""
    for item in items.items() if isinstance(items, Mapping) else items:
        if isinstance(item, Sequence) and not isinstance(item, str) and len(item) >= 2:
            label, url = one_line(str(item[0])), links.address(str(item[1]))
            if label and MENU.fullmatch(url):
                yield label, url
