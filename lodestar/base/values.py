"""The nouns that pass from step to step: frozen values, all of them plain data.

A value can be compared, stored and hashed by its bytes (`msgspec.msgpack`): store, workers and fingerprints rest on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, dataclass_transform

import msgspec

from lodestar.base.address import Address


@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))
class Value(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Base of all values: frozen, compared by content, encoded as an array."""


class Reference(Value):
    """A link in a body to something inside the site, to be resolved once all of the content is known."""

    kind: str
    """`filename`, `static`, `tag`, `category`, `author`, or `path` for an address as it stands."""
    target: str
    """What is linked: a path below content/, a name, or an address; without its fragment."""
    suffix: str = ""
    """Query and fragment to append, as written (`#section`)."""
    image: bool = False
    """Whether the reference is the source of a picture."""
    written: str = ""
    """The link as the author wrote it, for messages."""
    bare: bool = False
    """Whether it is a picture that nothing is said about for those who do not see it."""
    size: tuple[int, int] = (0, 0)
    """Width and height in pixels that the text says of a picture; 0 where it says none."""
    share: bool = False
    """Whether the HTML of a picture gives its width by itself, in percent of the column's."""


class Heading(Value):
    """A heading in a body."""

    level: int
    id: str
    text: str


class Load(Value):
    """Something in a body that a page of nothing but the site's own files may not load or do."""

    directive: str
    """Of a content security policy, that decides on it."""
    noun: str
    """What it is, in the author's words: `picture`, `frame`, ..."""
    url: str = ""
    """Where it is loaded from; empty for what stands in the body itself."""
    hash: str = ""
    """Of what stands in the body itself, as a policy names it."""
    written: str = ""
    """A piece of it as it stands in the file, for messages."""
    length: int = 0
    """Bytes of a sound or film, where its author says so (`data-length`); feeds tell it their readers."""
    type: str = ""
    """Its media type, where its author says so (`data-type`)."""


class Document(Value):
    """Markdown that became HTML. The HTML itself is kept in the store, under `key`."""

    key: str
    """BLAKE2 of the HTML, in hexadecimal; empty where there is no text."""
    words: int = 0
    """Of a script without spaces, as many as take as long to read."""
    references: tuple[Reference, ...] = ()
    headings: tuple[Heading, ...] = ()
    sections: int = 0
    """How many sections (headings at the outermost level) it has."""
    loads: tuple[Load, ...] = ()
    mentions: tuple[str, ...] = ()
    """Paths below content/ that addresses in it may mean which are no references: in styles and scripts, with the
    site's name before them."""
    unclosed: tuple[tuple[str, int], ...] = ()
    """Tags of raw HTML that have no counterpart, as they are written, each with its line in the file."""


class DeclaredValues(Value, kw_only=True):
    """What a file's header says that plugins declare, by key; what says nothing new is left out."""

    documents: dict[str, Document] = msgspec.field(default_factory=dict)
    """Texts in Markdown."""
    fields: dict[str, Any] = msgspec.field(default_factory=dict)
    """All else, as plain data."""
    pictures: tuple[str, ...] = ()
    """The keys that name a picture below content/, whoever declares them."""
    unread: dict[str, str] = msgspec.field(default_factory=dict)
    """The keys of plugins that are left out, each with its plugin."""


class Source(DeclaredValues):
    """What every file below content/ has in common."""

    path: str
    """Path below content/, with forward slashes."""
    slug: str
    body: Document

    def said(self, key: str) -> Any:
        """Return what the header says under a key; empty for nothing."""
        return getattr(self, key, "") or self.fields.get(key, "")


class Article(Source):
    """A post as its author wrote it; names are not resolved yet."""

    title: str
    date: str
    """ISO 8601 with the offset of the site's time zone; empty for a draft that has none yet."""
    instant: int
    """The date in seconds since 1970-01-01T00:00Z."""
    modified: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    summary: str = ""
    """Plain text: the author's, else the beginning of the body."""
    summed_up: bool = False
    """Whether the summary is the author's."""
    status: str = "published"
    id: str = ""
    aliases: tuple[Address, ...] = ()
    url: Address = Address("")
    """Its whole address, where it is written out."""
    lang: str = ""
    """The tag of its language (BCP 47); empty for the site's."""


class Page(Source):
    """A page that is no post: about, privacy, ..."""

    title: str
    summary: str = ""
    status: str = "published"
    aliases: tuple[Address, ...] = ()
    modified: str = ""
    url: Address = Address("")
    """Its whole address, where it is written out."""
    id: str = ""
    lang: str = ""
    """The tag of its language (BCP 47); empty for the site's."""


class Author(Source):
    """Someone who writes; the body is the long biography."""

    name: str
    role: str = ""
    portrait: str = ""
    portrait_alt: str = ""
    links: tuple[tuple[str, str], ...] = ()
    """Label and address of profiles elsewhere."""
    aliases: tuple[Address, ...] = ()


class TermFile(Source):
    """What the author says about a tag or a category; the body introduces its archive."""

    label: str
    summary: str = ""
    synonyms: tuple[str, ...] = ()
    picks: tuple[str, ...] = ()
    style: str = ""
    """`full` or `excerpts`, where it differs from the site's setting."""


class SiteFile(Source):
    """What the author says of the site as a whole; see `lodestar.base.site_file`."""

    name: str
    logo: str = ""
    header: str = ""
    header_alt: str = ""
    portrait: str = ""
    portrait_alt: str = ""
    color: str = ""
    color_dark: str = ""


class Link(Value):
    """A label and where it leads."""

    label: str
    url: str
    lang: str = ""
    """The language of the label, where it is that of a text; empty for what the site itself says."""


class FeedLink(Value):
    """A feed, as feed readers find it from a page."""

    label: str
    """`RSS`, `Atom` or `JSON`."""
    type: str
    """Its media type."""
    url: str


class Picture(Value):
    """What a browser must know of a picture to make room for it, and to choose among its sizes and formats."""

    width: int
    """In pixels, as it is shown."""
    height: int
    sources: tuple[tuple[str, str], ...] = ()
    """Media type and `srcset` of each format better than that of `src`, the best first; addresses without the site's."""
    sizes: str = ""
    src: str = ""
    """Address of the picture for browsers that know none of the sources; empty for the picture itself."""
    src_width: int = 0
    """How wide the file at `src` is, in pixels; 0 where that is the picture itself."""
    fault: str = ""
    """What is wrong with its file, in words; empty for nothing."""
    doubt: str = ""
    """Why some readers may not see it, in words; empty for nothing."""


class Image(Value):
    """A picture as a template shows it."""

    url: str
    alt: str
    picture: Picture | None = None
    """None where nothing is known of it."""
    focus: str = ""
    """Which part of it must stay where it is cut: `top left`; empty for the middle."""


class Body(Value):
    """A document with its references resolved: all that is needed to show it."""

    key: str
    urls: tuple[str, ...] = ()
    """The address for each of the document's references, in order."""
    words: int = 0
    headings: tuple[Heading, ...] = ()
    sections: int = 0
    pictures: tuple[Picture | None, ...] = ()
    """For each of the references, what is known of the picture it is; nothing for a document without pictures."""


def leaves(value: Value) -> Iterator[str | Document]:
    """Yield every string and document in a value, however deep, but for what documents hold."""
    todo: list[Any] = [value]
    while todo:
        item = todo.pop()
        if isinstance(item, str | Document):
            yield item
        elif isinstance(item, Value):
            todo += (getattr(item, name) for name in item.__struct_fields__)
        elif isinstance(item, tuple | list):
            todo += item
        elif isinstance(item, dict):
            todo += item.values()
