"""A biography under every post, written once."""

from __future__ import annotations

import pytest

SITE = """\
-- content/authors/margaret-smith.md --
---
name: Margaret Smith
bio: "A coach who founded [UXL]({filename}/pages/uxl.md)."
---
Longer.
-- content/authors/daniel-okafor.md --
---
name: Daniel Okafor
bio: Works with teams.
---
-- content/authors/no-bio.md --
---
name: No Bio
---
-- content/pages/uxl.md --
---
title: UXL
---
-- content/posts/p.md --
---
title: P
date: 2026-01-02
tags: [t]
authors: [Daniel Okafor, Margaret Smith, No Bio]
---
Text.
-- content/posts/q.md --
---
title: Q
date: 2026-01-01
---
Text.
"""


def test_the_bios_of_all_authors_stand_in_order_with_their_links(build_site):
    bios = [line for line in build_site(SITE).lines("2026/01/02/p/index.html") if line.startswith("bio")]
    assert bios == [
        "bio Daniel Okafor: <p>Works with teams.</p>",
        'bio Margaret Smith: <p>A coach who founded <a href="/uxl/">UXL</a>.</p>',
    ]


def test_they_stand_in_archives_too(build_site):
    assert "bio Daniel Okafor" in build_site(SITE)["tag/t/index.html"]


def test_the_sites_author_signs_posts_that_name_none(build_site):
    assert "bio Margaret Smith" in build_site(SITE, AUTHOR="Margaret Smith")["2026/01/01/q/index.html"]


def test_who_changed_her_name_has_all_that_names_her_by_the_one_she_had(build_site):
    site = build_site(SITE.replace("name: Margaret Smith", "name: Margaret Jones"), AUTHOR="Margaret Smith")
    for page in ("2026/01/02/p/index.html", "2026/01/01/q/index.html"):
        assert "bio Margaret Jones" in site[page] and "bio Margaret Smith" not in site[page]
    assert "post P | Text." in site.lines("author/margaret-smith/index.html"), "her page stays where it was"


def test_an_author_page_shows_the_long_biography_and_the_posts(build_site):
    lines = build_site(SITE).lines("author/margaret-smith/index.html")
    assert "intro <p>Longer.</p>" in lines
    assert "post P | Text." in lines


@pytest.mark.says
def test_without_the_plugin_no_trace_is_left_and_what_nothing_reads_is_said_once(build_site):
    with_bios = build_site(SITE)
    plugins = [name for name in with_bios.run.settings["PLUGINS"] if name != "plugins.author_bio"]
    result = build_site(PLUGINS=plugins)
    assert "bio " not in result["2026/01/02/p/index.html"]
    assert result.messages == [
        'content/authors/daniel-okafor.md:3: nothing reads the key "bio" here and in 1 other file, since PLUGINS leaves out plugins.author_bio; add "plugins.author_bio" to PLUGINS in pelicanconf.py, or delete the lines'
    ]
    assert build_site(PLUGINS=plugins).messages == result.messages, "it is said as long as it is so"
    assert build_site().messages == []
