"""Catalogs, read through Babel; imported only where a language needs one."""

from __future__ import annotations

import re
from copy import copy
from functools import lru_cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.core import UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from lodestar.base.files import readable_bytes
from lodestar.base.languages.language import Language

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


class CatalogFault(NamedTuple):
    """What is wrong in a catalog."""

    line: int
    fault: str
    cure: str


def translations(path: Path, code: str) -> GNUTranslations:
    """Return the words of a catalog; a message that cannot be used is left out (`faults` names it)."""
    return copy(_read(path, code, readable_bytes(path))[0])  # whoever asks adds a fallback of its own


def faults(path: Path, code: str) -> tuple[CatalogFault, ...]:
    """Return what is wrong in a catalog, in the order of its lines."""
    return _read(path, code, readable_bytes(path))[1]


@lru_cache(maxsize=20)
def _read(path: Path, code: str, data: bytes) -> tuple[GNUTranslations, tuple[CatalogFault, ...]]:
    try:
        return _checked(code, data)
    except PoFileError as error:
        fault = CatalogFault(error.lineno + 1, str(error).partition(" on ")[0], "write it as gettext does")
    except (UnknownLocaleError, ValueError, LookupError) as error:
        cure = 'the head of the file says Content-Type "text/plain; charset=utf-8" and Plural-Forms'
        fault = CatalogFault(1, f"cannot be read ({error})", cure)
    return _compiled(Catalog()), (fault,)


def _compiled(catalog: Catalog) -> GNUTranslations:
    data = BytesIO()
    write_mo(data, catalog)
    data.seek(0)
    return GNUTranslations(data)


def _checked(code: str, data: bytes) -> tuple[GNUTranslations, tuple[CatalogFault, ...]]:
    # the language says which plural forms there are, where the head of the file does not
    catalog = read_po(BytesIO(data), str(Language(code).locale), abort_invalid=True)
    results: list[CatalogFault] = []
    for message in list(catalog):
        forms = forms_of(message.string)
        wrong = _fault_and_cure(message, forms, catalog.num_plurals) if any(forms) and message.id else None
        if wrong:
            results.append(CatalogFault(message.lineno or 1, *wrong))
        if wrong or not all(forms):
            catalog.delete(message.id, message.context)
    return _compiled(catalog), tuple(results)


def forms_of(texts: object) -> tuple[str, ...]:
    """Return the texts of a message, or of its translation: several where it counts something, else one."""
    return tuple(texts) if isinstance(texts, tuple | list) else (str(texts or ""),)


def _fault_and_cure(message: Message, forms: tuple[str, ...], plurals: int) -> tuple[str, str] | None:
    """Return what is wrong with a message, and its cure: each form may only use the values that the message gets."""
    if message.pluralizable and (len(forms) != plurals or not all(forms)):
        fault = f"the message has {len(list(filter(None, forms)))} of {plurals} plural forms"
        return fault, f"write msgstr[0] to msgstr[{plurals - 1}]"
    names = {name for text in forms_of(message.id) for name in PLACEHOLDER.findall(text)}
    names |= {"num"} if message.pluralizable else set()
    if names:
        for text in filter(None, forms):
            try:
                _ = text % dict.fromkeys(names, "")
            except (KeyError, ValueError, TypeError) as error:
                placeholders = ", ".join(f"%({name})s" for name in sorted(names))
                fault = f'nothing fills "%({error.args[0]})s"' if isinstance(error, KeyError) else "it has a stray %"
                return (
                    f'the translation "{text}" cannot be used: {fault}',
                    f"known here: {placeholders}; a percent sign is %%",
                )
    return None
