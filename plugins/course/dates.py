"""Days and hours in words, and upcoming cohorts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lodestar.base.languages import full_date, gettext, ngettext, pgettext, price
from plugins.course.values import Cohort


def span_in_words(start: str, end: str) -> str:
    """Return a span of days in words, with the year only once."""
    if start == end:
        return full_date(start)
    return gettext("%(first)s to %(last)s", first=full_date(start, year=start[:4] != end[:4]), last=full_date(end))


def lessons_in_words(number: int) -> str:
    """Return `1 lesson`, `16 lessons`."""
    return ngettext("%(num)s lesson", "%(num)s lessons", number)


def modules_in_words(number: int) -> str:
    """Return `1 module`, `4 modules`."""
    return ngettext("%(num)s module", "%(num)s modules", number)


def hours(minutes: int) -> str:
    """`350` as `5 hours 50 minutes`."""
    whole, rest = divmod(minutes, 60)
    parts = [
        ngettext("%(num)s hour", "%(num)s hours", whole) if whole else "",
        ngettext("%(num)s minute", "%(num)s minutes", rest) if rest else "",
    ]
    return " ".join(filter(None, parts))


def duration(minutes: int) -> str:
    """`350` as ISO 8601 has it: `PT5H50M`."""
    whole, rest = divmod(minutes, 60)
    return "PT" + (f"{whole}H" if whole else "") + (f"{rest}M" if rest or not whole else "")


def price_in_words(amount: str, currency: str) -> str:
    """`249`, `USD` as `$249 (USD)`; `Free` for nothing."""
    if not amount.strip("0."):
        return pgettext("a price", "Free")
    return price(amount, currency)


def ahead(cohorts: Iterable[Cohort], today: str) -> tuple[Cohort, ...]:
    """Return the cohorts that can still be joined on the day `today`, the next one first."""
    return tuple(
        sorted((cohort for cohort in cohorts if today <= cohort.enrol_by), key=lambda item: (item.start, item.id))
    )


def running(cohorts: Iterable[Cohort], today: str) -> tuple[Cohort, ...]:
    """Return the cohorts that are closed but not over on the day `today`."""
    return tuple(
        sorted(
            (cohort for cohort in cohorts if cohort.enrol_by < today <= cohort.end),
            key=lambda item: (item.start, item.id),
        )
    )


def turns(cohorts: Iterable[Cohort], now: datetime, zone: ZoneInfo) -> list[float]:
    """Return the times after `now`, in seconds since 1970, at which the list of upcoming cohorts changes."""
    days = {day for cohort in cohorts for day in (cohort.enrol_by, cohort.end)}
    after = (
        datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(), zone).timestamp() for day in sorted(days)
    )
    return [moment for moment in after if moment > now.timestamp()]
