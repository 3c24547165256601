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
    current_calls = [call for call in calls if not call.expires or today <= call.expires]
    if named == NONE:
        return ChosenCall(
            None, 'the post says "none"', tuple((call.slug, "the post wants none") for call in current_calls)
        )
    if named_call := next((call for call in current_calls if call.slug == named), None):
        rejected = tuple((call.slug, "the post names another") for call in current_calls if call is not named_call)
        return ChosenCall(named_call, "the post names it", rejected)
    matches = {call.slug: matching(call.when, facts, slug_of) for call in current_calls if call.when}
    for candidates in ([call for call in current_calls if _speaks(call, facts.lang)], current_calls):
        fitting = [call for call in candidates if matches.get(call.slug, (0, ""))[0] > 0]
        fitting.sort(key=lambda call: (-matches[call.slug][0], call.order, call.slug))
        default = next((call for call in candidates if call.default), None)
        if choice := fitting[0] if fitting else default:
            reason = matches[choice.slug][1] if fitting else "no rule fits; it is the default"
            return ChosenCall(choice, reason, _rejections(current_calls, choice, matches, facts.lang))
    return ChosenCall(
        None, "no rule fits and there is no default", _rejections(current_calls, None, matches, facts.lang)
    )


def _speaks(call: Call, lang: str) -> bool:
    return language_of(call.lang) == language_of(lang)


def language_of(tag: str) -> str:
    """Return the language of a tag, `de` for `de-AT`: between calls, regions make no difference."""
    return tag.partition("-")[0]


def _rejections(
    calls: Iterable[Call], choice: Call | None, matches: Mapping[str, tuple[int, str]], lang: str
) -> tuple[tuple[str, str], ...]:
    best = matches.get(choice.slug, (0, ""))[0] if choice else 0
    results = []
    for call in calls:
        if call is choice:
            continue
        count, reason = matches.get(call.slug, (0, "it has no rule"))
        if count and choice and _speaks(choice, lang) > _speaks(call, lang):
            reason = f"{reason}, but it is in another language"
        elif count and count == best:
            reason = f"{reason}, but its order comes later"
        elif count:
            reason = f"{reason}, fewer than {best}"
        results.append((call.slug, reason))
    return tuple(results)


def matching(when: When | None, facts: PostFacts, slug_of: Callable[[str, str], str]) -> tuple[int, str]:
    """Return the number of a rule's values that a post matches, and which, in words; 0 where a condition is not met."""
    if when is None:
        return 0, "it has no rule"
    matches = []
    for kind, names, slugs in (
        ("tag", when.tags, facts.tags),
        ("category", when.categories, facts.categories),
        ("author", when.authors, facts.authors),
    ):
        matches += [f'{kind} "{name}"' for name in names if slug_of(kind, name) in slugs]
    days = (when.since or "0") <= facts.day <= (when.until or "9")
    if not days:
        return 0, f"the post's date is outside {when.since or '...'} to {when.until or '...'}"
    if not matches and (when.tags or when.categories or when.authors):
        return 0, "the post has none of its tags, categories or authors"
    if when.since or when.until:
        matches.append("the date")
    return len(matches), "it matches " + ", ".join(matches)


def tracked(url: str, name: str, utm: Mapping[str, str]) -> str:
    """Return a link to another site with UTM parameters; links inside the site and to mail stay as they are."""
    if not url.startswith(("https://", "http://")) or not utm:
        return url
    parts = urlsplit(url)
    parameters = dict(parse_qsl(parts.query))
    query = urlencode({**utm, "utm_campaign": name, **parameters})
    return urlunsplit(parts._replace(query=query))


def place(call: Call, words: int, sections: int, long: int) -> int:
    """Return the section of a text after which a call is shown; 0 for the end."""
    fits = call.after_section and words >= long and call.after_section < sections
    return call.after_section if fits else 0
