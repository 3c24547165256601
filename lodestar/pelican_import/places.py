"""The place of each text of the old site here, and whether its header needs its address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import quote
from zoneinfo import ZoneInfo

from lodestar.base.address import Address, answered, quoted, read_address, read_page_address
from lodestar.base.addresses import Addresses
from lodestar.base.slugs import SLUG, usable
from lodestar.pelican_import.reading import OldText
from lodestar.wordpress import slugs

UNDATED = "9999"
"""The year that Pelican gives to drafts without a date."""


@dataclass(frozen=True)
class TextPlace:
    """A text's file and addresses."""

    text: OldText
    file: str
    """Path below content/."""
    slug: str
    old: Address
    """Its address on the old site."""
    url: str
    """The address in its header; empty where the settings give it."""
    address: Address
    """Its address here."""

    @property
    def public(self) -> bool:
        """Whether readers can see it."""
        return self.text.status != "draft"


def old_address(save_as: str) -> Address:
    """Return the address at which a host serves a file of the old output."""
    return Address("/" + quoted(answered(save_as.lstrip("/"))))


def places(texts: Iterable[OldText], rules: Sequence[Addresses], zone: str) -> Iterator[TextPlace]:
    """Yield where each text stands. An address is written out unless each of `rules`, the settings as they are and as
    they will be, gives it."""
    used_paths: set[str] = set()
    for text in sorted(texts, key=lambda text: (text.translation, text.source)):
        slug = usable(slugs.safe(text.slug)) or usable(slugs.of_title(text.title)) or "text"
        year = text.date[:4]
        folder = "pages" if text.kind == "page" else f"posts/{year}" if year and year != UNDATED else "posts"
        name = _name(text, slug, folder, used_paths)
        used_paths.add(f"{folder}/{name}")
        old = old_address(text.save_as)
        default_addresses = {_default_address(text, slug, rule, zone) for rule in rules}
        url = "" if default_addresses == {old} or text.status == "draft" else _header_address(old)
        address = Address(url or _default_address(text, slug, rules[-1], zone))
        yield TextPlace(text, f"{folder}/{name}.md", slug, old, url, address)


def _name(text: OldText, slug: str, folder: str, used_paths: set[str]) -> str:
    """Return the name of a file: the old one, which its author knows, where possible."""
    old_name = slugs.safe(PurePosixPath(text.source).stem)
    name = old_name if SLUG.fullmatch(old_name) else slug
    candidates = [
        name,
        f"{name}-{slugs.safe(text.lang)}",
        f"{slugs.safe(PurePosixPath(text.source).parent.name)}-{name}",
    ]
    free = (
        candidate for candidate in candidates if SLUG.fullmatch(candidate) and f"{folder}/{candidate}" not in used_paths
    )
    number = 2
    while (candidate := next(free, f"{name}-{number}")) and f"{folder}/{candidate}" in used_paths:
        number += 1
    return candidate


def _default_address(text: OldText, slug: str, rule: Addresses, zone: str) -> Address:
    if text.kind == "page":
        return rule.page(slug)[0]
    return rule.article(slug, moment_in(zone, text.date) if text.date else "1970-01-01")[0]


def moment_in(zone: str, date: str) -> str:
    """Return a moment in the format of a header, in a time zone."""
    moment = datetime.fromisoformat(date)
    if not date.startswith(UNDATED):
        moment = moment.astimezone(ZoneInfo(zone))
    text = moment.replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")
    return text.removesuffix(" 00:00:00").removesuffix(":00") if text.endswith(":00") else text


def _header_address(old: Address) -> str:
    """Return an address in the form of a header; empty where no page can have it."""
    try:
        return read_page_address(read_address(quote(old, safe="/%!$&'()*+,;=:@~")))
    except ValueError:
        return ""
