"""A picture and, in the next line, its caption in italics: a figure on pages, kept together in feeds."""

from __future__ import annotations

import pytest
from markdown import Markdown

from lodestar.base.front_matter.quick import quicken
from tests.conftest import ROOT


def html(text: str) -> str:
    markdown = Markdown(extensions=["extra", "sane_lists", "smarty", "plugins.pictures.figures"], output_format="html")
    quicken(markdown)
    return markdown.convert(text)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        (
            "![A door](a.jpg)\n*The door.*",
            '<figure><img alt="A door" src="a.jpg">\n<figcaption>The door.</figcaption></figure>',
        ),
        (
            "![A door](a.jpg){.alignright}\n*The [door](/x/), **red**.*",
            '<figure class="alignright"><img alt="A door" src="a.jpg">\n<figcaption>The <a href="/x/">door</a>, <strong>red</strong>.</figcaption></figure>',
        ),
        (
            "[![A door](a.jpg){.wide}](/large/)\n*The door.*",
            '<figure class="wide"><a href="/large/"><img alt="A door" src="a.jpg"></a>\n<figcaption>The door.</figcaption></figure>',
        ),
    ],
)
def test_a_line_in_italics_below_a_picture_is_its_caption(text: str, figure: str):
    assert html(text) == figure


@pytest.mark.parametrize(
    "text",
    [
        "![A](a.jpg) *beside*",
        "Words ![A](a.jpg)\n*below*",
        "![A](a.jpg)\n*below* and more",
        "![A](a.jpg)\n**below**",
        "![A](a.jpg)\n\n*apart*",
    ],
)
def test_other_italics_are_none(text: str):
    assert "<figure" not in html(text)


def test_a_caption_stays_with_its_picture_on_the_page_and_in_feeds(build_site) -> None:
    text = (
        "-- content/images/door.svg --\n<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\n"
        "-- content/posts/a.md --\n---\ntitle: A\ndate: 2026-01-01\n---\n"
        "![A door]({static}/images/door.svg){.alignleft}\n*The [old](/about/) door.*\n\nThe first words.\n"
        "-- content/pages/about.md --\n---\ntitle: About\n---\nWords.\n"
    )
    built = build_site(text, ROOT / "theme", MARKDOWN={"extensions": ["extra", "plugins.pictures.figures"]})
    assert (built.code, built.messages) == (0, [])
    page = built["2026/01/01/a/index.html"]
    assert '<figure class="alignleft"><picture>' in page
    assert '<figcaption>The <a href="/about/">old</a> door.</figcaption></figure>' in page
    assert '<meta name="description" content="The first words.' in page, "a caption is no summary"
    feed = built["feed/index.xml"]
    assert "A door" in feed and "<em>The " in feed.replace("&lt;", "<").replace("&gt;", ">"), "as a letter shows it"
