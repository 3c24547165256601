"""Actions on whole posts, for the desk and the commands: create, duplicate, schedule, publish, hold back, retire."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from lodestar.base.digest import digest
from lodestar.base.front_matter.edit import edit
from lodestar.base.front_matter.fields import read_date
from lodestar.base.front_matter.header import decode, split
from lodestar.base.front_matter.models import Post
from lodestar.base.slugs import usable
from lodestar.desk.forms import order
from lodestar.desk.paths import PathRefused, checked, place
from lodestar.desk.rules import change_rules
from lodestar.desk.saving import Changed, read, save
from lodestar.desk.scaffolds import KINDS, Cannot, Wanted
from lodestar.publishing.ids import new_id
from plugins.redirects.rules import GONE

ORDER = order(Post)
MOST_NAMESAKES = 99
"""Most posts with the same title in one year."""


def new(content: Path, kind: str, title: str, slug: Callable[[str], str], now: datetime, module: str = "") -> str:
    """Create the files of a new piece of content and return the path of the first.

    A second post or page with the same title gets a number in its address. Raises Cannot.
    """
    title = " ".join(title.split())
    name = usable(slug(title))
    if not name:
        raise Cannot("write a title with letters or digits in it")
    course, _, folder = module.partition("/")
    for number in range(1, MOST_NAMESAKES + 1 if kind in ("post", "page") else 2):
        numbered = name if number == 1 else f"{name}-{number}"
        files = KINDS[kind](Wanted(title, numbered, now, content, course, folder))
        if any(place(content, checked(path)).exists() for path in files):
            continue
        with suppress(Changed):  # another process creates it at the same moment
            for path, text in files.items():
                save(place(content, path), text.encode(), "")
            return next(iter(files))
    raise Cannot("there is one of that name already; choose another title")


def _text(file: Path) -> bytes:
    """Return the bytes of a file. Raises PathRefused where it does not exist."""
    data = read(file)
    if data is None:
        raise PathRefused("the text is not there any more: it was renamed or removed")
    return data


def duplicate(content: Path, path: str) -> str:
    """Copy a post into a new draft with an id of its own, and return its path. Raises PathRefused, CannotEdit, Fault."""
    data = _text(place(content, path))
    title = split(decode(data)).fields.get("title", "")
    changes = {
        "title": f"{title} (copy)",
        "date": None,
        "status": "draft",
        "id": new_id(),
        "slug": None,
        "aliases": None,
        "translations": None,
    }
    copied = edit(data, changes, None, ORDER)
    stem, number = path.removesuffix(".md"), 1
    while True:
        new_path = f"{stem}-copy{f'-{number}' if number > 1 else ''}.md"
        try:
            save(place(content, new_path), copied, "")
        except Changed:
            number += 1
        else:
            return new_path


def moment_of(text: str, zone: ZoneInfo) -> datetime:
    """Parse a date and time in the site's time zone.

    Raises ValueError where it is vague or does not exist, as in the hour that daylight saving time skips.
    """
    moment = read_date(text, zone)
    plain = moment.astimezone(ZoneInfo("UTC")).astimezone(zone)
    if len(text.strip()) <= len("2026-03-18 09:30") and plain.replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise ValueError(f'"{text}" does not exist here: clocks go forward then; write {plain:%Y-%m-%d %H:%M}')
    return moment


def schedule(content: Path, path: str, moment: str, zone: ZoneInfo) -> datetime:
    """Set the date of a post, mark it as published from then on, and return that moment.

    A `modified` date before that day is removed: changes made before readers saw the post are no news to them. Raises
    ValueError as `moment_of` does.
    """
    new_date = moment_of(moment, zone)
    file = place(content, path)
    data = _text(file)
    fields = split(decode(data)).fields
    changes: dict[str, str | None] = {"date": moment.strip()}
    if fields.get("status", "published") != "published":
        changes["status"] = "published"
    with suppress(ValueError):
        if (modified := fields.get("modified")) and read_date(str(modified), zone).date() < new_date.date():
            changes["modified"] = None
    save(file, edit(data, changes, None, ORDER), digest(data))
    return new_date


def publish(content: Path, path: str, moment: datetime | None, url: str, rules: Path) -> None:
    """Mark a text as published, dated `moment` if given, and remove any redirect rule for its address.

    Raises PathRefused, CannotEdit, Fault, Changed.
    """
    file = place(content, path)
    data = _text(file)
    changes: dict[str, str | None] = {"date": f"{moment:%Y-%m-%d %H:%M}"} if moment else {}
    if split(decode(data)).fields.get("status", "published") == "draft":
        changes["status"] = "published"
    if changes:
        save(file, edit(data, changes, None, ORDER), digest(data))
    if url:
        change_rules(rules, [], [url])


def hold(content: Path, path: str) -> None:
    """Turn a text back into a draft. Raises PathRefused, CannotEdit, Fault, Changed."""
    file = place(content, path)
    data = _text(file)
    save(file, edit(data, {"status": "draft"}, None, ORDER), digest(data))


def retire(content: Path, path: str, url: str, rules: Path, instead: str) -> None:
    """Take a post off the site; its address redirects to `instead`, or answers "gone" where that is empty.

    The file stays, as a draft. Raises PathRefused, CannotEdit, and ValueError where `instead` is not an address.
    """
    if instead and not instead.startswith(("/", "https://", "http://")):
        raise ValueError(f'"{instead}" is no address; begin it with / or https://')
    if any(part.isspace() for part in instead):
        raise ValueError("an address has no spaces")
    if instead == url:
        raise ValueError("it cannot lead to itself")
    file = place(content, path)
    data = _text(file)
    save(file, edit(data, {"status": "draft"}, None, ORDER), digest(data))
    if url:
        change_rules(rules, [(url, instead or GONE)], [url])
