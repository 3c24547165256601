"""What the old blog had published, in the form of the site's own ledger: addresses that answered, posts in feeds.

A line is four columns parted by tabs, the last one the release; all of these belong to the release `wordpress`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from lodestar.wordpress import dates
from lodestar.wordpress.addresses import COMMENTS_FEED, FEEDS
from lodestar.wordpress.index import ExportIndex
from lodestar.wordpress.places import ItemPlace, has_posts
from lodestar.wordpress.terms import Terms
from plugins.redirects.patterns import is_pattern

RELEASE = "wordpress"


def addresses(
    places: Mapping[int, ItemPlace], terms: Terms, listed: Iterable[tuple[str, str]], ids: Mapping[int, str]
) -> str:
    """Every address of the old blog that answered, but for those with a query: what is there, its id or where it leads."""
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
    """Return every post that feeds may have announced: its id, its date, its file.

    The date is the moment that the post's file says, in the first of `zones`: some are written with another offset.
    """
    known = ZoneInfo(zones[0])

    def moment(number: int, place: ItemPlace) -> str:
        gmt = dates.read(index.items[number].date_gmt)
        date = datetime.fromisoformat(dates.written(place.date, gmt, zones))
        return (date.astimezone(known) if date.tzinfo else date.replace(tzinfo=known)).isoformat()

    return _lines(
        (ids[number], moment(number, place), place.file)
        for number, place in places.items()
        if place.public and place.kind == "post" and ids.get(number)
    )


def _lines(rows: Iterable[tuple[str, ...]]) -> str:
    return "".join("\t".join((*row, RELEASE)) + "\n" for row in sorted(rows))
