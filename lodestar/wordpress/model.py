"""The data of an export, as frozen values. Mail and IP addresses are dropped while reading."""

from __future__ import annotations

from dataclasses import dataclass

from lodestar.wordpress.visibility import Withheld


@dataclass(frozen=True, slots=True)
class WxrChannel:
    """The blog as a whole."""

    title: str = ""
    link: str = ""
    """Its address, as the export's `<link>` or `wp:base_blog_url` has it."""
    language: str = ""
    version: str = ""
    """The export format's version (`1.2`)."""
    description: str = ""
    """Its tagline."""


@dataclass(frozen=True, slots=True)
class WxrAuthor:
    """Someone with a login."""

    id: int
    login: str
    name: str
    """The display name; the login where there is none."""


@dataclass(frozen=True, slots=True)
class WxrTerm:
    """A category, a tag, or a term of another taxonomy."""

    taxonomy: str
    """`category`, `post_tag`, `nav_menu`, `post_format`, or that of a plugin."""
    slug: str
    name: str
    parent: str = ""
    """Slug of the category above it."""
    description: str = ""
    id: int = 0
    withheld: tuple[Withheld, ...] = ()
    """What of its description readers could not see."""


@dataclass(frozen=True, slots=True)
class WxrComment:
    """A comment or pingback."""

    id: int
    parent: int
    author: str
    url: str
    date: str
    """Local time, `YYYY-MM-DD HH:MM:SS`."""
    date_gmt: str
    text: str
    approved: str
    """`1`, `0`, `spam`, `trash`."""
    kind: str
    """`comment`, `pingback` or `trackback`."""
    user: int
    """Id of the author of the blog who wrote it; 0 for readers."""


@dataclass(frozen=True, slots=True)
class WxrItem:
    """A post, page, attachment, menu item, or a plugin's item."""

    id: int
    type: str
    status: str
    title: str = ""
    link: str = ""
    guid: str = ""
    slug: str = ""
    author: str = ""
    """The login."""
    date: str = ""
    date_gmt: str = ""
    modified: str = ""
    modified_gmt: str = ""
    published: str = ""
    """The item's `pubDate`."""
    body: str = ""
    excerpt: str = ""
    parent: int = 0
    order: int = 0
    protected: bool = False
    """Whether it has a password."""
    sticky: bool = False
    comments_open: bool = True
    terms: tuple[WxrTerm, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    comments: tuple[WxrComment, ...] = ()
    attachment: str = ""
    """Address of an attachment's file."""
    path: str = ""
    """The export it is from."""
    line: int = 1
    """Where it begins there."""
    body_line: int = 1
    """Where its text begins there."""
    restricted: bool = False
    """Whether a plugin restricts all of it to some readers."""
    doubtful: bool = False
    """Whether it is unknown which part of it readers could see."""
    withheld: tuple[Withheld, ...] = ()
    """What was left out of its texts and comments, because readers could not see it."""
    kept: int = 0
    """How many words of its text were left out because readers could not see them."""
    unseen: tuple[str, ...] = ()
    """Addresses only in its hidden parts."""

    def fact(self, key: str) -> str:
        """Return the value of a custom field; empty where there is none."""
        return next((value for name, value in self.meta if name == key), "")

    @property
    def place(self) -> tuple[str, int]:
        """Export and line, for messages."""
        return self.path, self.line


@dataclass(frozen=True, slots=True)
class WxrPicture:
    """A file of the blog's media library."""

    id: int
    url: str
    alt: str
    caption: str
    title: str
    parent: int
    order: int
    public: bool
    """Whether it may be shown: it is attached to nothing, or to something that readers can see."""
    mime: str = ""


@dataclass(frozen=True, slots=True)
class Served:
    """A body as WordPress would serve it, with notes."""

    html: str
    notes: tuple[tuple[int, str, str, str], ...] = ()
    """Line in the export, what, cure, and kind of each note."""
    pages: int = 1
    """The number of pages into which `<!--nextpage-->` splits it."""
