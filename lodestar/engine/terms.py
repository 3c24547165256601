"""Finds the tag, category or author for a name: the one resolver for posts, links, rules, redirects and checks.

A term is found by its label, by its synonyms, by its slug, and by its spelling in posts where no file
describes it. Spellings that differ in case, hyphens or quotes are one name. Names that become one only because an
address has fewer letters (`schon` and `schön`) are two, and are refused until one has a slug of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import chain

from lodestar.base.kinds import TERM_FOLDERS
from lodestar.base.names import SEPARATOR, fold, joined, path_of, plain
from lodestar.base.problems import did_you_mean
from lodestar.base.values import Article, Author, TermFile
from lodestar.engine.authors import authors_by_name
from lodestar.engine.nesting import Nesting, Place, warn_of_lonely
from lodestar.engine.site import Published, Site, Term

KINDS = ("tag", "category")
"""The kinds of terms that are known by several names."""
Key = tuple[str, ...]
"""A name as it is looked up: its parts as `plain` writes them; only a category's has several."""


class Terms:
    """The tags, categories and authors of a site, created as articles name them."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._slug_from = site.addresses.slug
        self._file_slugs: dict[str, dict[Key, str]] = {kind: {} for kind in KINDS}
        """Slugs that files give to names, by kind."""
        self._slugs: dict[str, dict[Key, str]] = {kind: {} for kind in KINDS}
        """The slug for each name that articles may use."""
        self._link_slugs: dict[str, dict[Key, str]] = {kind: {} for kind in KINDS}
        """The slugs by which links and rules may name a term, including those of synonyms."""
        self._spellings: dict[str, dict[Key, str]] = {kind: {} for kind in KINDS}
        """The slug for each name in any spelling, for links and rules."""
        self._names: dict[tuple[str, str], str] = {}
        """The name to which each slug belongs."""
        self._synonyms: dict[str, set[Key]] = {kind: set() for kind in KINDS}
        self._files: dict[str, dict[str, TermFile]] = {kind: {} for kind in KINDS}
        self._terms: dict[str, dict[str, Term]] = {"tag": {}, "category": {}, "author": {}}
        self._terms_by_name: dict[str, dict[str, Term]] = {kind: {} for kind in KINDS}
        """The term for each name as articles write it."""
        self._nesting: Nesting = {}
        self._authors = authors_by_name(site)
        self._authors_by_names: dict[tuple[str, ...], tuple[Term, ...]] = {}
        for kind in KINDS:
            self._describe(kind)

    def slug_of(self, kind: str, name: str) -> str:
        """Return the slug of the `tag`, `category` or `author` with a name; empty for none."""
        if kind == "author":
            author = self.author_called(name)
            slug = author.slug if author else self._slug_from(name, kind)
            return slug if slug in self._terms["author"] else ""
        key, slugs = self._key(kind, name), self._slugs[kind]
        spellings = self._spellings[kind]  # `Work/Life` means `Work\/Life` if nothing else has that name
        return (
            slugs.get(key)
            or self._link_slugs[kind].get(key)
            or spellings.get(_folded(key))
            or spellings.get((fold(name),), "")
        )

    def author_called(self, name: str) -> Author | None:
        """Return the author whom a name means: who is called so, else whose file has the name for its slug, as that of
        someone who changed her name has the one by which her texts go on naming her."""
        return self._authors.get(fold(name)) or self._authors.get(fold(self._slug_from(name, "author")))

    def is_synonym(self, kind: str, name: str) -> bool:
        """Return whether a name is a synonym in the file of a tag or category."""
        return self._key(kind, name) in self._synonyms[kind]

    def slug_for(self, kind: str, name: str) -> str:
        """Return the slug that a name has or would have: the one in a file, else one made of its letters."""
        return self._file_slugs[kind].get(self._key(kind, name)) or self.slug_of_name(kind, name)

    def slug_of_name(self, kind: str, name: str) -> str:
        """Return the slug made of a name's letters, below that of its parent category."""
        *parents, last = path_of(name) if kind == "category" else (name,)
        if not parents:
            return self._slug_from(last, kind)
        parent = joined(tuple(parents))
        return f"{self._slugs[kind].get(self._key(kind, parent)) or self.slug_for(kind, parent)}/{self._slug_from(last, kind)}"

    def slug_of_letters(self, term: Term) -> str:
        """Return the slug that a term would have without the files of it and its parents."""
        return "/".join(self._slug_from(item.label, item.kind) for item in reversed(term.lineage))

    def publish(self, article: Article) -> Published:
        """Return an article with its address and terms. Unknown names become problems."""
        url, save_as = self._site.addresses.post(article)
        categories = self._terms_of("category", article.categories, article)
        tags, authors = self._terms_of("tag", article.tags, article), self._authors_of(article)
        return Published(article, url, save_as, categories, tags, authors, self._site.tag_of(article.lang))

    def gather(self) -> None:
        """Collect the articles of each term; those of nested categories belong to their parents, too."""
        site = self._site
        for author in site.content.get("authors", ()):
            self._author(author, author.name)
        members: dict[Term, list[Published]] = defaultdict(list)

        @cache
        def families(categories: tuple[Term, ...]) -> tuple[Term, ...]:
            return tuple(dict.fromkeys(chain.from_iterable(category.lineage for category in categories)))

        for article in site.articles:
            for term in (*article.tags, *article.authors, *families(article.categories)):
                members[term].append(article)
        site.members = {term: tuple(item) for term, item in members.items()}
        for term, posts in members.items():
            term.lang = "" if term.kind == "author" else self._language_of(posts)
        site.tags = {slug: term for slug, term in sorted(self._terms["tag"].items()) if term in members}
        site.categories = {slug: term for slug, term in sorted(self._terms["category"].items()) if term in members}
        site.authors = dict(sorted(self._terms["author"].items()))
        warn_of_lonely(site, self._terms["category"].values(), self._nesting)

    def _language_of(self, posts: Iterable[Published]) -> str:
        """Return the language of a name that posts are filed under: the site's, unless all of them share another one."""
        site_language, languages = self._site.language.code, {post.lang for post in posts}
        return site_language if site_language in languages else languages.pop() if len(languages) == 1 else ""

    def _key(self, kind: str, name: str) -> Key:
        return tuple(map(plain, path_of(name))) if kind == "category" else (plain(name),)

    def _describe(self, kind: str) -> None:
        """Read the files of a kind: labels first, parents before their children."""
        files: list[TermFile] = list(self._site.content.get(TERM_FOLDERS[kind], ()))
        slugs, file_slugs = self._slugs[kind], self._file_slugs[kind]
        for file in sorted(files, key=lambda file: len(self._key(kind, file.label))):
            slug, key = self._slug_of_file(kind, file), self._key(kind, file.label)
            if rival := self._files[kind].get(slug) or self._files[kind].get(file_slugs.get(key, "")):
                is_same_name = self._key(kind, rival.label) == key
                fault = (
                    f'"{file.label}" is described twice'
                    if is_same_name
                    else f'"{file.label}" has the slug of "{rival.label}"'
                )
                cure = "keep one of this file and {}" if is_same_name else "give another one to this file or {}"
                self._site.refuse(file.path, ("label",), fault, cure.format(f"{self._site.shown}/{rival.path}"))
                continue
            self._files[kind][slug] = file
            file_slugs[key] = slugs[key] = self._spellings[kind][_folded(key)] = slug
            self._names[kind, slug] = file.label
        for slug, file in self._files[kind].items():
            key = self._key(kind, slug)
            self._link_slugs[kind][key] = slug
            # chosen by the author, and not just derived from the label
            if slug != "/".join(self._slug_from(part, kind) for part in path_of(file.label)):
                slugs.setdefault(key, slug)
            self._describe_synonyms(kind, slug, file)

    def _slug_of_file(self, kind: str, file: TermFile) -> str:
        """Return the slug that a file gives to its term, preceded by the parents' for a nested category.

        The name of a folder is the slug of the parent, unless the parent's own file has another.
        """
        folders, parts = file.path.split("/")[1:-1], path_of(file.label)
        if kind == "tag":
            return file.slug
        if len(folders) != len(parts) - 1:
            return "/".join([*folders, file.slug])
        slug = ""
        for length, folder in enumerate(folders, start=1):
            key = tuple(map(plain, parts[:length]))
            slug = self._file_slugs[kind].setdefault(key, f"{slug}{folder}") + "/"
            self._slugs[kind].setdefault(key, slug.removesuffix("/"))
            self._names.setdefault((kind, slug.removesuffix("/")), joined(parts[:length]))
        return slug + file.slug

    def _describe_synonyms(self, kind: str, slug: str, file: TermFile) -> None:
        for index, synonym in enumerate(file.synonyms):
            key = self._key(kind, synonym)
            owner = self._file_slugs[kind].get(key, slug)
            if key in self._synonyms[kind] and self._slugs[kind][key] != slug:
                owner, fault = self._slugs[kind][key], f'"{synonym}" is another name of two {TERM_FOLDERS[kind]}'
            else:
                fault = f'"{synonym}" is a synonym and has a file of its own'
            if owner != slug and owner in self._files[kind]:
                self._site.refuse(file.path, ("synonyms", index), fault, "delete one of the two")
                continue
            # its own label redirects there from its old address
            if owner == slug and key not in self._file_slugs[kind]:
                self._synonyms[kind].add(key)
                self._slugs[kind][key] = slug
                self._spellings[kind].setdefault(_folded(key), slug)
            result = self.slug_of_name(kind, synonym)
            self._link_slugs[kind].setdefault(self._key(kind, result), slug)
            self._names.setdefault((kind, result), synonym)

    def _terms_of(self, kind: str, names: tuple[str, ...], article: Article) -> tuple[Term, ...]:
        terms = self._terms_by_name[kind]
        if all(map(terms.__contains__, names)):  # as for nearly all posts
            return tuple(dict.fromkeys(map(terms.__getitem__, names)))
        places = ((name, (TERM_FOLDERS[kind], index)) for index, name in enumerate(names))
        results = (terms.get(name) or self._add(kind, name, article, place) for name, place in places)
        return tuple(dict.fromkeys(filter(None, results)))

    def _add(self, kind: str, name: str, article: Article, place: Place) -> Term | None:
        """Return the term for a new name; report a problem and return None where it cannot have one."""
        parts = path_of(name) if kind == "category" else (name,)
        slug = ""
        for length in range(1, len(parts) + 1):
            ancestor = joined(parts[:length]) if kind == "category" else name
            key = self._key(kind, ancestor)
            slug = self._slugs[kind].get(key) or self.slug_for(kind, ancestor)
            if not all(slug.split("/")):
                fault = f'the {kind} "{name}" has no letters or digits'
                self._site.refuse(article.path, place, fault, "delete it, or name it with words")
                return None
            if key not in self._slugs[kind] and (rival := self._names.get((kind, slug))):
                rival_key = self._key(kind, rival)
                if _folded(rival_key) != _folded(key):
                    self._refuse_alike(kind, ancestor, rival, slug, article, place)
                    return None
                slug = self._slugs[kind].get(rival_key, slug)
            self._names.setdefault((kind, slug), ancestor)
            self._slugs[kind][key] = slug
            self._spellings[kind].setdefault(_folded(key), slug)
            self._link_slugs[kind].setdefault(self._key(kind, slug), slug)
        rival, key = self._names.get((kind, slug), name), self._key(kind, name)
        if rival != name and _folded(self._key(kind, rival)) == _folded(key) and key not in self._synonyms[kind]:
            fault = f'the {kind} "{name}" differs from "{rival}" only in case, hyphens or quotes'
            self._site.refuse(article.path, place, fault, f'write "{rival}" everywhere', fatal=False)
        term = self._terms_by_name[kind][name] = self._term(kind, slug, parts)
        if len(parts) > 1 and term.parent:
            self._nesting.setdefault(term, (article.path, place, name))
        return term

    def _refuse_alike(self, kind: str, name: str, rival: str, slug: str, article: Article, place: Place) -> None:
        """Refuse a name whose address would be that of another name."""
        from lodestar.base.front_matter.write import scalar  # rarely needed, and slow to import

        fault = f'the {kind} "{name}" would have the address of "{rival}", {self._site.addresses.term(kind, slug)[0]}'
        folder = f"{self._site.shown}/{TERM_FOLDERS[kind]}"
        cure = (
            f'write "{rival}" everywhere if they are one; if not, give one of them a file with a slug of its own: '
            f'{folder}/NAME.md with "label: {scalar(name)}" and "slug: NAME"'
        )
        self._site.refuse(article.path, place, fault, cure)

    def _term(self, kind: str, slug: str, parts: tuple[str, ...]) -> Term:
        terms = self._terms[kind]
        if slug in terms:
            return terms[slug]
        file = self._files[kind].get(slug)
        if file:
            parts = path_of(file.label) if kind == "category" else (file.label,)
        parent = None
        if kind == "category" and "/" in slug:
            parent_slug = slug.rpartition("/")[0]
            parent = self._term(kind, parent_slug, parts[:-1] or path_of(parent_slug)[-1:])
        label = parts[-1] if parent or len(parts) == 1 else SEPARATOR.join(parts)
        url, _ = self._site.addresses.term(kind, slug)
        terms[slug] = Term(kind, slug, label.strip(), url, parent, file)
        return terms[slug]

    def _authors_of(self, article: Article) -> tuple[Term, ...]:
        """Return the authors of an article."""
        if article.authors in self._authors_by_names:
            return self._authors_by_names[article.authors]
        site = self._site
        names = article.authors or ((site.settings["AUTHOR"],) if site.settings.get("AUTHOR") else ())
        count = len(site.problems)
        terms: dict[Term, None] = {}
        for index, name in enumerate(names):
            author = self.author_called(name)
            if author is None and article.authors:
                described = [author.name for author in site.content.get("authors", ())]
                otherwise = f"add {site.shown}/authors/{self._slug_from(name, 'author')}.md"
                cure = did_you_mean(name, described, otherwise)
                site.refuse(article.path, ("authors", index), f'unknown author "{name}"', cure, missing=name)
                continue
            terms[self._author(author, name)] = None
        if len(site.problems) == count:  # the problem is reported for every post
            self._authors_by_names[article.authors] = tuple(terms)
        return tuple(terms)

    def _author(self, author: Author | None, name: str) -> Term:
        slug = author.slug if author else self._slug_from(name, "author")
        if slug not in self._terms["author"]:
            url, _ = self._site.addresses.term("author", slug)
            self._terms["author"][slug] = Term("author", slug, author.name if author else name, url, None, author)
        return self._terms["author"][slug]


def _folded(key: Key) -> Key:
    """Return the key shared by all spellings that differ only in hyphens or quotes."""
    return tuple(map(fold, key))
