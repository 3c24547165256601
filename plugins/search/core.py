"""The records of search, and their division into stable indexes.

Like the pages of an archive, indexes are cut from the oldest post on, so that a new post only touches the last one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from lodestar.base.languages import gettext, gettext_noop
from lodestar.base.values import Body, Value
from lodestar.engine.plan import url_of
from lodestar.engine.site import Output

ADDRESS = "search"
KINDS = {"lesson.html": gettext_noop("Lesson"), "course.html": gettext_noop("Course")}
"""The words for kinds of results, by template; all others except posts are pages."""

PAGE = gettext_noop("Page")


class Record(Value):
    """A page in the search index."""

    url: str
    title: str
    body: Body
    kind: str
    """What it is called where a post has its date; empty for a post."""
    date: str = ""
    """Of a post, ISO 8601."""
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    summary: str = ""
    names: tuple[str, ...] = ()
    """What its tags, categories and authors are called, their synonyms too: it is found by each of them."""
    lang: str = ""
    """The tag of its language; empty for the site's."""


class SearchIndex(Value):
    """Everything from which an index is made."""

    records: tuple[Record, ...]
    """All in one language: its words are found in all of their forms."""
    language: str
    named: bool
    """Whether results say in which language they are, as those do that are not in the site's."""
    version: str
    """Of Pagefind."""


class SearchPage(Value):
    """The values shown on the search page."""

    title: str
    description: str
    url: str
    indexes: tuple[str, ...]
    """Addresses of the folders of the indexes."""
    noindex: bool = True


def search_address() -> str:
    """Return the address of the search page, for templates; there is no such function where there is no search."""
    return f"/{ADDRESS}/"


def records(outputs: Iterable[Output], synonyms: Mapping[str, Sequence[str]], base: str = "") -> list[Record]:
    """Return what search covers: posts from the oldest on, and before them what else has a text, by address.

    `synonyms` are those of tags and categories, by address; `base` is the path of the site on its host. A page that
    search engines are asked to leave out is left out here too, and so is one without a text of its own, such as a lesson
    for those who enrolled.
    """
    results = []
    for output in outputs:
        value = output.value
        if not output.template.endswith(".html") or getattr(value, "noindex", False):
            continue
        if getattr(value, "url", "") == url_of(output.address) and (
            record := _record(value, output.template, synonyms, base)
        ):
            results.append(record)
    return sorted(results, key=lambda record: (record.date, record.url))


def _record(value: Any, template: str, synonyms: Mapping[str, Sequence[str]], base: str) -> Record | None:
    if (entry := getattr(value, "entry", None)) is not None:
        terms = (*entry.tags, *entry.categories, *entry.authors)
        return Record(
            base + value.url,
            value.title,
            entry.body,
            "",
            entry.date,
            tags=tuple(link.label for link in entry.tags),
            categories=tuple(link.label for link in entry.categories),
            summary=entry.summary,
            names=tuple(dict.fromkeys(name for link in terms for name in (link.label, *synonyms.get(link.url, ())))),
            lang=entry.lang,
        )
    body = getattr(value, "body", None)
    if not isinstance(body, Body) or not body.key:
        return None
    kind, lang = gettext(KINDS.get(template, PAGE)), getattr(value, "lang", "")
    return Record(base + value.url, value.title, body, kind, summary=value.description, lang=lang)


def folders(posts: Mapping[str, int], size: int, own_language: str) -> Iterator[tuple[str, str, int]]:
    """Yield the folders of all indexes, given how many posts there are in each language: its name, the language, and
    which of the language's groups of at most `size` posts it holds. Those in the site's own have plain numbers."""
    for lang in sorted({own_language, *posts}, key=lambda lang: (lang != own_language, lang)):
        for number in range(max(1, -(-posts.get(lang, 0) // size))):
            yield f"{number + 1}" if lang == own_language else f"{lang.lower()}-{number + 1}", lang, number


def in_groups(records: Sequence[Record], size: int) -> list[list[Record]]:
    """Return records in groups of at most `size` posts; other pages join the first group."""
    other_records = [record for record in records if not record.date]
    posts = [record for record in records if record.date]
    groups = [posts[start : start + size] for start in range(0, len(posts), size)] or [[]]
    return [[*other_records, *groups[0]], *groups[1:]]
