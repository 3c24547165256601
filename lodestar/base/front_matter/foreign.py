"""Header keys of other systems and their names here.

They come from Hugo, Jekyll, Eleventy, Astro, Ghost, Hexo, Pelican and the converters that write for them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

NAMES: dict[str, tuple[str, ...]] = {
    "title": ("headline", "heading", "name", "label", "subject"),
    "date": ("pubdate", "pub_date", "publishdate", "publish_date", "published_at", "published_on", "published_time",
             "created", "created_at", "datetime", "posted"),
    "modified": ("updated", "updated_at", "updated_on", "lastmod", "last_modified", "last_modified_at", "last_updated",
                 "lastupdated", "modified_at", "modified_date", "modified_time", "date_updated", "date_modified"),
    "summary": ("description", "excerpt", "abstract", "teaser", "meta_description", "seo_description", "synopsis",
                "snippet", "custom_excerpt"),
    "url": ("permalink", "override_url"),
    "slug": ("basename", "post_name"),
    "aliases": ("alias", "redirect_from", "redirects", "old_urls"),
    "tags": ("keywords", "topics", "labels"),
    "categories": ("section", "sections"),
    "authors": ("writer", "writers", "by", "creator"),
    "image": ("cover", "cover_image", "featured_image", "feature_image", "featuredimage", "thumbnail", "thumb", "hero",
              "hero_image", "banner", "header_image", "og_image", "picture", "photo"),
    "image_alt": ("cover_alt", "image_caption", "alt", "thumbnail_alt", "featured_image_alt"),
    "subtitle": ("subheading", "tagline", "dek", "deck"),
    "id": ("guid", "uuid", "post_id", "feed_id"),
    "bio": ("biography", "about"),
    "portrait": ("avatar", "photo", "profile_image"),
    "lang": ("language", "locale", "i18n_language"),
    "role": ("job", "job_title", "position"),
    "synonyms": ("alternate_names", "also"),
}  # fmt: skip
"""Our keys, each with the foreign keys that mean it; of two that fit, the first one that a kind of file may have."""
LOOKS = frozenset({"layout", "type", "theme", "css", "view", "render_with_liquid", "toc", "show_toc"})
"""Keys that choose the look of a text."""
SENTENCES = {
    "template": 'a theme shows every post alike; put what differs below "extra:", and let the template look there',
    "save_as": 'write the whole address as "url: /..."',
    "translation": 'delete the line, and name the other versions of the text in "translations:"',
}
"""Keys of Pelican that no key of ours replaces with the same value, each with what to do about it."""
STATES = {"draft": "draft", "hidden": "hidden", "unlisted": "hidden", "private": "draft"}
"""Boolean keys, each with the status that `true` means."""
ON = ("published", "publish", "public", "visible")
"""Boolean keys whose `false` means a draft."""
YES = frozenset({"true", "yes", "on", "1", "y"})
NO = frozenset({"false", "no", "off", "0", "n", ""})


def counterpart(key: str, value: Any, keys: Collection[str], fields: Mapping[str, Any]) -> str:
    """Return what to do about another system's key, in a file that may have `keys` and has those in `fields`;
    empty for any other key.
    """
    if key in SENTENCES:
        return SENTENCES[key]
    if key in LOOKS:
        return "delete the line; the theme decides how each kind of text looks"
    own_key, word = meaning(key, value, keys)
    if (own_key, word) == ("status", "published"):
        return "delete the line; a text is published unless its status says otherwise"
    line = f"{own_key}: {word}" if word else own_key
    if own_key and fields.get(own_key) and word in ("", fields.get(own_key)):
        return f'delete the line; "{line}" says it'
    return f'write "{line}"' if word else f'here it is called "{own_key}"' if own_key else ""


def meaning(key: str, value: Any, keys: Collection[str]) -> tuple[str, str]:
    """Return our key for a key of another system, and its value where that differs; else two empty strings."""
    word = value.strip().lower() if isinstance(value, str) else ""
    status = _status(key, word)
    if status and "status" in keys:
        return "status", status
    if key in ON:
        return ("date", "") if word[:4].isdigit() and "date" in keys else ("", "")
    return next((name for name, foreign_keys in NAMES.items() if key in foreign_keys and name in keys), ""), ""


def _status(key: str, word: str) -> str:
    """Return the status that a key of another system means; empty for none."""
    if key in STATES and word in YES | NO:
        return STATES[key] if word in YES else "published"
    if key in ON and word in YES | NO:
        return "published" if word in YES else "draft"
    return word if key == "visibility" and word in ("draft", "hidden") else ""
