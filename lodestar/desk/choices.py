"""What the fields of a form offer: names in use on the site, its pages, its pictures."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from lodestar.base.problems import did_you_mean
from lodestar.desk.kinds import KINDS

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

TERMS = (("tags", "tag"), ("categories", "category"), ("authors", "author"))
"""Header keys that hold terms, and the kind of the files that describe them."""


def choices(desk: Desk) -> dict[str, Any]:
    """Return what fields offer: tags, categories and authors, the most used first; addresses; and paths by kind."""
    rows = desk.library.rows()
    results: dict[str, Any] = {}
    for key, kind in TERMS:
        uses = Counter(name for row in rows if row.kind == "post" for name in getattr(row, key))
        described = [row.title for row in rows if row.kind == kind]
        if key == "authors" and desk.settings.get("AUTHOR"):
            described.append(desk.settings["AUTHOR"])
        names = sorted({*uses, *described}, key=lambda name: (-uses[name], name.casefold()))
        results[key] = {"all": names}
    return {**results, "places": places(desk), "files": lambda of: files(desk, of)}


def files(desk: Desk, of: str) -> list[tuple[str, str]]:
    """Return path and title of every text of a kind; `of` is the kind's name in the build."""
    kind = next(kind.name for kind in KINDS if kind.files.name == of)
    return [(row.path, row.title) for row in desk.library.rows(kind)]


def calls(desk: Desk) -> list[tuple[str, str]]:
    """Return the values of the key `call`, with their labels."""
    named = [(row.path.rpartition("/")[2].removesuffix(".md"), row.title) for row in desk.library.rows("call")]
    return [("", "Chosen by rule"), ("none", "None"), *named]


def pictures(desk: Desk) -> list[str]:
    """Return the pictures that a field may name."""
    return [picture for picture in desk.library.pictures if picture.startswith("images/")]


LISTS = ("/", "/archives/", "/tags/", "/categories/", "/authors/", "/search/", "/feed/", "/subscribe/", "/comments/")


def places(desk: Desk) -> list[tuple[str, str]]:
    """Return the addresses that a link may lead to, with their titles: pages first, posts last."""
    rows = desk.library.rows()
    rank = {"page": 0, "course": 1, "category": 3, "tag": 4, "author": 5, "lesson": 6, "post": 7}
    named = sorted((row for row in rows if row.kind in rank), key=lambda row: rank[row.kind])
    results = {url: row.title for row in named if (url := desk.url_of(row.path))}
    last_build = desk.builder.known
    for terms in (last_build.categories, last_build.tags, last_build.authors):
        results |= {url: label for label, url, _ in terms if url not in results}
    answered = set(last_build.addresses)
    lists = {url: url.strip("/").capitalize() or "Home" for url in LISTS if url in answered and url not in results}
    return [*lists.items(), *results.items()]


def named_places(desk: Desk) -> dict[str, str]:
    """Return addresses by title, in lower case; of two with the same title, the first."""
    return {title.casefold(): url for url, title in reversed(places(desk))}


def draft_addresses(desk: Desk) -> set[str]:
    """Return the addresses of drafts, which exist in the preview alone."""
    return {desk.url_of(row.path) for row in desk.library.rows() if row.shown_status == "draft"} - {""}


def readable_addresses(desk: Desk) -> set[str]:
    """Return the addresses that answer, without those of drafts; empty before the first build."""
    return set(desk.builder.known.addresses) - draft_addresses(desk)


def address_of(desk: Desk, named: str) -> str:
    """Return the address that an author typed, or the address of the page with that title.

    Raises ValueError for an address of the site without a page, once there is a build.
    """
    url, addresses = named_places(desk).get(named.casefold(), named), readable_addresses(desk)
    target = url.partition("#")[0].partition("?")[0]
    if addresses and target.startswith("/") and not addresses & {target, f"{target}/"}:
        raise ValueError(
            f"there is no page at {target}; {did_you_mean(target, addresses, 'choose a page that is there')}"
        )
    return url
