"""Finds the messages for readers in templates and code, and updates catalogs."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from lodestar.base.languages.language import Language
from lodestar.base.languages.reading import forms_of

TEMPLATES = ("theme/templates", "plugins", "lodestar/publishing/templates")
CODE = ("lodestar", "plugins")
ROOM = "lodestar.base.languages"
"""The module imported by code with messages for readers."""
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "plural_forms": (1, 2),
    "pgettext": ((1, "c"), 2),
}
COMMENTS = ("Translators:",)
"""The beginning of a comment for translators, before a message."""
HEAD = 'msgid ""\nmsgstr ""\n'


def messages(root: Path) -> Catalog:
    """Return an empty catalog of all messages in the templates and the code below the folder `root`."""
    result = Catalog()
    for path, method in sorted(_files(root)):
        place = path.relative_to(root).as_posix()
        options = {"trimmed": "true", "silent": "false"} if "jinja" in method else {}
        with path.open("rb") as stream:
            for line, message, comments, context in extract(method, stream, KEYWORDS, COMMENTS, options):
                result.add(message, None, [(place, line)], auto_comments=comments, context=context)
    return result


def _files(root: Path) -> Iterator[tuple[Path, str]]:
    for folder in TEMPLATES:
        for path in (root / folder).rglob("*.*"):
            if path.is_file() and path.suffix in (".html", ".xml", ".json", ".webmanifest", ".txt"):
                yield path, "jinja2.ext.babel_extract"
    for folder in CODE:
        for path in (root / folder).rglob("*.py"):
            if ROOM in path.read_text(encoding="utf-8"):
                yield path, "python"


def updated(text: str, code: str, template: Catalog, keeps: bool) -> str:
    """Return the catalog `text` of a language with the messages of the `template`, and what it says of them.

    An empty text is a new catalog. `keeps`: unused messages stay, as comments. Raises PoFileError
    for an invalid catalog, such as one with conflict markers.
    """
    catalog = read_po(BytesIO(text.encode()), locale=_locale(code), abort_invalid=True)
    catalog.update(template)
    data = BytesIO()
    write_po(data, catalog, omit_header=True, sort_by_file=True, ignore_obsolete=not keeps, include_lineno=False)
    head, _, _ = text.partition("\n\n")
    head = head.strip() if HEAD in head else _head(code)
    return f"{head}\n\n{data.getvalue().decode().strip()}\n"


def untranslated(text: str, code: str, template: Catalog) -> Iterator[tuple[int, str, bool]]:
    """Yield the line and text of each untranslated message of a catalog, and whether it is in the catalog at all."""
    catalog = read_po(BytesIO(text.encode()), locale=_locale(code))
    for message in template:
        if not message.id:
            continue
        translation = catalog.get(message.id, message.context)
        text_of_message = forms_of(message.id)[0]
        if translation is None:
            yield 1, text_of_message, False
        elif translation.fuzzy or not all(forms_of(translation.string)):
            yield translation.lineno or 1, text_of_message, True


def unused(text: str, template: Catalog) -> Iterator[tuple[int, str]]:
    """Yield the line and text of each unused message of a catalog."""
    for message in read_po(BytesIO(text.encode())):
        if message.id and template.get(message.id, message.context) is None:
            yield message.lineno or 1, forms_of(message.id)[0]


def _locale(code: str) -> str:
    return str(Language(code).locale)


def _head(code: str) -> str:
    forms = Catalog(locale=_locale(code)).plural_forms
    lines = (f"Language: {code}", "Content-Type: text/plain; charset=utf-8", f"Plural-Forms: {forms}")
    about = f"# What readers see in this language ({code}); docs/translating.md says how it is filled in.\n"
    return about + HEAD + "\n".join(f'"{line}\\n"' for line in lines)
