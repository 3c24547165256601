"""Content files as text: YAML front matter and Markdown, written the way the site's author writes them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff\ufeff]")

SAFE = re.compile(r"[^\W_](?:[^:#\\]|:(?! )|(?<! )#)*|/[\w/.~%+-]*")
SAFE_IN_LIST = re.compile(r"[^\W_](?:[^:#\\,\[\]{}]|:(?! )|(?<! )#)*|/[\w/.~%+-]*")
"""Values that need no quotes: they begin with a letter or digit, and hold nothing that means something to YAML."""
LIKE_HEADER = re.compile(r" {0,3}[A-Za-z0-9_-]+:|-{3}")
"""A beginning that some Markdown readers take for a header; a blank line before it tells them otherwise."""


class _Data(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc] # the fast one, where there is one
    """Writes texts of several lines as blocks."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Data.add_representer(str, _text)


def plain(text: str) -> str:
    """A text without characters that no content file may hold."""
    return CONTROL.sub("", text)


def one_line(text: str) -> str:
    """A text on one line, without characters that no content file may hold."""
    return " ".join(plain(text).split())


def content_file(fields: Mapping[str, Any], body: str) -> bytes:
    """A content file; empty fields are left out."""
    kept = {key: _tidy(value) for key, value in fields.items() if value not in ("", None, (), [], {})}
    header = "".join(_line(key, value) for key, value in kept.items())
    body = plain(body)
    gap = "\n" if LIKE_HEADER.match(body) else ""
    return f"---\n{header}---\n{gap}{body}".encode("utf-8", "replace")


def data_file(head: str, data: Any) -> bytes:
    """A file of data, under a comment that says what it is."""
    return (head + yaml.dump(data, Dumper=_Data, allow_unicode=True, sort_keys=False, width=10**9)).encode(
        "utf-8", "replace"
    )


def _scalar(value: Any) -> str:
    """A value of front matter on one line; quoted only where YAML would read it otherwise."""
    if isinstance(value, list):
        return "[" + ", ".join(_one(item, SAFE_IN_LIST) for item in value) + "]"
    return _one(value, SAFE)


def _one(text: str, safe: re.Pattern[str]) -> str:
    return text if safe.fullmatch(text) and not text.endswith(":") else json.dumps(text, ensure_ascii=False)


def _line(key: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{key}:\n" + "".join(f"  {name}: {_scalar(entry)}\n" for name, entry in value.items())
    return f"{key}: {_scalar(value)}\n"


def _tidy(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return {key: _tidy(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_tidy(item) for item in value]
    return one_line(str(value))
