"""Header values from Pelican's settings: defaults, and what the path of a file means.

As in Pelican (`readers.py`: `default_metadata`, `path_metadata`, `parse_path_metadata`), a header overrides the names
of file and folder, those override `EXTRA_PATH_METADATA`, and that overrides the defaults.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import msgspec

from lodestar.base.front_matter.keys import key_name
from lodestar.base.kinds import TERM_FOLDERS
from lodestar.base.values import Value

KINDS = ("posts", "pages")
"""The kinds of content to which the settings apply."""
PLACES = ("path", "save_as")
"""Keys of `EXTRA_PATH_METADATA` that say where a copied file goes; they are not header keys."""


class Defaults(Value):
    """The settings that affect how a text is read; all empty where the site sets none of them."""

    keys: dict[str, Any] = msgspec.field(default_factory=dict)
    """`DEFAULT_METADATA`, `DEFAULT_CATEGORY` and `DEFAULT_DATE`, as header keys."""
    below: tuple[tuple[str, dict[str, Any]], ...] = ()
    """`EXTRA_PATH_METADATA`: paths of files and folders, outermost first, each with its header keys."""
    file_name: str = ""
    """`FILENAME_METADATA`: a regular expression whose groups are header keys."""
    path: str = ""
    """`PATH_METADATA`, the same for the path below content/."""
    folder: bool = False
    """`USE_FOLDER_AS_CATEGORY`."""
    slug: str = ""
    """`SLUGIFY_SOURCE`: `title`, `basename`, or empty for the name of the file as it is."""
    rules: tuple[tuple[str, str], ...] = ()
    """`SLUG_REGEX_SUBSTITUTIONS`."""
    unicode: bool = False
    case: bool = False
    words: int | None = 0
    """`SUMMARY_MAX_LENGTH`: the most words of a summary; None for no limit, 0 for the site's own rule."""
    paragraphs: int = 0
    """`SUMMARY_MAX_PARAGRAPHS`: the most paragraphs of a summary; 0 for any number."""
    suffix: str = "…"
    """`SUMMARY_END_SUFFIX`."""

    def values_for(self, kind: str, path: str) -> dict[str, Any]:
        """Return the header keys and values that the settings give to a file of a kind."""
        if kind not in KINDS:
            return {}
        results = dict(self.keys)
        for place, keys in self.below:
            if path == place or path.startswith(f"{place}/"):
                results.update(keys)
        folder, _, name = path.rpartition("/")
        implied: dict[str, Any] = {}
        folder_name = folder.rpartition("/")[2] if self.folder and "/" in folder else ""
        groups = {
            **({"category": folder_name} if folder_name else {}),
            **_groups(self.path, path),
            **_groups(self.file_name, name.rpartition(".")[0]),
        }
        for key, value in groups.items():
            implied.update(header_key(key, value))
        return results | implied

    def slug_of(self, title: str, name: str) -> str:
        """Return the slug that Pelican would make of a title or a file name."""
        from pelican.utils import slugify

        source = title if self.slug == "title" else name
        return str(slugify(source, self.rules, preserve_case=self.case, use_unicode=self.unicode))


def _groups(pattern: str, text: str) -> dict[str, str]:
    result = re.match(pattern, text) if pattern else None
    return {key: value for key, value in result.groupdict().items() if value} if result else {}


def header_key(key: str, value: Any) -> dict[str, Any]:
    """Return a key and value of Pelican's settings as in a header, where commas separate names."""
    name = key_name(key)
    if name in TERM_FOLDERS.values() and isinstance(value, str):
        return {name: [part.strip() for part in value.split(",") if part.strip()]}
    if isinstance(value, datetime):
        return {name: value.strftime("%Y-%m-%d %H:%M:%S")}
    return {name: value if isinstance(value, list | dict) else list(value) if isinstance(value, tuple) else str(value)}


def defaults(settings: Mapping[str, Any], names: Collection[str]) -> Defaults:
    """Return the defaults from those of Pelican's settings that the site itself sets."""
    site_settings = {name: settings[name] for name in names if name in settings}
    date = site_settings.get("DEFAULT_DATE")
    keys: dict[str, Any] = {}
    if date:
        keys["date"] = date if isinstance(date, str) else datetime(*date)
    if category := site_settings.get("DEFAULT_CATEGORY"):
        keys["category"] = category
    keys |= dict(site_settings.get("DEFAULT_METADATA") or {})
    below = sorted((site_settings.get("EXTRA_PATH_METADATA") or {}).items())
    return Defaults(
        keys=_header(keys),
        below=tuple((path.rstrip("/"), header) for path, values in below if (header := _header(values))),
        file_name=site_settings.get("FILENAME_METADATA") or "",
        path=site_settings.get("PATH_METADATA") or "",
        folder=bool(site_settings.get("USE_FOLDER_AS_CATEGORY")),
        slug=site_settings.get("SLUGIFY_SOURCE") or "",
        rules=tuple((pattern, replacement) for pattern, replacement in settings["SLUG_REGEX_SUBSTITUTIONS"]),
        unicode=bool(settings.get("SLUGIFY_USE_UNICODE")),
        case=bool(settings.get("SLUGIFY_PRESERVE_CASE")),
        words=site_settings.get("SUMMARY_MAX_LENGTH", 0),
        paragraphs=site_settings.get("SUMMARY_MAX_PARAGRAPHS") or 0,
        suffix=site_settings.get("SUMMARY_END_SUFFIX", "…"),
    )


def _header(keys: Mapping[str, Any]) -> dict[str, Any]:
    results: dict[str, Any] = {}
    for key, value in keys.items():
        if key not in PLACES:
            results.update(header_key(key, value))
    return results
