"""Categories, tags and authors of the old site: their names in posts here, and the files with their slugs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from lodestar.base.addresses import Addresses
from lodestar.base.kinds import TERM_FOLDERS
from lodestar.base.names import ESCAPED, SEPARATOR, fold
from lodestar.base.slugs import LONGEST_SLUG, SLUG, varies
from lodestar.pelican_import.reading import OldText
from lodestar.wordpress import slugs
from lodestar.wordpress.files import content_file, one_line

Key = tuple[str, str]
"""A kind of term, and its slug on the old site: one slug was one archive, however posts spelled the name."""


class OldTerms:
    """The names of the old site."""

    def __init__(self, texts: Sequence[OldText], rules: Addresses, taken: Collection[str] = ()) -> None:
        self._rules = rules
        self._taken = taken
        """Addresses of texts: in Pelican, a text may replace an archive."""
        spellings = self._spellings = dict[Key, Counter[str]]()
        self.old: dict[Key, str] = {}
        """The address of each archive on the old site."""
        for text in texts:
            for kind, name, slug, address in _named(text):
                spellings.setdefault((kind, slug), Counter())[one_line(name)] += 1
                self.old.setdefault((kind, slug), address)
        self.labels: dict[Key, str] = {}
        self.slugs: dict[Key, str] = {}
        """The slug of each here."""
        self.defined: list[Key] = []
        """The terms with an archive of their own here."""
        first_keys: dict[Key, Key] = {}
        for key, names in sorted(spellings.items()):
            label = min(names, key=lambda name: (-names[name], name))
            first = first_keys.setdefault((key[0], fold(label)), key)
            self.labels[key] = self.labels.get(first, label)
            self.slugs[key] = self.slugs.get(first) or self._slug(key, label)
            if first == key:
                self.defined.append(key)

    def _slug(self, key: Key, label: str) -> str:
        kind, old = key
        slug = old
        if not SLUG.fullmatch(old) or len(old) > LONGEST_SLUG:
            slug = slugs.safe(old) or slugs.of_title(label) or self._rules.slug(label, kind) or kind
        return f"{slug}-{kind}" if self._rules.term(kind, slug)[0] in self._taken else slug

    def names_of(self, kind: str, terms: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
        """Return the names of some terms as a post writes them; a slash is no other category's, as on the old site."""
        names = (self.labels[kind, term[1]] for term in terms if (kind, term[1]) in self.labels)
        return tuple(dict.fromkeys(name.replace(SEPARATOR, ESCAPED) if kind == "category" else name for name in names))

    def find(self, kind: str, name: str) -> str:
        """Return the name by which a link refers to a term of the old site, given its name or slug; empty for none."""
        labels = (
            label for (label_kind, slug), label in self.labels.items() if label_kind == kind and name in (slug, label)
        )
        return next(labels, "") or next(
            (
                label
                for (label_kind, _), label in self.labels.items()
                if label_kind == kind and fold(label) == fold(name)
            ),
            "",
        )

    def files(self) -> Iterator[tuple[str, str, bytes]]:
        """Yield path, key and content of the files: one for every author, one for each other name whose slug needs it."""
        for kind, old in self.defined:
            label, slug = self.labels[kind, old], self.slugs[kind, old]
            path = f"{TERM_FOLDERS[kind]}/{slug}.md"
            if kind == "author":
                yield path, f"author {slug}", content_file({"name": label}, "")
            elif slug != self._rules.slug(label, kind) or varies(label):
                name = label.replace(SEPARATOR, ESCAPED) if kind == "category" else label
                yield path, f"{kind} {slug}", content_file({"label": name}, "")

    def address(self, kind: str, slug: str, rules: Addresses) -> str:
        """Return the address here of the archive of a term of the old site; empty for none."""
        new_slug = self.slugs.get((kind, slug))
        return rules.term(kind, new_slug)[0] if new_slug else ""

    def author(self) -> str:
        """Return the author of most texts."""
        counted = Counter({key: sum(names.values()) for key, names in self._spellings.items() if key[0] == "author"})
        return self.labels[counted.most_common(1)[0][0]] if counted else ""


def _named(text: OldText) -> Iterator[tuple[str, str, str, str]]:
    """Yield kind, name, slug and address of each term of a text that has a slug."""
    if text.kind != "post":
        return
    terms: list[tuple[str, tuple[str, ...]]] = [("category", text.category)]
    terms += [("tag", tag) for tag in text.tags] + [("author", author) for author in text.authors]
    for kind, term in terms:
        if len(term) == 3 and term[1] and term[0].strip():
            yield kind, *term
