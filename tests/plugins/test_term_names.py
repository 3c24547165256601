"""A tag, category or author is known by its label, its slug and its other names, wherever one may be named."""

from __future__ import annotations

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
    built = build_site(SITE + "".join(f"[x](<{name}>)\n" for each in names.values() for name in each))
    assert built.code == 0
    for address, written in names.items():
        assert built["2026/03/01/a/index.html"].count(f'<a href="{address}">x</a>') == len(written)


def test_a_call_is_chosen_by_the_names_that_posts_write(build_site):
    rule = "tags: [Attention, Work/Life], categories: [Coaching/One to One], authors: [Ada Lovelace]"
    built = build_site(
        SITE + f"-- content/calls/c.md --\n---\nheading: H\nurl: /\nlink_text: L\nwhen: {{{rule}}}\n---\n"
    )
    site = built.run.result.site
    wanted = 'tag "Attention", tag "Work/Life", category "Coaching/One to One", author "Ada Lovelace"'
    assert chooser(site)(site.articles[0]).why == f"it matches {wanted}"
