"""Plain HTML becomes the very HTML that nh3 makes of it for feeds, or is left to nh3."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.feeds.clean import clean_any
from plugins.feeds.plain import NotPlain, clean_plain

PAGE = "https://example.org/2026/a-post/"


def is_plain(html: str, page: str = PAGE) -> bool:
    """Whether HTML is cleaned without nh3; what it becomes is then compared."""
    try:
        cleaned = clean_plain(html, page)
    except NotPlain:
        return False
    assert cleaned == clean_any(html, page)
    return True


PLAIN = """
<p>A paragraph with <strong>strong words</strong>, <em>lighter <code>ones</code></em>, and
<a href="https://example.com/?a=1&amp;b=2" title="Its &rsquo;title&rsquo;">a <em>link</em></a>.<br>&ldquo;Don&rsquo;t&rdquo;</p>

<h2 id="a-heading">A heading that isn’t <strong><a href="/about/">dull</a></strong></h2>

<ul class="things">
<li><strong>First</strong>: a thing</li>
<li>
<p>Second</p>
<ol start="3">
<li>below</li>
</ol>
</li>
</ul>

<blockquote>
<p>Quoted&nbsp;words &lt;so&gt; &amp; \u00a0 more&hellip;</p>
<blockquote>deeper <p>down</p></blockquote>
</blockquote>

<table class="wide"><thead>
<tr>
<th scope="col">One</th><th style="text-align: right">Two</th>
</tr>
</thead>
<tbody>
<tr><td>1</td><td><p>2</p></td></tr></tbody></table>

<figure class="wide"><img src="/images/a.png" alt="A &amp; b" width="640" height="480" loading="lazy"/><figcaption>So</figcaption></figure>

<div class="callout" data-kind="tip" role="note"><p lang="de" dir="ltr">Gut</p> words <hr /></div>

<dl><dt>A</dt><dd>b</dd></dl>

<p title="&lt;&gt;"><a href="#part">up</a>, <a href="mailto:jo@example.org">write</a>, <a>nowhere</a></p>

Words alone
""".strip()


def test_what_posts_hold_is_plain_and_equal() -> None:
    assert is_plain(PLAIN)


@pytest.mark.parametrize("block", PLAIN.split("\n\n"))
def test_each_of_its_blocks_is_plain_alone(block: str) -> None:
    assert is_plain(block)


@pytest.mark.parametrize(
    ("given", "becomes"),
    [
        ('<h2 id="x">A</h2>', "<h2>A</h2>"),
        ('<a href="/b/">c</a>', '<a href="https://example.org/b/">c</a>'),
        ('<a href="/../b?c=1&amp;d#e">c</a>', '<a href="https://example.org/b?c=1&amp;d#e">c</a>'),
        ('<a href="#b">c</a>', '<a href="https://example.org/2026/a-post/#b">c</a>'),
        ("it&rsquo;s\u00a0so", "it’s&nbsp;so"),
        ('<img src="/a.png" alt="" class="b" />', '<img src="https://example.org/a.png" alt="">'),
        ("<p >a</p>", "<p>a</p>"),
        ("\x01\x7f\ufffe", "\x01\x7f\ufffe"),
    ],
)
def test_what_becomes_of_plain_html(given: str, becomes: str) -> None:
    assert is_plain(given)
    assert clean_plain(given, PAGE) == becomes


NOT_PLAIN = [
    "<p><p>",
    "<p>a<p>b</p></p>",
    "<p><em>a</p>",
    "<p>a</em></p>",
    "<em>a</strong>",
    "<h2>a</h3>",
    "</p>",
    '<a href="/a"><em><a href="/b">c</a></em></a>',
    "<p><ul><li>a</li></ul></p>",
    "<p><em><div>a</div></em></p>",
    "<p><table></table></p>",
    "<h2><h3>a</h3></h2>",
    "<li>a</li>",
    "<ul><p>a</p></ul>",
    "<ul><li>a<li>b</li></li></ul>",
    "<table>words<thead></thead></table>",
    "<table><tr><td>a</td></tr></table>",
    "<table><tbody><tr>words<td>a</td></tr></tbody></table>",
    "<table><tbody></tbody>words</table>",
    "<pre>\na</pre>",
    "a < b",
    "a > b",
    "a >p< b",
    "a & b",
    "&copy",
    "&amp",
    "&quot;",
    "&#8217;",
    "&am&rsquo;p;",
    "a\0b",
    "a\rb",
    "\ufeffa",
    "<P>a</P>",
    "<p>a</p >",
    "< p>a</p>",
    "<p\n>a</p>",
    "<!-- a -->",
    "<![CDATA[a]]>",
    "<script>a</script>",
    "<p id=a>b</p>",
    "<p id='a'>b</p>",
    "<p hidden>b</p>",
    '<p Lang="a">b</p>',
    '<p lang="a" lang="b">c</p>',
    '<p lang="a"dir="ltr">c</p>',
    '<p lang="a>b">c</p>',
    '<p lang="a<b">c</p>',
    '<p title="a&quot;b">c</p>',
    '<img src="/a" srcset="/b 2x">',
    '<a href="https://a b.com/">c</a>',
    '<a href="https://1.2.3.999/">c</a>',
    '<a href="https://xn--a.com/">c</a>',
    '<a href="https://a..com/">c</a>',
    '<a href="https://a.com:99999/">c</a>',
    '<a href="javascript:a">c</a>',
    '<a href=" /a">c</a>',
    '<a href="/a\nb">c</a>',
    '<a href="/a\\b">c</a>',
    '<a href="b/">c</a>',
    '<a href="">c</a>',
    '<a href="/&lt;">c</a>',
]


@pytest.mark.parametrize("html", NOT_PLAIN)
def test_what_may_change_more_is_left_to_nh3(html: str) -> None:
    assert not is_plain(html)


def test_half_a_surrogate_pair_is_the_same_error_in_both() -> None:
    for clean in (clean_plain, clean_any):
        with pytest.raises(UnicodeEncodeError):
            clean("a\ud800", PAGE)


@pytest.mark.parametrize(
    ("end", "plain"),
    [('" rel="nofollow ugc noopener">a</a>', True), ('{" title="b">a</a>', False), ('" c>a</a>', False)],
)
def test_a_long_address_is_read_once(end: str, plain: bool) -> None:
    """And not in each of the ways in which its characters could be shared out: this test would not end."""
    for start in ("https://example.org", ""):
        assert is_plain(f'<a href="{start}/{"wp-content/uploads/" * 40}{end}') == plain


def test_elements_may_be_nested_deeply() -> None:
    assert is_plain("<blockquote>" * 300 + "a" + "</blockquote>" * 300)
    assert is_plain("<em>" * 300 + "a" + "</em>" * 300)


ADDRESSES = [
    "https://example.com/",
    "http://a-b.example.co/x?y=1&amp;z#q",
    "https://example.org/wp-content/uploads/sites/2/2013/03/a-picture.jpg?w=640&amp;h=480",
    "/",
    "/b/",
    "/a.b/c",
    "//d.org/e",
    "/../f/./g//h/..",
    "/i;j?#",
    "#k",
    "mailto:a@b.org",
]
PAGES = [PAGE, "http://localhost:8000/x/", "https://example.org", "https://user@example.org/a?b", "/a/b/"]
words = st.lists(
    st.sampled_from(
        ["a", "Word", " ", "\n", "\t", "\x0c", "é", "’", "\u00a0", "🙂", "\x01", '"', "'", "&amp;", "&rsquo;", "&nbsp;"]
    ),
    max_size=4,
).map("".join)
values = st.sampled_from(["", "a", "a b", "1", "&amp;", "&ldquo;b&rdquo;", "&gt;", "'", "é\u00a0"])
attributes = st.lists(
    st.tuples(
        st.sampled_from(["id", "class", "title", "lang", "data-x", "start", "alt", "width", "onclick", "rel"]), values
    )
    | st.tuples(st.just("href") | st.just("src") | st.just("cite"), st.sampled_from(ADDRESSES)),
    max_size=3,
    unique_by=lambda pair: pair[0],
).map(lambda pairs: "".join(f' {key}="{value}"' for key, value in pairs))


def element(names: str, inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tag = st.tuples(st.sampled_from(names.split()), attributes | st.just(""), inside)
    return tag.map(lambda parts: f"<{parts[0]}{parts[1]}>{parts[2]}</{parts[0]}>")


def several(*choices: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(st.one_of(*choices), max_size=3).map("".join)


PHRASES = "em strong b i code span q"
void = st.tuples(st.sampled_from(["br", "img"]), attributes, st.sampled_from([">", "/>", " />"])).map(
    lambda parts: f"<{''.join(parts)}"
)
linked = several(words, void, element(PHRASES, several(words, element(PHRASES, words))))
phrases = several(words, void, linked, element("a", linked), element(PHRASES, several(words, element("a", linked))))


def below(flow: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Blocks that hold such blocks."""
    gap = st.sampled_from(["", "\n"])
    row = element("tr", several(gap, element("td th", flow)))
    lists = element("ul ol", several(words, element("li", flow))) | element("dl", several(gap, element("dt dd", flow)))
    table = element("table", several(gap, element("thead tbody tfoot", several(gap, row))))
    return several(phrases, element("p h2 h3", phrases), element("blockquote div figure", flow), lists, table)


plain = below(below(several(phrases, element("p h1 h6", phrases))))
PIECES = [
    *NOT_PLAIN,
    *PLAIN.replace("<", "\0<").replace(">", ">\0").split("\0"),
    *"<>/&;=\"'\0\r #",
    "<",
    ">",
    "</",
    "<a>",
]
PIECES += ["<pre>", "</pre>", "<li>", "</li>", "<p>", "</p>", "<b>", "</b>", "<tr>", "<td>", "<div>", "<svg>", "<br>"]


@st.composite
def nearly_plain(draw: st.DrawFn) -> str:
    """Plain HTML of which some pieces are gone, doubled, swapped or strange."""
    html = draw(plain).replace("<", "\0<").replace(">", ">\0").split("\0")
    for _ in range(draw(st.integers(1, 3))):
        place, other = draw(st.integers(0, len(html) - 1)), draw(st.integers(0, len(html) - 1))
        match draw(st.sampled_from(["drop", "double", "swap", "insert", "cut"])):
            case "drop":
                html[place] = ""
            case "double":
                html[place] *= 2
            case "swap":
                html[place], html[other] = html[other], html[place]
            case "insert":
                html[place] += draw(st.sampled_from(PIECES))
            case "cut":
                at = draw(st.integers(0, len(html[place])))
                html[place] = html[place][:at] + draw(st.sampled_from(["", *PIECES])) + html[place][at + 1 :]
    return "".join(html)


@pytest.mark.seconds
@settings(max_examples=150, deadline=None)
@given(plain, st.sampled_from(PAGES[:2]))
def test_any_plain_html_is_read_here_and_equal(html: str, page: str) -> None:
    assert is_plain(html, page)


@pytest.mark.seconds
@settings(max_examples=300, deadline=None)
@given(nearly_plain(), st.sampled_from(PAGES))
def test_html_that_is_nearly_plain_is_equal_or_left_alone(html: str, page: str) -> None:
    is_plain(html, page)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_any_jumble_of_pieces_is_equal_or_left_alone(html: str) -> None:
    is_plain(html)
