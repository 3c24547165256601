"""Texts that break parsers are kept by their words; nothing hangs and nothing is lost in silence."""

from __future__ import annotations

import pytest

from lodestar.html_to_markdown.compare import lost, parts_of
from lodestar.html_to_markdown.markdown import markdown, render
from lodestar.html_to_markdown.tree import clean
from lodestar.wordpress.patience import TooLong, at_most
from tests.wordpress.conftest import Importing
from tests.wordpress.exports import comment, export, item

POST = "posts/2020/post-1.md"


def test_work_that_does_not_end_is_ended() -> None:
    with pytest.raises(TooLong), at_most(0.05):
        while True:
            pass


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<blockquote>", "<ul><li>", "<pre>"])
def test_what_is_nested_too_deeply_keeps_its_words(importing: Importing, tag: str) -> None:
    result = importing(export(item(1, f"first {tag * 2000} last", comments=comment(1, f"mine {tag * 2000}"))))
    words = result.body(POST).split()
    assert {"first", "last"} <= set(words) or tag == "<ul><li>"
    assert "mine" in result["comments/post-1.yaml"]


@pytest.mark.parametrize(
    "html",
    [
        "<p>1. no list</p>",
        "<p># no heading</p><p>- no list</p><p>&gt; no quote</p><p>: no definition</p>",
        "<p>a * b * c _d_ __e__ `f` [g](h) ![i](j) &lt;k&gt; &amp;amp; \\l {m}</p>",
        "<p>*a*<em>b</em>*c* <strong>d </strong>e<strong> f</strong></p>",
        "<p>x -- y ... z --- \"q\" 'r'</p>",
        "<ul><li>a</li></ul><ul><li>b</li></ul><ol start='3'><li>c</li><li>d<ol><li>e</li></ol></li></ol>",
        "<ul><li><p>a</p><p>b</p><pre>c\n\nd</pre></li><li>e</li></ul>",
        "<blockquote><p>a</p><ul><li>b</li></ul><blockquote><p>c</p></blockquote></blockquote>",
        "<pre><code>```\nx\n```</code></pre>",
        "<table><tr><th>a|b</th><th>c</th></tr><tr><td>d</td><td>e<br>f</td></tr></table>",
        "<table><tr><td colspan='2'>a</td></tr><tr><td>b</td><td>c</td></tr></table>",
        "<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>",
        "<h2>A # b #</h2><h3>c<br>d</h3><h4 id='x'>e</h4>",
        "<p><a href='http://a.example/b (c)_d_*e*?f=\"g\"' title='h \"i\"'>j]k[</a></p>",
        "<p><img src='a b.jpg' alt='c ] d [ e' title='f'></p>",
        "<div class='x'><p>a</p>\n\n<ul><li>b</li></ul></div><p>c</p>",
        "<figure><img src='a.jpg' alt='b'><figcaption>c <em>d</em></figcaption></figure>",
        "<p>a<br>b</p><p>c<sub>2</sub> <kbd>d</kbd> <abbr title='e'>f</abbr> <cite>g</cite></p>",
        "<p>http://a.example/_b_ and me@a.example</p>",
        "<p>{: .x }</p><p>*[a]: b</p><p>[^1]: c</p><p>===</p><p>~~~</p><p>|a|b|</p>",
    ],
)
def test_what_goes_into_markdown_comes_out_again(html: str) -> None:
    assert not lost(parts_of(html), parts_of(render(markdown(clean(html, lambda url, tag: url).root))))


def test_scripts_and_forms_are_taken_out_and_named(importing: Importing) -> None:
    body = 'a <script>x()</script><form><input name="q"></form><a href="javascript:y()" onclick="z()">b</a>'
    result = importing(export(item(1, body)))
    assert result.body(POST).split() == ["a", "b"]
    assert "<script> in the text; taken out" in result.output


def test_clean_markdown_is_what_an_author_would_write(importing: Importing) -> None:
    body = """She said <em>yes</em>.

<h2>Why</h2>
<ul>
	<li>One</li>
	<li>Two
<ul>
	<li>Three</li>
</ul>
</li>
</ul>
<blockquote>So it goes.</blockquote>
<pre>x = 1</pre>"""
    assert importing(export(item(1, body))).body(POST) == (
        "She said *yes*.\n\n## Why\n\n- One\n- Two\n    - Three\n\n> So it goes.\n\n```\nx = 1\n```"
    )
