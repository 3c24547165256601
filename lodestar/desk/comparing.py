"""What publishing changes, page by page, as a reader would see it."""

from __future__ import annotations

import html
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from lodestar.desk.differences import ChangedWords, changed_text
from lodestar.publishing.manifest import read_files

SHOWN = 12
"""Most pages whose changes are shown in full."""
ROWS = 60
"""Most paragraphs that are shown of one page."""
TAG = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]+>", re.DOTALL | re.IGNORECASE)
BREAK = re.compile(r"</(?:p|h[1-6]|li|div|header|footer|nav|title|blockquote|td|th|dt|dd)>|<br\s*/?>", re.IGNORECASE)


class PageChange(NamedTuple):
    """A page that is new, changed or gone."""

    url: str
    kind: str
    """`new`, `changed` or `gone`."""
    text: tuple[tuple[ChangedWords, ...], ...]


def page_changes(before: Path, after: Path) -> Iterator[PageChange]:
    """Yield the pages that differ between two releases in folders."""
    old = read_files(before.resolve()) if before.is_dir() else {}
    new = read_files(after)
    paths = [path for path in sorted(old.keys() | new.keys()) if path.endswith(".html")]
    for number, path in enumerate(path for path in paths if old.get(path) != new.get(path)):
        kind = "new" if path not in old else "gone" if path not in new else "changed"
        text = difference(before / path, after / path) if number < SHOWN else ()
        yield PageChange("/" + path.removesuffix("index.html"), kind, text)


def difference(before: Path, after: Path) -> tuple[tuple[ChangedWords, ...], ...]:
    """Return the paragraphs of a page that differ, with their words."""
    return changed_text(_text(before), _text(after))[:ROWS]


def _text(page: Path) -> str:
    """Return the text of a page, one line per paragraph."""
    text = page.read_text(encoding="utf-8", errors="replace") if page.is_file() else ""
    plain = html.unescape(TAG.sub("", BREAK.sub("\n", text)))
    return "\n".join(" ".join(row.split()) for row in plain.split("\n") if row.strip())


def keep_release(folder: Path, release: Path | None) -> None:
    """Keep a release as hard links to its files, which later builds replace and never overwrite; drop the previous one."""
    shutil.rmtree(folder, ignore_errors=True)
    if release:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):  # only the comparison needs it
            shutil.copytree(release, folder, copy_function=_link)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without links
        shutil.copyfile(source, target)
