"""Which call a post carries, why, and where it stands."""

from __future__ import annotations

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lodestar.base.values import Article, Document
from plugins.course_cta.core import PostFacts, choose, matching, place, tracked
from plugins.course_cta.hooks import archive_parts
from plugins.course_cta.values import Call, When
from plugins.tag_archives.core import archives
from plugins.tag_archives.pages import Pages

NOTHING = Document("")


def call(name: str, rule: When | None = None, **fields) -> Call:
    return Call(
        path=f"calls/{name}.md", slug=name, body=NOTHING, heading="H", url="/c/", link_text="L", when=rule, **fields
    )


def post(call: str = "") -> Article:
    return Article(
        path="posts/p.md",
        slug="p",
        body=NOTHING,
        title="P",
        date="2026-01-02T00:00:00+00:00",
        instant=0,
        fields={"call": call},
    )


def facts(tags=(), categories=(), authors=(), day="2026-01-02") -> PostFacts:
    return PostFacts(frozenset(tags), frozenset(categories), frozenset(authors), day)


def by_name(kind: str, name: str) -> str:
    return name


def choice_for(article, post_facts, *calls, today="2026-06-01"):
    choice = choose(article.fields["call"], post_facts, calls, by_name, today)
    return (choice.call.slug if choice.call else None), choice.why


def test_the_posts_own_call_wins():
    assert choice_for(post("b"), facts(["t"]), call("a", When(tags=("t",))), call("b")) == ("b", "the post names it")


def test_none_means_none():
    assert choice_for(post("none"), facts(), call("a", default=True)) == (None, 'the post says "none"')


def test_the_rule_that_meets_most_conditions_wins():
    first_call, second_call = (
        call("one", When(tags=("t",)), order=0),
        call("two", When(tags=("t",), categories=("c",)), order=9),
    )
    assert choice_for(post(), facts(["t"], ["c"]), first_call, second_call) == (
        "two",
        'it matches tag "t", category "c"',
    )


def test_order_settles_a_tie_then_the_name():
    rule = When(tags=("t",))
    assert choice_for(post(), facts(["t"]), call("b", rule, order=1), call("c", rule, order=0))[0] == "c"
    assert choice_for(post(), facts(["t"]), call("b", rule), call("a", rule))[0] == "a"


def test_the_default_is_for_posts_that_no_rule_fits_even_when_it_has_a_rule_itself():
    default = call("course", When(tags=("heart",)), default=True, order=1)
    other_call = call("workshops", When(categories=("career",)), order=2)
    assert choice_for(post(), facts(), default, other_call) == ("course", "no rule fits; it is the default")
    assert choice_for(post(), facts(categories=["career"]), default, other_call)[0] == "workshops"
    assert choice_for(post(), facts(["heart"], ["career"]), default, other_call)[0] == "course"


def test_an_expired_call_is_not_chosen():
    rule = When(tags=("t",))
    assert choice_for(post(), facts(["t"]), call("a", rule, expires="2026-05-31"), call("b", default=True))[0] == "b"
    assert choice_for(post(), facts(["t"]), call("a", rule, expires="2026-06-01"), call("b", default=True))[0] == "a"


def test_a_call_in_the_posts_language_goes_before_a_rule_in_another():
    english, german = call("a", When(tags=("t",)), lang="en"), call("b", default=True, lang="de")
    post_facts = facts(["t"])._replace(lang="de-AT")
    assert choice_for(post(), post_facts, english, german) == ("b", "no rule fits; it is the default")
    assert choice_for(post(), post_facts, english) == ("a", 'it matches tag "t"')
    lost_calls = choose("", post_facts, [english, german], by_name, "2026-06-01").lost
    assert lost_calls == (("a", 'it matches tag "t", but it is in another language'),)


@pytest.mark.parametrize(("day", "count"), [("2025-12-31", 0), ("2026-01-01", 1), ("2026-02-28", 1), ("2026-03-01", 0)])
def test_a_date_window_holds_on_its_first_and_last_day(day, count):
    assert matching(When(since="2026-01-01", until="2026-02-28"), facts(day=day), by_name)[0] == count


def test_why_others_lost_is_said():
    choice = choose(
        "", facts(["t"]), [call("a", When(tags=("t",))), call("b", When(tags=("u",))), call("c")], by_name, "2026-06-01"
    )
    assert choice.lost == (("b", "the post has none of its tags, categories or authors"), ("c", "it has no rule"))


@given(st.integers(0, 9), st.integers(0, 2000), st.integers(0, 9))
def test_a_call_stands_at_the_end_or_before_a_later_section(after, words, sections):
    result = place(call("a", after_section=after), words, sections, 350)
    assert result == 0 or (result == after < sections and words >= 350)


def test_links_off_the_site_carry_the_table_and_others_do_not():
    table = {"utm_source": "blog"}
    assert (
        tracked("https://x.org/a?b=1#c", "course", table) == "https://x.org/a?utm_source=blog&utm_campaign=course&b=1#c"
    )
    assert tracked("/courses/x/", "course", table) == "/courses/x/"
    assert tracked("mailto:a@b.c", "course", table) == "mailto:a@b.c"


SITE = """\
-- content/pages/about.md --
---
title: About
---
-- content/calls/course.md --
---
heading: Lead well
url: https://example.org/course
link_text: Take the course
placement: "1"
default: true
---
Ten weeks.
"""
LONG = "word " * 400


def test_it_stands_between_sections_never_between_a_heading_and_its_text(build_site):
    built = build_site(
        SITE
        + f"-- content/posts/p.md --\n---\ntitle: P\ndate: 2026-01-02\n---\nStart.\n\n## One\n\n{LONG}\n\n- a\n- b\n\n## Two\n\nEnd.\n"
    )
    text = built["2026/01/02/p/index.html"]
    assert (
        text.index("Start.")
        < text.index(">One<")
        < text.index("</ul>")
        < text.index("<aside>call course")
        < text.index(">Two<")
    )
    assert (
        'https://example.org/course?utm_source=blog&amp;utm_medium=post&amp;utm_campaign=course by "Take the course"'
        in text
    )


def test_it_stands_at_the_end_of_a_short_post(build_site):
    built = build_site(
        SITE + "-- content/posts/p.md --\n---\ntitle: P\ndate: 2026-01-02\n---\n## One\n\nText.\n\n## Two\n\nEnd.\n"
    )
    text = built["2026/01/02/p/index.html"]
    assert text.index("End.") < text.index("<aside>call course")


@pytest.mark.says
@pytest.mark.parametrize(
    ("front", "message"),
    [
        (
            "when: {tags: [listning]}",
            'content/calls/b.md:5: the rule names "listning", which no post has among its tags; did you mean "listening"?',
        ),
        (
            "default: true\nexpires: 2026-05-31",
            "content/calls/b.md:6: the default call expired on 2026-05-31; give it a later day, or make another call the default",
        ),
        (
            "placement: middle",
            'content/calls/b.md:5: placement "middle" is unknown; write "end" or the number of a section, such as 2',
        ),
        (
            "order: first",
            'content/calls/b.md:5: order "first" is no number; write a number, such as 20',
        ),
    ],
)
def test_a_rule_that_cannot_be_kept_stops_the_build(build_site, front, message):
    post = "-- content/posts/p.md --\n---\ntitle: P\ndate: 2026-01-02\ntags: [listening]\n---\n"
    built = build_site(post + f"-- content/calls/b.md --\n---\nheading: H\nurl: /\nlink_text: L\n{front}\n---\nText.\n")
    assert (built.messages, built.code) == ([message], 1)


@pytest.mark.says
def test_two_defaults_are_refused(build_site):
    built = build_site(
        SITE + "-- content/calls/second.md --\n---\nheading: H\nurl: /\nlink_text: L\ndefault: true\n---\n"
    )
    assert built.messages == [
        "content/calls/second.md:5: two calls are the default: this one and content/calls/course.md; "
        'delete the line "default: true" from one of them'
    ]


@pytest.mark.says
def test_each_language_has_a_default_of_its_own(build_site):
    second = "-- content/calls/zweiter.md --\n---\nheading: H\nurl: /\nlink_text: L\ndefault: true\nlang: de\n---\n"
    assert build_site(SITE + second).messages == []
    built = build_site(second.replace("zweiter", "dritter").replace("lang: de", "lang: de-AT"))
    assert [line.partition(";")[0] for line in built.messages] == [
        "content/calls/zweiter.md:5: two calls are the default: this one and content/calls/dritter.md"
    ]


def test_a_call_that_expires_is_gone_from_the_next_build_though_no_file_changed(build_site):
    from datetime import datetime

    extra = "-- content/calls/spring.md --\n---\nheading: H\nurl: /\nlink_text: L\nexpires: 2026-06-01\nwhen: {tags: [t]}\n---\n"
    post = "-- content/posts/p.md --\n---\ntitle: P\ndate: 2026-01-02\ntags: [t]\n---\nText.\n"
    assert "call spring" in build_site(SITE + extra + post)["2026/01/02/p/index.html"]
    later_moment = datetime(2026, 6, 2, 0, 1, tzinfo=UTC)
    assert "call course" in build_site(now=later_moment)["2026/01/02/p/index.html"]


ARCHIVES = """\
-- content/posts/a.md --
---
title: A
date: 2026-01-02
tags: [t, u]
---
text
-- content/calls/one.md --
---
heading: One
url: https://example.com/
link_text: Go
when: {tags: [t]}
---
Words.
-- content/calls/two.md --
---
heading: Two
url: https://example.com/
link_text: Go
default: true
---
Words.
"""


@pytest.mark.parametrize("style", ["excerpts", "full"])
def test_an_archive_carries_the_call_of_its_term(build_site, style: str) -> None:
    site = build_site(ARCHIVES, ARCHIVES={"tag": style}, CALLS={}).run.result.site
    settings, makers = site.settings["ARCHIVES"], archive_parts(site)
    pages = [
        output.value
        for archive in archives(site, settings)
        if archive.kind == "tag"
        for output in Pages(site, settings, makers).of(archive)
    ]
    results = {page.label: page.parts["course_cta"].heading if page.parts else None for page in pages}
    assert results == {"t": "One", "u": "Two"}
