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
    """Return a duration in words: `5 hours 50 minutes` for 350."""
    full_hours, remainder = divmod(minutes, 60)
    parts = [
        ngettext("%(num)s hour", "%(num)s hours", full_hours) if full_hours else "",
        ngettext("%(num)s minute", "%(num)s minutes", remainder) if remainder else "",
    ]
    return " ".join(filter(None, parts))


def duration(minutes: int) -> str:
    """Return a duration by ISO 8601: `PT5H50M` for 350."""
    full_hours, remainder = divmod(minutes, 60)
    return "PT" + (f"{full_hours}H" if full_hours else "") + (f"{remainder}M" if remainder or not full_hours else "")


def price_in_words(amount: str, currency: str) -> str:
    """Return a price in words: `$249 (USD)` for `249` and `USD`; `Free` for 0."""
    if not amount.strip("0."):
        return pgettext("a price", "Free")
    return price(amount, currency)


def upcoming_cohorts(cohorts: Iterable[Cohort], today: str) -> tuple[Cohort, ...]:
    """Return the cohorts that can still be joined on the day `today`, the next one first."""
    return tuple(
        sorted((cohort for cohort in cohorts if today <= cohort.enrol_by), key=lambda item: (item.start, item.id))
    )


def running_cohorts(cohorts: Iterable[Cohort], today: str) -> tuple[Cohort, ...]:
    """Return the cohorts that are closed but not over on the day `today`."""
    return tuple(
        sorted(
            (cohort for cohort in cohorts if cohort.enrol_by < today <= cohort.end),
            key=lambda item: (item.start, item.id),
        )
    )


def times_of_change(cohorts: Iterable[Cohort], now: datetime, zone: ZoneInfo) -> list[float]:
    """Return the times after `now`, in seconds since 1970, at which the list of upcoming cohorts changes."""
    days = {day for cohort in cohorts for day in (cohort.enrol_by, cohort.end)}
    moments = (
        datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(), zone).timestamp() for day in sorted(days)
    )
    return [moment for moment in moments if moment > now.timestamp()]
