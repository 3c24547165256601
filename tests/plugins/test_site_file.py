"""What the author says of her site in `content/site.yaml`: read by `pelicanconf.py`, checked as front matter is."""

from __future__ import annotations

import json
import re

import pytest

from lodestar.base.contrast import AA, contrast
from lodestar.base.site_file import read_site
from tests.conftest import ROOT, SiteBuilder

SITE = "-- content/site.yaml --\n"
POST = """\
-- content/posts/2026/one.md --
---
title: One
date: 2026-01-01 09:00
---
text
"""
PORTRAIT = (ROOT / "content/images/authors/margaret-smith.svg").read_text(encoding="utf-8")


@pytest.mark.seconds
def test_what_the_file_says_is_on_every_page_and_in_the_feeds(build_site: SiteBuilder) -> None:
    values = """\
name: "Calm: Teams"
sentence: Leading without shouting
author: Jane Coach
timezone: Europe/Berlin
language: en-GB
mail: jane@calm-teams.org
id: urn:uuid:11111111-2222-3333-4444-555555555555
menu:
  Blog: /
  Write to me: mailto:jane@calm-teams.org
footer:
  Feed: /feed/
"""
    site = build_site(f"{SITE}{values}{POST}", theme=ROOT / "theme")
    page = site["2026/01/01/one/index.html"]
    assert site.code == 0
    assert '<html lang="en-GB">' in page
    assert "<title>One | Calm: Teams</title>" in page
    assert '<a href="mailto:jane@calm-teams.org">Write to me</a>' in page
    assert "Leading without shouting" in page
    assert "2026-01-01T09:00:00+01:00" in page
    assert "/author/jane-coach/" in page
    assert "mailto:jane@calm-teams.org?" in page  # the way to leave a comment
    assert "11111111-2222-3333-4444-555555555555" in site["feed/atom/index.xml"]
    manifest = json.loads(site["site.webmanifest"])
    assert (manifest["name"], manifest["theme_color"]) == ("Calm: Teams", "#1f4d4a")


def test_giscus_is_told_what_the_file_says_its_language_too(build_site: SiteBuilder) -> None:
    values = "name: Ruhe\nauthor: Jane\ncomments: giscus\ngiscus: {repo: a/b, repo-id: R_1, category: C, category-id: D_1, lang: de}\n"
    page = build_site(f"{SITE}{values}{POST}", theme=ROOT / "theme")["2026/01/01/one/index.html"]
    assert {'data-repo-id="R_1"', 'data-lang="de"'} <= set(re.findall(r'data-[a-z-]+="[^"]*"', page))


@pytest.mark.seconds
@pytest.mark.says
def test_everything_wrong_in_it_is_said_at_its_line_in_one_run(build_site: SiteBuilder) -> None:
    values = """\
# a comment
nmae: Calm Teams
address: calm-teams.org
timezone: Amerika/Chicago
language: English
mail: jane at calm
color: red
menu:
  Blog: blog
"""
    site = build_site(f"{SITE}{values}{POST}")
    assert site.code == 1
    assert site.messages == [
        'content/site.yaml:1: no "name"; add a line "name: ..."',
        'content/site.yaml:2: unknown key "nmae"; did you mean "name"?',
        'content/site.yaml:3: "calm-teams.org" is no address of a site; write it whole, such as https://www.your-name.com',
        'content/site.yaml:4: there is no time zone "Amerika/Chicago"; did you mean "America/Chicago"?',
        'content/site.yaml:5: "English" is no language; did you mean "en"?',
        'content/site.yaml:6: "jane at calm" is no mail address; write it as name@your-name.com',
        'content/site.yaml:7: "red" is no color; write it as #a5441f, in quotes',
        'content/site.yaml:8: "Blog" in the menu leads to "blog"; write an address, such as /about/ or https://...',
    ]


@pytest.mark.says
@pytest.mark.parametrize(
    ("values", "message"),
    [
        ("name: A\nname: B\n", '2: "name" stands twice; keep one of them (the other is on line 1)'),
        ("name: A: B\n", '1: a ": " inside an unquoted value; put the value in quotes: name: "A: B"'),
        ("- name\n", '1: values without keys; write lines of the form "key: value"'),
        ("name: A\n---\nA text.\n", '3: a text below the values; delete it, and the line "---" above it'),
        ("---\nname: A\nmenu: Blog\n---\n", "3: the menu is no list of names and addresses; write each on a line of its own, as   Blog: /"),
        ("name: A\nmenu:\n  Blog: /\n  Blog: /b/\n", '4: "Blog" stands twice; keep one of them (the other is on line 3)'),
        ("name: A\nlogo: images/none.png\n", '2: the picture "images/none.png" does not exist; put it at content/images/none.png'),
        ("", '1: no "name"; add a line "name: ..."'),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_stops_the_build_in_a_sentence(
    build_site: SiteBuilder, values: str, message: str
) -> None:
    site = build_site(f"{SITE}{values}{POST}")
    assert (site.code, site.messages) == (1, [f"content/site.yaml:{message}"])


def test_a_line_of_the_settings_takes_the_place_of_what_the_file_says(build_site: SiteBuilder) -> None:
    site = build_site(f"{SITE}name: Calm Teams\n{POST}", theme=ROOT / "theme", SITENAME="Of the programmer")
    assert "<title>One | Of the programmer</title>" in site["2026/01/01/one/index.html"]


@pytest.mark.says
def test_a_value_of_a_feature_that_is_left_out_is_named_and_stops_nothing(build_site: SiteBuilder) -> None:
    from pelicanconf import PLUGINS

    site = build_site(
        f"{SITE}name: A\nmail: jane@calm-teams.org\n{POST}",
        PLUGINS=[name for name in PLUGINS if name != "plugins.comments"],
    )
    assert site.code == 0
    assert site.messages == [
        'content/site.yaml:2: nothing reads the key "mail", since PLUGINS leaves out plugins.comments; add "plugins.comments" to PLUGINS in pelicanconf.py, or delete the line'
    ]


def test_an_accent_color_stands_in_style_manifest_and_icon_and_can_be_read_in_the_dark(build_site: SiteBuilder) -> None:
    site = build_site(f'{SITE}name: A\ncolor: "#7A1F4D"\n{POST}', theme=ROOT / "theme")
    style = next(site.output.glob("theme/site.*.css")).read_text()
    light, dark = re.findall(r"light-dark\((#\w{6}),(#\w{6})\)", style.rpartition("--terracotta:")[2])[0]
    assert light == "#7a1f4d"
    assert min(contrast(dark, "#101d1d"), contrast(dark, "#1a2c2b")) >= AA
    assert json.loads(site["site.webmanifest"])["theme_color"] == "#7a1f4d"
    assert 'fill="#7a1f4d"' in site["favicon.svg"]


@pytest.mark.says
def test_a_color_that_is_hard_to_read_is_refused_with_the_nearest_that_is_not(build_site: SiteBuilder) -> None:
    values = 'name: A\ncolor: "#ff9933"\ncolor_dark: "#7a1f4d"\n'
    site = build_site(f"{SITE}{values}{POST}", theme=ROOT / "theme")
    assert site.code == 1
    day, dark = site.messages
    assert day.startswith("content/site.yaml:2: the color #ff9933 is hard to read by day: its contrast is ")
    assert dark.startswith("content/site.yaml:3: the color #7a1f4d is hard to read in the dark: its contrast is ")
    proposed = [re.findall("#[0-9a-f]{6}", message)[-1] for message in (day, dark)]
    second_build = build_site(
        f'{SITE}name: A\ncolor: "{proposed[0]}"\ncolor_dark: "{proposed[1]}"\n', theme=ROOT / "theme"
    )
    assert (second_build.code, second_build.messages) == (0, [])


def test_the_portrait_is_that_of_the_author_whose_own_file_names_none(build_site: SiteBuilder) -> None:
    values = (
        "name: A\nauthor: Jane Coach\nportrait: images/jane.svg\nportrait_alt: Jane, laughing\nlogo: images/jane.svg\n"
    )
    author = "-- content/authors/jane-coach.md --\n---\nname: Jane Coach\n---\nWho Jane is.\n"
    site = build_site(f"{SITE}{values}{author}-- content/images/jane.svg --\n{PORTRAIT}{POST}", theme=ROOT / "theme")
    page = site["author/jane-coach/index.html"]
    assert site.code == 0
    assert 'alt="Jane, laughing"' in page
    assert '<img class="site-header-logo" src="/images/jane.svg" alt=""' in page


def test_what_a_build_keeps_of_the_file_is_used_as_long_as_the_file_is_the_same(build_site: SiteBuilder) -> None:
    site = build_site(f"{SITE}name: Calm Teams\nmenu:\n  Blog: /\n{POST}", theme=ROOT / "theme")
    content, cache = site.folder / "content", site.folder / "cache"
    kept_file = cache / "site.json"
    assert read_site(content, cache) == read_site(content) == {"name": "Calm Teams", "menu": (("Blog", "/"),)}
    kept_file.write_text(kept_file.read_text().replace("Calm Teams", "From the cache"))
    assert read_site(content, cache)["name"] == "From the cache"
    (content / "site.yaml").write_text("name: Calmer Teams\n")
    assert read_site(content, cache) == {"name": "Calmer Teams"}
    kept_file.write_text("no json")
    assert read_site(content, cache) == {"name": "Calmer Teams"}


@pytest.mark.says
def test_a_language_that_the_theme_does_not_speak_is_named(build_site: SiteBuilder) -> None:
    message = (
        'the language is "fr", and no catalog has its words, so readers see English ones; '
        "python3 tasks.py translate fr makes one to be filled in (docs/translating.md)"
    )
    site = build_site(f"{SITE}name: A\nlanguage: fr\n{POST}", theme=ROOT / "theme")
    assert (site.code, site.messages) == (0, [f"content/site.yaml:2: {message}"])
    assert '<html lang="fr">' in site["index.html"]
    assert (
        build_site("", theme=ROOT / "theme", DEFAULT_LANG="nl").messages[0].startswith("pelicanconf.py:1: the language")
    )
    assert build_site("").messages == [], "a theme elsewhere may speak any"
    assert build_site(f"{SITE}name: A\nlanguage: en-GB\n", theme=ROOT / "theme").messages == []
