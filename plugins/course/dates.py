"""Days and hours in a reader's words, and which cohorts lie ahead."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lodestar.base.languages.language import MONTHS
from plugins.course.values import Cohort

WEEKDAYS = ["", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
"""Counted from 1, as ISO 8601 counts."""
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}


def in_words(day: str, year: bool = True) -> str:
    """`2027-03-01` as `Monday, March 1, 2027`."""
    when = date.fromisoformat(day)
    return f"{WEEKDAYS[when.isoweekday()]}, {MONTHS[when.month - 1]} {when.day}" + (f", {when.year}" if year else "")


def span_in_words(start: str, end: str) -> str:
    """From one day to another, the year said once."""
    if start == end:
        return in_words(start)
    return f"{in_words(start, year=start[:4] != end[:4])} to {in_words(end)}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 lesson`, `16 lessons`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def hours(minutes: int) -> str:
    """`350` as `5 hours 50 minutes`."""
    whole, rest = divmod(minutes, 60)
    parts = [
        f"{whole} hour{'s' if whole > 1 else ''}" if whole else "",
        f"{rest} minute{'s' if rest > 1 else ''}" if rest else "",
    ]
    return " ".join(filter(None, parts))


def duration(minutes: int) -> str:
    """`350` as ISO 8601 has it: `PT5H50M`."""
    whole, rest = divmod(minutes, 60)
    return "PT" + (f"{whole}H" if whole else "") + (f"{rest}M" if rest or not whole else "")


def price_in_words(amount: str, currency: str) -> str:
    """`249`, `USD` as `$249 (USD)`; `Free` for nothing."""
    if not amount.strip("0."):
        return "Free"
    return f"{SIGNS.get(currency, '')}{amount} ({currency})" if currency in SIGNS else f"{amount} {currency}"


def ahead(cohorts: Iterable[Cohort], today: str) -> tuple[Cohort, ...]:
    """Return the cohorts one can still join on the day `today`, the next one first."""
    return tuple(
        sorted((cohort for cohort in cohorts if today <= cohort.enrol_by), key=lambda item: (item.start, item.id))
    )


def running(cohorts: Iterable[Cohort], today: str) -> tuple[Cohort, ...]:
    """Return the cohorts that have closed, and not ended, on the day `today`."""
    return tuple(
        sorted(
            (cohort for cohort in cohorts if cohort.enrol_by < today <= cohort.end),
            key=lambda item: (item.start, item.id),
        )
    )


def turns(cohorts: Iterable[Cohort], now: datetime, zone: ZoneInfo) -> list[float]:
    """Return the moments after `now`, in seconds since 1970, from which other cohorts are ahead."""
    days = {day for cohort in cohorts for day in (cohort.enrol_by, cohort.end)}
    after = (
        datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(), zone).timestamp() for day in sorted(days)
    )
    return [moment for moment in after if moment > now.timestamp()]
