"""Step 2, relate: what follows from the whole of the content. Plain functions over plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from lodestar.base.addresses import Addresses
from lodestar.base.values import Article, Keyed, Link, Page
from lodestar.engine.declarations import declared_theme
from lodestar.engine.headers import check_texts, check_values, dated, with_portrait
from lodestar.engine.links import Resolver
from lodestar.engine.read import Content
from lodestar.engine.signals import answers, get_addresses, get_parts, get_pictures
from lodestar.engine.site import Entry, Published, Site, Term
from lodestar.engine.sources import content_policy
from lodestar.engine.terms import Terms
from lodestar.engine.withhold import withhold

STRIDE = 1000
"""After so many posts it is said how far relating is."""


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
        posts = tuple(dated(article, site) for article in site.content.get("posts", ()))
        site.content = {**site.content, "posts": posts}
    site.problems += content.problems
    site.policy = content_policy(settings)
    check_values(site)
    site.due += [each.instant for each in site.content.get("posts", ()) if each.instant > now.timestamp()]
    articles = visible(site.content.get("posts", ()), now, bool(settings.get("DRAFTS")))
    terms = site.terms = Terms(site, content.faulty)
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
    check_texts(site)
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


def _urls(site: Site, published: Iterable[Published]) -> dict[str, str]:
    urls: dict[str, str] = {each.article.path: each.url for each in published}
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
