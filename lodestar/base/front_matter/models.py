"""One model for each kind of content: what its front matter may say.

The docstring below a field is its manual: `docs/authoring.md` is tested against it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from lodestar.base.front_matter.fields import (
    Color,
    Date,
    Fields,
    Host,
    Id,
    Key,
    Language,
    Line,
    Menu,
    Name,
    Paragraph,
    Paths,
    PicturePath,
    Posts,
    Rare,
    Slug,
    TermNames,
    Terms,
    Text,
    Title,
    Url,
    Zone,
)

UNDATED = datetime(1, 1, 1, tzinfo=UTC)
"""Stands for the date of a draft that has none yet."""


class Post(Fields):
    """A post: `content/posts/YYYY/slug.md`."""

    title: Title
    """The title, as readers see it."""
    date: Annotated[Date, Key(late=True)]
    """When it is published: `2026-03-18` or `2026-03-18 09:30`, in the site's time zone. In the future: not yet. A draft needs none."""
    modified: Rare[Annotated[Date | None, Field(title="Last changed")]] = None
    """When its substance last changed; feeds and search engines are told."""
    slug: Rare[Annotated[Slug, Field(title="Address (last part)")]] = ""
    """The last part of its address; the file's name when left out."""
    categories: Terms = ()
    """Its categories; the first is the primary one. Nested ones are written `Coaching/One to One`; a slash that belongs to a name, `Work\\/Life`."""
    tags: Terms = ()
    """Its tags."""
    authors: Terms = ()
    """Who wrote it, by name, in order; the site's author when left out."""
    summary: Paragraph = ""
    """One or two sentences for lists and search engines; the first words of the text when left out."""
    status: Literal["published", "draft", "hidden"] = "published"
    """`published`; `draft`: nowhere on the site; `hidden`: has its address, but no list or feed names it."""
    lang: Rare[Annotated[Language, Field(title="Language")]] = ""
    """The language it is written in, by its short name (`de`, `en-GB`); the site's when left out."""
    id: Rare[Annotated[Id, Field(title="Id in feeds")]] = ""
    """Its id in feeds, written once and never changed."""
    url: Rare[Url] = ""
    """Its whole address, where the site's rules would give another."""
    aliases: Annotated[Paths, Field(title="Old addresses")] = ()
    """Addresses it had before, such as `/2015/10/old-title/`; they redirect here."""

    @model_validator(mode="before")
    @classmethod
    def _without_date(cls, data: Any) -> Any:
        """Let a draft be without a date."""
        if isinstance(data, dict) and data.get("status") == "draft" and not data.get("date"):
            return {**data, "date": UNDATED}
        return data


class PageHeader(Fields):
    """A page: `content/pages/slug.md`."""

    title: Title
    """The title, as readers see it."""
    slug: Rare[Annotated[Slug, Field(title="Address (last part)")]] = ""
    """Its address; the file's name when left out."""
    summary: Paragraph = ""
    """One or two sentences for search engines."""
    status: Literal["published", "draft", "hidden"] = "published"
    """`published`; `draft`: nowhere on the site; `hidden`: has its address, but is not in the sitemap."""
    lang: Rare[Annotated[Language, Field(title="Language")]] = ""
    """The language it is written in, by its short name (`de`, `en-GB`); the site's when left out."""
    url: Rare[Url] = ""
    """Its whole address, where the site's rules would give another."""
    aliases: Annotated[Paths, Field(title="Old addresses")] = ()
    """Addresses it had before; they redirect here."""
    modified: Rare[Annotated[Date | None, Field(title="Last changed")]] = None
    """When its substance last changed."""
    id: Rare[Annotated[Id, Field(title="Id in feeds")]] = ""
    """Its id in the feed of comments, where a moved blog had one."""


class Profile(Fields):
    """A link from an author's page to a profile elsewhere."""

    label: Annotated[Text, Field(min_length=1)]
    """What the profile is called."""
    url: Annotated[str, Field(min_length=1, title="Leads to"), Key(widget="place")]
    """Its address."""


class AuthorFile(Fields):
    """An author: `content/authors/slug.md`; the text is the long biography on the author's page."""

    name: Annotated[Name, Field(min_length=1)]
    """The name, as posts write it in `authors`."""
    slug: Rare[Annotated[Slug, Field(title="Address (last part)")]] = ""
    """The author's address; the file's name when left out."""
    role: Text = ""
    """A few words about what the author does."""
    portrait: PicturePath = ""
    """A portrait, as a path below content/."""
    portrait_alt: Annotated[Line, Field(title="What the portrait shows")] = ""
    """What the portrait shows."""
    links: tuple[Profile, ...] = ()
    """Profiles elsewhere: what each is called (`label`), and its address (`url`)."""
    aliases: Annotated[Paths, Field(title="Old addresses")] = ()
    """Addresses the author's page had before."""


class TermHeader(Fields):
    """A tag (`content/tags/slug.md`) or category (`content/categories/parent/child.md`); the text is its introduction."""

    label: Annotated[Name, Field(min_length=1)]
    """The tag or category as posts write it."""
    slug: Rare[Annotated[Slug, Field(title="Address (last part)")]] = ""
    """The last part of its address; the file's name when left out."""
    summary: Paragraph = ""
    """One or two sentences for search engines."""
    synonyms: Rare[TermNames] = ()
    """Other spellings; posts that use them land in this archive, and their addresses redirect here."""
    picks: Rare[Posts] = ()
    """Posts to start with, as paths below content/, such as `posts/2019/a-post.md`."""
    style: Rare[Literal["", "full", "excerpts"]] = ""
    """Whether its archive shows full posts or excerpts, where it differs from the site's setting."""


class SiteHeader(Fields):
    """The site as a whole: `content/site.yaml`."""

    name: Annotated[Text, Field(min_length=1), Key(setting="SITENAME")]
    """What the site is called."""
    sentence: Annotated[Text, Field(title="In one sentence"), Key(setting="SITESUBTITLE")] = ""
    """A line that says what it is about."""
    author: Annotated[Text, Key(setting="AUTHOR")] = ""
    """Who writes the posts that name nobody."""
    address: Host = ""
    """Where readers find it: `https://www.your-name.com`."""
    timezone: Annotated[Zone, Field(title="Time zone"), Key(setting="TIMEZONE")] = "UTC"
    """The time zone of dates: `America/Chicago`."""
    language: Annotated[Language, Key(setting="DEFAULT_LANG")] = "en"
    """The language it is written in: `en` or `de`; [translating.md](translating.md) says how to add another."""
    menu: Annotated[Menu, Key(setting="MENUITEMS", group="Menus")] = ()
    """The menu at the top of every page: names, and the addresses they lead to."""
    footer: Annotated[Menu, Key(setting="LINKS", group="Menus")] = ()
    """The same at the bottom of every page."""
    color: Annotated[Color, Field(title="Accent color"), Key(group="Look")] = ""
    """The accent color, such as `#a5441f`; the theme's own when left out."""
    color_dark: Rare[Annotated[Color, Field(title="Accent color in the dark"), Key(group="Look")]] = ""
    """The same in the dark; made of `color` when left out."""
    portrait: Annotated[PicturePath, Key(group="Look")] = ""
    """A portrait of the author where the author's own file names none, as a path below content/."""
    portrait_alt: Annotated[Line, Field(title="What the portrait shows"), Key(group="Look")] = ""
    """What the portrait shows, for those who do not see it."""
    logo: Annotated[PicturePath, Key(group="Look")] = ""
    """A small picture that stands before its name at the top of every page, as a path below content/."""
    header: Annotated[PicturePath, Field(title="Header picture"), Key(group="Look")] = ""
    """A wide picture that stands at the top of the home page, as a path below content/."""
    header_alt: Annotated[Line, Field(title="What the header picture shows"), Key(group="Look")] = ""
    """What the header picture shows, for those who do not see it."""
