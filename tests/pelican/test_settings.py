"""Every setting of Pelican is honored, or named once with what stands in its place; a wrong value is one line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pelican.settings import DEFAULT_CONFIG

from lodestar.engine.pelican.table import HONORED, INSTEAD, JSON_FEEDS, OURS, REFUSED, known_settings
from lodestar.engine.program import SiteOptions, build
from tests.conftest import ROOT, TINY_THEME, SiteBuilder

POST = """-- content/posts/2024/a-post.md --
Title: What We Heard
Date: 2024-01-10

First words of a longer text.

Second paragraph.
"""
PAGE = "a-post/index.html"


@pytest.fixture
def build_with(build_site: SiteBuilder, capsys: pytest.CaptureFixture[str]) -> Any:
    """Builds a site from lines of a settings file: what it says, or the paths of its pages."""

    def make(lines: str, text: str = POST) -> tuple[str, list[str]]:
        build_site.write(text)
        folder = build_site.folder
        (folder / "settings.py").write_text(
            f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom pelicanconf import *\n"
            f'THEME = {str(TINY_THEME)!r}\nMENUITEMS = LINKS = ()\nSEARCH = {{"enabled": False}}\nAUTHOR = ""\n'
            f'PICTURES = {{"cards": False}}\n{lines}\n'
        )
        options = SiteOptions(str(folder / "content"), str(folder / "output"), str(folder / "settings.py"))
        output = ""
        try:
            make.result = build(options, {"workers": 1})  # type: ignore[attr-defined]
        except SystemExit as stop:
            output = str(stop.code)
        output += capsys.readouterr().err
        files = [path.relative_to(folder / "output").as_posix() for path in (folder / "output").rglob("*.*")]
        return output.replace("settings.py:", "", 1), sorted(files)

    make.folder = build_site.folder  # type: ignore[attr-defined]
    return make


def test_the_table_holds_every_setting_of_pelican() -> None:
    assert DEFAULT_CONFIG.keys() - known_settings() == set()


def test_each_setting_stands_in_the_table_once() -> None:
    tables = [HONORED.keys(), REFUSED.keys(), INSTEAD.keys(), OURS]
    assert sum(map(len, tables)) == len(known_settings())


def test_the_table_holds_every_setting_that_our_code_reads() -> None:
    reads = re.compile(r'settings(?:\.get\(|\[)"([A-Z_]+)"')
    files = [path for room in ("lodestar", "plugins") for path in (ROOT / room).rglob("*.py")]
    read_names = {name for path in files for name in reads.findall(path.read_text(encoding="utf-8"))}
    assert len(read_names) > 40
    assert {name for name in read_names - known_settings() if not JSON_FEEDS(name)} == set()


def test_the_sites_own_settings_need_no_word(build_with) -> None:
    assert build_with("")[0] == ""


@pytest.mark.parametrize("name", sorted({**REFUSED, **INSTEAD}))
def test_a_setting_that_is_not_honored_is_named_with_its_cure(name: str) -> None:
    text = {**REFUSED, **INSTEAD}[name].text
    fault, _, cure = text.rpartition("; ")
    assert fault and cure and not text.endswith(".")


@pytest.mark.parametrize("name", sorted(DEFAULT_CONFIG.keys() & {**REFUSED, **INSTEAD}.keys()))
def test_a_default_of_pelican_that_does_the_same_here_needs_no_word(name: str) -> None:
    otherwise = {
        "ARTICLE_PATHS": ["posts"], "WITH_FUTURE_DATES": False, "RSS_FEED_SUMMARY_ONLY": False, "DISPLAY_PAGES_ON_MENU": False,
        "DISPLAY_CATEGORIES_ON_MENU": False, "TRANSLATION_FEED_ATOM": None, "DEFAULT_DATE_FORMAT": None, "PAGE_ORDER_BY": "basename",
    }  # fmt: skip
    not_here = re.compile(r"(?:DRAFT|.*LANG)_.*(?:URL|SAVE_AS)|OUTPUT_SOURCES_EXTENSION|DEFAULT_DATE_FORMAT").fullmatch
    if not not_here(name):
        assert {**REFUSED, **INSTEAD}[name].fits(otherwise.get(name, DEFAULT_CONFIG[name]))


REFUSALS = {
    "ARTICLE_PATHS = ['blog']": "9: ARTICLE_PATHS is not honored: posts are read from posts/",
    "WITH_FUTURE_DATES = True": "9: WITH_FUTURE_DATES is not honored: a post in the future waits for its day; delete",
    "RELATIVE_URLS = True": "9: RELATIVE_URLS is not honored: addresses are absolute",
    "SITENAME = 3": '9: SITENAME is 3; write a text in quotes, such as "..."',
    "LINKS = [('a', 'b', 'c')]": "9: LINKS is [('a', 'b', 'c')]; write a list of pairs",
    "THEME = 3": "THEME is 3; write a text in quotes",
    "SITEURL = 3": "SITEURL is 3; write a text in quotes",
    "THEME = 'no-such'": "Could not find the theme no-such; name what is there",
    "PLUGINS = []": 'PLUGINS does not begin with the engine, so that nothing would be built; write PLUGINS = ["lodestar.engine", ...]',
    "x = (": "9: Python cannot read this: '(' was never closed; ",
    "x = y": "9: NameError: name 'y' is not defined; ",
    "del AUTHOR": ': AUTHOR is missing: nobody is named who writes; add AUTHOR = "..."',
    "DEFAULT_LANG = 'german'": '9: DEFAULT_LANG: "german" is no language; did you mean "de"?',
    "TIMEZONE = 'Mars'": '9: TIMEZONE names no time zone, "Mars"; write one such as "America/Chicago"',
    "SITEURL = 'https://a.example/?x=1'": '9: SITEURL has more than a host and a path; write "https://a.example/"',
    "ARTICLE_SAVE_AS = ARTICLE_URL = '{category}/{slug}/'": "9: ARTICLE_SAVE_AS holds {category}, which is not known here; known are {slug}, {date:%Y}",
    "ARTICLE_SAVE_AS = ''": '9: ARTICLE_SAVE_AS is "", and each article needs a page; ',
    "ARTICLE_URL = '{slug}/'; ARTICLE_SAVE_AS = '{slug}.html'": '9: ARTICLE_URL is "{slug}/", where no host answers with ARTICLE_SAVE_AS, "{slug}.html"; write "{slug}.html"',
    "PAGINATION_PATTERNS = [(1, '{nr}', '{nr}')]": "9: PAGINATION_PATTERNS holds {nr}, which is not known here; known are {url}, {save_as}",
    "FILENAME_METADATA = '('": "9: FILENAME_METADATA is no regular expression: '('; ",
    "SLUGIFY_SOURCE = 'name'": '9: SLUGIFY_SOURCE is "name"; write "title" or "basename"',
    "DEFAULT_DATE = 'fs'": '9: DEFAULT_DATE is "fs", and the date of a file is another in each copy; ',
    "MARKDOWN = {'extensions': ['no.such']}": '9: MARKDOWN names the extension "no.such", which is not there; install it, or take it out',
    "import markdown.extensions.toc\nMARKDOWN = {'extensions': [markdown.extensions.toc.TocExtension()]}": '10: MARKDOWN has an extension that is no text; write "markdown.extensions.toc:TocExtension"',
    "JINJA_FILTERS = {'a': 3}": '9: JINJA_FILTERS["a"] is 3; write a function',
    "JINJA_GLOBALS = {'site': 3}": '9: JINJA_GLOBALS names "site", which templates have already; ',
    "THEME_TEMPLATES_OVERRIDES = ['no-such']": '9: THEME_TEMPLATES_OVERRIDES names "no-such", and there is no such folder; ',
    "DEFAULT_METADATA = {'statsu': 'draft'}": 'the settings give texts the key "statsu" (DEFAULT_METADATA and its kin), which nothing reads; did you mean "status"?',
}  # fmt: skip


@pytest.mark.says
@pytest.mark.parametrize("lines", REFUSALS)
def test_what_cannot_stand_ends_the_build_in_one_line(build_with, lines: str) -> None:
    output, files = build_with(lines)
    assert REFUSALS[lines] in output and "Traceback" not in output
    assert files == []


WARNINGS = {
    "CSS_FILE = 'wide.css'": "9: CSS_FILE is not honored: the style sheets in the theme's static/css are joined",
    "DEFAULT_PAGINATION = 10": "9: DEFAULT_PAGINATION is not honored: ARCHIVES says how many posts a page has",
    "DELETE_OUTPUT_DIRECTORY = True": "9: DELETE_OUTPUT_DIRECTORY is not honored: a build removes what an earlier one made",
    "LOCALE = 'de_DE.UTF-8'": "9: LOCALE is not honored: DEFAULT_LANG says the language, in which dates are written",
    "DATE_FORMATS = {'de': '%d. %m. %Y'}": "9: DATE_FORMATS is not honored: dates are written as the language of each page",
    "ARTICLE_LANG_URL = '{slug}-{lang}.html'": "9: ARTICLE_LANG_URL is not honored: versions in other languages have",
    "ARTICLE_TRANSLATION_ID = 'key'": '9: ARTICLE_TRANSLATION_ID is not honored: texts name their versions in other languages in "translations:"',
    "TRANSLATION_FEED_ATOM = 'feeds/all-{lang}.xml'": "9: TRANSLATION_FEED_ATOM is not honored: feeds hold posts in every language",
    "SITENMAE = 'x'": "9: SITENMAE is a setting that nothing reads; did you mean SITENAME?",
    "JINJA_FILTERS = {'long_date': str}": '9: JINJA_FILTERS["long_date"] is passed over, for templates have that already; give yours another name',
    "PLUGIN = []": "9: PLUGIN is a setting that nothing reads; did you mean PLUGINS?",
    "FEED_MAX_ITEM = 3": "9: FEED_MAX_ITEM is a setting that nothing reads; did you mean FEED_MAX_ITEMS?",
    "MY_TEXT = 'x'": "9: MY_TEXT is a setting that nothing reads; put what templates use into JINJA_GLOBALS, or delete it",
}


@pytest.mark.says
@pytest.mark.parametrize("lines", WARNINGS)
def test_what_is_done_another_way_is_a_line_and_the_build_goes_on(build_with, lines: str) -> None:
    output, files = build_with(lines)
    assert [line for line in output.splitlines() if WARNINGS[lines] in line]
    assert "2024/01/10/a-post/index.html" in files


def test_all_that_is_wrong_is_said_in_one_run_in_the_order_of_the_file(build_with) -> None:
    output, _ = build_with("STATIC_SAVE_AS = 'x/{path}'\nRELATIVE_URLS = True\nSITENAME = 3")
    assert [line.split(": ")[1].split()[0] for line in f"settings.py:{output}".splitlines()] == [
        "STATIC_SAVE_AS", "RELATIVE_URLS", "SITENAME",
    ]  # fmt: skip


HONORED_HERE = {
    "DEFAULT_CATEGORY = 'misc'": ["category/misc/index.html"],
    "USE_FOLDER_AS_CATEGORY = True": ["category/2024/index.html"],
    "DEFAULT_METADATA = {'category': 'Coaching', 'tags': 'one, two'}": [
        "category/coaching/index.html",
        "tag/one/index.html",
        "tag/two/index.html",
    ],
    "EXTRA_PATH_METADATA = {'posts/2024': {'tags': 'old'}}": ["tag/old/index.html"],
    "SLUGIFY_SOURCE = 'title'": ["2024/01/10/what-we-heard/index.html"],
    "FILENAME_METADATA = r'a-(?P<slug>.*)'": ["2024/01/10/post/index.html"],
    "PATH_METADATA = r'posts/(?P<category>\\d+)/.*'": ["category/2024/index.html"],
    "DEFAULT_METADATA = {'tags': 'Two Words'}; TAG_REGEX_SUBSTITUTIONS = [(r'\\s+', '_')]": [
        "tag/two_words/index.html"
    ],
    "YEAR_ARCHIVE_SAVE_AS = 'of/{date:%Y}.html'; YEAR_ARCHIVE_URL = ''": ["of/2024.html"],
}


@pytest.mark.parametrize("lines", HONORED_HERE)
def test_what_the_settings_name_is_done(build_with, lines: str) -> None:
    assert build_with("")[1]
    assert not set(HONORED_HERE[lines]) & set(build_with("")[1])
    output, files = build_with(lines)
    assert (output, set(HONORED_HERE[lines]) - set(files)) == ("", set())


def test_a_header_wins_over_file_name_folder_and_defaults(build_with) -> None:
    post = POST.replace("Title:", "Category: Mine\nSlug: own\nTitle:")
    names = "DEFAULT_CATEGORY = 'misc'; USE_FOLDER_AS_CATEGORY = True; SLUGIFY_SOURCE = 'title'"
    files = build_with(names, post)[1]
    assert "2024/01/10/own/index.html" in files and "category/mine/index.html" in files
    assert not [path for path in files if "misc" in path or "category/2024" in path]


def test_a_default_status_keeps_texts_from_readers(build_with) -> None:
    page = "-- content/pages/about.md --\n---\ntitle: About\n---\nText.\n"
    output, files = build_with("DEFAULT_METADATA = {'status': 'draft'}", POST + page)
    assert output == "" and "about/index.html" not in files and "2024/01/10/a-post/index.html" not in files


def test_excluded_folders_are_neither_read_nor_copied(build_with) -> None:
    extra_files = "-- content/posts/wip/idea.md --\nTitle: Idea\n\nText.\n-- content/posts/wip/a.svg --\n<svg/>\n"
    extra_files += (
        "-- content/images/raw/b.svg --\n<svg/>\n-- content/images/c.svg --\n<svg/>\n-- content/notes/n.md --\nNote.\n"
    )
    output, files = build_with(
        "ARTICLE_EXCLUDES = ['posts/wip', 'images']\nPAGE_EXCLUDES = ['notes']\nSTATIC_EXCLUDES = ['images/raw']",
        POST + extra_files,
    )
    assert output == ""
    assert [path for path in files if path.endswith(".svg")] == ["images/c.svg"]
    assert not [path for path in files if "idea" in path or "note" in path]


@pytest.mark.parametrize(
    ("lines", "summary"),
    [
        ("SUMMARY_MAX_LENGTH = 3", "First words of…"),
        ("SUMMARY_MAX_LENGTH = 3; SUMMARY_END_SUFFIX = ' (more)'", "First words of (more)"),
        ("SUMMARY_MAX_LENGTH = None", "First words of a longer text. Second paragraph."),
        ("SUMMARY_MAX_PARAGRAPHS = 1", "First words of a longer text."),
    ],
)
def test_a_summary_is_as_long_as_the_settings_say(build_with, lines: str, summary: str) -> None:
    assert build_with(lines)[0] == ""
    assert build_with.result.site.content["posts"][0].summary == summary


def test_a_summary_in_markdown_is_shown_in_plain_words_where_the_settings_say_so(build_with) -> None:
    post = POST.replace("Title:", "Summary: See *this* [text](https://a.example/).\nTitle:")
    assert build_with("FORMATTED_FIELDS = ['summary']", post)[0] == ""
    assert build_with.result.site.content["posts"][0].summary == "See this text."


def test_numbered_pages_are_named_as_pelican_names_them(build_with) -> None:
    posts = "".join(
        f"-- content/posts/p{number}.md --\n---\ntitle: P{number}\ndate: 2024-01-0{number}\ntags: [one]\n---\nText.\n"
        for number in (1, 2, 3, 4)
    )
    lines = (
        "ARCHIVES = {'full_per_page': 2}; TAG_URL = TAG_SAVE_AS = 'tag/{slug}.html'\n"
        "PAGINATION_PATTERNS = [(1, '{name}{extension}', '{name}{extension}'), (2, '{name}{number}{extension}', '{name}{number}{extension}')]"
    )
    output, files = build_with(lines, posts)
    assert output == "" and {"tag/one.html", "tag/one1.html"} <= set(files)


def test_templates_get_the_filters_and_globals_of_the_settings(build_with, tmp_path: Path) -> None:
    override_folder = tmp_path / "over"
    override_folder.mkdir()
    (override_folder / "page.html").write_text(
        "{% do [].append(1) %}{{ page.title|shout }} {{ YEAR }} {{ page.title is long }}"
    )
    lines = (
        f"def shout(text):\n    return text.upper()\nJINJA_FILTERS = {{'shout': shout}}\nJINJA_GLOBALS = {{'YEAR': 2026}}\n"
        f"JINJA_TESTS = {{'long': lambda text: len(text) > 9}}\nJINJA_ENVIRONMENT = {{'extensions': ['jinja2.ext.do']}}\n"
        f"THEME_TEMPLATES_OVERRIDES = [{str(override_folder)!r}]"
    )
    page = "-- content/pages/about.md --\n---\ntitle: About\n---\nText.\n"
    assert build_with(lines, page)[0] == ""
    about_page = build_with.folder / "output/about/index.html"
    assert about_page.read_text() == "ABOUT 2026 False"
    build_with(lines.replace("upper", "lower"), page)
    assert about_page.read_text() == "about 2026 False"


def test_an_override_can_extend_the_theme(build_with, tmp_path: Path) -> None:
    override_folder = tmp_path / "over"
    override_folder.mkdir()
    (override_folder / "page.html").write_text('{% extends "!theme/page.html" %}')
    page = "-- content/pages/about.md --\n---\ntitle: About\n---\nText.\n"
    build_with("", page)
    before = (build_with.folder / "output/about/index.html").read_text()
    assert build_with(f"THEME_TEMPLATES_OVERRIDES = [{str(override_folder)!r}]", page)[0] == ""
    assert (build_with.folder / "output/about/index.html").read_text() == before


@pytest.mark.says
def test_a_filter_that_fails_is_named_with_its_template(build_with, tmp_path: Path) -> None:
    override_folder = tmp_path / "over"
    override_folder.mkdir()
    (override_folder / "page.html").write_text("fine\n{{ page.title|half }}")
    page = "-- content/pages/about.md --\n---\ntitle: About\n---\nText.\n"
    lines = f"JINJA_FILTERS = {{'half': lambda text: text / 2}}\nTHEME_TEMPLATES_OVERRIDES = [{str(override_folder)!r}]"
    output, _ = build_with(lines, page)
    assert (
        "TypeError: unsupported operand" in output
        and "seen while making about/index.html" in output
        and "Traceback" not in output
    )
    assert "page.html:2" in output
