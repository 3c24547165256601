"""Step 2, relate: works out what depends on all of the content. Plain functions over plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from lodestar.base.addresses import Addresses
from lodestar.base.fingerprints import Keyed
from lodestar.base.languages import languages_of
from lodestar.base.values import Article, Link, Page, Source
from lodestar.engine.declarations import declared_theme
from lodestar.engine.headers import check_texts, check_values, dated, with_portrait
from lodestar.engine.links import Resolver
from lodestar.engine.read import Content
from lodestar.engine.signals import answers, get_addresses, get_parts, get_pictures, makers, parts_of
from lodestar.engine.site import Entry, Published, Site, Term
from lodestar.engine.sources import content_policy
from lodestar.engine.terms import Terms
from lodestar.engine.withhold import withhold

STRIDE = 1000
"""The number of posts between two progress reports."""


def relate(
    content: Content,
    settings: Mapping[str, Any],
    now: datetime,
    shown: str,
    line_of: Callable[..., int],
    progress: Callable[[str, int, int], None] = lambda step, done, total: None,
) -> Site:
    """Return the site made of `content` at the moment `now`, with its problems in `problems`."""
    site = Site(settings, Addresses(settings), now, languages_of(settings))
    site.shown_keys = tuple(sorted({filling.macro for filling in declared_theme(settings).fillings}))
    site.content, site.static, site.shown, site.line_of = content.values(), content.static, shown, line_of
    site.uncopied = content.uncopied
    site.faulty = tuple(text for text in content.faulty if settings.get("DRAFTS") or not _waits(text, site.today))
    site.content = {**site.content, "authors": with_portrait(site)}
    if settings.get("DRAFTS"):
        posts = tuple(dated(article, site) for article in site.content.get("posts", ()))
        site.content = {**site.content, "posts": posts}
    site.problems += content.problems
    site.policy = content_policy(settings)
    check_values(site)
    site.due += [post.instant for post in site.content.get("posts", ()) if post.instant > now.timestamp()]
    articles = visible(site.content.get("posts", ()), now, bool(settings.get("DRAFTS")))
    terms = site.terms = Terms(site)
    published = [terms.publish(article) for article in articles]
    site.published = {post.article.path: post for post in published}
    published.sort(key=lambda post: (-post.article.instant, post.article.path))
    site.articles = tuple(post for post in published if post.article.status != "hidden")
    site.hidden = tuple(post for post in published if post.article.status == "hidden")
    terms.gather()
    site.urls = _urls(site, published)
    withhold(site)
    for find in answers(get_pictures, site):
        site.picture = find
    site.resolve = Resolver(site, content.paths).resolve
    for text in site.faulty:
        site.resolve(text, text.body)
    check_texts(site)
    all_makers = makers(get_parts, site)
    entries: dict[Published, Keyed] = {}
    for number, post in enumerate(published, start=1):
        entries[post] = Keyed(_entry(site, post, all_makers))
        if not number % STRIDE:
            progress("Relating", number, len(published))
    site.entries = entries
    return site


def visible(articles: Iterable[Article], now: datetime, drafts: bool) -> list[Article]:
    """Return the articles that readers may see at the moment `now`: no drafts and none in the future, unless `drafts`."""
    moment = now.timestamp()
    return [article for article in articles if drafts or (article.status != "draft" and article.instant <= moment)]


def _waits(text: Source, today: str) -> bool:
    """Return whether a text whose header is faulty is not for readers yet, as far as the header says so."""
    return bool(text.said("status") == "draft" or text.said("date")[:10] > today)


def _urls(site: Site, published: Iterable[Published]) -> dict[str, str]:
    urls: dict[str, str] = {post.article.path: post.url for post in published}
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
    """Return whether a page has an address."""
    return page.status != "draft" or bool(site.settings.get("DRAFTS"))


def _entry(site: Site, post: Published, makers: Mapping[str, Callable[[Published], Any]]) -> Entry:
    article = post.article
    return Entry(
        title=article.title,
        url=post.url,
        id=article.id or post.url,
        date=article.date,
        modified=article.modified,
        summary=article.summary,
        slug=article.slug,
        authors=tuple(map(_link, post.authors)),
        categories=tuple(map(_link, post.categories)),
        tags=tuple(map(_link, post.tags)),
        body=site.resolve(article, article.body),
        parts=site.declared_parts(article) | parts_of(post, makers),
        lang=post.lang,
    )


_link: Callable[[Term], Link] = attrgetter("link")
