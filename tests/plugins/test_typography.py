"""Quotes, dashes and ellipses in titles and summaries."""

from __future__ import annotations

import pytest

from lodestar.base.front_matter.typography import typographic


@pytest.mark.parametrize(
    ("plain", "set_in_type"),
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
    ],
)
def test_one_line_texts_are_set_in_type(plain, set_in_type):
    assert typographic(plain) == set_in_type


@pytest.mark.parametrize(
    ("smarty", "written", "text", "title"),
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
def test_the_settings_of_smarty_hold_for_text_and_title(build_site, smarty, written, text, title):
    markdown = {"extensions": ["smarty"], "extension_configs": {"smarty": smarty}}
    header = f"---\ntitle: '{written}'\ndate: 2026-01-02\n---\n"
    built = build_site(f"-- content/posts/x.md --\n{header}{written}\n", MARKDOWN=markdown)
    assert f"<p>{text}</p>" in built["2026/01/02/x/index.html"]
    assert title in built["2026/01/02/x/index.html"]
