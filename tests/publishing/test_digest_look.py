"""How a letter of new posts looks: nothing but what mail programs accept, in the theme's colors, by day and in the dark."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import html5lib
import pytest
from PIL import Image

from lodestar.base.contrast import AA, contrast
from lodestar.engine.tokens import colors, tokens
from lodestar.publishing import digest
from tests.publishing.letters import body, letter
from tests.web import ROOT

ALLOWED = {
    "background-color": "everywhere",
    "border": "everywhere; Outlook for Windows on cells alone",
    "border-bottom": "as border",
    "border-color": "as border",
    "border-radius": "not in Outlook for Windows, GMX and web.de, where corners are square",
    "border-top": "as border",
    "color": "everywhere",
    "display": "block and none; Gmail's page for phones shows what is hidden",
    "font-family": "everywhere",
    "font-size": "everywhere",
    "font-weight": "everywhere",
    "line-height": "everywhere, in pixels",
    "margin": "everywhere, neither negative nor auto",
    "max-height": "not in Outlook for Windows, which knows mso-hide",
    "max-width": "everywhere; Outlook for Windows on tables alone",
    "mso-hide": "Outlook for Windows alone",
    "overflow": "hidden alone; not in Outlook for Windows",
    "padding": "everywhere; Outlook for Windows on cells",
    "padding-bottom": "as padding",
    "padding-top": "as padding",
    "text-align": "everywhere",
    "text-decoration": "everywhere, its line alone",
    "width": "everywhere",
}
"""The properties that a letter may use, and where they work, by https://www.caniemail.com (data of June 2026)."""
STYLE_LIMIT, LETTER_LIMIT = 16_000, 102_000
"""Bytes of a `style` element and of a letter that Gmail shows whole (caniemail, html-style, note 6)."""
ELEMENTS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "div",
    "table",
    "tr",
    "td",
    "h1",
    "h2",
    "p",
    "a",
    "img",
    "tbody",
}


def test_the_html_is_what_mail_programs_accept(digest_site: Any) -> None:
    html = body(letter(digest_site), "html")
    document = html5lib.HTMLParser(strict=True).parse(html)
    names = {element.tag.rpartition("}")[2] for element in document.iter() if isinstance(element.tag, str)}
    assert names <= ELEMENTS
    [sheet] = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    rules = re.fullmatch(r"\s*@media \(prefers-color-scheme: dark\) \{(.*)\}\s*", sheet, re.DOTALL)
    assert rules and len(sheet) < STYLE_LIMIT, "what some programs do not know may add the dark alone"
    declared = [*re.findall(r'style="([^"]*)"', html), *re.findall(r"\.[\w-]+ \{ ([^{}]*) \}", rules[1])]
    pairs = [pair.split(":", 1) for style in declared for pair in style.rstrip("; ").split(";")]
    assert {name.strip() for name, _ in pairs} <= ALLOWED.keys()
    assert not [value for _, value in pairs if re.search(r"url|calc|var|rem|em\b|auto|-\d", value.partition("'")[0])]
    assert len(html.encode()) < LETTER_LIMIT


def test_forty_posts_are_shown_whole(site: Any) -> None:
    for number in range(40):
        site.post(f"post-{number}", f"summary: {'Salt and vinegar. ' * 15}\n")
    assert len(body(letter(site), "html").encode()) < LETTER_LIMIT


def test_the_preheader_comes_first_and_is_hidden(digest_site: Any) -> None:
    html = body(letter(digest_site), "html")
    first = re.search(r'<body[^>]*>\s*<div style="display:none;[^"]*">([^<]*)</div>', html)
    assert first and unescape(first[1]) == "Salt & <vinegar> 3.; Naïve “two” & co; Naïve “one” & co"


def test_it_has_the_themes_colors_by_day_and_in_the_dark_and_the_authors_own(digest_site: Any) -> None:
    tokens = (ROOT / "theme/static/css/tokens.css").read_text()
    (digest_site.folder / "theme/static/css").mkdir(parents=True, exist_ok=True)
    (digest_site.folder / "theme/static/css/tokens.css").write_text(tokens)
    html = body(letter(digest_site), "html")
    for token, role in (("paper", "paper"), ("ink", "ink"), ("teal", "heading"), ("terracotta", "link")):
        light, dark = re.findall(rf"--{token}: light-dark\((#\w+), (#\w+)\)", tokens)[0]
        assert f"color:{light}" in html
        assert re.search(rf"\.{role} {{ (?:background-)?color: {dark} !important; }}", html)
    assert "font-family:Lodestar Serif, Iowan Old Style, Palatino Linotype" in html
    digest_site.configure(SITE={"color": "#7a1f5c", "color_dark": "#f0a8d8"})
    assert "color:#7a1f5c" in body(letter(digest_site), "html")


@pytest.mark.parametrize("palette", ["theme", "none"])
def test_every_color_can_be_read(palette: str) -> None:
    theme_colors = colors(tokens(ROOT / "theme")) if palette == "theme" else {}
    color_pairs = {role: theme_colors.get(token, fallback) for role, (token, fallback) in digest.ROLES.items()}
    for moment in ("light", "dark"):
        color = {role: getattr(pair, moment) for role, pair in color_pairs.items()}
        for words in ("ink", "soft", "heading", "link"):
            assert contrast(color[words], color["paper"]) >= AA, (moment, words)
        assert contrast(color["on-button"], color["button"]) >= AA, moment


def test_pictures_are_those_that_feeds_have(digest_site: Any, tmp_path: Path) -> None:
    picture = BytesIO()
    Image.new("RGB", (2400, 1200), "teal").save(picture, "JPEG")
    (tmp_path / "content/images").mkdir()
    (tmp_path / "content/images/a.jpg").write_bytes(picture.getvalue())
    (tmp_path / "content/images/b.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>')
    digest_site.post("two", "image: images/b.svg\nimage_alt: A drawing\n", date="2026-01-08")
    digest_site.post("one", "image: images/a.jpg\nimage_alt: A “door” & a <key>\n", date="2026-01-09")
    html = body(letter(digest_site), "html")
    [address] = re.findall(
        r'<img src="https://example.com([^"]+)" alt="A “door” &amp; a &lt;key&gt;" width="600"', html
    )
    assert html.count("<img") == 1, "mail programs show no drawings, and the card of one repeats the title"
    digest_site.publish()
    assert address in (digest_site.live / "current/feed/index.xml").read_text()
    with Image.open(digest_site.live / f"current{address}") as shown_picture:
        assert shown_picture.width < 2400


@pytest.mark.parametrize("url", ["https://example.com", "https://name.example/blog"])
def test_every_link_is_whole_and_nobody_is_followed(digest_site: Any, url: str) -> None:
    digest_site.configure(url)
    message = letter(digest_site)
    html = body(message, "html")
    addresses = set(re.findall(r'(?:href|src)="([^"]*)"', html)) - {"{{ unsubscribe_url }}"}
    assert addresses == {
        f"{url}/",
        *(f"{url}/2026/01/0{day}/{name}/" for day, name in enumerate(("one", "two", "three"), 1)),
    }
    assert not re.search(r"<img|https?://(?!example.com|name.example)", html + body(message, "plain"))
