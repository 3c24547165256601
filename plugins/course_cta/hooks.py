"""The receivers of Lodestar's signals for calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from lodestar.base.problems import did_you_mean
from lodestar.engine.site import Published, Site, Term
from plugins.course_cta.core import NONE, CallBlock, ChosenCall, PostFacts, choose, language_of, place, tracked
from plugins.course_cta.values import Call


def parts(site: Site) -> dict[str, Callable[[Published], Any]]:
    """At `get_parts`: the call of each post."""
    check(site)
    if not site.content["calls"]:
        return {}
    settings = site.settings["CALLS"]
    choose_call = chooser(site)
    blocks: dict[tuple[str, int], CallBlock] = {}

    def block(post: Published) -> CallBlock | None:
        call = choose_call(post).call
        if call is None:
            return None
        body = post.article.body
        after = place(call, body.words, body.sections, settings.long)
        if (call.slug, after) not in blocks:
            blocks[call.slug, after] = _block(site, call, after)
        return blocks[call.slug, after]

    return {"course_cta": block}


def archive_parts(site: Site) -> dict[str, Callable[[Term], Any]]:
    """At `get_archive_parts`: the call that the newest post would carry if it had only this term."""

    blocks: dict[str, CallBlock] = {}
    calls, own = _calls(site), site.tag_of("")

    def block(term: Term) -> CallBlock | None:
        members = site.members.get(term)
        if not members:
            return None
        facts = PostFacts(
            frozenset([term.slug] if term.kind == "tag" else ()),
            _with_parents([term] if term.kind == "category" else ()),
            frozenset([term.slug] if term.kind == "author" else ()),
            members[0].article.date[:10],
            own,
        )
        call = choose("", facts, calls, site.terms.slug_of, site.today).call
        if call is None:
            return None
        if call.slug not in blocks:
            blocks[call.slug] = _block(site, call, 0)
        return blocks[call.slug]

    return {"course_cta": block}


def _block(site: Site, call: Call, after: int) -> CallBlock:
    url = tracked(call.url, call.slug, site.settings["CALLS"].utm)
    return CallBlock(call.slug, call.heading, url, call.link_text, site.resolve(call, call.body), after, call.lang)


def _calls(site: Site) -> tuple[Call, ...]:
    """Return all calls, each with the tag of its language."""
    return tuple(replace(call, lang=site.tag_of(call.lang)) for call in site.content.get("calls", ()))


def chooser(site: Site) -> Callable[[Published], ChosenCall]:
    """Return a function that chooses the call of a post."""
    calls, today = _calls(site), site.today

    def choice(post: Published) -> ChosenCall:
        facts = PostFacts(
            frozenset(term.slug for term in post.tags),
            _with_parents(post.categories),
            frozenset(term.slug for term in post.authors),
            post.article.date[:10],
            post.lang,
        )
        return choose(post.article.fields.get("call", ""), facts, calls, site.terms.slug_of, today)

    return choice


def _with_parents(categories: Iterable[Term]) -> frozenset[str]:
    return frozenset(term.slug for category in categories for term in category.lineage)


def check(site: Site) -> None:
    """Refuse rules and posts with missing names, and defaults that have expired."""
    calls: tuple[Call, ...] = site.content["calls"]
    today = site.today
    for call in calls:
        _check_rule(site, call)
        if call.expires and today <= call.expires:
            end = datetime.fromisoformat(call.expires + "T23:59:59").replace(tzinfo=site.zone)
            site.due.append(end.timestamp() + 1)
        if call.default and call.expires and call.expires < today:
            fault = f"the default call expired on {call.expires}"
            site.refuse(call.path, ("expires",), fault, "give it a later day, or make another call the default")
    defaults: dict[str, Call] = {}
    for call in calls:
        if call.default and (first := defaults.setdefault(language_of(site.tag_of(call.lang)), call)) is not call:
            fault = f"two calls are the default: this one and {site.shown}/{first.path}"
            site.refuse(call.path, ("default",), fault, 'delete the line "default: true" from one of them')
    names: dict[str, Call] = {}
    for call in calls:
        if (first := names.setdefault(call.slug, call)) is not call:
            fault = f'two calls have the name "{call.slug}": this one and {site.shown}/{first.path}'
            site.refuse(call.path, (), fault, "give one of the files another name")
    for post in site.posts:
        name = post.article.fields.get("call", "")
        if name and name != NONE and name not in names:
            cure = did_you_mean(name, {*names, NONE}, f"add {site.shown}/calls/{name}.md")
            site.refuse(post.article.path, ("call",), f'unknown call "{name}"', cure, missing=name)


def _check_rule(site: Site, call: Call) -> None:
    if call.when is None:
        return
    for kind, key, names, terms in (
        ("tag", "tags", call.when.tags, site.tags),
        ("category", "categories", call.when.categories, site.categories),
        ("author", "authors", call.when.authors, site.authors),
    ):
        labels = [term.label for term in terms.values()]
        for index, name in enumerate(names):
            if site.terms.slug_of(kind, name) not in terms:
                fault = f'the rule names "{name}", which no post has among its {key}'
                cure = did_you_mean(name, labels, "delete it")
                site.refuse(call.path, ("when", key, index), fault, cure, missing=name)
