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


def typographic(text: str) -> str:
    """`He said "don't" -- twice...` as `He said “don’t” – twice…`."""
    for pattern, sign in RULES:
        text = pattern.sub(sign, text)
    return text
