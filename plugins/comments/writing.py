"""Adds new comments to the end of a file of comments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from textwrap import indent

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
ENTRY = re.compile(r"^( *)- ", re.MULTILINE)


class _Dumper(yaml.SafeDumper):
    """A YAML dumper that writes multi-line texts as blocks."""


_Dumper.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if text.endswith("\n") else None
    ),
)


def entries_text(new: Sequence[dict[str, str]]) -> str:
    """Return entries as YAML, for the end of a file."""
    return yaml.dump(list(new), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000) if new else ""


def with_entries(text: str, new: Sequence[dict[str, str]]) -> str:
    """Return the text of a file with entries added. Raises ValueError for a file that is not a list of entries."""
    first = ENTRY.search(text)
    result = (
        text + ("\n" if text and not text.endswith("\n") else "") + indent(entries_text(new), first[1] if first else "")
    )
    try:
        old_entries, entries = (yaml.load(document, LOADER) or [] for document in (text, result))
    except yaml.YAMLError:
        old_entries, entries = {}, []
    if not isinstance(old_entries, list) or not isinstance(entries, list) or entries[len(old_entries) :] != list(new):
        raise ValueError('the file of its comments is no list of entries that begin with "- "; mend it first')
    return result
