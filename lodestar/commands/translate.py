"""`translate`: updates the catalogs of all languages from templates and code, or begins one."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lodestar.base.root import ROOT

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(
        description="Bring the catalogs of all languages up to date with the words that readers see, or begin another.",
        epilog="Example: python3 tasks.py translate fr",
    )
    parser.add_argument("language", nargs="?", default="", help="the short name of a language, such as fr or pt-BR")
    parser.add_argument("--content", default="content", metavar="DIR", help="where the content is (default: content)")
    parser.add_argument("--check", action="store_true", help="change nothing; 1 when a catalog misses a message")
    return parser


def run(options: argparse.Namespace) -> int:
    """Update the catalogs, begin a new one, or report what is missing; return 1 when something is wrong."""
    from lodestar.base.language_tags import read_tag
    from lodestar.base.languages import FOLDER, Languages
    from lodestar.base.languages.catalogs import OURS, catalogs
    from lodestar.base.languages.extraction import messages

    content = Path(options.content)
    try:
        code = read_tag(options.language) if options.language else ""
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    template, project_catalogs, languages = messages(ROOT), catalogs(OURS), Languages(own=content / FOLDER)
    author_catalogs = [(path, name) for path, name in languages.own if not Languages()[name].has_words]
    if code and not languages[code].catalogs:
        author_catalogs.append((content / FOLDER / f"{code}.po", code))
    if options.check:
        return int(
            max(
                _report_faults(path, name, template, path.parent == OURS)
                for path, name in (*project_catalogs, *author_catalogs)
            )
        )
    return max(
        _update(path, name, template, keeps=path.parent != OURS) for path, name in (*project_catalogs, *author_catalogs)
    )


def _update(path: Path, code: str, template: Catalog, keeps: bool) -> int:
    """Update a catalog; return 1 for an unreadable one, which stays as it is."""
    from babel.messages.pofile import PoFileError

    from lodestar.base.files import replace
    from lodestar.base.languages.extraction import untranslated, updated

    old_text = path.read_text(encoding="utf-8") if path.exists() else ""
    try:
        new_text = updated(old_text, code, template, keeps)
    except PoFileError as error:
        print(f"{_shown(path)}:{error.lineno + 1}: {str(error).partition(' on ')[0]}; mend it, then translate again")
        return 1
    if new_text != old_text:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace(path, new_text.encode())
    missing = len(list(untranslated(new_text, code, template)))
    state = "begun" if not old_text else "brought up to date" if new_text != old_text else "up to date"
    print(
        f"{_shown(path)}: {state}; {f'{missing} of {len(template)} messages wait for words' if missing else 'complete'}"
    )
    return 0


def _report_faults(path: Path, code: str, template: Catalog, is_ours: bool) -> bool:
    """Report what is wrong with a catalog; return whether anything is. One of the author's own may be incomplete."""
    from lodestar.base.languages.extraction import untranslated, unused
    from lodestar.base.languages.reading import faults

    text = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = [f"{fault.line}: {fault.fault}; {fault.cure}" for fault in faults(path, code)]
    if is_ours and not lines:
        for line, message, is_listed in untranslated(text, code, template):
            cure = "write one" if is_listed else "python3 tasks.py translate adds it, then write one"
            lines.append(f'{line}: the message "{message}" has no translation; {cure}')
        for line, message in unused(text, template):
            lines.append(f'{line}: nothing says "{message}"; python3 tasks.py translate takes it out')
    for item in lines:
        print(f"{_shown(path)}:{item}")
    return bool(lines)


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.as_posix()
