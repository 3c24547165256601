"""`docs`: updates the tables in docs/ from the docstrings of what they describe, and the picture of the rooms."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from lodestar.base.front_matter.manual import keys
from lodestar.base.root import ROOT
from lodestar.engine.pelican.counterparts import COUNTERPARTS
from lodestar.engine.pelican.table import HONORED, INSTEAD, REFUSED
from lodestar.engine.program import SETTINGS, SiteOptions, load
from lodestar.publishing.sample import LIST, is_sample, listed
from tools.rooms import PICTURE, draw

TABLE = re.compile(r"<!-- keys: (\S+) (\w+)(?: (\w+))? -->\n.*?<!-- end -->", re.DOTALL)
"""Matches a table in a page: a file of the project, a class in it, and the kind of content for further keys."""

PELICAN = re.compile(r"<!-- pelican: (\w+) -->\n.*?<!-- end -->", re.DOTALL)
"""Matches a table about Pelican."""

BEGINNING = re.compile(r"<!-- (?:keys|pelican): ")


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(
        description="Make the tables in docs/ anew from the models, and the picture of the rooms from the imports.",
        epilog="Example: python3 tasks.py docs",
    )
    parser.add_argument("--check", action="store_true", help="change nothing; 1 when a page is not up to date")
    return parser


def run(options: argparse.Namespace) -> int:
    """Rewrite the pages whose tables are out of date, and the picture."""
    texts = {path: filled(path) for path in sorted((ROOT / "docs").rglob("*.md"))} | {PICTURE: draw()}
    if is_sample(ROOT / "content"):
        texts[LIST] = listed(ROOT / "content")
    stale = [path for path, text in texts.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        print(f"{path.relative_to(ROOT)}: {'is out of date' if options.check else 'made anew'}")
        if not options.check:
            path.write_text(texts[path], encoding="utf-8")
    return 1 if stale and options.check else 0


def filled(page: Path) -> str:
    """Return a page with all of its tables updated. Raises SystemExit where one has lost its beginning or end."""
    text = page.read_text(encoding="utf-8")
    if len(BEGINNING.findall(text)) != text.count("<!-- end -->"):
        sys.exit(f"{page.relative_to(ROOT)}: a table has lost its first line or its <!-- end -->; put it back")
    text = TABLE.sub(lambda match: _table(match[1], match[2], match[3] or ""), text)
    return PELICAN.sub(lambda match: f"<!-- pelican: {match[1]} -->\n{PELICANS[match[1]]()}\n<!-- end -->", text)


def _settings() -> str:
    """Return the table of every setting of Pelican, with what it does here."""
    rows = [
        *((name, "honored") for name in HONORED),
        *((name, f"refused: {instead.text}") for name, instead in REFUSED.items()),
        *((name, instead.text) for name, instead in INSTEAD.items()),
    ]
    return _rows("setting", "here", sorted(rows))


def _plugins() -> str:
    """Return the table of plugins for Pelican with a counterpart here."""
    return _rows("plugin", "here", sorted(COUNTERPARTS.items()))


def _rows(first: str, second: str, rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join([f"| {first} | {second} |", "|---|---|", *(f"| `{name}` | {text} |" for name, text in rows)])


PELICANS = {"settings": _settings, "plugins": _plugins}


def _table(file: str, name: str, kind: str) -> str:
    places = [(ROOT / file, name), *(_declared().get(kind, ()) if kind else ())]
    rows = [f"| `{key}` | {fault} |" for place in places for key, fault in keys(*place)]
    return "\n".join(
        [
            f"<!-- keys: {' '.join(filter(None, (file, name, kind)))} -->",
            "| key | what it says |",
            "|---|---|",
            *rows,
            "<!-- end -->",
        ]
    )


@cache
def _declared() -> dict[str, list[tuple[Path, str]]]:
    """Return the file and class of each model that the site's plugins declare, by kind of content."""
    settings = load(SiteOptions(str(ROOT / "content"), "output", str(ROOT / SETTINGS)), {}).settings
    places = {
        kind.name: [place.partition(":") for place in kind.declared] for kind in settings["BUILD_RUN"].declared.kinds
    }
    return {
        kind: [(ROOT / f"{module.replace('.', '/')}.py", name) for module, _, name in models]
        for kind, models in places.items()
    }
