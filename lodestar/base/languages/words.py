"""The language in use, and plain functions that use it, for templates and code alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from lodestar.base.languages.language import ENGLISH, Language

_current: ContextVar[Language] = ContextVar("the language in use", default=ENGLISH)


@contextmanager
def using(language: Language) -> Iterator[None]:
    """Set the language in use for a while."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


def current() -> Language:
    """Return the language in use."""
    return _current.get()


def direction() -> str:
    """Return the direction in which the language in use is written: `ltr` or `rtl`."""
    return current().direction


def gettext(message: str, **values: Any) -> str:
    """Return a message in the language in use, with `%(name)s` replaced by the value of that name."""
    text = current().words.gettext(message) if message else ""
    return text % values if values else text


def gettext_noop(message: str) -> str:
    """Mark a message in a constant, to be looked up by `gettext` where it is used."""
    return message


def pgettext(context: str, message: str, **values: Any) -> str:
    """Return a message whose meaning depends on its context, such as "Search" on a button."""
    text = current().words.pgettext(context, message)
    return text % values if values else text


def ngettext(singular: str, plural: str, count: int, **values: Any) -> str:
    """Return the plural form of a message for `count`, which replaces `%(num)s` in it."""
    text = current().words.ngettext(singular, plural, count).replace("%(num)s", number(count))
    return text % values if values else text


def long_date(moment: str) -> str:
    """Return the day of a moment (ISO 8601) in words: `February 5, 2025`."""
    return current().long_date(moment)


def month(moment: str) -> str:
    """Return the month of a moment (ISO 8601) in words: `February 2025`."""
    return current().month(moment)


def plural_forms(singular: str, plural: str) -> dict[str, str]:
    """Return all forms of a message by CLDR's names (`one`, `other`), for scripts: `Intl.PluralRules` chooses."""
    words = current().words
    return {name: words.ngettext(singular, plural, count) for name, count in current().plurals.items()}


def full_date(day: str, year: bool = True) -> str:
    """Return a day (ISO 8601) with that of the week: `Monday, March 1, 2027`, or without the year."""
    return current().full_date(day, year)


def price(amount: str, currency: str) -> str:
    """Return what something costs: `$249 (USD)`."""
    return current().price(amount, currency)


def number(value: int) -> str:
    """Return a number as people write it: `1,234`."""
    return current().number(value)


def list_separator(index: int, length: int) -> str:
    """Return the separator before item `index`, counted from 0, of a list of `length` items in a sentence."""
    return current().list_separator(index, length)


def listed(items: Sequence[str]) -> str:
    """Return items as a list in a sentence: `A, B and C`."""
    return "".join(list_separator(index, len(items)) + item for index, item in enumerate(items))
