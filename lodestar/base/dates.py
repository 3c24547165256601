"""Dates in words, as the site's language has them."""

from __future__ import annotations

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


def long_date(date: str) -> str:
    """`2025-02-05T08:30:00-06:00` as `February 5, 2025`."""
    return f"{MONTHS[int(date[5:7]) - 1]} {int(date[8:10])}, {date[:4]}"


def month(date: str) -> str:
    """`2025-02-05T08:30:00-06:00` as `February 2025`."""
    return f"{MONTHS[int(date[5:7]) - 1]} {date[:4]}"
