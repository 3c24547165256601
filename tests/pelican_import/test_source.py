"""Markdown as its author wrote it: the header goes, addresses follow, code stays."""

from __future__ import annotations

import pytest

from lodestar.pelican_import.html import plain_html
from lodestar.pelican_import.source import body_of, convert_text


@pytest.mark.parametrize(
    "text",
    [
        "Title: A\nTags: b\n\nWords.\n",
        "\ufeffTitle: A\r\nSummary: One\r\n    and two\r\n\r\nWords.\r\n",
        "---\ntitle: A\nnested:\n  - b\n---\nWords.\n",
        "---\ntitle: A\n...\n\nWords.",
        "Words.\n",
    ],
)
def test_a_body_is_what_stands_below_the_header(text: str) -> None:
    assert body_of(text) == "Words.\n"


@pytest.mark.parametrize(
    ("link", "new_link"),
    [
        ("[a](x)", "[a](X!)"),
        ("[a](<x y>)", "[a](<X Y!>)"),
        ('[a](x "t")', '[a](X! "t")'),
        ("![a](x_(1).png)", "![a](<X_(1).PNG!>)"),
        ("[a][b]\n\n[b]: x", "[a][b]\n\n[b]: X!"),
        ("<https://x/>", "<HTTPS://X/!>"),
        ('<a class="x" href="x">x</a>', '<a class="x" href="X!">x</a>'),
        ("A note.[^1]\n\n[^1]: x", "A note.[^1]\n\n[^1]: x"),
        ("`[a](x)` and ``[a](`x`)``", "`[a](x)` and ``[a](`x`)``"),
        ("```\n[a](x)\n```\n", "```\n[a](x)\n```\n"),
        ("[TOC]\n\nWords", "\nWords"),
        ("a\n\n    :::python\n    x = 1\n\n        y\n\nb\n", "a\n\n```python\nx = 1\n\n    y\n```\n\nb\n"),
    ],
)
def test_addresses_are_rewritten_and_nothing_else(link: str, new_link: str) -> None:
    assert convert_text(link, lambda url: f"{url.upper()}!") == new_link


def test_code_is_its_letters_without_colors_and_numbers() -> None:
    colored = (
        '<table class="highlighttable"><tr><td class="linenos"><div class="linenodiv"><pre>1\n2</pre></div></td>'
        '<td class="code"><div class="highlight"><pre><span></span><span class="n">x</span>\ny</pre></div></td></tr></table>'
    )
    assert plain_html(colored, ["python"]) == '<pre><code class="language-python">x\ny</code></pre>'


def test_sections_contents_and_marks_of_headings_go() -> None:
    docutils = (
        '<div class="contents topic" id="contents"><p>Contents</p></div>'
        '<div class="section" id="why"><h2><a class="toc-backref" href="#id1">Why</a>'
        '<a class="headerlink" href="#why">¶</a></h2><p><tt class="docutils literal"><span class="pre">x</span></tt></p></div>'
    )
    assert plain_html(docutils) == '<h2 id="why">Why</h2><p><code>x</code></p>'
