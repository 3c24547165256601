"""Curly quotes, dashes and ellipses for one-line texts (titles, summaries), as smarty makes them in bodies."""

from __future__ import annotations

import re

RULES = (
    (re.compile(r"(?<![-])---(?![-])"), "—"),
    (re.compile(r"(?<![-])--(?![-])"), "–"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"(?<!\w)'(?=\d\d(?:s\b|\b(?!')))"), "’"),  # the '90s
    (re.compile(r"(?:(?<=^)|(?<=[\s(\[{–—\"“-]))'(?=\S)"), "‘"),
    (re.compile(r"'"), "’"),
    (re.compile(r"(?:(?<=^)|(?<=[\s(\[{–—‘-]))\"(?=\S)"), "“"),
    (re.compile(r'"'), "”"),
)
SIGNS = ("'", '"', "--", "...")
"""A text without any of them stays as it is."""


def typographic(text: str) -> str:
    """`He said "don't" -- twice...` as `He said “don’t” – twice…`."""
    if not any(sign in text for sign in SIGNS):
        return text
    for pattern, sign in RULES:
        text = pattern.sub(sign, text)
    return text
