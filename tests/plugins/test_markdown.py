"""Markdown to HTML: links inside the site, sections, ids, and that our quick inline step changes nothing."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

from lodestar.base.front_matter.document import MarkdownReader
from lodestar.base.front_matter.header import Fault
from lodestar.base.front_matter.link_targets import refer
from lodestar.base.front_matter.quick import quicken
from lodestar.base.html import show
from lodestar.base.values import Body

EXTENSIONS = ["extra", "sane_lists", "smarty"]


@pytest.fixture(scope="module")
def reader() -> MarkdownReader:
    return MarkdownReader({"extensions": EXTENSIONS})


def render(reader: MarkdownReader, text: str, **options) -> str:
    document, html = reader.convert(text, "posts/2026/x.md")
    urls = tuple(f"/{reference.target.lstrip('/')}{reference.suffix}" for reference in document.references)
    return show(html, Body("k", urls, sections=document.sections), **options)


@pytest.mark.parametrize(
    ("url", "kind", "target", "suffix"),
    [
        ("{filename}/posts/a.md#part", "filename", "posts/a.md", "#part"),
        ("{filename}other.md", "filename", "posts/2026/other.md", ""),
        ("{filename}../2025/a.md", "filename", "posts/2025/a.md", ""),
        ("{static}/images/a b.svg", "static", "images/a b.svg", ""),
        ("|filename|/posts/a.md", "filename", "posts/a.md", ""),
        ("{tag}one on ones", "tag", "one on ones", ""),
        ("{category}Coaching/One%20to%20One", "category", "Coaching/One to One", ""),
        ("../../images/a.svg?x=1", "static", "images/a.svg", "?x=1"),
        ("/about/#me", "path", "/about/", "#me"),
    ],
)
def test_what_an_address_refers_to(url, kind, target, suffix):
    result = refer(url, False, "posts/2026")
    assert (result.kind, result.target, result.suffix) == (kind, target, suffix)


@pytest.mark.parametrize("url", ["https://a.b/c", "//cdn.x/y", "mailto:a@b.c", "tel:+1", "#part", "", "data:,x"])
def test_addresses_that_lead_elsewhere_are_left_alone(url):
    assert refer(url, False, "posts") is None


def test_links_in_markdown_and_in_html_are_found(reader):
    text = '[a]({tag}x) <a href="/b/?c=1&amp;d=2">b</a>\n\n<div><img src="../c.svg" alt=""></div>\n'
    html = render(reader, text)
    assert 'href="/x"' in html and 'href="/b/?c=1&amp;d=2"' in html and 'src="/posts/c.svg"' in html


def test_headings_get_ids_that_differ(reader):
    document, _ = reader.convert("## One *two*\n\n## One two\n\n### `code` & more {#mine}\n", "posts/x.md")
    assert [(heading.level, heading.id, heading.text) for heading in document.headings] == [
        (2, "one-two", "One two"),
        (2, "one-two-2", "One two"),
        (3, "mine", "code & more"),
    ]


def test_ids_can_be_set_apart_and_headings_moved_down(reader):
    html = render(reader, "## A\n\n[to](#a) and[^1]\n\n[^1]: Note.\n", ids="p--", shift=1)
    assert (
        '<h3 id="p--a">A</h3>' in html
        and 'href="#p--a"' in html
        and 'id="p--fn:1"' in html
        and 'href="#p--fn:1"' in html
    )


def test_something_can_be_put_after_a_section(reader):
    text = "Start.\n\n## One\n\ntext\n\n## Two\n\ntext\n\n## Three\n\nend\n"
    html = render(reader, text, insert="<aside/>", after=2)
    assert html.index("Two") < html.index("<aside/>") < html.index("Three")
    assert render(reader, text, insert="<aside/>", after=3).endswith("<aside/>")
    assert render(reader, text, insert="<aside/>").endswith("<aside/>")


def test_reserved_words_are_refused(reader):
    with pytest.raises(Fault) as result:
        reader.convert("one\n\nx-lodestar-url-0-\n", "posts/x.md", line=5)
    assert result.value.line == 7


def test_words_in_braces_that_are_no_pairs_are_attributes_without_a_value(reader):
    """What another program's tag below a paragraph looks like to the extension `attr_list`."""
    assert render(reader, "1. one\n{: reversed }") == "<ol>\n<li reversed>one</li>\n</ol>"
    assert render(reader, "Here it is:\n{% video a.mp4 %}").endswith(">Here it is:</p>")


PIECES = st.sampled_from(
    [
        "a",
        "b",
        "it's",
        '"so"',
        "...",
        "--",
        "---",
        "*x*",
        "**y**",
        "_z_",
        "`c`",
        "[l](/u)",
        "![i](/p)",
        '[t](/u "b\u00a0c")',
        "[t](/u '5 > \"3\"')",
        "<b>r</b>",
        "<http://x.org>",
        "&amp;",
        "&",
        "\\*",
        "[^1]",
        "{#a}",
        "{: .x }",
        "'",
        '"',
        "(",
        ")",
        "90s\n    ",
        "# H",
        "== ",
        "===",
        "- i",
        "* i",
        "+ i",
        "1. i",
        "> q",
        "***",
        "- - -",
        ": d",
        "[r]: /u",
        "[r]",
        "[^1]: n",
        "*[ab]: c",
        "ab",
        "``` ",
        "~~~",
        "    code",
        "<div>",
        "</div>",
        '<div markdown="1">',
        "|",
        "a|b",
        "---|---",
        "-|-",
        " ",
        " ",
        "  \n",
        "\n   \n",
        "\t",
        "\r\n",
        "\n",
        "\n",
        "\n",
        "\n\n",
        "\n\n",
        "\n\n",
    ]
)


@pytest.mark.seconds
@settings(max_examples=300)
@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from([[], ["extra"], EXTENSIONS]))
def test_the_quick_step_makes_what_the_plain_one_makes(text, extensions):
    plain_markdown = markdown.Markdown(extensions=extensions)
    quick_markdown = markdown.Markdown(extensions=extensions)
    quicken(quick_markdown)
    assert quick_markdown.convert(text) == plain_markdown.convert(text)


@pytest.fixture(scope="module")
def parsers() -> tuple[markdown.Markdown, markdown.Markdown]:
    """Return the plain parser and the quick one."""
    plain_markdown, quick_markdown = markdown.Markdown(), markdown.Markdown()
    quicken(quick_markdown)
    return plain_markdown, quick_markdown


@settings(max_examples=500)
@given(text=st.text(alphabet="**__ab .\n", max_size=24))
def test_emphasis_is_what_the_plain_step_makes_of_it(parsers, text):
    plain_markdown, quick_markdown = parsers
    assert quick_markdown.reset().convert(text) == plain_markdown.reset().convert(text)


class Shout(InlineProcessor):
    """`!word!` in the place of a reference, made of a text with signs that were not there."""

    def handleMatch(self, match, data):
        element = Element("strong")
        element.text = f"*{match[1]}*"
        return element, match.start(), match.end()


class Banner(BlockProcessor):
    """`a banner: words` in a heading's place: a block that begins with a letter."""

    def test(self, parent, block):
        return block.startswith("a banner: ")

    def run(self, parent, blocks):
        SubElement(parent, "h1").text = blocks.pop(0).removeprefix("a banner: ")


class Others(Extension):
    """An extension that takes the names of Python-Markdown's own patterns and processors."""

    def extendMarkdown(self, md):
        md.inlinePatterns.register(Shout(r"!(\w+)!", md), "reference", 170)
        md.parser.blockprocessors.register(Banner(md.parser), "hashheader", 70)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a banner: Sale", "<h1>Sale</h1>"),
        ("only !today! here", "<p>only <strong><em>today</em></strong> here</p>"),
        ("- a banner: *Sale*", "<ul>\n<li>\n<h1><em>Sale</em></h1>\n</li>\n</ul>"),
    ],
)
def test_extensions_may_take_the_names_of_known_patterns(text, html):
    quick_markdown = markdown.Markdown(extensions=[Others()])
    quicken(quick_markdown)
    assert quick_markdown.convert(text) == markdown.markdown(text, extensions=[Others()]) == html


def test_the_sign_of_a_footnote_may_be_any_markdown():
    options = {"footnotes": {"SUPERSCRIPT_TEXT": "*{}*"}}
    quick_markdown = markdown.Markdown(extensions=["footnotes"], extension_configs=options)
    quicken(quick_markdown)
    text = "A word[^1].\n\n[^1]: Its note.\n"
    assert quick_markdown.convert(text) == markdown.markdown(text, extensions=["footnotes"], extension_configs=options)
    assert "<em>1</em>" in quick_markdown.convert(text)
