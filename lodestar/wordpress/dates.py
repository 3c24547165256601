"""Dates: the local and GMT times of all items reveal the blog's time zone, with daylight saving time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

COMMON = [
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix",
    "America/Anchorage", "Pacific/Honolulu", "America/Toronto", "America/Halifax", "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Berlin",
    "Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Helsinki", "Europe/Athens", "Europe/Istanbul",
    "Europe/Moscow", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "Africa/Cairo", "Asia/Jerusalem",
    "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Dhaka", "Asia/Bangkok", "Asia/Singapore",
    "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Manila", "Asia/Tokyo", "Asia/Seoul", "Australia/Perth",
    "Australia/Adelaide", "Australia/Brisbane", "Australia/Sydney", "Pacific/Auckland",
]  # fmt: skip
"""Zones tried first, since several may fit."""
ENOUGH = 0.98
"""The share of dates that must fit a zone for it to be used without a note."""


class Zone(NamedTuple):
    """The time zone of a blog."""

    name: str
    fits: int
    """The number of dates that fit it."""
    total: int


def read(text: str) -> datetime | None:
    """Parse a date of an export, without an offset; return None for `0000-00-00 00:00:00` and invalid dates."""
    try:
        moment = datetime.fromisoformat(text.strip()[:19])
    except ValueError:
        return None
    return moment.replace(tzinfo=None) if 1970 <= moment.year <= 9000 else None


def read_published(text: str) -> datetime | None:
    """Parse a `pubDate`."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return moment if 1970 <= moment.year <= 9000 else None


def infer(pairs: Iterable[tuple[datetime, datetime]], preferred: Sequence[str] = ()) -> Zone:
    """Return the zone that fits most of the (local, GMT) pairs; of several, the first of `preferred`."""
    counted = Counter(pairs)
    total = sum(counted.values())
    if not total:
        return Zone(next(iter(preferred), "UTC"), 0, 0)
    offsets = {local - gmt for local, gmt in counted}
    best = Zone("", -1, total)
    first = [*preferred, *(["UTC"] if offsets == {timedelta(0)} else []), *COMMON, *_fixed(offsets)]
    for name in dict.fromkeys([*first, "UTC", *sorted(available_timezones())]):
        zone = _zone(name)
        if zone is None or (best.fits == total and name not in first):
            continue
        fits = sum(number for (local, gmt), number in counted.items() if true_in(zone, local, gmt))
        if fits > best.fits:
            best = Zone(name, fits, total)
        if fits == total:
            break
    return best


def _fixed(offsets: set[timedelta]) -> list[str]:
    """Return the zones with a fixed offset, if there is only one offset, as with WordPress's "UTC-5"."""
    hours = {offset.total_seconds() / 3600 for offset in offsets}
    hour = next(iter(hours))
    return [f"Etc/GMT{-int(hour):+d}"] if len(hours) == 1 and hour == int(hour) and -14 <= hour <= 12 and hour else []


def true_in(zone: ZoneInfo, local: datetime, gmt: datetime) -> bool:
    """Return whether a clock in `zone` shows `local` at the moment `gmt`."""
    return gmt.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) == local


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # the error for an unknown name is a KeyError
        return None


def valid(name: str) -> bool:
    """Return whether a zone of this name exists."""
    return _zone(name) is not None


def local_date(date: str, date_gmt: str, published: str, modified: str, zone: str) -> datetime | None:
    """Return the local date of an item, from the first valid one of its dates."""
    if parsed := read(date):
        return parsed
    time_zone = ZoneInfo(zone)
    if parsed := read(date_gmt):
        return parsed.replace(tzinfo=UTC).astimezone(time_zone).replace(tzinfo=None)
    if moment := read_published(published):
        return moment.astimezone(time_zone).replace(tzinfo=None)
    return read(modified)


def in_path(path: str) -> datetime | None:
    """Return the day or month in the address of a post; None for none."""
    match = re.match(r"(?:/[^/]+)*?/(\d{4})/(\d\d?)(?:/(\d\d?))?/", path)
    return read(f"{match[1]}-{match[2]:0>2}-{match[3] or 1:0>2} 00:00:00") if match else None


def header_date(local: datetime, gmt: datetime | None, zones: Sequence[str]) -> str:
    """Return a date in the format of front matter, in the first of `zones`.

    It has an offset where the zone's own would mean another moment, except where the day, and so the address,
    would differ in one of the zones.
    """
    text = local.isoformat(sep=" ", timespec="seconds")
    if gmt is None or true_in(ZoneInfo(zones[0]), local, gmt):
        return text
    minutes = round((local - gmt).total_seconds() / 60)
    days = {gmt.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date() for zone in zones if valid(zone)}
    if abs(minutes) > 15 * 60 or days != {local.date()}:
        return text
    sign = "-" if minutes < 0 else "+"
    return f"{text}{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
