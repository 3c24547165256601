"""The names that search knows beside texts: tags, categories, authors and courses, each with the page it leads to.

Pagefind finds pages by their words and takes no misspelled ones; readers ask for subjects and people. This list is small
enough to be looked through as a whole, by `theme/static/js/search-names.js`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lodestar.base.languages import gettext, gettext_noop
from lodestar.base.slugs import plain_letters
from lodestar.base.values import Value
from lodestar.engine.plan import addresses_of
from lodestar.engine.site import Output, Planned, Site, Term

if TYPE_CHECKING:
    from lodestar.engine.render import Places

KINDS = {"tag": gettext_noop("Subject"), "category": gettext_noop("Category"), "author": gettext_noop("Author")}
COURSE_PAGES = {"course.html": gettext_noop("Course"), "certificate.html": "", "workbook.html": ""}
"""What the pages of a course are called that have a name worth finding, by template."""


class Name(Value):
    """A name and its address."""

    kind: str
    label: str
    url: str
    posts: int
    synonyms: tuple[str, ...]


class NameList(Value):
    """All names, the most used first."""

    names: tuple[Name, ...]


def synonyms(term: Term) -> tuple[str, ...]:
    """Return the synonyms in the file of a tag or category."""
    return tuple(getattr(term.file, "synonyms", ()))


def spellings(term: Term, lang: str) -> tuple[str, ...]:
    """Return the other names of a term, and its own in the letters that readers have who have no others: `Fuehrung`."""
    plain = plain_letters(term.label, lang)
    return (*synonyms(term), plain) if plain != term.label else synonyms(term)


def terms(site: Site) -> tuple[Term, ...]:
    """Return all tags, categories and authors."""
    return (*site.tags.values(), *site.categories.values(), *site.authors.values())


def name_list(planned: Planned) -> NameList:
    """Return the names whose pages are planned."""
    addresses = addresses_of(planned.outputs)
    results = [*_courses(planned.outputs.values()), *_terms(planned.site)]
    base = planned.site.base
    return NameList(tuple(replace(name, url=base + name.url) for name in results if name.url in addresses))


def listing(value: NameList, places: Places) -> bytes:
    """Return the list as JSON, an array for each name, when it is rendered."""
    rows = [[name.kind, name.label, name.url, name.posts, name.synonyms] for name in value.names]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _terms(site: Site) -> list[Name]:
    counted = [(term, len(site.members.get(term, ()))) for term in terms(site)]
    results = [
        Name(gettext(KINDS[term.kind]), term.label, term.url, posts, spellings(term, site.language.code))
        for term, posts in counted
        if posts
    ]
    return sorted(results, key=lambda name: (-name.posts, name.url))


def _courses(outputs: Iterable[Output]) -> Iterator[Name]:
    for output in outputs:
        if output.template in COURSE_PAGES:
            yield Name(gettext(COURSE_PAGES[output.template]), output.value.title, output.value.url, 0, ())
