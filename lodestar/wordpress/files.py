"""Content files as text: YAML front matter and Markdown, written the way the site's author writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from lodestar.base.front_matter.header import guarded_entities
from lodestar.base.front_matter.write import front_matter

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff\ufeff]")

LIKE_HEADER = re.compile(r" {0,3}[A-Za-z0-9_-]+:|-{3}")
"""Matches a beginning that some Markdown readers would take for a header; a blank line before it prevents that."""

AS_IT_IS = frozenset({"id", "url", "aliases", "slug", "image", "portrait"})
"""Keys whose values are kept to the byte."""


class _Data(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc] # the fast one, where there is one
    """A YAML dumper that writes multi-line texts as blocks."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Data.add_representer(str, _text)


def plain(text: str) -> str:
    """Return a text without characters that no content file may contain."""
    return CONTROL.sub("", text)


def one_line(text: str) -> str:
    """Return a text as one line, without characters that no content file may contain."""
    return " ".join(plain(text).split())


def content_file(fields: Mapping[str, Any], body: str) -> bytes:
    """Return a content file; empty fields are left out."""
    header = {
        key: _tidy(value, key not in AS_IT_IS) for key, value in fields.items() if value not in ("", None, (), [], {})
    }
    body = plain(body)
    gap = "\n" if LIKE_HEADER.match(body) else ""
    return front_matter(header, gap + body).encode("utf-8", "replace")


def data_file(head: str, data: Any) -> bytes:
    """Return a file of data, under a comment that says what it is."""
    return (head + yaml.dump(data, Dumper=_Data, allow_unicode=True, sort_keys=False, width=10**9)).encode(
        "utf-8", "replace"
    )


def _tidy(value: Any, words: bool) -> Any:
    """Return a value for a header; in `words`, what looks like an entity is escaped."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return {key: _tidy(item, words) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_tidy(item, words) for item in value]
    line = one_line(str(value))
    return guarded_entities(line) if words else line
