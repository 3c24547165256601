"""The types of header keys, and the base class of models.

A key's type determines how its value is checked, how the desk edits it, and whether it is a list, a
text in Markdown or a picture. A model is a few annotated names; the docstring below each is its manual.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import MINYEAR, UTC, date, datetime
from functools import lru_cache
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo
from pydantic.fields import FieldInfo

from lodestar.base.address import read_address, read_page_address
from lodestar.base.contrast import COLOR
from lodestar.base.front_matter.characters import forbidden_in
from lodestar.base.front_matter.header import names_in, plain_entities
from lodestar.base.front_matter.invisible import is_visible
from lodestar.base.front_matter.typography import typographic
from lodestar.base.language_tags import read_tag
from lodestar.base.names import read_name
from lodestar.base.problems import did_you_mean
from lodestar.base.site_file import is_zone
from lodestar.base.slugs import LONGEST_SLUG, is_slug

LONGEST = 10_000
"""The most characters of a value on one line: more than any title, summary or biography has."""
DATE = re.compile(r"\d{4}-\d\d?-\d\d?(?:[T ]\d\d?:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d| [+-]\d\d:?\d\d)?)?")
NO_ZERO = re.compile(r"(?<=\d-)(?=\d(?:$|[-T ]))|(?<=\d[T ])(?=\d:)")
"""Matches where the leading zero of a month, day or hour is missing."""
HOST = re.compile(r"https?://[^\s/?#@]+(?:/[^\s?#]*)?")
MAIL = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+\.[^\s@<>,;:\".]+")
MENU = re.compile(r"(?:/|https?://[^\s/]|mailto:|tel:)\S*")
T = TypeVar("T")


class Fields(BaseModel):
    """Base of the models: frozen, and a key that nobody reads is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)  # most runs read files of one kind, if any


@dataclass(frozen=True)
class Key:
    """What other rooms need to know of a key."""

    widget: str = ""
    """How the desk edits it: `area`, `terms`, `picture`, `call`, ...; empty for the default of its Python type."""
    markdown: bool = False
    """Whether it is a text in Markdown, which is read once and becomes a document."""
    picture: bool = False
    """Whether it is the path of a picture below content/, which must exist."""
    listed: bool = False
    """Whether commas separate its items in a header of `Key: value` lines."""
    rare: bool = False
    """Whether few texts need it, so that it stands folded away in a form."""
    late: bool = False
    """Whether a draft may do without it: it is written when the text is published."""
    of: str = ""
    """The kind of content (`posts`) whose files it names by their paths below content/."""
    group: str = ""
    """The heading above it in a long form, such as the site's."""
    setting: str = ""
    """The setting that gets its value, such as `SITENAME` or `COMMENTS.address`."""


def key_of(info: FieldInfo) -> Key:
    """Return what the annotations of a field say of it, combined."""
    merged = Key()
    for key in _keys(info.annotation, info.metadata):
        merged = replace(merged, **{name: value for name, value in vars(key).items() if value})
    return merged


def _keys(annotation: Any, metadata: Any) -> Iterator[Key]:
    yield from (item for item in metadata if isinstance(item, Key))
    if hasattr(annotation, "__metadata__"):
        yield from _keys(annotation.__origin__, annotation.__metadata__)
    elif get_origin(annotation) in (Union, types.UnionType):
        for option in get_args(annotation):
            yield from _keys(option, ())


def list_keys(model: type[BaseModel]) -> frozenset[str]:
    """Return the keys of a model whose items commas separate in a header of `Key: value` lines."""
    return frozenset(name for name, info in model.model_fields.items() if key_of(info).listed)


def _one_line(value: Any, info: ValidationInfo) -> Any:
    """Return a text as one line, empty where nothing in it is visible. Raises ValueError for one that is too long."""
    if not isinstance(value, str):
        return value
    return _plain_line(value, info.field_name)


def _plain_line(text: str, key: str | None) -> str:
    line = " ".join(text.split())
    if len(line) > LONGEST:
        raise ValueError(f"{key} has {len(line)} characters; write at most {LONGEST}, and what is longer into the text")
    return line if is_visible(line) else ""


def _words(value: Any, info: ValidationInfo) -> Any:
    """Return a text as one line, with its entities decoded. Raises ValueError."""
    return _plain_words(value, info.field_name) if isinstance(value, str) else value


def _plain_words(text: str, key: str | None) -> str:
    if reference := forbidden_in(text):
        raise ValueError(f'"{reference}" in {key} is no character that a page may hold; delete it')
    if "\ufeff" in text:
        raise ValueError(f"the invisible character U+FEFF in {key}; delete it")
    return _plain_line(plain_entities(text), key)


def _typeset(value: Any, info: ValidationInfo) -> Any:
    substitutes = (info.context or {}).get("signs", {})
    return typographic(_words(value, info), substitutes) if isinstance(value, str) else value


def _name(value: Any, info: ValidationInfo) -> Any:
    return _plain_name(value, info.field_name) if isinstance(value, str) else value


@lru_cache(maxsize=4096)
def _plain_name(name: str, key: str | None) -> str:
    """Return what `_words` does; one text after another has the same tags."""
    return _plain_words(read_name(name), key)


def _as_list(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, str) and (info.context or {}).get("separated"):
        return names_in(value)
    if isinstance(value, str) and "," in value:
        raise ValueError(f'"{value}" is one name with a comma in it; write a list: [{value}]')
    if isinstance(value, list):
        return [item for item in value if not isinstance(item, str) or item.strip()]
    return [value] if isinstance(value, str) and value else (value or [])


def read_date(text: str, zone: ZoneInfo) -> datetime:
    """Return the moment a date in front matter means; without an offset it is in the site's time zone.

    Raises ValueError ("what is wrong; what would be right") for anything vague or impossible.
    """
    plain = text.strip()
    example = "write it as 2026-03-18 or 2026-03-18 09:30"
    if not DATE.fullmatch(plain):
        raise ValueError(f'the date "{plain}" is vague; {example}')
    try:
        padded = NO_ZERO.sub("0", plain)
        moment = datetime.fromisoformat(padded.replace("Z", "+00:00").replace(" +", "+").replace(" -", "-"))
    except ValueError as error:
        raise ValueError(f'the date "{plain}" does not exist ({error}); {example}') from None
    try:
        moment = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
        universal = moment.astimezone(UTC)  # may be outside the range of `datetime`
    except OverflowError:
        universal = None
    if universal is None or MINYEAR in (moment.year, universal.year):  # the first year is how Go writes "no date"
        raise ValueError(f'the date "{plain}" is too far away; {example}')
    return moment


def _date(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, str) and value:
        return read_date(value, (info.context or {}).get("zone", ZoneInfo("UTC")))
    return value or None


def _slug(value: Any) -> Any:
    if isinstance(value, str) and value and len(value) <= LONGEST_SLUG and not is_slug(value):
        cure = "use lower-case letters, digits and single hyphens, such as first-ninety-days"
        raise ValueError(f'slug "{value}" is not of the right form; {cure}')
    return value


def _day(value: Any) -> Any:
    if isinstance(value, str) and value:
        try:
            day = date.fromisoformat(NO_ZERO.sub("0", value.strip()))
        except ValueError:
            raise ValueError(f'the day "{value}" does not exist or is vague; write it as 2027-03-01') from None
        if day == date.max or day.year == MINYEAR:  # no next day; or Go's "no date"
            raise ValueError(f'the day "{value}" is too far away; write it as 2027-03-01')
        return day.isoformat()
    return value


Text = Annotated[str, BeforeValidator(_words)]
"""One line, kept as it is written: a name that is looked up elsewhere."""
Id = Annotated[str, BeforeValidator(_one_line)]
"""The id of something in feeds, which stays as it was published, to the byte."""
Name = Annotated[str, BeforeValidator(_name)]
"""The name of a tag, category or author, without invisible characters."""
Line = Annotated[str, BeforeValidator(_typeset), Key()]
"""One line that readers see; quotes and dashes become typographic ones."""
Title = Annotated[Line, Field(min_length=1)]
"""A line that must not be missing."""
Paragraph = Annotated[str, BeforeValidator(_typeset), Key(widget="area")]
"""A sentence or two that readers see."""
Markdown = Annotated[str, BeforeValidator(_one_line), Key(widget="area", markdown=True)]
"""A text in Markdown."""
PicturePath = Annotated[str, Key(widget="picture", picture=True)]
"""The path of a picture below content/."""
Names = Annotated[tuple[Text, ...], BeforeValidator(_as_list), Key(listed=True)]
"""Several names."""
TermNames = Annotated[tuple[Name, ...], BeforeValidator(_as_list), Key(listed=True)]
"""Several names of tags, categories or authors."""
Terms = Annotated[TermNames, Key(widget="terms")]
"""Tags, categories or authors; the desk offers those that the site has."""
Flag = bool
"""Yes or no."""
Date = Annotated[datetime, BeforeValidator(_date)]
"""A moment: `2026-03-18` or `2026-03-18 09:30`."""
Day = Annotated[str, BeforeValidator(_day)]
"""A day: `2026-03-18`."""
Slug = Annotated[str, Field(max_length=LONGEST_SLUG), BeforeValidator(_slug)]
"""The last part of an address."""
Path = Annotated[str, Field(pattern=r"^/\S*$"), AfterValidator(read_address)]
"""An address of this site, without its host."""
Url = Annotated[str, Field(pattern=r"^(/\S*)?$", title="Address"), AfterValidator(read_page_address)]
"""The address of a page."""
Paths = Annotated[tuple[Path, ...], BeforeValidator(_as_list), Key(listed=True, rare=True)]
"""Several addresses of this site."""
Posts = Annotated[Names, Key(of="posts")]
"""Several posts, as paths below content/."""
Rare = Annotated[T, Key(rare=True)]
"""What few texts need: `Rare[Line]`."""


def _host(value: Any) -> Any:
    if isinstance(value, str) and value and not HOST.fullmatch(value.strip().rstrip("/")):
        raise ValueError(f'"{value}" is no address of a site; write it whole, such as https://www.your-name.com')
    return value.strip().rstrip("/") if isinstance(value, str) else value


def _zone(value: Any) -> Any:
    if isinstance(value, str) and value and not is_zone(value.strip()):
        cure = did_you_mean(value, available_timezones(), "write it as America/Chicago or Europe/Berlin")
        raise ValueError(f'there is no time zone "{value}"; {cure}')
    return value


def _language(value: Any) -> Any:
    return read_tag(value) if isinstance(value, str) and value else value


def _mail(value: Any) -> Any:
    if isinstance(value, str) and value and not MAIL.fullmatch(value):
        raise ValueError(f'"{value}" is no mail address; write it as name@your-name.com')
    return value


def _color(value: Any) -> Any:
    if isinstance(value, str) and value and not COLOR.fullmatch(value):
        raise ValueError(f'"{value}" is no color; write it as #a5441f, in quotes')
    return value.lower() if isinstance(value, str) else value


def _menu(value: Any) -> Any:
    if not isinstance(value, dict):
        raise ValueError("the menu is no list of names and addresses; write each on a line of its own, as   Blog: /")
    for label, url in value.items():
        if not isinstance(url, str) or not MENU.fullmatch(url):
            raise ValueError(
                f'"{label}" in the menu leads to "{url}"; write an address, such as /about/ or https://...'
            )
    return tuple(value.items())


Host = Annotated[str, BeforeValidator(_host)]
"""The whole address of a site."""
Zone = Annotated[str, BeforeValidator(_zone), Key(widget="zone")]
"""The name of a time zone."""
Language = Annotated[str, BeforeValidator(_language)]
"""The short name of a language (BCP 47)."""
Mail = Annotated[str, BeforeValidator(_mail)]
"""A mail address."""
Color = Annotated[str, BeforeValidator(_color), Key(widget="color")]
"""A color: `#a5441f`."""
Menu = Annotated[tuple[tuple[str, str], ...], BeforeValidator(_menu), Key(widget="menu")]
"""Names and the addresses they lead to, in their order."""


class Illustrated(Fields):
    """The keys of what has a picture."""

    image: Annotated[PicturePath, Field(title="Main picture")] = ""
    """A picture above the text, as a path below content/, such as `images/posts/compass.svg`."""
    image_alt: Annotated[Line, Field(title="What the picture shows")] = ""
    """What the picture shows, for those who do not see it."""
