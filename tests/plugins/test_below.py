"""A site below a path of its host: every address is found there, and a site at the root stays as it was."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lodestar.base.below import put_below, put_css_below, put_html_below

HTML = {
    '<a href="/x/">a</a>': '<a href="/b/x/">a</a>',
    "<a href='/x/'>": "<a href='/b/x/'>",
    "<a href=/x/>": "<a href=/b/x/>",
    '<a title=it\'s href="/x/">': '<a title=it\'s href="/b/x/">',
    '<A HREF="/x/" Class="/y/">': '<A HREF="/b/x/" Class="/y/">',
    '<a\nhref = "/x/"\n>': '<a\nhref = "/b/x/"\n>',
    '<a href="/">': '<a href="/b/">',
    '<a href="/?a=1&amp;b=/c">': '<a href="/b/?a=1&amp;b=/c">',
    '<img src="/a.svg" alt="/a.svg" srcset="/a.svg 1x, /b.svg 2x,/c.svg 3x, https://x.org/d.svg 4x">': (
        '<img src="/b/a.svg" alt="/a.svg" srcset="/b/a.svg 1x, /b/b.svg 2x,/b/c.svg 3x, https://x.org/d.svg 4x">'
    ),
    '<meta http-equiv="refresh" content="0; url=/x/"><meta name="description" content="/x/ is here">': (
        '<meta http-equiv="refresh" content="0; url=/b/x/"><meta name="description" content="/x/ is here">'
    ),
    '<p style="background: url(/a.svg)">': '<p style="background: url(/b/a.svg)">',
    '<style>a { background: url("/a.svg") }</style>': '<style>a { background: url("/b/a.svg") }</style>',
    '<form action="/search/"><button formaction="/x/">': '<form action="/b/search/"><button formaction="/b/x/">',
    '<video poster="/a.jpg" src="/a.mp4"><track src="/a.vtt">': '<video poster="/b/a.jpg" src="/b/a.mp4"><track src="/b/a.vtt">',
}
LEFT = (
    '<a href="//x.org/">',
    '<a href="https://x.org/">',
    '<a href="x/">',
    '<a href="#x">',
    '<a href="">',
    "<a>",
    '<!-- <a href="/x/"> -->',
    '<!-- <a href="/x/">',
    '<script>"<a href=\\"/x/\\">"</script>',
    '<title><a href="/x/"></title>',
    '<textarea><a href="/x/"></textarea>',
    '<p>a < b href="/x/"</p>',
    "<p title=\"<a href='/x/'>\">",
    '<a href="/x/',
    '<p data-path="/x/">',
)


@pytest.mark.parametrize(("html", "expected"), HTML.items())
def test_every_attribute_that_holds_an_address_is_put_below(html: str, expected: str) -> None:
    assert put_html_below("/b", html) == expected
    assert put_html_below("", html) == html


@pytest.mark.parametrize("html", LEFT)
def test_all_else_in_html_stays(html: str) -> None:
    assert put_html_below("/b", html) == html


class _Links(HTMLParser):
    """Collects what a browser would read in links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.read: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.read.append((tag, attrs))


PIECES = st.sampled_from(
    [
        "<a ",
        "<img ",
        "<p>",
        "</p>",
        "href",
        "src",
        "=",
        '"',
        "'",
        "/x/",
        " ",
        ">",
        "<",
        "/",
        "<!--",
        "-->",
        "text",
        "\n",
        "alt=x",
        "&amp;",
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_whatever_the_html_nothing_but_addresses_changes(html: str) -> None:
    result = put_html_below("/b", html)
    assert result.replace("/b/x/", "/x/").replace("/b/", "/") == html
    for (tag, attributes), (new_tag, new_attributes) in zip(_Links(html).read, _Links(result).read, strict=True):
        assert tag == new_tag
        assert [name for name, _ in attributes] == [name for name, _ in new_attributes]


@pytest.mark.parametrize("url", ["https://x.org/a", "//x.org/a", "#a", "mailto:a@b.c", "", "a/b"])
def test_only_addresses_of_the_site_are_put_below(url: str) -> None:
    assert put_below("/b", url) == url
    assert put_below("/b", "/a") == "/b/a"


def test_styles_find_their_pictures() -> None:
    css = (
        'a{background:url(/a.svg)}b{background:url( "/a.svg")}@import "/x.css";c{background:url(a.svg) url(//x.org/a)}'
    )
    expected = 'a{background:url(/b/a.svg)}b{background:url( "/b/a.svg")}@import "/b/x.css";c{background:url(a.svg) url(//x.org/a)}'
    assert put_css_below("/b", css) == expected


SITE = """\
-- content/posts/x.md --
---
title: X
date: 2026-01-02
tags: [trust]
aliases: [/old/]
---
[y](/about/) <a href="{filename}/pages/about.md#p">z</a> ![A](../images/a.svg)

[tag]({tag}trust)
-- content/pages/about.md --
---
title: About
---
<p id="p">Me</p>
-- content/images/a.svg --
<svg xmlns="http://www.w3.org/2000/svg"/>
"""


@pytest.mark.parametrize(
    "siteurl", ["https://ann.example/blog", "https://ann.example/a/blog", "https://ann.example/bl%C3%B6g"]
)
def test_links_feeds_and_redirects_stand_below_the_path(build_site: Any, siteurl: str) -> None:
    built = build_site(SITE, SITEURL=siteurl)
    path_of_site = siteurl.rstrip("/")
    base = path_of_site.removeprefix("https://ann.example")
    assert built.code == 0, built.messages
    page = built["2026/01/02/x/index.html"]
    for link in (
        f'href="{base}/about/"',
        f'href="{base}/about/#p"',
        f'src="{base}/images/a.svg"',
        f'href="{base}/tag/trust/"',
    ):
        assert link in page
    feed = built["feed/index.xml"]
    for link in (
        f'href="{path_of_site}/about/"',
        f'src="{path_of_site}/images/a.svg"',
        f"{path_of_site}/2026/01/02/x/",
    ):
        assert link in feed
    assert f"<loc>{path_of_site}/about/</loc>" in built["sitemap.xml"]


def test_netlify_and_cloudflare_lead_to_addresses_below_the_path(build_site: Any) -> None:
    for host in ("netlify", "cloudflare"):
        rules = build_site(SITE, SITEURL="https://ann.example/blog", HOSTING={"host": host})["_redirects"].splitlines()
        assert "/old/ /blog/2026/01/02/x/ 301" in rules
        assert "/feed/ /feed/index.xml 200" in rules, "what answers lies in the folder that is published"
