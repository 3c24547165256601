"""Facts about a post besides its text, from WordPress and its plugins: those with a field here, and those without."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lodestar.wordpress.body import plain_title
from lodestar.wordpress.expand import CORE
from lodestar.wordpress.files import one_line
from lodestar.wordpress.index import ExportIndex
from lodestar.wordpress.languages import TAXONOMIES, language_of
from lodestar.wordpress.model import WxrItem, WxrPicture
from lodestar.wordpress.places import ItemPlace
from lodestar.wordpress.shortcodes import pattern_of, without_unknown

DESCRIPTIONS = (
    "_yoast_wpseo_metadesc", "advanced_seo_description", "_aioseop_description", "_aioseo_description", "rank_math_description",
    "_seopress_titles_desc", "_genesis_description", "_su_description",
)  # fmt: skip
"""Custom fields in which plugins keep a description for search engines."""
TITLES = (
    "_yoast_wpseo_title", "rank_math_title", "_aioseop_title", "_aioseo_title", "_seopress_titles_title", "_genesis_title", "_su_title",
)  # fmt: skip
CANONICAL = (
    "_yoast_wpseo_canonical", "rank_math_canonical_url", "_aioseop_custom_link", "_seopress_robots_canonical",
    "_genesis_canonical_uri",
)  # fmt: skip
NOINDEX = {
    "_yoast_wpseo_meta-robots-noindex": r"1", "rank_math_robots": r".*\bnoindex\b.*", "_aioseop_noindex": r"on|1|yes",
    "_seopress_robots_index": r"yes", "_genesis_noindex": r"1", "_su_meta_robots_noindex": r"1",
}  # fmt: skip
"""Custom fields that exclude a post from search engines, with the values that do."""
TEMPLATE = re.compile(
    r"%%[\w ()-]+%%|%[a-z_]{3,}(?:\([^)]*\))?%|#(?:post|page|site|author|category|taxonomy)_\w+|\{\{[^}]*\}\}"
)
"""Matches a variable that a plugin fills in when it shows a page."""
SERIES = re.compile(r"(?:post_|blog_|article_)?series", re.IGNORECASE)
PLACED = TAXONOMIES | {"category", "post_tag", "post_format", "nav_menu", "author", "wp_theme", "wp_pattern_category"}
"""Taxonomies that have a counterpart here, or no meaning for readers."""


def fact(item: WxrItem, keys: tuple[str, ...]) -> str:
    """Return the first non-empty one of several custom fields."""
    return next((one_line(item.fact(key)) for key in keys if item.fact(key).strip()), "")


def summary(item: WxrItem) -> str:
    """Return the excerpt of a post, else its description for search engines, unless that is a template."""
    excerpt = pattern_of(CORE).sub(" ", item.excerpt) if "[" in item.excerpt else item.excerpt
    return plain_title(without_unknown(excerpt)) or plain_title(description(item))


def description(item: WxrItem) -> str:
    """Return the description of a post for search engines; empty where it is a template."""
    return "" if template(item) else fact(item, DESCRIPTIONS)


def template(item: WxrItem) -> str:
    """Return the description of a post if it is a template; empty otherwise."""
    described = fact(item, DESCRIPTIONS)
    return described if TEMPLATE.search(described) else ""


def series(item: WxrItem) -> list[str]:
    """Return the names of the series of a post."""
    return [one_line(term.name) for term in item.terms if SERIES.fullmatch(term.taxonomy)]


def featured(index: ExportIndex, item: WxrItem) -> WxrPicture | None:
    """Return the featured image of a post."""
    number = item.fact("_thumbnail_id").strip()
    return index.pictures.get(int(number)) if number.isascii() and number.isdigit() else None


def unplaced(index: ExportIndex, item: WxrItem, place: ItemPlace, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return what WordPress knows of a post that has no field here."""
    picture = featured(index, item)
    formats = [term.slug.removeprefix("post-format-") for term in item.terms if term.taxonomy == "post_format"]
    canonical = fact(item, CANONICAL)
    facts: dict[str, Any] = {
        "lang": "" if "lang" in fields else language_of(item),
        "featured_image": picture.url if picture and "image" not in fields else "",
        "featured_image_caption": plain_title(picture.caption) if picture else "",
        "format": next(iter(formats), ""),
        "pinned": item.sticky,
        "order": item.order if place.kind == "page" else 0,
        "search_title": fact(item, TITLES),
        "search_description": description(item) if item.excerpt else "",
        "noindex": any(re.fullmatch(value, item.fact(key).strip()) for key, value in NOINDEX.items()),
        "canonical": canonical if canonical.rstrip("/") != item.link.rstrip("/") else "",
    }
    for term in item.terms:
        if term.taxonomy not in PLACED and (not SERIES.fullmatch(term.taxonomy) or place.kind == "page"):
            facts.setdefault(term.taxonomy, []).append(one_line(term.name))
    if place.kind == "post" and (further_series := series(item)[1:]):
        facts["more_series"] = further_series
    return {key: value for key, value in facts.items() if value}
