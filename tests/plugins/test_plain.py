"""Plain texts become the very HTML that Python-Markdown makes of them, or are left to it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown.extensions import Extension
from markdown.inlinepatterns import SimpleTagInlineProcessor

from plugins.front_matter.document import Reader
from plugins.front_matter.header import Fault
from plugins.front_matter.plain import NotPlain

CONFIG = {"extensions": ["extra", "sane_lists", "smarty", "plugins.course.blocks"]}
quick, parser = Reader(CONFIG), Reader(CONFIG)
parser._plain = None  # the same reader, with nothing but the parser


def read(reader: Reader, text: str) -> object:
    """What becomes of a text, or what is wrong with it."""
    try:
        return reader.convert(text, "posts/a.md")
    except Fault as fault:
        return fault.line, fault.what


def is_plain(text: str) -> bool:
    """Whether a text is read without the parser."""
    quick._collector.begin("posts")
    try:
        quick._plain.convert(text)
    except NotPlain:
        return False
    return True


PLAIN = """
A paragraph with **strong words**, *lighter ones*, and [a link](https://example.com/?a=1&b=2 "Its title").
A second line: "don't", she said -- twice...

## A heading that isn't dull

- **First**: a thing
- Second [thing]({filename}/posts/other.md#part)

Words between.

1. One
2. Two

> Quoted words, 'as said' in the '80s.

### A smaller heading

Q & A with R&D at 9.30, (*in brackets*), and 2019 was good.
""".strip()


def test_what_most_posts_hold_is_plain_and_equal():
    assert is_plain(PLAIN)
    assert read(quick, PLAIN) == read(parser, PLAIN)


@pytest.mark.parametrize("block", PLAIN.split("\n\n"))
def test_each_of_its_blocks_is_plain_alone(block):
    assert is_plain(block)
    assert read(quick, block) == read(parser, block)


@pytest.mark.parametrize(
    "text",
    [
        "<b>HTML</b>",
        "a `code`",
        "![a picture](x.png)",
        "a_b_c",
        "[a reference][x]\n\n[x]: /y",
        "- one\n\n- two",
        "- one\n    - below",
        "> one\n\n> two",
        "a  \nbroken line",
        "Term\n: what it means",
        "a | b\n--|--\n1 | 2",
        "A title\n=======",
        "1986\\. A great year",
        "## A heading {#place}",
        "## A heading ##",
        "***both***",
        "a [^note]",
        "*[HTML]: a language",
        "&copy; 2026",
        "::: note\n\nWords.\n\n:::",
        "",
    ],
)
def test_what_means_more_is_left_to_the_parser(text):
    assert not is_plain(text)
    assert read(quick, text) == read(parser, text)


def test_an_extension_that_is_not_known_is_asked_about_every_text():
    class Marked(Extension):
        def extendMarkdown(self, md):
            md.inlinePatterns.register(SimpleTagInlineProcessor(r"(==)(.+?)==", "mark"), "marked", 15)

    reader = Reader({"extensions": [*CONFIG["extensions"], Marked()]})
    assert reader._plain is None
    assert "<mark>words</mark>" in reader.convert("Some ==words==.", "posts/a.md")[1]


WORDS = ["a", "Word", "don't", "I", "été", "9", "10.", "2019", "word.", "e.g.", "x", "\u00a0", "ﬁ"]
MARKS = [*"*_#>-+=|:;!?.,()[]{}&<'\"`~^$%@/–—…“”‘’", "**", "--", "---", "...", "](", "](/x)", "[a](b)", '[w w](/u "t")']
MARKS += [
    "*em*",
    "**strong**",
    "**a b.**",
    '"',
    "' ",
    " '",
    "'\"",
    "''",
    "80s",
    "'80s",
    "s' ",
    "&amp;",
    "R&D",
    "##",
    "]:",
]
GAPS = [
    " ",
    " ",
    " ",
    "",
    "",
    "\n",
    "\n\n",
    "\n\n",
    "\n\n",
    "\n- ",
    "\n\n- ",
    "\n\n1. ",
    "\n2. ",
    "\n\n> ",
    "\n> ",
    "\n\n## ",
    "  ",
]
pieces = st.tuples(st.sampled_from(WORDS) | st.sampled_from(MARKS), st.sampled_from(GAPS)).map("".join)
texts = st.lists(pieces, max_size=30).map("".join)
tame = st.tuples(
    st.sampled_from([*WORDS, "*em*", "**strong one**", "[a](/b)", '"quoted"', "'so'", "a--b", "x...", "(so)", "R&D"]),
    st.sampled_from([*[" "] * 6, ", ", "; ", "\n", "\n\n", "\n\n- ", "\n- ", "\n\n## ", "\n\n> "]),
).map("".join)


@pytest.mark.seconds
@settings(max_examples=400, deadline=None)
@given(texts | st.lists(tame, max_size=40).map("".join))
def test_any_text_reads_as_the_parser_reads_it(text):
    assert read(quick, text) == read(parser, text)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab \n*[]()'\".-#>:&19!"), max_size=40))
def test_any_jumble_of_signs_reads_as_the_parser_reads_it(text):
    assert read(quick, text) == read(parser, text)
