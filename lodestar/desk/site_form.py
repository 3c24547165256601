"""What the form of the site needs beyond its model: targets of menus, and the contrast of colors."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import available_timezones

from lodestar.base.contrast import AA, worst
from lodestar.base.problems import did_you_mean
from lodestar.desk.choices import named_places, places
from lodestar.desk.form_values import ShownField
from lodestar.desk.forms import Field
from lodestar.desk.incoming import Form
from lodestar.desk.library import Row
from lodestar.engine.accent import accent, grounds
from lodestar.engine.tokens import colors, tokens

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

MAIN = "Your site"
"""The heading of fields without a group."""
ELSEWHERE = ("https://", "http://", "mailto:", "tel:")
UNSEEN = ("draft", "scheduled", "faulty")
"""States of texts whose addresses do not answer for readers."""
ACCENT = "terracotta"
"""The theme's own accent color."""


def place_menus(desk: Desk, fields: Iterable[Field], form: Form) -> list[str]:
    """Replace titles of pages in the menus of a form by their addresses, and return what is wrong with the entries."""
    named, addresses = named_places(desk), desk.builder.known.addresses
    answered = {*addresses, *(url for url, _ in places(desk))} if addresses else set()
    wrong = []
    for field in fields:
        labels: set[str] = set()
        for id in form.all(f"{field.name}.row") if field.widget == "menu" else ():
            key, label = f"{field.name}.{id}.url", form.get(f"{field.name}.{id}.label").strip()
            target = form.get(key).strip()
            url = named.get(target.casefold(), target)
            form.values[key] = [url]
            wrong += [f"{field.label}: {fault}" for fault in _menu_faults(label, url, labels, answered, named)]
            labels.add(label)
    return wrong


def _menu_faults(
    label: str, url: str, labels: Collection[str], answered: Collection[str], named: Mapping[str, str]
) -> Iterator[str]:
    """Yield what is wrong with an entry of a menu."""
    if not (label or url):
        return
    if not label:
        yield f"the entry that leads to {url} has no words; write what readers see"
    elif label in labels:
        yield f"two entries are called “{label}”; give one of them other words"
    path = url.partition("#")[0].partition("?")[0]
    if not url:
        yield f"“{label}” leads nowhere; choose a page"
    elif answered and path not in answered and not url.startswith(ELSEWHERE):
        choices = answered if path.startswith("/") else named
        cure = did_you_mean(path.casefold(), choices, "make the page first, below Pages")
        yield f"“{label}” leads to {url}, where there is no page; {cure}"


class Astray(NamedTuple):
    """An entry of a menu that leads readers nowhere."""

    menu: str
    label: str
    url: str
    row: Row | None
    """The text at that address, which readers do not see; None where there is none."""


def astray(desk: Desk, fields: Iterable[Field], current: Mapping[str, Any]) -> Iterator[Astray]:
    """Yield the entries of menus that lead to a draft, a scheduled text, or nothing: they keep the site from being
    published.
    """
    answered = frozenset(desk.builder.known.addresses)
    for field in fields:
        menu = current.get(field.name) if field.widget == "menu" else None
        for label, target in menu.items() if isinstance(menu, Mapping) and answered else ():
            url = str(target)
            path = url.partition("#")[0].partition("?")[0]
            row = desk.library.row(desk.path_at(path))
            if row.shown_status in UNSEEN if row else path not in answered and not url.startswith(ELSEWHERE):
                yield Astray(field.label, label, url, row)


def look(theme: Path) -> dict[str, Any]:
    """Return what the fields of the site need: time zones, and functions for the contrast of colors with the theme's
    backgrounds.
    """
    under, usual = grounds(theme), colors(tokens(theme)).get(ACCENT, ("#a5441f", "#e39a7b"))

    def grounds_of(name: str) -> tuple[str, ...]:
        return under.dark if name.endswith("_dark") else under.light

    def contrast(name: str, color: str) -> str:
        with suppress(ValueError):
            result = int(worst(color, grounds_of(name)) * 100) / 100
            dark_contrast = accent({"color": color}, theme)[1] if not name.endswith("_dark") else ""
            words = f"Its contrast with the page is {result} to 1; {AA} is the least."
            return words + (f" In the dark it is {dark_contrast}." if dark_contrast else "")
        return ""

    return {
        "zones": sorted(available_timezones()),
        "grounds": grounds_of,
        "least": AA,
        "usual": lambda name: usual[name.endswith("_dark")],
        "contrast": contrast,
        "uploads": True,
    }


def grouped(form: Iterable[ShownField]) -> dict[str, list[ShownField]]:
    """Return the fields that are not folded, by their group."""
    results: dict[str, list[ShownField]] = {}
    for item in form:
        if not item.field.folded:
            results.setdefault(item.field.group or MAIN, []).append(item)
    return results


def in_words(value: Any) -> str:
    """Return a value of a form in one line."""
    if isinstance(value, list):
        return ", ".join(map(in_words, value))
    if isinstance(value, Mapping):
        return " ".join(in_words(item) for item in value.values() if item)
    return str(value)
