"""Chooses the call of a post."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lodestar.base.values import Body, Value
from plugins.course_cta.values import Call, When

NONE = "none"


class CallBlock(Value):
    """A call as shown in a post."""

    name: str
    heading: str
    url: str
    link_text: str
    body: Body
    after: int
    """The number of the section after which it is shown; 0 for the end."""
    lang: str = ""
    """The tag of its language."""


class PostFacts(NamedTuple):
    """The facts about a post that rules use: slugs of terms, including those of a category's parents."""

    tags: frozenset[str]
    categories: frozenset[str]
    authors: frozenset[str]
    day: str
    lang: str = ""
    """The tag of its language."""


class ChosenCall(NamedTuple):
    """The call chosen for a post, and why each call won or lost."""

    call: Call | None
    why: str
    lost: tuple[tuple[str, str], ...] = ()
    """The name of each call that was not chosen, with the reason."""


def choose(
    named: str, facts: PostFacts, calls: Iterable[Call], slug_of: Callable[[str, str], str], today: str
) -> ChosenCall:
    """Return the call for a post: the one it has `named`, else the rule that meets most conditions, else the default.

    Calls in the post's language go first; others are for posts that none of these fits. Rules that match equally are
    settled by their order, then by name. `today` (ISO 8601) rules out expired calls.
    `slug_of` gives the slug of a `tag`, `category` or `author` by its name.
    """
    alive = [call for call in calls if not call.expires or today <= call.expires]
    if named == NONE:
        return ChosenCall(None, 'the post says "none"', tuple((call.slug, "the post wants none") for call in alive))
    if wanted := next((call for call in alive if call.slug == named), None):
        lost = tuple((call.slug, "the post names another") for call in alive if call is not wanted)
        return ChosenCall(wanted, "the post names it", lost)
    matches = {call.slug: matching(call.when, facts, slug_of) for call in alive if call.when}
    for calls in ([call for call in alive if _speaks(call, facts.lang)], alive):
        fitting = [call for call in calls if matches.get(call.slug, (0, ""))[0] > 0]
        fitting.sort(key=lambda call: (-matches[call.slug][0], call.order, call.slug))
        default = next((call for call in calls if call.default), None)
        if chosen := fitting[0] if fitting else default:
            why = matches[chosen.slug][1] if fitting else "no rule fits; it is the default"
            return ChosenCall(chosen, why, _lost(alive, chosen, matches, facts.lang))
    return ChosenCall(None, "no rule fits and there is no default", _lost(alive, None, matches, facts.lang))


def _speaks(call: Call, lang: str) -> bool:
    """Return whether a call is in a language; regions of it (`de-AT`) make no difference."""
    return call.lang.partition("-")[0] == lang.partition("-")[0]


def _lost(
    calls: Iterable[Call], chosen: Call | None, matches: Mapping[str, tuple[int, str]], lang: str
) -> tuple[tuple[str, str], ...]:
    best = matches.get(chosen.slug, (0, ""))[0] if chosen else 0
    lost = []
    for call in calls:
        if call is chosen:
            continue
        count, why = matches.get(call.slug, (0, "it has no rule"))
        if count and chosen and _speaks(chosen, lang) > _speaks(call, lang):
            why = f"{why}, but it is in another language"
        elif count and count == best:
            why = f"{why}, but its order comes later"
        elif count:
            why = f"{why}, fewer than {best}"
        lost.append((call.slug, why))
    return tuple(lost)


def matching(when: When | None, facts: PostFacts, slug_of: Callable[[str, str], str]) -> tuple[int, str]:
    """Return the number of a rule's values that a post matches, and which, in words; 0 where a condition is not met."""
    if when is None:
        return 0, "it has no rule"
    met = []
    for name, wanted, given in (
        ("tag", when.tags, facts.tags),
        ("category", when.categories, facts.categories),
        ("author", when.authors, facts.authors),
    ):
        met += [f'{name} "{item}"' for item in wanted if slug_of(name, item) in given]
    days = (when.since or "0") <= facts.day <= (when.until or "9")
    if not days:
        return 0, f"the post's date is outside {when.since or '...'} to {when.until or '...'}"
    if not met and (when.tags or when.categories or when.authors):
        return 0, "the post has none of its tags, categories or authors"
    if when.since or when.until:
        met.append("the date")
    return len(met), "it matches " + ", ".join(met)


def tracked(url: str, name: str, utm: Mapping[str, str]) -> str:
    """Return a link to another site with UTM parameters; links inside the site and to mail stay as they are."""
    if not url.startswith(("https://", "http://")) or not utm:
        return url
    parts = urlsplit(url)
    given = dict(parse_qsl(parts.query))
    query = urlencode({**utm, "utm_campaign": name, **given})
    return urlunsplit(parts._replace(query=query))


def place(call: Call, words: int, sections: int, long: int) -> int:
    """Return the section of a text after which a call is shown; 0 for the end."""
    fits = call.after_section and words >= long and call.after_section < sections
    return call.after_section if fits else 0
