"""A language: its words, and how it writes dates, numbers and lists."""

from __future__ import annotations

import gettext
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from lodestar.base.language_tags import AMERICAN, locale_of

if TYPE_CHECKING:
    from babel import Locale

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

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
SAMPLES = (*range(201), 1_000_000)
"""Numbers that cover every plural form of every language."""


@dataclass(frozen=True)
class Language:
    """A language of pages."""

    code: str = "en"
    """Its short name (BCP 47), such as `de` or `pt-BR`."""
    catalogs: tuple[Path, ...] = ()
    """Its catalogs, the author's own first; a message in none of them is shown in English."""
    digest: str = ""
    """A hash of its catalogs; empty where there are none."""

    def __reduce__(self) -> tuple[type[Language], tuple[str, tuple[Path, ...], str]]:
        """Leave out cached values, which cannot be sent to another process."""
        return Language, (self.code, self.catalogs, self.digest)

    @property
    def is_american(self) -> bool:
        """Whether dates, numbers and lists are American English."""
        return self.code.lower() in AMERICAN

    @property
    def has_words(self) -> bool:
        """Whether it has words: it is a kind of English, or has a catalog."""
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
        """Its CLDR locale, else that of its base language, else English."""
        from babel import Locale

        return locale_of(self.code) or Locale("en")

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

    def full_date(self, day: str, year: bool = True) -> str:
        """Return a day (ISO 8601) with that of the week: `Monday, March 1, 2027`, or without the year."""
        moment = date.fromisoformat(day)
        if self.is_american:
            return f"{WEEKDAYS[moment.weekday()]}, {MONTHS[moment.month - 1]} {moment.day}" + (
                f", {moment.year}" if year else ""
            )
        from babel.dates import format_date, match_skeleton

        if year:
            return format_date(moment, "full", locale=self.locale)
        skeletons = self.locale.datetime_skeletons
        # the nearest that CLDR has, perhaps in short names
        pattern = str(skeletons[match_skeleton("MMMMEEEEd", skeletons)])
        return format_date(moment, re.sub("M{3,}", "MMMM", re.sub("E+", "EEEE", pattern)), locale=self.locale)

    def price(self, amount: str, currency: str) -> str:
        """Return a price: `249` and `USD` as `$249 (USD)`, `249` and `CHF` as `249 CHF`."""
        if self.is_american:
            return f"{SIGNS[currency]}{amount} ({currency})" if currency in SIGNS else f"{amount} {currency}"
        from decimal import Decimal

        from babel.numbers import parse_pattern

        decimals = len(amount.partition(".")[2])
        pattern = parse_pattern(self.locale.currency_formats["standard"].pattern)
        pattern.frac_prec = (decimals, decimals)
        text = pattern.apply(Decimal(amount), self.locale, currency=currency, currency_digits=False)
        return f"{text} ({currency})" if "$" in text else text  # a dollar is one of many

    @cached_property
    def plurals(self) -> Mapping[str, int]:
        """CLDR's names of plural forms, each with a number that takes it."""
        if self.is_american:
            return {"one": 1, "other": 2}
        results: dict[str, int] = {}
        for value in SAMPLES:
            results.setdefault(self.locale.plural_form(value), value)
        return results

    def number(self, value: int) -> str:
        """Return a number as people write it: `1,234`."""
        if self.is_american:
            return f"{value:,}"
        from babel.numbers import format_decimal

        return format_decimal(value, locale=self.locale)

    def list_separator(self, index: int, length: int) -> str:
        """Return the separator before item `index`, counted from 0, of a list of `length` items in a sentence."""
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
