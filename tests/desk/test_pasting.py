"""What other programs put on the clipboard becomes Markdown: `pasted/<where from>-<what>.html` becomes `.md` beside it."""

from __future__ import annotations

import base64
import re
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest

from lodestar.desk.pasting import Pictures, in_paragraphs, insertion
from lodestar.html_to_markdown.clipboard import clipboard, direct
from lodestar.html_to_markdown.compare import parts_of
from lodestar.html_to_markdown.markdown import render
from tests.drawing import picture

PASTED = Path(__file__).with_name("pasted")
DOCUMENTS = sorted(PASTED.glob("*.html"))
SITE = "https://calm.example.org"


@pytest.fixture
def pictures(tmp_path: Path) -> Pictures:
    return Pictures(tmp_path, lambda name: name.lower(), frozenset({"images/door.jpg"}), (SITE,))


def paste(html: str, pictures: Pictures, plain_text: str = "words", rtf: str = "") -> str:
    return insertion(html, plain_text, rtf, pictures).markdown


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_a_clipboard_becomes_the_text_it_was(document: Path, pictures: Pictures):
    markdown = document.with_suffix(".md").read_text(encoding="utf-8")
    assert paste(document.read_text(encoding="utf-8"), pictures) == markdown.strip()


def test_at_least_99_of_100_headings_links_items_and_emphases_are_kept(pictures: Pictures, record_property):
    total_counts, kept_counts = Counter(), Counter()
    for document in DOCUMENTS:
        before = parts_of(render(document.with_suffix(".md").read_text(encoding="utf-8")))
        after = parts_of(render(paste(document.read_text(encoding="utf-8"), pictures)))
        for kind in ("headings", "links", "items", "emphasis"):
            old_counts, new_counts = Counter(getattr(before, kind)), Counter(getattr(after, kind))
            total_counts[kind] += old_counts.total()
            kept_counts[kind] += (old_counts & new_counts).total()
    for kind, number in total_counts.items():
        record_property(kind, f"{kept_counts[kind]} of {number}")
    assert len(DOCUMENTS) >= 30
    assert min(total_counts.values()) >= 40, "a share of few says little"
    assert all(kept_counts[kind] >= 0.99 * number for kind, number in total_counts.items()), (kept_counts, total_counts)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h1>Only one</h1><h2>Below</h2><p>x</p>", "## Only one\n\n## Below\n\nx"),
        ("<h1>One</h1><h2>Below</h2><h1>Two</h1>", "## One\n\n### Below\n\n## Two"),
        ("<p><b>a </b><b>b</b>c</p>", "**a b**c"),
        ("<p><b>all <i>of</i> it</b>, <a href='https://a.example/'>a <b>b</b></a></p>", "**all *of* it**, [a **b**](https://a.example/)"),
        ("<p style='font-weight:700'>a <span style='font-weight:400'>b</span></p>", "**a** b"),
        ("<p>a<br><br>b<br>c</p>", "a\n\nb<br>\nc"),
        ("<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>", "- a\n    - b\n- c"),
        ("<ol start='4'><li>d</li><li>e</li></ol>", "4. d\n5. e"),
        ("<table><tr><td>just</td><td>laid out</td></tr></table>", "just\n\nlaid out"),
        ("<p><a href='https://www.google.com/url?q=https://b.example/x&amp;sa=D'>b</a></p>", "[b](https://b.example/x)"),
        (f"<p><a href='{SITE}/about/'>about</a></p>", "[about](/about/)"),
        ("<p><a href='#_Toc1'>in the file</a> <a name='x'>here</a></p>", "in the file here"),
        ("<p><a href='https://youtu.be/Ab3_dEfGh1j'>https://youtu.be/Ab3_dEfGh1j</a></p>", "https://youtu.be/Ab3_dEfGh1j"),
        ("<p class='MsoNormal'>10\u00a0km et\u00a0voil\u00e0\u00a0!</p>", "10&nbsp;km et voil\u00e0&nbsp;!"),
        ("<p>https://youtu.be/_b3_dEfGh1_</p>", "https://youtu.be/_b3_dEfGh1_"),
        ("<pre>one\n  two</pre>", "```\none\n  two\n```"),
    ],
)  # fmt: skip
def test_what_programs_say_in_their_own_ways(html: str, markdown: str, pictures: Pictures):
    assert paste(html, pictures) == markdown


@pytest.mark.parametrize(
    "html",
    [
        "<p>x</p><script>alert(1)</script>",
        "<p onclick='alert(1)' onmouseover=alert(1)>x</p>",
        "<p><a href='javascript:alert(1)'>x</a></p>",
        "<p><a href='java\tscript:alert(1)'>x</a></p>",
        "<p><a href='data:text/html,<script>alert(1)</script>'>x</a></p>",
        "<p>x<img src=x onerror=alert(1)></p>",
        "<p>x</p><iframe src='javascript:alert(1)'></iframe><object data='x.swf'></object>",
        "<p>x</p><svg><script>alert(1)</script></svg><style>p{background:url(http://a.example)}</style>",
        "<p>x</p><form action='http://a.example'><input name=a><button>send</button></form>",
        "<p>x<!--[if gte vml 1]><v:imagedata src='file:a.jpg'/><![endif]--></p>",
    ],
)
def test_nothing_dangerous_passes(html: str, pictures: Pictures):
    assert paste(html, pictures) == "x"


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("", "words"),
        ("<", "<"),
        ("<p", ""),
        ("<!--StartFragment-->", ""),
        ("<table><tr>", ""),
        ("<li>a", "- a"),
        ("\0<b>x", "\ufffd**x**"),
        ("<ul>" * 90 + "x", "- x"),
        ("<ol><li>a</li> <b>b</b> c<li>d</ol>", "1. a\n2. **b** c\n3. d"),
    ],
)
def test_of_a_broken_clipboard_its_words_are_kept(html: str, markdown: str, pictures: Pictures):
    assert paste(html, pictures) == markdown


def test_html_without_form_of_a_text_in_markdown_is_taken_as_it_was_written(pictures: Pictures):
    markdown = "## A heading\n\n- one\n- [two](/x/)"
    html = "".join(f"<div><span style='color:#569cd6'>{line}</span></div>" for line in markdown.split("\n"))
    assert paste(html, pictures, markdown) == markdown


def test_words_of_one_paragraph_go_into_a_paragraph(pictures: Pictures):
    assert insertion("<b>two</b> words", "two words", "", pictures).inline
    assert not insertion("<p>one</p><p>two</p>", "one\ntwo", "", pictures).inline
    assert not insertion("<h2>one</h2>", "one", "", pictures).inline


def test_pictures_in_the_clipboard_come_into_the_site_and_others_are_named(pictures: Pictures):
    data = base64.b64encode(picture()).decode()
    html = (
        f"<p>a <img alt='A square' src='data:image/png;base64,{data}'></p><p><img src='file:///C:/a.png'></p>"
        f"<p><img src='https://far.example/b.jpg'><img src='{SITE}/images/door.jpg' alt='A door'></p>"
        "<p><img src='data:image/png;base64,AAAA'></p>"
    )
    markdown = paste(html, pictures)
    assert markdown == "a ![A square]({static}/images/posts/picture.png)\n\n![A door]({static}/images/door.jpg)"
    assert (pictures.content / "images/posts/picture.png").is_file()
    broken_note, local_note, foreign_note = pictures.notes()
    assert "no picture" in broken_note and "on your computer" in local_note and "far.example" in foreign_note


def test_pictures_of_word_are_read_from_the_clipboard_as_rtf(pictures: Pictures):
    html = "<p>a<img src='file:///C:/1.png'>b<img src='file:///C:/2.png'></p>"
    blips = "".join(
        f"{{\\*\\shppict{{\\pict{{\\*\\picprop}}\\picw4\\pngblip\\bliptag12\n{picture(color=color).hex()}}}}}"
        for color in ("red", "blue")
    )
    markdown = paste(html, pictures, rtf=f"{{\\rtf1 {blips}}}")
    assert re.findall(r"posts/([\w-]+\.png)", markdown) == ["picture.png", "picture-2.png"]
    assert pictures.notes() == []
    other_pictures = Pictures(pictures.content, str, frozenset(), ())
    assert "file" not in paste(html, other_pictures, rtf="{\\rtf1}") and len(other_pictures.notes()) == 1


LONG = "A sentence that goes on for much longer than anybody would leave a line to go on who breaks lines by hand, and ends"


@pytest.mark.parametrize(
    ("plain_text", "markdown"),
    [
        (f"{LONG}\nAnd more", f"{LONG}\n\nAnd more"),
        ("One.\r\nTwo.", "One.\n\nTwo."),
        ("One\n\nTwo\nthree", "One\n\nTwo\nthree"),
        ("Ada Moss\n12 Mill Lane\nHull", "Ada Moss\n12 Mill Lane\nHull"),
        (f"- {LONG}\n- two", f"- {LONG}\n- two"),
        ("one line", "one line"),
    ],
)
def test_a_line_break_of_word_parts_paragraphs(plain_text: str, markdown: str):
    assert in_paragraphs(plain_text) == markdown


@pytest.mark.parametrize("sign", ["<style>", "<!--[if x]>", "<!--StartFragment-->"])
def test_signs_that_nothing_closes_cost_no_more_than_their_length(sign: str) -> None:
    """Looked for to the end each anew, these took minutes: the desk stood still for everybody."""
    assert clipboard(sign * 20_000 + "<p>Words.</p>", lambda address, alt: "") is not None


def test_an_address_behind_many_hosts_that_follow_is_no_link() -> None:
    url = "https://a.example/"
    for _ in range(7):
        url = f"https://www.google.com/url?q={quote(url, safe='')}"
    assert direct(url) == ""
    assert direct("https://www.google.com/url?q=https://a.example/b") == "https://a.example/b"


def test_a_picture_at_an_address_that_is_none_is_left_out(tmp_path: Path) -> None:
    pictures = Pictures(tmp_path, str, frozenset(), ())
    assert pictures("http://[x", "A door") == "" and sum(pictures.left.values()) == 1
