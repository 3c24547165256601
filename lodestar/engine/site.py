"""The site once all of its content is known, from which plugins make their parts and outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from lodestar.base.address import Address, OutputPath
from lodestar.base.addresses import Addresses
from lodestar.base.below import path_of_site
from lodestar.base.fingerprints import Keyed
from lodestar.base.languages import Language, Languages
from lodestar.base.names import joined
from lodestar.base.policy import Policy
from lodestar.base.problems import Problem
from lodestar.base.values import (
    Article,
    Author,
    Body,
    Document,
    Image,
    Link,
    Picture,
    SiteFile,
    Source,
    TermFile,
    Value,
)
from lodestar.engine.signals import get_text_parts, makers, parts_of

if TYPE_CHECKING:
    from lodestar.engine.static import File
    from lodestar.engine.terms import Terms


@dataclass(eq=False)
class Term:
    """A tag, category or author."""

    kind: str
    """`tag`, `category` or `author`."""
    slug: str
    """The end of its address; preceded by the parents' slugs for a nested category, separated by slashes."""
    label: str
    """Its name, as readers see it."""
    url: Address
    parent: Term | None = None
    file: TermFile | Author | None = None
    """What the author says about it, if anything."""
    lang: str = ""
    """The tag of the language of its label, as far as its posts tell it; known once they are gathered."""

    @property
    def name(self) -> str:
        """Its name in posts: for a nested category, preceded by its parents'."""
        label = joined((self.label,)) if self.kind == "category" else self.label
        return f"{self.parent.name}/{label}" if self.parent else label

    @cached_property
    def lineage(self) -> tuple[Term, ...]:
        """The term itself and its parents, the nearest first."""
        return (self, *self.parent.lineage) if self.parent else (self,)

    @cached_property
    def link(self) -> Link:
        """Its label and address."""
        return Link(self.label, self.url, self.lang)


class Published(msgspec.Struct, frozen=True, eq=False, gc=False):
    """A post that readers can see, with its names resolved."""

    article: Article
    url: Address
    save_as: OutputPath
    categories: tuple[Term, ...]
    tags: tuple[Term, ...]
    authors: tuple[Term, ...]
    lang: str
    """The tag of its language."""

    @property
    def link(self) -> Link:
        """Its title and address."""
        return Link(self.article.title, self.url, self.lang)

    @property
    def year(self) -> str:
        """The year of its date."""
        return self.article.date[:4]


class Entry(Value):
    """A post as shown on its page, in archives and in feeds."""

    title: str
    url: str
    id: str
    date: str
    modified: str
    summary: str
    slug: str
    authors: tuple[Link, ...]
    categories: tuple[Link, ...]
    tags: tuple[Link, ...]
    body: Body
    parts: dict[str, Any]
    """What plugins add, by name: `author_bio`, `course_cta`, ..."""
    lang: str = ""
    """The tag of its language."""


class Output(NamedTuple):
    """A file of the site, or a folder of files: a pure function of its template and its value."""

    address: str
    """Path below the output folder. One that ends in a slash reserves a folder for files whose names are known only once
    they are made."""
    template: str
    """Name of a template; `copy` for a file taken as it is; `text` for a text taken as it is; or `module:function` that
    makes the bytes from the value and `lodestar.engine.render.Places`; of a folder, the bytes of each file by its path there."""
    value: Any
    source: str
    """Its origin, for messages: a content file, or words such as `the archive of tag "listening"`."""
    language: str = ""
    """The code of the language in which it is rendered; empty for the site's own."""


@dataclass
class Site:
    """Everything that is published, related."""

    settings: Mapping[str, Any]
    """Pelican's settings."""
    addresses: Addresses
    now: datetime
    languages: Languages = field(default_factory=Languages)
    """The languages that it can speak."""
    articles: tuple[Published, ...] = ()
    """The posts in lists and feeds, newest first."""
    hidden: tuple[Published, ...] = ()
    """The posts with an address that are in no list."""
    content: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    """All values by the name of their kind, whether published or not, ordered by path."""
    faulty: tuple[Source, ...] = ()
    """The texts that readers would see if their headers were not faulty."""
    static: tuple[File, ...] = ()
    withheld: Mapping[str, str] = field(default_factory=dict)
    """Path and hash of files that are not copied, because they are not, or not yet, for everyone."""
    private: set[str] = field(default_factory=set)
    """Paths of texts that are not, or not yet, for everyone: drafts, posts in the future, sealed lessons."""
    guarded: tuple[str, ...] = ()
    """Folders, each with a slash at its end, of which a file is copied only where a published text there leads to it."""
    uncopied: frozenset[str] = frozenset()
    """Paths of files of kinds that are not copied."""
    tags: Mapping[str, Term] = field(default_factory=dict)
    """By slug, as `categories` and `authors`; those with posts, or that the author describes."""
    categories: Mapping[str, Term] = field(default_factory=dict)
    authors: Mapping[str, Term] = field(default_factory=dict)
    members: Mapping[Term, tuple[Published, ...]] = field(default_factory=dict)
    """The articles of a term, newest first; a category's include those of the categories below it."""
    urls: Mapping[str, str] = field(default_factory=dict)
    """The address of each published file below content/."""
    terms: Terms = field(init=False)
    """Finds the term for a name."""
    entries: Mapping[Published, Keyed] = field(default_factory=dict)
    """The entry of each published article."""
    published: Mapping[str, Published] = field(default_factory=dict)
    """The published articles by path below content/."""
    shown_keys: tuple[str, ...] = ()
    """Names of parts that plugins show in slots; a header key of such a name becomes a part."""
    problems: list[Problem] = field(default_factory=list)
    due: list[float] = field(default_factory=list)
    """Times, in seconds since 1970, at which the same content makes another site."""
    shown: str = "content"
    """Path of the content folder as the author knows it."""
    line_of: Callable[..., int] = lambda path, *keys: 1
    """Returns the line of a key in a file's header."""
    picture: Callable[[str], Picture | None] = lambda path: None
    """Returns what is known of the picture at a path below content/."""
    policy: Policy = field(default_factory=Policy)
    """Its content security policy."""
    copiers: dict[str, str] = field(default_factory=dict)
    """Templates of outputs for files that are not copied byte for byte, by path."""
    records: dict[str, bytes] = field(default_factory=dict)
    """Notes that plugins keep from build to build to save work, by plugin."""
    memories: list[Callable[[], object]] = field(default_factory=list)
    """Functions that save what plugins learned; only a build calls them, since looking leaves no trace."""
    html: Callable[[str], str] = lambda key: ""
    """Returns the stored HTML of a document by its key; for commands that look at a site."""
    resolve: Callable[[Source, Document | None], Body] = lambda source, document: Body("")
    """Returns a document of a file with its references resolved; a broken one becomes a problem."""

    @property
    def url(self) -> str:
        """Where the site is published, without a slash at its end."""
        return str(self.settings["SITEURL"]).rstrip("/")

    @cached_property
    def language(self) -> Language:
        """The language of texts that name no other."""
        return self.languages[""]

    def tag_of(self, lang: str) -> str:
        """Return the language tag of a text whose header has `lang`.

        It is the site's own where the header has none, or has the site's without its region: `en` for `en-US`.
        """
        site_tag = self.language.code
        return site_tag if not lang or site_tag.startswith(f"{lang}-") else lang

    def output_language(self, lang: str) -> str:
        """Return the `language` of an output in the language `lang`."""
        return "" if lang == self.language.code else lang

    @property
    def said(self) -> SiteFile | None:
        """The values in `site.yaml`."""
        return next(iter(self.content.get("site", ())), None)

    @property
    def base(self) -> str:
        """The path of the site on its host, without a slash at its end; empty for the root."""
        return path_of_site(self.url)

    @property
    def zone(self) -> ZoneInfo:
        """Its time zone."""
        return ZoneInfo(self.settings.get("TIMEZONE") or "UTC")

    @property
    def today(self) -> str:
        """The day of the build in its time zone (ISO 8601)."""
        return self.now.astimezone(self.zone).date().isoformat()

    @property
    def posts(self) -> tuple[Published, ...]:
        """Every post with an address: those in lists, newest first, then the hidden ones."""
        return (*self.articles, *self.hidden)

    def sources(self) -> Iterator[Source]:
        """Yield what every file says, and the texts whose headers are faulty."""
        for values in self.content.values():
            yield from values
        yield from self.faulty

    def refuse(
        self, path: str, keys: Iterable[str | int], fault: str, cure: str, fatal: bool = True, missing: str = ""
    ) -> None:
        """Record a problem with the header entry `keys` of the content file `path`; `missing` is a name without a target."""
        line = self.line_of(path, *keys)
        self.problems.append(Problem(f"{self.shown}/{path}", line, fault, cure, fatal, missing=missing))

    def declared_parts(self, source: Source) -> dict[str, Any]:
        """Return the values of declared header keys that are shown in slots, as parts of the page or entry."""
        results: dict[str, Any] = {}
        for name in self.shown_keys:
            if name in source.documents:
                results[name] = self.resolve(source, source.documents[name])
            elif name in source.fields:
                results[name] = self.image_of(source, name) if name in source.pictures else source.fields[name]
        return results

    def text_parts(self, source: Source) -> dict[str, Any]:
        """Return what plugins add to the own page of a text: post, page or course (`get_text_parts`)."""
        return parts_of(source, self._text_makers)

    @cached_property
    def _text_makers(self) -> dict[str, Callable[[Source], Any]]:
        return makers(get_text_parts, self)

    def image_of(self, source: Source, key: str = "image") -> Image | None:
        """Return the picture named in a file's header, for templates; None for none."""
        path = source.said(key)
        return self.image(path, source.said(f"{key}_alt"), source.said(f"{key}_focus")) if path else None

    def image(self, path: str, alt: str, focus: str = "") -> Image | None:
        """Return the picture at `path` below content/, for templates; None for none."""
        return Image(self.addresses.static(path), alt, self.picture(path), focus) if path else None


class Planned(NamedTuple):
    """A site with all outputs planned except closing ones, which are about outputs."""

    site: Site
    outputs: Mapping[str, Output]
    """By address."""
