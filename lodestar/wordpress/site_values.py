"""The blog's own values (name, address, ...), proposed for `site.yaml` and written there if the author agrees."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lodestar.base.files import replace
from lodestar.base.front_matter.header import Fault, decode, mapping
from lodestar.base.site_file import LANGUAGE, SAMPLE_ID, SAMPLE_MENU, SITE_FILE
from lodestar.wordpress.files import one_line
from lodestar.wordpress.problems import ImportRefused

if TYPE_CHECKING:
    from lodestar.wordpress.run import Outcome

MAIL = "mail"
"""The mail address, which is not imported: no mail address in an export is."""


def blog_values(outcome: Outcome) -> dict[str, Any]:
    """Return the blog's values by the keys of `site.yaml`, as far as the export has them."""
    channel = outcome.index.channel
    language = channel.language.strip()
    values = {
        "name": one_line(unescape(channel.title)),
        "sentence": one_line(unescape(channel.description)),
        "author": outcome.author,
        "address": channel.link.strip().rstrip("/"),
        "timezone": outcome.zone.name if outcome.zone.total else "",
        "language": language if LANGUAGE.fullmatch(language) else "",
        "menu": dict(outcome.menu),
    }
    return {key: value for key, value in values.items() if value and _is_sound(key, value)}


def _is_sound(key: str, value: Any) -> bool:
    """Return whether a value is valid for a site; an export may contain anything."""
    from lodestar.base.front_matter.site_values import problems

    return not problems(_with_values(b"name: A\n", {key: value}), (), SITE_FILE)


def _with_values(data: bytes, values: Mapping[str, Any]) -> bytes:
    """Return `site.yaml` with some values set; the check is imported late, since it takes memory."""
    from lodestar.base.front_matter.site_values import with_values

    return with_values(data, values)


def site_fields(content: Path) -> dict[str, Any]:
    """Return the values in `site.yaml`. Raises ImportRefused where it cannot be read."""
    path = content / SITE_FILE
    if not path.is_file():
        return {}
    try:
        return mapping(decode(path.read_bytes())).fields
    except Fault as fault:
        raise ImportRefused(str(path), fault.line, fault.what, fault.cure) from None


def is_hers(fields: Mapping[str, Any]) -> bool:
    """Return whether `site.yaml` has the author's own values, not the sample's and not none."""
    return bool(fields.get("name")) and fields.get("id") != SAMPLE_ID


def proposed(blog: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values to write: all for a site without values of its own, else those that it lacks."""
    if is_hers(fields):
        return {
            key: value for key, value in blog.items() if not fields.get(key) or (key == "menu" and _is_left(fields))
        }
    replaced = {
        key: None for key in ("sentence", "author", "portrait", "portrait_alt", "address", MAIL) if key in fields
    }
    return {**replaced, **blog, "id": uuid.uuid5(uuid.NAMESPACE_URL, blog.get("address", "")).urn}


def _is_left(fields: Mapping[str, Any]) -> bool:
    """Return whether a site's menu is the rest that `begin` left of the sample's."""
    return isinstance(fields["menu"], Mapping) and all(entry in SAMPLE_MENU for entry in fields["menu"].items())


def write_values(content: Path, values: Mapping[str, Any]) -> None:
    """Set values in `site.yaml`, and keep every other byte. Raises ImportRefused where it cannot be written."""
    path = content / SITE_FILE
    try:
        replace(path, _with_values(path.read_bytes() if path.is_file() else b"", values))
    except OSError as error:
        raise ImportRefused(str(path), 1, f"cannot be written ({error.strerror})", "check the folder") from None


def yaml_lines(values: Mapping[str, Any]) -> list[str]:
    """Return values as lines of `site.yaml`."""
    return _with_values(b"", {key: value for key, value in values.items() if value}).decode().splitlines()
