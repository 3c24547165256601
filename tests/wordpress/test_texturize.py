"""Typography comes out as WordPress makes it."""

from __future__ import annotations

import pytest

from lodestar.wordpress.texturize import texturize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('She said "yes" -- twice.', "She said “yes” — twice."),
        ("don't 'quote' me", "don’t ‘quote’ me"),
        ("the '90s and rock 'n' roll", "the ’90s and rock ‘n’ roll"),
        ("'Twas the night: 'tis cold, so tell 'em", "‘Twas the night: ’tis cold, so tell ’em"),
        ("wait... what--no---yes", "wait… what–no—yes"),
        ("1990 - 2000, a well-known range", "1990 – 2000, a well-known range"),
        ("a 6' 2\" man", "a 6′ 2″ man"),
        ("a 1200x400 picture, but 0x9f", "a 1200×400 picture, but 0x9f"),
        ("Lodestar (tm)", "Lodestar ™"),
        ("``old'' quotes", "“old” quotes"),
        ("Fish & Chips &amp; Peas", "Fish &#038; Chips &amp; Peas"),
        ("see xn--mnchen-3ya.example", "see xn--mnchen-3ya.example"),
    ],
)
def test_plain_characters_become_typographic_ones(text: str, expected: str) -> None:
    assert texturize(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        '<a href="x" title="it\'s -- here">',
        '<code>a = "b" -- c</code>',
        "<pre>don't</pre>",
        '<!-- don\'t -- "touch" -->',
        '[caption id="attachment_1" align="x"]',
    ],
)
def test_tags_code_comments_and_shortcodes_stay(text: str) -> None:
    assert texturize(text, ("caption",)) == text


def test_quotes_around_elements_open_and_close() -> None:
    assert texturize('"<em>so</em>" it goes') == "“<em>so</em>” it goes"
