"""`new`: a new post, page, author, tag, category, call, course or lesson, with everything filled in that can be."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from lodestar.desk.scaffolds import KINDS, Cannot, Wanted
from lodestar.engine.program import SETTINGS


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    kinds = "\n".join(f"  {name:8} {kind.__doc__}" for name, kind in KINDS.items())
    parser = argparse.ArgumentParser(
        description=f"Write a new file into content/, and open it in your editor.\n\nkinds:\n{kinds}",
        epilog='Example: python3 tasks.py new post "What Silence Says"',
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("kind", choices=sorted(KINDS), help="what to write")
    parser.add_argument("title", help="its title, or an author's name")
    parser.add_argument("--slug", default="", help="its address (default: made of the title)")
    parser.add_argument(
        "--lang", default="", metavar="TAG", help="the language of a post, page or course (default: the site's)"
    )
    parser.add_argument("--course", default="", metavar="SLUG", help="the course of a lesson (default: the only one)")
    parser.add_argument("--module", default="", metavar="NAME", help="the module of a lesson (default: the last one)")
    parser.add_argument("--content", default="content", metavar="DIR", help="where the content is (default: content)")
    parser.add_argument("--no-edit", action="store_true", help="do not open an editor")
    return parser


def run(options: argparse.Namespace) -> int:
    """Write the files, and open the first; return 1 when one of them exists already."""
    from pelican.settings import read_settings

    from lodestar.base.addresses import Addresses
    from lodestar.base.site_file import site_of
    from lodestar.base.slugs import LONGEST_SLUG, is_slug, usable

    root = Path(options.content)
    with site_of(root):
        settings = read_settings(SETTINGS)
    now = datetime.now(ZoneInfo(settings.get("TIMEZONE") or "UTC"))
    try:
        lang = _language(options.kind, options.lang)
        slug = options.slug or usable(Addresses(settings).slug(options.title, lang=lang))
        if options.slug and not (is_slug(slug) and len(slug) <= LONGEST_SLUG):
            form = f"use at most {LONGEST_SLUG} lower-case letters, digits and hyphens, such as first-ninety-days"
            raise Cannot(f'"{slug}" cannot be an address; {form}')
        if not slug:
            raise Cannot(f'the title "{options.title}" has no letters for an address; add --slug a-name')
        request = Wanted(" ".join(options.title.split()), slug, now, root, options.course, options.module, lang)
        files = KINDS[options.kind](request)
        _write(root, files)
    except Cannot as reason:
        print(reason, file=sys.stderr)
        return 1
    for path in files:
        print(f"Written: {root / path}")
    return 0 if options.no_edit else _edit(root / next(iter(files)))


def _language(kind: str, tag: str) -> str:
    """Return a language tag in its usual form. Raises Cannot for an invalid one, and for kinds without a language."""
    from lodestar.base.language_tags import read_tag

    if tag and kind not in ("post", "page", "course"):
        raise Cannot(f"a {kind} has no language of its own; leave out --lang")
    try:
        return read_tag(tag) if tag else ""
    except ValueError as error:
        raise Cannot(str(error)) from None


def _write(root: Path, files: dict[str, str]) -> None:
    """Write all files, or none where one exists already."""
    for path in files:
        if (root / path).exists():
            raise Cannot(f"{root / path} is there already; choose another title, or add --slug another-name")
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        with open(root / path, "x", encoding="utf-8") as stream:
            stream.write(text)


def _edit(path: Path) -> int:
    """Open a file in the author's editor, if one is set."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if not editor:
        print("Set EDITOR to have it opened next time.")
        return 0
    try:
        return subprocess.run([*shlex.split(editor), str(path)]).returncode
    except OSError as error:
        print(f"the editor {editor!r} cannot be started ({error.strerror}); set EDITOR to another", file=sys.stderr)
        return 1
