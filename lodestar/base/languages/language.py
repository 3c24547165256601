"""A language: its words, and how it writes dates, numbers and lists."""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

AMERICAN = frozenset({"en", "en-us"})
"""What code and templates are written in: it needs neither a catalog nor Babel."""
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True)
class Language:
    """A language that pages are in."""

    code: str = "en"
    """Its short name (BCP 47), such as `de` or `pt-BR`."""
    catalogs: tuple[Path, ...] = ()
    """Where its words are looked for, the author's own catalog first; what none has is English."""
    digest: str = ""
    """A hash of its catalogs; empty where there are none."""

    @property
    def is_american(self) -> bool:
        """Whether dates, numbers and lists are those of code and templates."""
        return self.code.lower() in AMERICAN

    @property
    def has_words(self) -> bool:
        """Whether readers find its words: it is a kind of English, or there is a catalog."""
        return bool(self.catalogs) or self.code.lower().partition("-")[0] == "en"

    @cached_property
    def words(self) -> gettext.NullTranslations:
        """Its catalogs, read."""
        result = gettext.NullTranslations()
        if self.catalogs:
            from lodestar.base.languages.reading import translations

            for path in reversed(self.catalogs):
                words = translations(path, self.code)
                words.add_fallback(result)
                result = words
        return result

    @cached_property
    def locale(self) -> Locale:
        """How it writes, by CLDR: its own rules, else those of the language that it is a kind of, else English."""
        from babel import Locale, UnknownLocaleError

        parts = self.code.split("-")
        for end in range(len(parts), 0, -1):
            try:
                return Locale.parse("-".join(parts[:end]), sep="-")
            except (UnknownLocaleError, ValueError):
                continue
        return Locale("en")

    @cached_property
    def direction(self) -> str:
        """The direction in which it is written: `ltr` or `rtl`."""
        return "ltr" if self.is_american else self.locale.text_direction

    def long_date(self, moment: str) -> str:
        """Return the day of a moment (ISO 8601) in words: `February 5, 2025`."""
        return _long_date(self, moment[:10])

    def month(self, moment: str) -> str:
        """Return the month of a moment (ISO 8601) in words: `February 2025`."""
        return _month(self, moment[:7])

    def number(self, value: int) -> str:
        """Return a number as people write it: `1,234`."""
        if self.is_american:
            return f"{value:,}"
        from babel.numbers import format_decimal

        return format_decimal(value, locale=self.locale)

    def list_separator(self, index: int, length: int) -> str:
        """Return what stands before the item `index`, counted from 0, of a list of `length` items in a sentence."""
        if index == 0:
            return ""
        if self.is_american:
            return " and " if index == length - 1 else ", "
        name = "2" if length == 2 else "end" if index == length - 1 else "start" if index == 1 else "middle"
        return str(self.locale.list_patterns["standard"][name]).replace("{0}", "").replace("{1}", "")


ENGLISH = Language()


@lru_cache(maxsize=10_000)
def _long_date(language: Language, day: str) -> str:
    if language.is_american:
        return f"{MONTHS[int(day[5:7]) - 1]} {int(day[8:10])}, {day[:4]}"
    from babel.dates import format_date

    return format_date(date.fromisoformat(day), "long", locale=language.locale)


@lru_cache(maxsize=10_000)
def _month(language: Language, month: str) -> str:
    if language.is_american:
        return f"{MONTHS[int(month[5:7]) - 1]} {month[:4]}"
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", date.fromisoformat(f"{month}-01"), locale=language.locale)
