"""Quotes, dashes and ellipses in titles, summaries and texts: one rule for all."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lodestar.base.front_matter.document import MarkdownReader
from lodestar.base.front_matter.typography import typographic
from lodestar.base.front_matter.words import strip

READER = MarkdownReader({"extensions": ["extra", "sane_lists", "smarty"]})


def body(text: str) -> str:
    """Return the HTML of a text, with its entities read."""
    return unescape(READER.convert(text, "posts/x.md")[1]).strip()


@pytest.mark.parametrize(
    ("text", "set_in_type"),
    [
        ('A Good Apology Has No "But"', "A Good Apology Has No “But”"),
        ("Don't wait", "Don’t wait"),
        ("the '90s", "the ’90s"),
        ("'quoted' words", "‘quoted’ words"),
        ("\"She said 'no'\"", "“She said ‘no’”"),
        ("('so')", "(‘so’)"),
        ("one -- two --- three...", "one – two — three…"),
        ("well-known ---- kept", "well-known ---- kept"),
        ("managers' choice", "managers’ choice"),
        ("“already”", "“already”"),
        ('"...and so it goes," she said.', "“…and so it goes,” she said."),
        ("5'10\" tall", "5’10” tall"),
        ("\"'So' it is\"", "“‘So’ it is”"),
        ('The "boss"\'s chair', "The “boss”’s chair"),
        ("\"'90s music\" of '12", "“’90s music” of ’12"),
        ('Wait.... "What?"', "Wait.... “What?”"),
        ('"" and " alone', "”” and ” alone"),
    ],
)
def test_titles_and_texts_are_set_in_type_alike(text, set_in_type):
    assert typographic(text) == set_in_type
    assert body(text) == f"<p>{set_in_type}</p>"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ('- "[Dare to lead](https://e.org)"', '<li>“<a href="https://e.org">Dare to lead</a>”</li>'),
        ("\"**Bold** and *it*\", '[x](//y)'.", '“<strong>Bold</strong> and <em>it</em>”, ‘<a href="//y">x</a>’.'),
        ('<b>"x"</b>". "<i>so</i>".', "<b>“x”</b>”. “<i>so</i>”."),
        ('"![A](//b)".', '“<img alt="A" src="//b">”.'),
        ('"`"code"`".', '“<code>"code"</code>”.'),
        ('a&nbsp;"b"&mdash;"c".', "a\xa0“b”—“c”."),
        ('one"  \n"two".', "one”<br>\n“two”."),
        ('| "a" |\n|---|\n| "b" |', "<td>“b”</td>"),
        ('\\"as typed\\" "x"', '"as typed" “x”'),
        ('a "b"[^1]\n\n[^1]: "n".', "<p>“n”."),
        ("<p>'raw' \"html\"</p>", "<p>'raw' \"html\"</p>"),
    ],
)
def test_which_way_a_quote_faces_is_seen_across_markup(markdown, expected):
    assert expected in body(markdown)


PARTS = st.lists(st.tuples(st.text("ab'\" ?,(—5s", max_size=5), st.sampled_from(["{}", "<i>{}</i>", "[{}](//u)"])))


@given(PARTS)
def test_markup_turns_no_quote_around(parts):
    plain_text = "x " + "".join(words for words, _ in parts)
    marked_text = "x " + "".join(form.format(words) if words else "" for words, form in parts)
    assert strip(body(marked_text)).split() == typographic(plain_text).split()


@pytest.mark.parametrize(
    ("smarty", "source", "text", "title"),
    [
        (
            {"substitutions": {"left-double-quote": "&bdquo;", "right-double-quote": "&ldquo;"}},
            'Er sagt "ja" -- so',
            "Er sagt &bdquo;ja&ldquo; &ndash; so",
            "Er sagt „ja“ – so",
        ),
        ({"smart_angled_quotes": True}, "Il dit <<oui>>", "Il dit &laquo;oui&raquo;", "Il dit «oui»"),
    ],
)
def test_the_settings_of_smarty_hold_for_text_and_title(build_site, smarty, source, text, title):
    markdown = {"extensions": ["smarty"], "extension_configs": {"smarty": smarty}}
    header = f"---\ntitle: '{source}'\ndate: 2026-01-02\n---\n"
    built = build_site(f"-- content/posts/x.md --\n{header}{source}\n", MARKDOWN=markdown)
    assert f"<p>{text}</p>" in built["2026/01/02/x/index.html"]
    assert title in built["2026/01/02/x/index.html"]
