"""The values that pass from step to step: frozen, and all of them plain data.

A value can be compared, stored and hashed by its bytes (`msgspec.msgpack`): store, workers and fingerprints need that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, dataclass_transform

import msgspec
from msgspec.structs import astuple

from lodestar.base.address import Address


@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))
class Value(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The base class of all values: frozen, compared by content, encoded as an array."""


class Reference(Value):
    """A link in a body to something inside the site, to be resolved once all of the content is known."""

    kind: str
    """`filename`, `static`, `tag`, `category`, `author`, or `path` for an address."""
    target: str
    """The target: a path below content/, a name, or an address; without its fragment."""
    suffix: str = ""
    """Query and fragment to append, as written (`#section`)."""
    image: bool = False
    """Whether the reference is the source of a picture."""
    written: str = ""
    """The link as the author wrote it, for messages."""
    bare: bool = False
    """Whether it is a picture without an alternative text."""
    size: tuple[int, int] = (0, 0)
    """Width and height of a picture in pixels, as given in the text; 0 for none."""
    share: bool = False
    """Whether the HTML of a picture gives its width in percent of the column's."""


class Heading(Value):
    """A heading in a body."""

    level: int
    id: str
    text: str


class Load(Value):
    """Something in a body that a page limited to the site's own files may not load or run."""

    directive: str
    """The directive of a content security policy that governs it."""
    noun: str
    """What it is, in the author's words: `picture`, `frame`, ..."""
    url: str = ""
    """The address from which it is loaded; empty for inline content."""
    hash: str = ""
    """The hash of inline content, in the form of a policy."""
    written: str = ""
    """A piece of it as written in the file, for messages."""
    length: int = 0
    """The bytes of a recording or film, where its author gives them (`data-length`), for feeds."""
    type: str = ""
    """Its media type, where its author gives it (`data-type`)."""


class Document(Value):
    """Markdown converted to HTML. The HTML itself is kept in the store, under `key`."""

    key: str
    """BLAKE2 of the HTML, in hexadecimal; empty where there is no text."""
    words: int = 0
    """The number of words; in a script without spaces, of English words that take as long to read."""
    references: tuple[Reference, ...] = ()
    headings: tuple[Heading, ...] = ()
    sections: int = 0
    """The number of sections (headings at the outermost level)."""
    loads: tuple[Load, ...] = ()
    mentions: tuple[str, ...] = ()
    """Paths below content/ that addresses in it may mean which are no references: in styles and scripts, with the
    site's name before them."""
    unclosed: tuple[tuple[str, int], ...] = ()
    """Tags of raw HTML without a counterpart, as written, each with its line in the file."""


class DeclaredValues(Value, kw_only=True):
    """The values of keys that plugins declare, except defaults."""

    documents: dict[str, Document] = msgspec.field(default_factory=dict)
    """Documents of keys that hold Markdown."""
    fields: dict[str, Any] = msgspec.field(default_factory=dict)
    """All other values, as plain data."""
    pictures: tuple[str, ...] = ()
    """The keys that name a picture below content/, whoever declares them."""
    unread: dict[str, str] = msgspec.field(default_factory=dict)
    """Keys of plugins that are left out, each with its plugin."""


class Source(DeclaredValues):
    """The base class of the values of all files below content/."""

    path: str
    """Path below content/, with forward slashes."""
    slug: str
    body: Document

    def said(self, key: str) -> Any:
        """Return the value of a header key; empty for none."""
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
    """An author; the body is the long biography."""

    name: str
    role: str = ""
    portrait: str = ""
    portrait_alt: str = ""
    links: tuple[tuple[str, str], ...] = ()
    """Label and address of profiles elsewhere."""
    aliases: tuple[Address, ...] = ()


class TermFile(Source):
    """The file of a tag or category; the body introduces its archive."""

    label: str
    summary: str = ""
    synonyms: tuple[str, ...] = ()
    picks: tuple[str, ...] = ()
    style: str = ""
    """`full` or `excerpts`, where it differs from the site's setting."""


class SiteFile(Source):
    """The values of the site file; see `lodestar.base.site_file`."""

    name: str
    logo: str = ""
    header: str = ""
    header_alt: str = ""
    portrait: str = ""
    portrait_alt: str = ""
    color: str = ""
    color_dark: str = ""


class Link(Value):
    """A label with its address."""

    label: str
    url: str
    lang: str = ""
    """The language of the label, where it comes from a text; empty for the site's own words."""


class FeedLink(Value):
    """A feed, as feed readers find it from a page."""

    label: str
    """`RSS`, `Atom` or `JSON`."""
    type: str
    """Its media type."""
    url: str


class Picture(Value):
    """What a browser needs to lay out a picture, and to choose among its sizes and formats."""

    width: int
    """In pixels, as it is shown."""
    height: int
    sources: tuple[tuple[str, str], ...] = ()
    """Media type and `srcset` of each better format than that of `src`, the best first; addresses without host."""
    sizes: str = ""
    src: str = ""
    """Address of the picture for browsers that know none of the sources; empty for the picture itself."""
    src_width: int = 0
    """The width of the file at `src` in pixels; 0 where that is the picture itself."""
    fault: str = ""
    """What is wrong with its file, in words; empty for a good one."""
    doubt: str = ""
    """Why some readers may not see it, in words; empty for nothing."""


class Image(Value):
    """A picture for templates."""

    url: str
    alt: str
    picture: Picture | None = None
    """None where nothing is known of it."""
    focus: str = ""
    """The part that must stay where it is cropped: `top left`; empty for the middle."""


class Body(Value):
    """A document with its references resolved, ready to be shown."""

    key: str
    urls: tuple[str, ...] = ()
    """The address for each of the document's references, in order."""
    words: int = 0
    headings: tuple[Heading, ...] = ()
    sections: int = 0
    pictures: tuple[Picture | None, ...] = ()
    """The picture of each reference, None for other references; empty for a document without pictures."""


def leaves(value: Value) -> Iterator[str | Document]:
    """Yield every string and document nested in a value, except those inside documents."""
    queue: list[Any] = [value]
    while queue:
        item = queue.pop()
        if isinstance(item, str | Document):
            yield item
        else:
            queue += _children(item)


def documents_in(value: Value) -> Iterator[Document]:
    """Yield every document nested in a value, in the order of `leaves`."""
    if isinstance(value, Article | Page):  # nothing else that they say is a document, and there are many of them
        yield from reversed(value.documents.values())
        yield value.body
        return
    queue: list[Any] = [value]
    while queue:
        item = queue.pop()
        if isinstance(item, Document):
            yield item
        else:
            queue += (child for child in _children(item) if child and type(child) is not str)


def _children(item: Any) -> Iterable[Any]:
    if isinstance(item, Value):
        return astuple(item)
    if isinstance(item, tuple | list):
        return item
    return item.values() if isinstance(item, dict) else ()
