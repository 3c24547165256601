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
