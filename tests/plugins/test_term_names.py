"""A tag, category or author is known by its label, its slug and its other names, wherever one may be named."""

from __future__ import annotations

from typing import Any

import pytest

from plugins.course_cta.hooks import chooser

SITE = """\
-- content/tags/hearing.md --
---
label: Listening
synonyms: [Attention]
---
-- content/categories/coaching/pairs.md --
---
label: Coaching/One to One
---
-- content/authors/ada.md --
---
name: Ada Lovelace
---
-- content/posts/2026/a.md --
---
title: A
date: 2026-03-01
tags: [Listening, Work/Life]
categories: [Coaching/One to One]
authors: [Ada Lovelace]
---
"""


def test_links_lead_to_a_term_by_any_of_its_names(build_site):
    names = {
        "/tag/hearing/": ("{tag}Listening", "{tag}hearing", "{tag}Attention"),
        "/tag/worklife/": ("{tag}Work/Life",),
        "/category/coaching/pairs/": ("{category}Coaching/One to One", "{category}coaching/pairs"),
        "/author/ada/": ("{author}Ada Lovelace", "{author}ada"),
    }
    built = build_site(SITE + "".join(f"[x](<{name}>)\n" for spellings in names.values() for name in spellings))
    assert built.code == 0
    for address, spellings in names.items():
        assert built["2026/03/01/a/index.html"].count(f'<a href="{address}">x</a>') == len(spellings)


def test_a_call_is_chosen_by_the_names_that_posts_write(build_site):
    rule = "tags: [Attention, Work/Life], categories: [Coaching/One to One], authors: [Ada Lovelace]"
    built = build_site(
        SITE + f"-- content/calls/c.md --\n---\nheading: H\nurl: /\nlink_text: L\nwhen: {{{rule}}}\n---\n"
    )
    site = built.run.result.site
    expected = 'tag "Attention", tag "Work/Life", category "Coaching/One to One", author "Ada Lovelace"'
    assert chooser(site)(site.articles[0]).why == f"it matches {expected}"


def post_with_tags(number: int, *tags: str, key: str = "tags", body: str = "") -> str:
    """Return a post with tags, or with names under another key."""
    names = ", ".join(tags)
    return f"-- content/posts/p{number}.md --\n---\ntitle: P{number}\ndate: 2026-01-0{number}\n{key}: [{names}]\n---\n{body}\n"


ONE = {
    "composed and decomposed": ("café", "cafe\u0301"),
    "an invisible space": ("trust", "trust\u200b"),
    "a soft hyphen": ("trust", "tr\u00adust"),
    "a mark of direction": ("trust", "\u200etrust"),
    "a byte order mark": ("trust", "tru\ufeffst"),
    "two spaces": ("one on one", "one  on one"),
}


@pytest.mark.parametrize("key", ["tags", "categories", "authors"])
@pytest.mark.parametrize(("first_name", "second_name"), ONE.values(), ids=ONE)
def test_names_that_look_the_same_are_one(build_site: Any, first_name: str, second_name: str, key: str) -> None:
    author = f"-- content/authors/a.md --\n---\nname: {second_name}\n---\n" if key == "authors" else ""
    kind = {"tags": "tag", "categories": "category", "authors": "author"}[key]
    link = f"[a](<{{{kind}}}{second_name}>)"
    built = build_site(
        author + post_with_tags(1, first_name, key=key, body=link) + post_with_tags(2, second_name, key=key)
    )
    assert (built.messages, built.code) == ([], 0)
    (term,) = getattr(
        built.run.result.site, {"tags": "tags", "categories": "categories", "authors": "authors"}[key]
    ).values()
    assert term.label == first_name


@pytest.mark.says
def test_joiners_that_an_alphabet_needs_stay_in_a_name(build_site: Any) -> None:
    name = "می\u200cخواهم"
    built = build_site(post_with_tags(1, name) + post_with_tags(2, name.replace("\u200c", "")))
    (term,) = built.run.result.site.tags.values()
    assert term.label == name


@pytest.mark.says
@pytest.mark.parametrize("second_name", ["Women’s day", "women's-day", "WOMEN'S DAY", "women’s - day"])
def test_names_that_differ_in_case_hyphens_or_quotes_are_one_with_a_word_about_it(
    build_site: Any, second_name: str
) -> None:
    built = build_site(post_with_tags(1, f'"{second_name}"') + post_with_tags(2, '"women\'s day"'))
    message = f'the tag "women\'s day" differs from "{second_name}" only in case, hyphens or quotes; write "{second_name}" everywhere'
    assert (built.messages, built.code) == ([f"content/posts/p2.md:4: {message}"], 0)
    assert built["tag/womens-day/index.html"].count("\nentry ") == 2, "one archive has the posts of both"


WHOLE = {
    "Why? How": "/tag/why-how/",
    "C#": "/tag/c/",
    "100%": "/tag/100/",
    "Q&A": "/tag/qa/",
    "a?b#c": "/tag/abc/",
    "#1 tips": "/tag/1-tips/",
}


@pytest.mark.parametrize(("name", "address"), WHOLE.items())
def test_a_link_names_a_tag_whole(build_site: Any, name: str, address: str) -> None:
    escaped = name.replace("%", "%25")
    built = build_site(post_with_tags(1, f'"{name}"', body=f"[a](<{{tag}}{escaped}>) [b](<{{tag}}{escaped}#more>)"))
    assert built.code == 0, built.messages
    assert f'<a href="{address}">a</a> <a href="{address}#more">b</a>' in built["2026/01/01/p1/index.html"]


def test_a_link_to_a_tag_may_still_have_a_query_or_a_place(build_site: Any) -> None:
    built = build_site(post_with_tags(1, "trust", body="[a]({tag}trust#y2026) [b]({tag}trust?x=1)"))
    assert '<a href="/tag/trust/#y2026">a</a> <a href="/tag/trust/?x=1">b</a>' in built["2026/01/01/p1/index.html"]


@pytest.mark.says
@pytest.mark.parametrize("name", ["回忆", "schön"])
def test_a_link_leads_to_no_tag_that_only_an_address_makes_alike(build_site: Any, name: str) -> None:
    built = build_site(post_with_tags(1, "会议", "schon", body=f"[a]({{tag}}{name})"))
    assert built.code == 1 and f'"{{tag}}{name}" leads to nothing' in built.messages[0]


FAMILY = """\
-- content/categories/coaching.md --
---
label: Coaching
slug: leadership-coaching
---
-- content/categories/coaching/one-to-one.md --
---
label: Coaching/One to One
synonyms: [Coaching/Pairs]
---
"""


def test_a_category_lies_in_its_parent_whatever_the_address_of_that_is(build_site: Any) -> None:
    link = "[a](<{category}Coaching/One to One>) [b]({category}Coaching/Pairs) [c]({filename}/categories/coaching/one-to-one.md)"
    built = build_site(
        FAMILY
        + post_with_tags(1, "Coaching", key="categories", body=link)
        + post_with_tags(2, "Coaching/One to One", key="categories")
        + post_with_tags(3, "Coaching/Teams", key="categories")
    )
    assert built.code == 0, built.messages
    site = built.run.result.site
    top = "leadership-coaching"
    assert list(site.categories) == [top, f"{top}/one-to-one", f"{top}/teams"]
    assert [post.article.title for post in site.members[site.categories[top]]] == ["P3", "P2", "P1"]
    assert built["2026/01/01/p1/index.html"].count(f'href="/category/{top}/one-to-one/"') == 3
    assert f"/category/{top}/one-to-one/" in built[f"category/{top}/pairs/index.html"]


def test_a_folder_is_the_slug_of_the_category_that_lies_around_it(build_site: Any) -> None:
    file = "-- content/categories/craft/pairs.md --\n---\nlabel: Craft & Life/Pairs\n---\n"
    built = build_site(
        file
        + post_with_tags(1, "Craft & Life", key="categories")
        + post_with_tags(2, "Craft & Life/Pairs", key="categories")
    )
    assert built.code == 0, built.messages
    categories = built.run.result.site.categories
    assert {slug: term.name for slug, term in categories.items()} == {
        "craft": "Craft & Life",
        "craft/pairs": "Craft & Life/Pairs",
    }


@pytest.mark.parametrize("header", ["[Work\\/Life Balance]", "['Work\\/Life Balance']", '["Work\\\\/Life Balance"]'])
def test_a_slash_may_belong_to_the_name_of_a_category(build_site: Any, header: str) -> None:
    post = f"-- content/posts/p.md --\n---\ntitle: P\ndate: 2026-01-01\ncategories: {header}\n---\n"
    links = "[a](<{category}Work/Life Balance>) [b](<{category}Work\\/Life Balance>)\n"
    built = build_site(post + links)
    assert (built.messages, built.code) == ([], 0)
    (term,) = built.run.result.site.categories.values()
    assert (term.slug, term.label, term.name, term.parent) == (
        "worklife-balance",
        "Work/Life Balance",
        "Work\\/Life Balance",
        None,
    )
    page = built["2026/01/01/p/index.html"]
    assert page.count('href="/category/worklife-balance/"') >= 2 and "[Work/Life Balance](/category/" in page


@pytest.mark.says
def test_a_category_in_one_that_nothing_else_uses_is_asked_about(build_site: Any) -> None:
    built = build_site(
        post_with_tags(1, "Work/Life Balance", key="categories")
        + post_with_tags(2, "Work/Life Balance", key="categories")
    )
    message = (
        'content/posts/p2.md:4: the category "Work/Life Balance" lies in "Work", which nothing else uses; write '
        "'Work\\/Life Balance' if the slash belongs to its name, or describe \"Work\" in content/categories/work.md"
    )
    assert (built.messages, built.code) == ([message.replace("p2", "p1")], 0) or built.messages == [message]


@pytest.mark.parametrize(
    "header",
    [
        "-- content/categories/craft.md --\n---\nlabel: Craft\n---\n",
        "-- content/categories/craft/balance.md --\n---\nlabel: Craft/Balance\n---\n",
        post_with_tags(2, "Craft", key="categories"),
        post_with_tags(2, "Craft/Pay", key="categories"),
    ],
)
def test_a_category_that_lies_in_one_in_use_is_meant_so(build_site: Any, header: str) -> None:
    assert build_site(post_with_tags(1, "Craft/Balance", key="categories") + header).messages == []


@pytest.mark.says
def test_two_files_with_one_slug_are_refused(build_site: Any) -> None:
    files = "".join(f"-- content/tags/{name}.md --\n---\nlabel: {name}\nslug: x\n---\n" for name in ("a", "b"))
    built = build_site(files + post_with_tags(1, "a"))
    assert built.messages == [
        'content/tags/b.md:2: "b" has the slug of "a"; give another one to this file or content/tags/a.md'
    ]


@pytest.mark.says
def test_another_name_of_two_tags_is_refused(build_site: Any) -> None:
    files = "".join(f"-- content/tags/{name}.md --\n---\nlabel: {name}\nsynonyms: [both]\n---\n" for name in ("a", "b"))
    built = build_site(files + post_with_tags(1, "both"))
    assert built.messages == ['content/tags/b.md:3: "both" is another name of two tags; delete one of the two']


def test_a_file_with_a_slug_of_its_own_keeps_two_tags_apart_that_differ_in_hyphens(build_site: Any) -> None:
    file = "-- content/tags/one-on-one-2.md --\n---\nlabel: One on One\n---\n"
    links = "[a]({tag}one-on-one) [b](<{tag}One on One>)"
    built = build_site(file + post_with_tags(1, "one-on-one", body=links) + post_with_tags(2, "One on One"))
    assert (built.messages, built.code) == ([], 0)
    assert sorted(built.run.result.site.tags) == ["one-on-one", "one-on-one-2"]
    assert '<a href="/tag/one-on-one/">a</a> <a href="/tag/one-on-one-2/">b</a>' in built["2026/01/01/p1/index.html"]


@pytest.mark.parametrize("spelling", ["active-listening", "Active Listening", "active listening", "hearing", "HEARING"])
def test_a_link_finds_a_tag_however_its_names_are_spelled(build_site: Any, spelling: str) -> None:
    file = "-- content/tags/hearing.md --\n---\nlabel: Listening\nsynonyms: [active listening]\n---\n"
    built = build_site(file + post_with_tags(1, "Listening", body=f"[a](<{{tag}}{spelling}>)"))
    assert '<a href="/tag/hearing/">a</a>' in built["2026/01/01/p1/index.html"]
