"""The old blog's published addresses and feed entries, in the format of the site's own ledger.

A line has four columns separated by tabs; the last one, the release, is `wordpress`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from lodestar.wordpress import dates
from lodestar.wordpress.addresses import COMMENTS_FEED, FEEDS
from lodestar.wordpress.index import ExportIndex
from lodestar.wordpress.places import ItemPlace, has_posts
from lodestar.wordpress.terms import WxrTerms
from plugins.redirects.patterns import is_pattern

RELEASE = "wordpress"


def addresses(
    places: Mapping[int, ItemPlace], terms: WxrTerms, listed: Iterable[tuple[str, str]], ids: Mapping[int, str]
) -> str:
    """Return a line for every address of the old blog without a query: what answers there, and its id or target."""
    answers: dict[str, tuple[str, str]] = {"/": ("archive", "")}
    for number, place in places.items():
        if place.public:
            answers[place.address] = (place.kind, ids.get(number, "") if place.kind == "post" else "")
            answers |= dict.fromkeys(place.aliases, ("redirect", place.address))
    for archive in terms.archives():
        answers[archive] = ("archive", "")
        answers[f"{archive}feed/"] = ("feed", "")
    answers |= dict.fromkeys((*(FEEDS if has_posts(places) else ()), COMMENTS_FEED), ("feed", ""))
    for old, new in listed:
        if "?" not in old and not is_pattern(old):
            answers.setdefault(old, ("redirect", new))
    return _lines((address, *answer) for address, answer in answers.items())


def entries(index: ExportIndex, places: Mapping[int, ItemPlace], ids: Mapping[int, str], zones: Sequence[str]) -> str:
    """Return a line for every post that feeds may have announced: its id, date and file.

    The date is that of the post's file, in the first of `zones`: some are written with another offset.
    """
    zone = ZoneInfo(zones[0])

    def moment(number: int, place: ItemPlace) -> str:
        gmt = dates.read(index.items[number].date_gmt)
        date = datetime.fromisoformat(dates.header_date(place.date, gmt, zones))
        return (date.astimezone(zone) if date.tzinfo else date.replace(tzinfo=zone)).isoformat()

    return _lines(
        (ids[number], moment(number, place), place.file)
        for number, place in places.items()
        if place.public and place.kind == "post" and ids.get(number)
    )


def _lines(rows: Iterable[tuple[str, ...]]) -> str:
    return "".join("\t".join((*row, RELEASE)) + "\n" for row in sorted(rows))
