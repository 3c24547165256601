"""The page for people new to feeds: what feeds are, every feed by subject, and new posts by e-mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from lodestar.base.addresses import Addresses
from lodestar.base.languages import gettext
from lodestar.base.values import Body, FeedLink, Value
from plugins.feeds.settings import EmailSettings, FeedSettings

if TYPE_CHECKING:
    from lodestar.engine.site import Output, Site, Term

FORMS = {
    "buttondown": ("https://buttondown.com/api/emails/embed-subscribe/{}", "email"),
    "convertkit": ("https://app.kit.com/forms/{}/subscriptions", "email_address"),
    "mailchimp": ("", "EMAIL"),
    "generic": ("", "email"),
}
"""The address and the field name of each provider's form."""
UNSUBSCRIBE_ADDRESS = re.compile(r"(https?://|mailto:)[!-+\--;=?-~]+")
"""Matches an address that the header List-Unsubscribe may hold (RFC 2369, section 2: no comma, no space)."""


class FollowLine(Value):
    """A term or course, and its feed."""

    label: str
    url: str
    feed: str
    depth: int = 0
    """How many categories it lies below."""
    lang: str = ""
    """The language of the label, where it is that of a text."""


HONEYPOT = "reason"
"""The name of the field that is left empty: one that browsers fill in for nobody."""


class EmailForm(Value):
    """A form that asks for new posts by e-mail."""

    action: str
    field: str
    host: str
    """The host that receives the address."""
    often: str
    honeypot: str
    """Name of a field that people do not see; who fills it in is a program."""


class FollowPage(Value):
    """The values shown on the page of feeds."""

    title: str
    description: str
    url: str
    body: Body
    feeds: tuple[FeedLink, ...]
    """The site's own."""
    categories: tuple[FollowLine, ...]
    tags: tuple[FollowLine, ...]
    authors: tuple[FollowLine, ...]
    courses: tuple[FollowLine, ...]
    opml: str
    """Address of the list of all of them."""
    form: EmailForm | None


def follow(site: Site, settings: FeedSettings) -> Output | None:
    """Return the page of feeds; None where the settings name none."""
    from lodestar.engine.site import Output

    if not settings.follow:
        return None
    url, save_as = site.addresses.page(settings.follow)
    page = next((page for page in site.content.get("pages", ()) if page.slug == settings.follow), None)
    value = FollowPage(
        title=page.title if page else gettext("Follow"),
        description=page.summary
        if page
        else gettext("How to follow %(site)s, and the feed of every subject.", site=site.settings["SITENAME"]),
        url=url,
        body=site.resolve(page, page.body) if page else Body(""),
        feeds=site.addresses.feeds("FEED_ALL"),
        categories=_lines(site, tuple(site.categories.values())),
        tags=_lines(site, tuple(sorted(site.tags.values(), key=lambda term: term.label.casefold()))),
        authors=_lines(site, tuple(term for term in site.authors.values() if site.members.get(term))),
        courses=_courses(site),
        opml="/feeds.opml",
        form=form(settings.email) if settings.email else None,
    )
    source = f"{site.shown}/{page.path}" if page else "the page of feeds"
    return Output(save_as, "follow.html", value, source)


def _lines(site: Site, terms: tuple[Term, ...]) -> tuple[FollowLine, ...]:
    lines = []
    for term in terms:
        feeds = site.addresses.feeds(f"{term.kind.upper()}_FEED", term.slug)
        if feeds:
            depth = term.slug.count("/") if term.kind == "category" else 0
            lines.append(FollowLine(term.label, term.url, feeds[0].url, depth))
    return tuple(lines)


def _courses(site: Site) -> tuple[FollowLine, ...]:
    """Return the courses whose feed has entries: those with a free lesson."""
    free = [lesson.path for lesson in site.content.get("lessons", ()) if getattr(lesson, "free", False)]
    return tuple(
        FollowLine(
            course.title,
            site.urls[course.path],
            f"{site.urls[course.path]}feed/",
            lang=site.tag_of(course.lang),
        )
        for course in site.content.get("courses", ())
        if course.path in site.urls and any(path.startswith(f"courses/{course.slug}/") for path in free)
    )


def form(email: EmailSettings) -> EmailForm:
    """Return the sign-up form that a provider's letters need."""
    action, field = FORMS[email.provider]
    address = email.action or action.format(email.name)
    parts = urlsplit(address)
    honeypot = email.honeypot or (_mailchimp_honeypot(parts.query) if email.provider == "mailchimp" else "")
    return EmailForm(
        address, email.field or field, parts.netloc.removeprefix("www."), email.often, honeypot or HONEYPOT
    )


def _mailchimp_honeypot(query: str) -> str:
    """Return the name of the honeypot field in Mailchimp's own forms; empty for the address of another form."""
    parameters = dict(parse_qsl(query))
    return f"b_{parameters['u']}_{parameters['id']}" if {"u", "id"} <= parameters.keys() else ""


def following(settings: FeedSettings, addresses: Addresses) -> dict[str, str]:
    """Return the values with which every page may offer new posts: those of the form, and the `url` of the page of feeds.

    A missing one is empty; without a form and a page the dictionary is.
    """
    email_form = form(settings.email) if settings.email else None
    url = str(addresses.page(settings.follow)[0]) if settings.follow else ""
    facts = {name: getattr(email_form, name, "") for name in EmailForm.__struct_fields__}
    return {**facts, "url": url} if email_form or url else {}


def faults(settings: FeedSettings) -> list[str]:
    """Return a message for each fault in the settings of letters."""
    results = []
    if (email := settings.email) is not None:
        needed = "name" if FORMS[email.provider][0] else "action"
        if not email.action and not getattr(email, needed):
            results.append(f"FEEDS['email'] has no {needed!r}, which {email.provider} needs; add it")
        if email.action and not email.action.startswith(("https://", "http://")):
            results.append(f"FEEDS['email'] has the action {email.action!r}; write a whole address, https://...")
    if settings.unsubscribe and not UNSUBSCRIBE_ADDRESS.fullmatch(settings.unsubscribe):
        cure = 'write "https://..." or "mailto:..."'
        results.append(f"FEEDS['unsubscribe'] is {settings.unsubscribe!r}, which is no address; {cure}")
    return [f"pelicanconf.py: {result}" for result in results]
