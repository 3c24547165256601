"""Raw HTML is read by its tags: headings, ids and jumps in archives, addresses in every attribute, what is left open."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lodestar.base.front_matter.document import MarkdownReader
from lodestar.base.front_matter.header import Fault
from lodestar.base.front_matter.tags import decode, tags
from lodestar.base.html import show
from lodestar.base.values import Body

READER = MarkdownReader({"extensions": ["extra", "sane_lists", "smarty"]})
FILES = """-- content/images/a.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>
-- content/files/w.pdf --
(pdf)
-- content/pages/about.md --
---
title: About
---
Me.
"""


def render(text: str, **options: object) -> str:
    """Return the HTML of a text on a page where its ids are set apart by `x--`, at /x/."""
    document, html = READER.convert(text, "posts/x.md")
    urls = tuple(f"/{reference.target.lstrip('/')}{reference.suffix}" for reference in document.references)
    return show(html, Body("k", urls), ids="x--", page="/x/", **options)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2>Raw</h2>", "<h4>Raw</h4>"),
        ("<H1 CLASS=big>Raw</H1 >", "<h3 CLASS=big>Raw</h3 >"),
        ('<h2\nid="z">Raw</h2>', '<h4 id="x--z">Raw</h4>'),
        ("<div>\n<h5>Raw</h5><h6>x</h6>\n</div>", "<div>\n<h6>Raw</h6><h6>x</h6>\n</div>"),
        ("<!-- <h2>no</h2> -->", "<!-- <h2>no</h2> -->"),
        ("<p title='<h2>'>x</p>", "<p title='<h2>'>x</p>"),
        ("<script>s = '<h2>' + '</h2>'</script>", "<script>s = '<h2>' + '</h2>'</script>"),
        ("`<h2>no</h2>`", "<p><code>&lt;h2&gt;no&lt;/h2&gt;</code></p>"),
        ("<header>x</header><hr>", "<header>x</header>\n<hr>"),
        ("## Own", '<h4 id="x--own">Own</h4>'),
    ],
)
def test_headings_go_down_however_they_are_written(html: str, expected: str) -> None:
    assert render(html, shift=2).strip() == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a id="n"></a> [to](#n) <a href=#n>to</a>', ['id="x--n"', 'href="#x--n"', 'href="#x--n"']),
        ("<a name='n'></a> [to](#n)", ['name="x--n"', 'href="#x--n"']),
        ('[to](#n)\n\n<p\nID="n">x</p>', ['href="#x--n"', 'ID="x--n"']),
        (
            '<div id="a">x</div>\n\n<div id="b" aria-labelledby="a c" aria-describedby="a">y</div>',
            ['id="x--a"', 'id="x--b"', 'aria-labelledby="x--a c"', 'aria-describedby="x--a"'],
        ),
        (
            '<label for="f">x</label> <input id="f" list="f" name="q">',
            ['for="x--f"', 'id="x--f"', 'list="x--f"', 'name="q"'],
        ),
        ('<map name="m"></map> <img usemap="#m" alt="" src="https://e.org/a.png">', ['name="x--m"', 'usemap="#x--m"']),
        ("[up](#) [top](#top)", ['href="#"', 'href="#top"']),
        ("[say](#comments)", ['href="/x/#comments"']),
        ("[é](#caf%C3%A9)\n\n## x {#café}", ['href="#x--caf%C3%A9"', 'id="x--café"']),
        (
            '<svg><g id="s"></g><path fill="url(#s)"></path><use href="#s"></use></svg>',
            ['id="x--s"', 'fill="url(#x--s)"', 'href="#x--s"'],
        ),
        ('<a id="n"></a>\n\n<a id="n"></a>', ['id="x--n"', 'id="x--n-2"']),
        ("<details name='g'><summary>x</summary></details>", ['name="x--g"']),
    ],
)
def test_places_and_what_leads_to_them_stay_together(html: str, expected: list[str]) -> None:
    result = re.findall(r'\b(?:ID|id|name|href|for|list|usemap|fill|aria-\w+)="[^"]*"', render(html))
    assert result == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<img src="{static}/images/a.svg" srcset="x" alt="">', "/images/a.svg"),
        (
            '<picture><source srcset="{static}/images/a.svg 1x, ../images/a.svg 2x"></picture>',
            "/images/a.svg 1x, /images/a.svg 2x",
        ),
        ('<button formaction="{filename}/pages/about.md">x</button>', "/about/"),
        ('<form action="{filename}/pages/about.md"></form>', "/about/"),
        ('<object data="{static}/files/w.pdf"></object>', "/files/w.pdf"),
        ('<blockquote cite="{filename}/pages/about.md">x</blockquote>', "/about/"),
        ('<video poster="../images/a.svg"></video>', "/images/a.svg"),
        ("<a href='{static}/files/w.pdf' ping='{filename}/pages/about.md /about/'>x</a>", "/about/ /about/"),
        ('<table background="{static}/images/a.svg"><tr><td>x</td></tr></table>', "/images/a.svg"),
        ('<img longdesc="{filename}/pages/about.md" src="../images/a.svg" alt="">', "/about/"),
        ("<a data-full='{static}/images/a.svg'>x</a>", "/images/a.svg"),
        (
            '<link rel="preload" as="image" imagesrcset="{static}/images/a.svg 2x" href="/images/a.svg">',
            "/images/a.svg 2x",
        ),
        ("[x](/about/?a=1&amp;copy=2&b=3)", "/about/?a=1&amp;copy=2&amp;b=3"),
        ('<a href="/about/?a=1&copy=2&amp;b=3">x</a>', "/about/?a=1&amp;copy=2&amp;b=3"),
        ("[x]({filename}/pages/about.md?a=1&amp;b=2)", "/about/?a=1&amp;b=2"),
    ],
)
@pytest.mark.says
def test_every_attribute_that_holds_an_address_is_resolved(build_site, html: str, expected: str) -> None:
    built = build_site(FILES + f"-- content/posts/x.md --\n---\ntitle: X\ndate: 2026-01-02\n---\n{html}\n")
    assert built.code == 0, built.messages
    assert f'="{expected}"' in built["2026/01/02/x/index.html"]
    assert "{" not in built["feed/index.xml"]


def test_a_mail_address_in_angle_brackets_is_a_link(build_site) -> None:
    built = build_site("-- content/pages/contact.md --\n---\ntitle: Contact\n---\nWrite to <ann@example.com>.\n")
    assert decode(built["contact/index.html"]).count("ann@example.com") == 2
    assert 'href="mailto:ann@example.com"' in decode(built["contact/index.html"])


@pytest.mark.parametrize(
    ("html", "remainder"),
    [
        ("See {static}/images/a.svg.", "{static}/images/a.svg."),
        ('<p style="background: url({static}/a.svg)">x</p>', "{static}/a.svg"),
        ("<style>p { background: url('{static}/a.svg') }</style>", "{static}/a.svg"),
        ("<p title='{filename}x.md'>x</p>", "{filename}x.md"),
        ("`{static}/a`\n\nand {static}/a", "{static}/a"),
        ("<!-- {attach}b -->", "{attach}b"),
    ],
)
def test_a_placeholder_that_no_link_takes_up_is_refused_with_its_line(html: str, remainder: str) -> None:
    with pytest.raises(Fault) as result:
        READER.convert(f"one\n\n{html}", "posts/x.md", line=5)
    assert result.value.what.startswith(f'"{remainder}" ')
    assert result.value.line == 7 + html.count("\n")


@pytest.mark.parametrize(
    "html", ["`{static}/a`", "    {tag}x", "```\n{filename}x\n```", "<kbd>{author}</kbd>", "{.note}"]
)
def test_a_placeholder_shown_as_code_is_none(html: str) -> None:
    READER.convert(html, "posts/x.md")


@pytest.mark.parametrize(
    ("html", "unclosed"),
    [
        ('<div class="box">\n\nx', [('<div class="box">', 5)]),
        ("x\n\n<div>\n\n<div>x</div>", [("<div>", 7)]),
        ("x <b>bold\n\ny", [("<b>", 5)]),
        ("`<div>`\n\n<div>", [("<div>", 7)]),
        ("x\n\n</div>", [("</div>", 7)]),
        ('<a id="here"/> x', [('<a id="here"/>', 5)]),
        ("<ul><li>x<li>y</ul>\n\n<p>x\n\n<table><tr><td>x</table>", []),
        ("<br> <img src='/a' alt=''> <wbr>", []),
        ("<!-- <div> -->\n\n<pre>\n&lt;div>\n</pre>", []),
        ("<svg><path d='M0 0'/><circle r='1' /></svg>", []),
        ("<span>x *y*</span> <B>z</b>", []),
        ('<div markdown="1">\n\n*x*\n\n</div>', []),
    ],
)
def test_elements_that_are_never_closed_are_found(html: str, unclosed: list[tuple[str, int]]) -> None:
    assert list(READER.convert(html, "posts/x.md", line=5)[0].unclosed) == unclosed


@pytest.mark.says
def test_an_element_that_is_never_closed_is_a_warning_each_time(build_site) -> None:
    site = '-- content/posts/x.md --\n---\ntitle: X\ndate: 2026-01-02\n---\nx\n\n<div class="box">\n'
    message = 'content/posts/x.md:7: <div class="box"> is never closed, and what follows falls into it; write </div> where it should end'
    assert [build_site(site).messages, build_site().messages] == [[message], [message]]


PIECES = st.sampled_from(
    [
        *('<a id="a"></a>', "<a name='b'></a>", '<p id="c">x</p>', "<H2 ID=d>x</H2>", "<h3\nid='a'>x</h3>"),
        *(
            "[x](#a)",
            "[x](#b)",
            '<a href="#c">x</a>',
            "<a href=#d>x</a>",
            '<b aria-labelledby="a c">x</b>',
            "[x](#gone)",
        ),
        *(
            "## a",
            "## a {#c}",
            "word[^1]",
            "[^1]: note",
            "*x*",
            "<div>",
            "</div>",
            "`<a id='q'>`",
            "<!-- <a id='r'> -->",
        ),
        *(
            '<i title="a &amp; b">x</i>',
            '<i title="&lt;&quot;&amp;amp;">x</i>',
            "![x](/a?b&c)",
            "[x](/a?b&amp;c \"q & 'r'\")",
        ),
        *("\n\n", "\n\n", "\n\n", "\n", " ", " "),
    ]
)


class Page(HTMLParser):
    """What a browser finds on a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.names: Counter[str] = Counter()
        self.jumps: list[str] = []
        self.values: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(reversed(attrs))
        self.ids.update(filter(None, [attributes.get("id")]))
        self.names.update(filter(None, [attributes.get("name") if tag == "a" else None]))
        self.jumps += [href for href in [attributes.get("href") or ""] if href.startswith("#")]
        self.jumps += [f"#{name}" for name in (attributes.get("aria-labelledby") or "").split()]
        self.values += [value for value in attributes.values() if value]


@pytest.mark.seconds
@settings(max_examples=400)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_two_texts_on_a_page_have_each_jump_lead_to_one_place_and_each_attribute_escaped_once(text: str) -> None:
    document, html = READER.convert(text, "posts/x.md")
    urls = tuple(f"{reference.target}{reference.suffix}" for reference in document.references)
    page = Page("".join(show(html, Body("k", urls), ids=ids, page="/x/", shift=1) for ids in ("x--", "y--")))
    assert max([*page.ids.values(), *page.names.values()], default=1) == 1
    outer_targets = {"#a", "#c"}  # what a label names that is not in the text stays as it is written
    assert [jump for jump in page.jumps if not page.ids[jump[1:]] and not page.names[jump[1:]]] == [
        jump for jump in page.jumps if jump in outer_targets
    ]
    assert {value for value in page.values if "&" in value} <= {"a & b", '<"&amp;', "/a?b&c", "q & 'r'"}


@given(st.text(alphabet="<>/=\"' \nab!-h2s&;", max_size=60))
def test_tags_are_where_they_are_said_to_be(html: str) -> None:
    before = 0
    for tag in tags(html):
        assert before <= tag.start < tag.end
        assert html[tag.start : tag.end].lower().startswith(("</" if tag.closing else "<") + tag.name)
        assert html[tag.end - 1] == ">"
        assert all(tag.start < attribute.start <= attribute.end < tag.end for attribute in tag.attributes)
        before = tag.end
