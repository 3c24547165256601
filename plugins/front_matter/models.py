"""One model for each kind of content: what its front matter may say.

The docstring below a field is its manual: `docs/authoring.md` is tested against it.
"""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d| [+-]\d\d:?\d\d)?)?")


def _one_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def _as_list(value: Any) -> Any:
    if isinstance(value, str) and "," in value:
        raise ValueError(f'"{value}" is one name with a comma in it; write a list: [{value}]')
    return [value] if isinstance(value, str) and value else (value or [])


Text = Annotated[str, BeforeValidator(_one_line)]
Names = Annotated[tuple[Text, ...], BeforeValidator(_as_list)]


def read_date(text: str, zone: ZoneInfo) -> datetime:
    """The moment a date in front matter means; without an offset it is in the site's time zone.

    Raises ValueError ("what is wrong; what would be right") for anything vague or impossible.
    """
    plain = text.strip()
    example = "write it as 2026-03-18 or 2026-03-18 09:30"
    if not DATE.fullmatch(plain):
        raise ValueError(f'the date "{plain}" is vague; {example}')
    try:
        moment = datetime.fromisoformat(plain.replace("Z", "+00:00").replace(" +", "+").replace(" -", "-"))
    except ValueError as error:
        raise ValueError(f'the date "{plain}" does not exist ({error}); {example}') from None
    if moment.year in (MINYEAR, MAXYEAR):  # in another time zone it may lie outside of what a date can say
        raise ValueError(f'the date "{plain}" is too far away; {example}')
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def _date(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, str) and value:
        return read_date(value, (info.context or {}).get("zone", ZoneInfo("UTC")))
    return value or None


Date = Annotated[datetime, BeforeValidator(_date)]
Day = Annotated[str, Field(pattern=r"^(\d{4}-\d\d-\d\d)?$")]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$|^$")]
Path = Annotated[str, Field(pattern=r"^/\S*$")]


class FrontMatter(BaseModel):
    """Base of the models: frozen, and a key that nobody reads is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)  # most runs read one kind, if any


class Illustrated(FrontMatter):
    """What has a picture."""

    image: str = ""
    """Path of a picture below content/, such as `images/posts/compass.svg`."""
    image_alt: Text = ""
    """What the picture shows, for those who do not see it."""


class Post(Illustrated):
    """A post: `content/posts/YYYY/slug.md`."""

    title: Annotated[Text, Field(min_length=1)]
    """The title, as readers see it."""
    date: Date
    """When it is published: `2026-03-18` or `2026-03-18 09:30`, in the site's time zone. In the future: not yet."""
    modified: Date | None = None
    """When its substance last changed; feeds and search engines are told."""
    slug: Slug = ""
    """The last part of its address; the file's name when left out."""
    categories: Names = ()
    """Its categories; the first is the primary one. Nested ones are written `Coaching/One to One`."""
    tags: Names = ()
    """Its tags."""
    authors: Names = ()
    """Who wrote it, by name, in order; the site's author when left out."""
    summary: Text = ""
    """One or two sentences for lists and search engines; the first words of the text when left out."""
    call: Text = ""
    """The call to action it carries, by file name, or `none`; chosen by rule when left out."""
    status: Literal["published", "draft", "hidden"] = "published"
    """`published`; `draft`: nowhere on the site; `hidden`: has its address, but no list or feed names it."""
    id: Text = ""
    """Its id in feeds, written once and never changed."""
    url: Annotated[str, Field(pattern=r"^(/\S*)?$")] = ""
    """Its whole address, where the site's rules would give another."""
    aliases: Annotated[tuple[Path, ...], BeforeValidator(_as_list)] = ()
    """Addresses it had before, such as `/2015/10/old-title/`; they redirect here."""
    comments: bool = True
    """Whether readers may leave a comment."""
    note: Text = ""
    """A sentence set above the text, such as "An updated version of a post from 2015.\""""
    series: Text = ""
    """The series it is a part of."""
    lesson: str = ""
    """The lesson it leads to, as a path below content/, such as `courses/calm/01-begin/01-breathe.md`."""


class StandalonePage(Illustrated):
    """A page: `content/pages/slug.md`."""

    title: Annotated[Text, Field(min_length=1)]
    """The title, as readers see it."""
    slug: Slug = ""
    """Its address; the file's name when left out."""
    summary: Text = ""
    """One or two sentences for search engines."""
    status: Literal["published", "draft", "hidden"] = "published"
    """`published`; `draft`: nowhere on the site; `hidden`: has its address, but is not in the sitemap."""
    url: Annotated[str, Field(pattern=r"^(/\S*)?$")] = ""
    """Its whole address, where the site's rules would give another."""
    aliases: Annotated[tuple[Path, ...], BeforeValidator(_as_list)] = ()
    """Addresses it had before; they redirect here."""
    modified: Date | None = None
    """When its substance last changed."""
    id: Text = ""
    """Its id in the feed of comments, where a moved blog had one."""


class Profile(FrontMatter):
    """A link from an author's page to a profile elsewhere."""

    label: Annotated[Text, Field(min_length=1)]
    """What the profile is called."""
    url: Annotated[str, Field(min_length=1)]
    """Its address."""


class AuthorFile(FrontMatter):
    """An author: `content/authors/slug.md`; the text is the long biography on the author's page."""

    name: Annotated[Text, Field(min_length=1)]
    """The name, as posts write it in `authors`."""
    slug: Slug = ""
    """The author's address; the file's name when left out."""
    role: Text = ""
    """A few words about what the author does."""
    bio: Text = ""
    """The line under each post, in Markdown."""
    portrait: str = ""
    """Path of a picture below content/."""
    portrait_alt: Text = ""
    """What the portrait shows."""
    links: tuple[Profile, ...] = ()
    """Profiles elsewhere, each with `label` and `url`."""
    aliases: Annotated[tuple[Path, ...], BeforeValidator(_as_list)] = ()
    """Addresses the author's page had before."""


class Term(Illustrated):
    """A tag (`content/tags/slug.md`) or category (`content/categories/parent/child.md`); the text is its introduction."""

    label: Annotated[Text, Field(min_length=1)]
    """The tag or category as posts write it."""
    slug: Slug = ""
    """The last part of its address; the file's name when left out."""
    summary: Text = ""
    """One or two sentences for search engines."""
    synonyms: Names = ()
    """Other spellings; posts that use them land in this archive, and their addresses redirect here."""
    picks: Names = ()
    """Posts to start with, as paths below content/, such as `posts/2019/a-post.md`."""
    style: Literal["", "full", "excerpts"] = ""
    """Whether its archive shows full posts or excerpts, where it differs from the site's setting."""


class Conditions(FrontMatter):
    """When a call is chosen; the rule that meets most of its conditions wins."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    tags: Names = ()
    """Posts with one of these tags."""
    categories: Names = ()
    """Posts in one of these categories, or below it."""
    authors: Names = ()
    """Posts by one of these authors."""
    since: Annotated[Day, Field(alias="from")] = ""
    """Posts from this day on."""
    until: Day = ""
    """Posts up to this day."""


class CallFile(FrontMatter):
    """A call to action: `content/calls/name.md`; the text stands between its heading and its link."""

    heading: Annotated[Text, Field(min_length=1)]
    """The heading of the block."""
    url: Annotated[str, Field(pattern=r"^(/|https?://|mailto:)\S*$")]
    """Where the link leads: an address of this site (`/courses/...`) or a whole one (`https://...`)."""
    link_text: Annotated[Text, Field(min_length=1)]
    """The words of the link; they name the course."""
    when: Conditions | None = None
    """The posts it is for: `tags`, `categories`, `authors`, `from`, `until`."""
    order: int = 0
    """Which call wins when two match equally: the lower one."""
    default: bool = False
    """Whether posts that no rule matches carry it. One call at most."""
    expires: Day = ""
    """The last day on which it may be shown."""
    placement: str = "end"
    """`end`, or the number of the section after which it stands in a long post."""

    @field_validator("placement")
    @classmethod
    def _section_or_end(cls, value: str) -> str:
        if value != "end" and not (value.isdigit() and int(value) > 0):
            raise ValueError(f'placement "{value}" is unknown; write "end" or the number of a section, such as 2')
        return value
