"""Categories, tags and authors: the names that posts use, and the files with their slugs and descriptions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape

from lodestar.base.slugs import varies
from lodestar.html_to_markdown.markdown import markdown
from lodestar.html_to_markdown.tree import clean
from lodestar.wordpress import slugs
from lodestar.wordpress.files import content_file, one_line
from lodestar.wordpress.index import ExportIndex
from lodestar.wordpress.model import WxrAuthor, WxrItem, WxrTerm
from lodestar.wordpress.parts import MAIL
from lodestar.wordpress.places import ItemPlace
from lodestar.wordpress.problems import ImportNote
from lodestar.wordpress.site import site_slug

SLASH = "∕"
"""Stands for a slash in a name: a real one separates a category from its parent."""


@dataclass(frozen=True)
class NamedTerm:
    """A tag or category as posts name it here."""

    label: str
    """The name in posts, preceded by the parents' for a nested category."""
    path: str
    """Its slugs, separated by slashes."""
    term: WxrTerm


@dataclass(frozen=True)
class Writer:
    """An author as posts name it here."""

    name: str
    slug: str
    login: str


class WxrTerms:
    """The names of the export's terms and authors here."""

    def __init__(self, index: ExportIndex, places: Mapping[int, ItemPlace]) -> None:
        self.index = index
        self.defined = dict(index.terms)
        self.used: Counter[tuple[str, str]] = Counter()
        """The number of public posts with a term, by taxonomy and slug."""
        self._by_name = {(term.taxonomy, term.name.casefold()): key for key, term in reversed(self.defined.items())}
        self._adopt(places)
        self.named = self._names()
        self._guests = {
            item.fact("cap-user_login") or item.slug.removeprefix("cap-"): item.fact("cap-display_name") or item.title
            for item in index.items.values()
            if item.type == "guest-author"
        }
        """Names of guests by their logins."""
        self.writers = self._writers(places)

    def _adopt(self, places: Mapping[int, ItemPlace]) -> None:
        """Define the terms that posts use but the export does not define, and count their posts."""
        for number, place in places.items():
            item = self.index.items[number]
            for term in item.terms:
                if term.taxonomy not in ("category", "post_tag"):
                    continue
                key = self.key(term)
                self.defined.setdefault(key, replace(term, slug=key[1]))
                self._by_name.setdefault((term.taxonomy, term.name.casefold()), key)
                if place.public and place.kind == "post":
                    self.used[key] += 1

    def key(self, term: WxrTerm) -> tuple[str, str]:
        """Return the key of a term in a post: its slug, or that of the definition with its name."""
        if term.slug and (term.taxonomy, term.slug) in self.defined:
            return term.taxonomy, term.slug
        defined_key = self._by_name.get((term.taxonomy, term.name.casefold()))
        return defined_key or (term.taxonomy, term.slug or slugs.of_title(term.name) or "term")

    def _names(self) -> dict[tuple[str, str], NamedTerm]:
        names: dict[tuple[str, str], NamedTerm] = {}
        labels: set[tuple[str, str]] = set()
        paths: set[tuple[str, str]] = set()
        for key, term in self.defined.items():
            if term.taxonomy not in ("category", "post_tag"):
                continue
            line = self._line(term)
            label = "/".join(_label(ancestor) for ancestor in line)
            path = "/".join(
                slugs.safe(ancestor.slug) or slugs.of_title(ancestor.name) or f"term-{ancestor.id}" for ancestor in line
            )
            plain, number = path, 1
            while (term.taxonomy, path) in paths:
                number += 1
                path = f"{plain}-{number}"
            if (term.taxonomy, label.casefold()) in labels:
                label = f"{label} ({path.rpartition('/')[2]})"
            labels.add((term.taxonomy, label.casefold()))
            paths.add((term.taxonomy, path))
            names[key] = NamedTerm(label, path, term)
        return names

    def _line(self, term: WxrTerm) -> list[WxrTerm]:
        """Return a category and its parents, the outermost first."""
        line, visited = [term], {term.slug}
        while line[0].parent and line[0].parent not in visited and len(line) < 12:
            parent = self.defined.get((term.taxonomy, line[0].parent)) or self._named(term.taxonomy, line[0].parent)
            if parent is None or parent.slug in visited:
                break
            visited.add(parent.slug)
            line.insert(0, parent)
        return line

    def _named(self, taxonomy: str, name: str) -> WxrTerm | None:
        key = self._by_name.get((taxonomy, name.casefold()))
        return self.defined.get(key) if key else None

    def _writers(self, places: Mapping[int, ItemPlace]) -> dict[str, Writer]:
        """Return the writers of public posts, by login; no others are named."""
        writers: dict[str, Writer] = {}
        names: set[str] = set()
        for number, place in places.items():
            item = self.index.items[number]
            for login in self._logins(item) if place.public and place.kind == "post" else ():
                if login in writers:
                    continue
                author = self.index.authors.get(login) or WxrAuthor(0, login, self._guests.get(login, login))
                slug = slugs.of_login(author.login) or f"author-{author.id}"
                while slug in {writer.slug for writer in writers.values()}:
                    slug += "-2"
                name = one_line(unescape(author.name))
                name = slug if MAIL.search(name) or not name else name
                if name.casefold() in names:
                    name = f"{name} ({slug})"
                names.add(name.casefold())
                writers[login] = Writer(name, slug, login)
        return writers

    def main_author(self) -> str:
        """Return the name of the writer of most posts; empty where there is none."""
        counted = Counter(
            login for item in self.index.items.values() if item.type == "post" for login in self._logins(item)
        )
        return next((self.writers[login].name for login, _ in counted.most_common() if login in self.writers), "")

    def _logins(self, item: WxrItem) -> list[str]:
        """Return the logins of an item's authors: Co-Authors Plus has a term for each of several."""
        logins = [
            name if (name := term.name) in self.index.authors else term.slug.removeprefix("cap-") or name
            for term in item.terms
            if term.taxonomy == "author"
        ]
        for login, term in zip(
            logins, (assigned for assigned in item.terms if assigned.taxonomy == "author"), strict=True
        ):
            if login not in self.index.authors:
                self._guests.setdefault(login, term.name)
        return list(dict.fromkeys(logins)) or ([item.author] if item.author else [])

    def writers_of(self, item: WxrItem) -> list[Writer]:
        """Return the authors of an item, in order, except those without public posts."""
        return [self.writers[login] for login in self._logins(item) if login in self.writers]

    def labels_of(self, item_terms: tuple[WxrTerm, ...], taxonomy: str) -> tuple[str, ...]:
        """Return the labels of an item's terms."""
        keys = (self.key(term) for term in item_terms if term.taxonomy == taxonomy)
        return tuple(dict.fromkeys(self.named[key].label for key in keys if key in self.named))

    def archives(self) -> frozenset[str]:
        """Return the addresses of the archives that will exist."""
        addresses = {f"/author/{writer.slug}/" for writer in self.writers.values()}
        for key, named in self.named.items():
            if self.used[key]:
                kind = "category" if named.term.taxonomy == "category" else "tag"
                parts = named.path.split("/")
                addresses |= {f"/{kind}/{'/'.join(parts[:length])}/" for length in range(1, len(parts) + 1)}
        return frozenset(addresses)

    def files(self, bios: Mapping[str, str]) -> Iterator[tuple[str, str, bytes]]:
        """Yield path, key and content of the files of terms and writers that need one; `bios` by login."""
        used_keys = {key for key in self.named if self.used[key]}
        for key in list(used_keys):
            used_keys |= {(ancestor.taxonomy, ancestor.slug) for ancestor in self._line(self.defined[key])}
        for key, named in self.named.items():
            if key not in used_keys:
                continue
            term, label = named.term, named.label
            body = self._description(term)
            folder = "categories" if term.taxonomy == "category" else "tags"
            slug = named.path.rpartition("/")[2]
            computed = "" if varies(label) else "/".join(map(site_slug, label.split("/")))
            if folder == "categories" or body or computed != named.path:
                fields = {"label": label, "slug": slug if computed != named.path else ""}
                yield f"{folder}/{named.path}.md", f"{term.taxonomy}:{term.slug}", content_file(fields, body)
        for login, writer in self.writers.items():
            fields = {"name": writer.name, "bio": bios.get(login, "")}
            yield f"authors/{writer.slug}.md", f"author:{writer.slug}", content_file(fields, "")

    def _description(self, term: WxrTerm) -> str:
        if not term.description:
            return ""
        return markdown(clean(f"<p>{term.description}</p>", lambda url, tag: url).root)

    def notes(self) -> Iterator[ImportNote]:
        """Yield a note on each name that had to be changed."""
        for named in self.named.values():
            if SLASH in named.label:
                fault = f'the name "{named.term.name}" holds a slash, which parts categories here'
                yield ImportNote("content", 1, fault, f'it is written "{named.label}"')
            last = named.path.rpartition("/")[2]
            if self.used[named.term.taxonomy, named.term.slug] and last != named.term.slug.lower():
                fault = f'the slug "{named.term.slug}" cannot stand in an address here'
                yield ImportNote("content", 1, fault, f'"{last}" stands in its place, and the old address redirects')


def _label(term: WxrTerm) -> str:
    return one_line(term.name).replace("/", SLASH) or term.slug
