"""Step 2, relate: what follows from the whole of the content. Plain functions over plain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any

from msgspec import structs

from lodestar.base.addresses import Addresses
from lodestar.base.problems import did_you_mean
from lodestar.base.values import Article, Author, Keyed, Link, Page, TermFile
from lodestar.engine.declarations import declared_theme
from lodestar.engine.headers import check_headers, with_portrait
from lodestar.engine.links import Resolver
from lodestar.engine.markup import warn_of_unclosed
from lodestar.engine.read import Content
from lodestar.engine.signals import answers, get_addresses, get_parts, get_pictures
from lodestar.engine.site import Entry, Published, Site, Term
from lodestar.engine.sources import content_policy
from lodestar.engine.withhold import withhold

STRIDE = 1000
"""After so many posts it is said how far relating is."""
SEPARATOR = "/"
"""Parts a nested category from its parent."""


def relate(
    content: Content,
    settings: Mapping[str, Any],
    now: datetime,
    shown: str,
    line_of: Callable[..., int],
    progress: Callable[[str, int, int], None] = lambda step, done, total: None,
) -> Site:
    """The site that `content` makes at the moment `now`. What is wrong is left in its `problems`."""
    site = Site(settings, Addresses(settings), now)
    site.shown_keys = tuple(sorted({filling.macro for filling in declared_theme(settings).fillings}))
    site.content, site.static, site.shown, site.line_of = content.values(), content.static, shown, line_of
    site.uncopied = content.uncopied
    site.content = {**site.content, "authors": with_portrait(site)}
    if settings.get("DRAFTS"):
        posts = tuple(_dated(article, site) for article in site.content.get("posts", ()))
        site.content = {**site.content, "posts": posts}
    site.problems += content.problems
    site.policy = content_policy(settings)
    site.due += [each.instant for each in site.content.get("posts", ()) if each.instant > now.timestamp()]
    articles = visible(site.content.get("posts", ()), now, bool(settings.get("DRAFTS")))
    terms = _Terms(site, content.faulty)
    site.slug_of = terms.slug_of
    published = [terms.publish(article) for article in articles]
    site.published = {each.article.path: each for each in published}
    published.sort(key=lambda each: (-each.article.instant, each.article.path))
    site.articles = tuple(each for each in published if each.article.status != "hidden")
    site.hidden = tuple(each for each in published if each.article.status == "hidden")
    terms.gather()
    site.urls = _urls(site, published)
    withhold(site)
    for find in answers(get_pictures, site):
        site.picture = find
    site.resolve = Resolver(site, content.paths).resolve
    check_headers(site)
    warn_of_unclosed(site)
    makers = sorted(
        ((name, make) for answer in answers(get_parts, site) for name, make in answer.items()), key=lambda pair: pair[0]
    )
    entries: dict[Published, Keyed] = {}
    for number, each in enumerate(published, start=1):
        entries[each] = Keyed(_entry(site, each, makers))
        if not number % STRIDE:
            progress("Relating", number, len(published))
    site.entries = entries
    return site


def visible(articles: Iterable[Article], now: datetime, drafts: bool) -> list[Article]:
    """The articles that readers may see at the moment `now`: neither drafts nor in the future, unless `drafts`."""
    moment = now.timestamp()
    return [each for each in articles if drafts or (each.status != "draft" and each.instant <= moment)]


def _dated(article: Article, site: Site) -> Article:
    """A post; a draft that has no date yet with that of today, which is what it would get now."""
    if article.date:
        return article
    midnight = site.now.astimezone(site.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return structs.replace(article, date=midnight.isoformat(), instant=int(midnight.timestamp()))


class _Terms:
    """The tags, categories and authors of a site, made as articles name them."""

    def __init__(self, site: Site, faulty: frozenset[str]) -> None:
        self.site = site
        self.slug = site.addresses.slug
        self.faulty = faulty
        self.given = {kind: self._given(kind) for kind in ("tags", "categories")}
        self.tag_files, self.tag_names = self._files("tags")
        self.category_files, self.category_names = self._files("categories")
        self.tags: dict[str, Term] = {}
        self.categories: dict[str, Term] = {}
        self.authors: dict[str, Term] = {}
        self.author_names: dict[str, Author] = {}
        for author in site.content.get("authors", ()):
            for name in (author.name, author.slug):
                self.author_names[name.casefold()] = author
        self.spelling: dict[tuple[str, str], str] = {}
        self.known: dict[str, dict[str, Term]] = {"tag": {}, "category": {}}
        self.known_authors: dict[tuple[str, ...], tuple[Term, ...]] = {}

    def _files(self, kind: str) -> tuple[dict[str, TermFile], dict[str, str]]:
        """The files of a kind by slug, and the slug that each synonym stands for."""
        files: dict[str, TermFile] = {}
        names: dict[str, str] = {}
        for file in self.site.content.get(kind, ()):
            slug = self._slug(kind, file.label)
            if slug in files:
                what = f'"{file.label}" is described twice'
                self.site.refuse(
                    file.path, ("label",), what, f"keep one of this file and {self.site.shown}/{files[slug].path}"
                )
            files[slug] = file
        for slug, file in files.items():
            for synonym in file.synonyms:
                other = self._slug(kind, synonym)
                if other in files and other != slug:
                    self.site.refuse(
                        file.path,
                        ("synonyms",),
                        f'"{synonym}" is a synonym and has a file of its own',
                        "delete one of the two",
                    )
                names[other] = slug
        return files, names

    def _slug(self, kind: str, name: str) -> str:
        """The address of a tag or category below that of its kind; each part of a nested category has its own."""
        given = self.given["categories" if kind in ("category", "categories") else "tags"].get(name.casefold())
        if given or kind not in ("category", "categories"):
            return given or self.slug(name)
        parent, separator, last = name.rpartition(SEPARATOR)
        return (f"{self._slug(kind, parent)}/" if separator else "") + self.slug(last)

    def slug_of(self, kind: str, name: str) -> str:
        """The slug of the `tag`, `category` or `author` that a name means: its label, its slug, or another name for it."""
        if kind == "author":
            author = self.author_names.get(name.casefold())
            return author.slug if author else self.slug(name)
        slug = self._slug(kind, name)
        return (self.tag_names if kind == "tag" else self.category_names).get(slug, slug)

    def _given(self, kind: str) -> dict[str, str]:
        """The address below that of its kind of each term that a file describes, by label: what the file says wins."""
        found = {}
        for file in self.site.content.get(kind, ()):
            folders = file.path.split("/")[1:-1] if kind == "categories" else []
            found[file.label.casefold()] = "/".join([*folders, file.slug])
        return found

    def publish(self, article: Article) -> Published:
        url, save_as = (
            self.site.addresses.written(article.url)
            if article.url
            else self.site.addresses.article(article.slug, article.date)
        )
        categories = self._terms("category", article.categories, article, ("categories",))
        tags = self._terms("tag", article.tags, article, ("tags",))
        return Published(article, url, save_as, categories, tags, self._authors(article))

    def _terms(self, kind: str, names: tuple[str, ...], article: Article, keys: tuple[str, ...]) -> tuple[Term, ...]:
        known = self.known[kind]
        if known.keys() >= set(names):  # as for nearly all posts
            return tuple(dict.fromkeys(map(known.__getitem__, names)))
        found = (known.get(name) or self._new(kind, name, article, (*keys, index)) for index, name in enumerate(names))
        return tuple(dict.fromkeys(filter(None, found)))

    def _new(self, kind: str, name: str, article: Article, keys: tuple[str | int, ...]) -> Term | None:
        slug = self._slug(kind, name)
        if not all(slug.split("/")):
            self.site.refuse(
                article.path, keys, f'the {kind} "{name}" has no letters or digits', "delete it, or name it with words"
            )
            return None
        meant = self.slug_of(kind, name)
        term = self._term(kind, meant, name)
        if meant == slug and (other := self.spelling.setdefault((kind, slug), name)) != name:
            what = f'the {kind} "{name}" differs from "{other}" only in case or hyphens'
            self.site.refuse(article.path, keys, what, f'write "{other}" everywhere', fatal=False)
        self.known[kind][name] = term
        return term

    def _term(self, kind: str, slug: str, name: str) -> Term:
        terms = self.tags if kind == "tag" else self.categories
        if slug in terms:
            return terms[slug]
        files = self.tag_files if kind == "tag" else self.category_files
        file = files.get(slug)
        label = file.label if file else name
        parent = None
        if kind == "category" and "/" in slug:
            parent = self._term(kind, slug.rpartition("/")[0], label.rpartition(SEPARATOR)[0])
            label = label.rpartition(SEPARATOR)[2]
        if file:
            self.spelling.setdefault((kind, slug), file.label)
        url, _ = self.site.addresses.term(kind, slug)
        terms[slug] = Term(kind, slug, label.strip(), url, parent, file)
        return terms[slug]

    def _authors(self, article: Article) -> tuple[Term, ...]:
        if article.authors in self.known_authors:
            return self.known_authors[article.authors]
        names = article.authors or ((self.site.settings["AUTHOR"],) if self.site.settings.get("AUTHOR") else ())
        before = len(self.site.problems)
        terms: dict[Term, None] = {}
        for index, name in enumerate(names):
            author = self.author_names.get(name.casefold())
            if author is None and article.authors and "authors" not in self.faulty:
                known = [each.name for each in self.site.content.get("authors", ())]
                otherwise = f"add {self.site.shown}/authors/{self.slug(name)}.md"
                self.site.refuse(
                    article.path, ("authors", index), f'unknown author "{name}"', did_you_mean(name, known, otherwise)
                )
                continue
            terms[self._author(author, name)] = None
        if len(self.site.problems) == before:  # what is wrong is said of every post
            self.known_authors[article.authors] = tuple(terms)
        return tuple(terms)

    def _author(self, author: Author | None, name: str) -> Term:
        slug = author.slug if author else self.slug(name)
        if slug not in self.authors:
            url, _ = self.site.addresses.term("author", slug)
            self.authors[slug] = Term("author", slug, author.name if author else name, url, None, author)
        return self.authors[slug]

    def gather(self) -> None:
        """Find the articles of each term, those of nested categories in their parents too."""
        for author in self.site.content.get("authors", ()):
            self._author(author, author.name)
        members: dict[Term, list[Published]] = defaultdict(list)

        @cache
        def families(categories: tuple[Term, ...]) -> tuple[Term, ...]:
            return tuple(dict.fromkeys(chain.from_iterable(category.lineage for category in categories)))

        for each in self.site.articles:
            for term in (*each.tags, *each.authors, *families(each.categories)):
                members[term].append(each)
        site = self.site
        site.members = {term: tuple(each) for term, each in members.items()}
        site.tags = {slug: term for slug, term in sorted(self.tags.items()) if term in members}
        site.categories = {slug: term for slug, term in sorted(self.categories.items()) if term in members}
        site.authors = dict(sorted(self.authors.items()))


def _urls(site: Site, published: Iterable[Published]) -> dict[str, str]:
    urls = {each.article.path: each.url for each in published}
    for page in site.content.get("pages", ()):
        if shown(page, site):
            urls[page.path] = page.url or site.addresses.page(page.slug)[0]
    for term in site.authors.values():
        if term.file:
            urls[term.file.path] = term.url
    for term in (*site.tags.values(), *site.categories.values()):
        if term.file:
            urls[term.file.path] = term.url
    told = (*site.content.get("posts", ()), *site.content.get("pages", ()))
    site.private = {value.path for value in told if value.path not in urls}
    for answer in answers(get_addresses, site):
        urls.update(answer)
    return urls


def shown(page: Page, site: Site) -> bool:
    """Whether a page has an address."""
    return page.status != "draft" or bool(site.settings.get("DRAFTS"))


def _entry(site: Site, each: Published, makers: list[tuple[str, Callable[[Published], Any]]]) -> Entry:
    article = each.article
    return Entry(
        title=article.title,
        url=each.url,
        id=article.id or each.url,
        date=article.date,
        modified=article.modified,
        summary=article.summary,
        slug=article.slug,
        authors=tuple(map(_link, each.authors)),
        categories=tuple(map(_link, each.categories)),
        tags=tuple(map(_link, each.tags)),
        body=site.resolve(article, article.body),
        parts=site.declared_parts(article) | {name: part for name, make in makers if (part := make(each)) is not None},
    )


_link: Callable[[Term], Link] = attrgetter("link")
