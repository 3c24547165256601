"""The language of a text: its own key, on its page and wherever its words stand among others."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lodestar.base.language_tags import own_name, read_tag
from tests.conftest import ROOT, BuiltSite, SiteBuilder

pytestmark = pytest.mark.says  # no catalog has the words of some of these languages
THEME = ROOT / "theme"
SITE = """\
-- content/posts/hello.md --
---
title: Hello
date: 2026-01-01
tags: [calm]
summary: In short.
---
Hello, all of you.
-- content/posts/hallo.md --
---
title: Hallo
date: 2026-01-02
tags: [calm]
summary: In Kürze.
lang: de
---
Hallo zusammen.
-- content/posts/shalom.md --
---
title: שלום
date: 2026-01-03
tags: [calm]
lang: he
---
שלום לכולם.
-- content/pages/impressum.md --
---
title: Impressum
lang: de-AT
---
Wer hier schreibt.
"""


@pytest.fixture
def built(build_site: SiteBuilder) -> BuiltSite:
    return build_site(SITE, theme=THEME)


def test_a_language_that_no_catalog_has_is_named_once(build_site: SiteBuilder) -> None:
    built = build_site(SITE + SITE.partition("-- content/pages")[0].replace(".md", "-2.md"), theme=THEME)
    assert built.messages == [
        'content/posts/shalom-2.md:5: no catalog has the words of "he", so readers of this page see English ones around its '
        "text; python3 tasks.py translate he makes one to be filled in (docs/translating.md)"
    ]


def test_a_page_is_in_the_language_of_its_text(built: BuiltSite) -> None:
    assert '<html lang="en"' in built["2026/01/01/hello/index.html"]
    assert '<html lang="de"' in built["2026/01/02/hallo/index.html"]
    assert '<html lang="he" dir="rtl"' in built["2026/01/03/shalom/index.html"]
    assert '<html lang="de-AT"' in built["impressum/index.html"]


def test_words_of_another_language_say_so_in_lists(built: BuiltSite) -> None:
    home, archive, timeline = built["index.html"], built["tag/calm/index.html"], built["archives/index.html"]
    for html in (home, archive):
        german = re.search(r'<div class="hanging-text"([^<>]*)>\s*<h\d class="p-name"><a[^<>]*>Hallo<', html)
        hebrew = re.search(r'<div class="hanging-text"([^<>]*)>\s*<h\d class="p-name"><a[^<>]*>שלום<', html)
        english = re.search(r'<div class="hanging-text"([^<>]*)>\s*<h\d class="p-name"><a[^<>]*>Hello<', html)
        assert german and german[1] == ' lang="de"'
        assert hebrew and hebrew[1] == ' lang="he" dir="rtl"'
        assert english and english[1] == ""
    assert 'lang="de">Hallo</a>' in timeline and ">Hello</a>" in timeline and 'lang="en"' not in timeline[200:]


def test_what_the_page_itself_says_below_such_words_is_in_its_language(built: BuiltSite) -> None:
    archive = built["tag/calm/index.html"]
    assert archive.count('data-brief lang="en"') == 2
    assert archive.count('data-brief lang="en" dir="ltr"') == 1


def test_an_english_post_says_so_on_a_german_page(built: BuiltSite) -> None:
    page = built["2026/01/02/hallo/index.html"]
    assert '<bdi lang="en">Hello</bdi>' in page
    assert '<bdi lang="he" dir="rtl">שלום</bdi>' in page
    assert '<h3 lang="en"><a href="/2026/01/01/hello/">' in page
    assert '<p lang="en">In short.' in page


CALLS = """\
-- content/calls/course.md --
---
heading: Lead well
url: /course/
link_text: Take the course
default: true
---
Ten weeks.
-- content/calls/kurs.md --
---
heading: Gut führen
url: /kurs/
link_text: Zum Kurs
lang: de
---
Zehn Wochen.
"""


def test_a_call_in_another_language_says_so(build_site: SiteBuilder) -> None:
    built = build_site(SITE + CALLS, theme=THEME)
    assert '<aside class="course-cta">' in built["2026/01/01/hello/index.html"]
    assert '<aside class="course-cta" lang="en">' in built["2026/01/02/hallo/index.html"]
    assert '<aside class="course-cta" lang="en" dir="ltr">' in built["2026/01/03/shalom/index.html"]


def test_a_post_carries_the_call_of_its_own_language(build_site: SiteBuilder) -> None:
    built = build_site(SITE + CALLS.replace("lang: de", "lang: de-AT\ndefault: true"), theme=THEME)
    english, german = built["2026/01/01/hello/index.html"], built["2026/01/02/hallo/index.html"]
    assert "Lead well" in english and "Gut führen" not in english
    assert "Gut führen" in german and "Lead well" not in german
    assert "Lead well" in built["2026/01/03/shalom/index.html"]
    texts = [item["content_html"] for item in json.loads(built["feed.json"])["items"]]
    assert ['<p lang="de-AT"><strong>Gut führen.</strong> Zehn Wochen.' in text for text in texts] == [
        False,
        True,
        False,
    ]


def test_feeds_name_the_language_of_each_entry_that_is_in_another(built: BuiltSite) -> None:
    atom, rss, feed = built["feed/atom/index.xml"], built["feed/index.xml"], json.loads(built["feed.json"])
    assert re.findall(r"<entry([^<>]*)>", atom) == [' xml:lang="he"', ' xml:lang="de"', ""]
    assert re.findall(r"<dc:language>(.*?)</dc:language>", rss) == ["he", "de"]
    assert [item.get("language") for item in feed["items"]] == ["he", "de", None]
    assert feed["items"][0]["content_html"].startswith('<div lang="he" dir="rtl">')


def test_what_machines_read_names_the_language_of_the_text(built: BuiltSite) -> None:
    page = built["2026/01/02/hallo/index.html"]
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
    assert data["@graph"][0]["inLanguage"] == "de"


def test_a_german_site_marks_its_english_posts(build_site: SiteBuilder) -> None:
    built = build_site(SITE.replace("title: Hello", "title: Hello\nlang: en"), theme=THEME, DEFAULT_LANG="de")
    home = built["index.html"]
    assert '<html lang="de"' in home
    assert re.search(r'<div class="hanging-text" lang="en">\s*<h2 class="p-name"><a[^<>]*>Hello<', home)
    assert re.search(r'<div class="hanging-text">\s*<h2 class="p-name"><a[^<>]*>Hallo<', home)


def test_a_text_that_leaves_out_the_region_of_the_site_is_in_its_language(build_site: SiteBuilder) -> None:
    built = build_site(SITE.replace("title: Hello", "title: Hello\nlang: en"), theme=THEME, DEFAULT_LANG="en-US")
    assert '<html lang="en-US"' in built["2026/01/01/hello/index.html"]
    assert 'lang="en"' not in built["index.html"]


def test_a_course_is_in_its_language_to_the_last_page_and_named_so_elsewhere(build_site: SiteBuilder) -> None:
    course = (
        "-- content/courses/ruhe/course.md --\n---\ntitle: Ruhe\ndate: 2026-01-01\npromise: Ruhig führen.\nlang: de\n---\nx\n"
        "-- content/courses/ruhe/01-atmen/module.md --\n---\ntitle: Atmen\n---\n"
        "-- content/courses/ruhe/01-atmen/01-ein.md --\n---\ntitle: Ein\nminutes: 5\nobjectives: [Atmen.]\n"
        "key_points: [Luft.]\naccess: free\n---\nx\n"
    )
    built = build_site(
        SITE.replace("title: Hello", "title: Hello\nlesson: courses/ruhe/01-atmen/01-ein.md") + course,
        theme=THEME,
        FEEDS={"follow": "follow"},
    )
    pages = [path for path in built.files() if path.startswith("courses/ruhe/") and path.endswith(".html")]
    assert len(pages) >= 5 and all('<html lang="de"' in built[path] for path in pages)
    assert '"inLanguage":"de"' in built["courses/ruhe/index.html"].replace(": ", ":")
    assert '<h2 lang="de"><a href="/courses/ruhe/">Ruhe' in built["courses/index.html"]
    assert 'lang="de">Ein</a>' in built["2026/01/01/hello/index.html"]
    assert '<a href="/courses/ruhe/" lang="de">Ruhe</a>' in built["follow/index.html"]
    assert 'xml:lang="de"' in built["courses/ruhe/feed/atom/index.xml"]


@pytest.mark.says
@pytest.mark.parametrize(
    ("lang", "fault"),
    [
        ("german", '"german" is no language; did you mean "de"?'),
        ("Deutsch", '"Deutsch" is no language; did you mean "de"?'),
        ("xx", 'there is no language "xx"; write its short name, such as en, en-GB or de'),
        ("en-UK", 'there is no region "UK", in the language "en-UK"; did you mean "GB"?'),
        ("de-DEU", '"de-DEU" is no language; write its short name, such as en, en-GB or de'),
    ],
)
@pytest.mark.parametrize("folder", ["posts", "pages"])
def test_a_language_that_there_is_not_is_named_at_its_line(
    build_site: SiteBuilder, lang: str, fault: str, folder: str
) -> None:
    date = "date: 2026-01-01\n" if folder == "posts" else ""
    built = build_site(f"-- content/{folder}/a.md --\n---\ntitle: A\n{date}lang: {lang}\n---\nx\n")
    assert built.messages == [f"content/{folder}/a.md:{4 if date else 3}: {fault}"]


@pytest.mark.parametrize(
    ("spelling", "tag"),
    [("DE", "de"), ("de_at", "de-AT"), ("zh-hant-tw", "zh-Hant-TW"), ("sr-LATN", "sr-Latn"), ("de-1996", "de-1996")],
)
def test_a_tag_is_written_as_it_usually_is(spelling: str, tag: str) -> None:
    assert read_tag(spelling) == tag


@given(st.text(max_size=12))
def test_what_is_read_as_a_tag_is_one_ever_after(text: str) -> None:
    try:
        tag = read_tag(text)
    except ValueError as error:
        assert "; " in str(error)
    else:
        assert read_tag(tag) == tag and own_name(tag)


@pytest.mark.parametrize(
    ("tag", "name"),
    [("de", "Deutsch"), ("fr-CA", "Français (Canada)"), ("he", "עברית"), ("de-CH-1996", "Deutsch (Schweiz)")],
)
def test_a_language_is_called_by_its_own_name(tag: str, name: str) -> None:
    assert own_name(tag) == name


def test_words_of_the_site_around_a_text_in_another_language_say_which_is_theirs(build_site: SiteBuilder) -> None:
    menu = (
        "-- content/site.yaml --\nname: Site\nsentence: For you\nmenu:\n  Blog: /\nfooter:\n  All posts: /archives/\n"
    )
    bio = "-- content/authors/ada.md --\n---\nname: Ada\nbio: She writes.\n---\n"
    built = build_site(menu + bio + SITE.replace("lang: de\n", "authors: [Ada]\nlang: de\n"), theme=THEME)
    page, english = built["2026/01/02/hallo/index.html"], built["2026/01/01/hello/index.html"]
    for words in ("Blog", "All posts", "For you", "calm", "\n<p>She writes."):
        assert f'lang="en">{words}' in page, words
    assert 'lang="en"' not in english.partition("<body>")[2]


def test_a_subject_of_texts_in_one_other_language_is_in_that_language(build_site: SiteBuilder) -> None:
    built = build_site(
        SITE.replace("tags: [calm]\nsummary: In Kürze.", "tags: [calm, Ruhe]\nsummary: In Kürze."), theme=THEME
    )
    page = built["2026/01/02/hallo/index.html"]
    assert 'lang="en">calm</a>' in page and ' href="/tag/ruhe/">Ruhe</a>' in page
    assert 'lang="de">Ruhe</a>' in built["tag/calm/index.html"]
    assert 'lang="de">Ruhe <span lang="en">1<' in built["tags/index.html"]
