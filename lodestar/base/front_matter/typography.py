"""Curly quotes, dashes and ellipses for one-line texts (titles, summaries), as smarty makes them in bodies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from types import MappingProxyType
from typing import Any

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


NAMES = {
    "left-single-quote": "‘",
    "right-single-quote": "’",
    "left-double-quote": "“",
    "right-double-quote": "”",
    "ndash": "–",
    "mdash": "—",
    "ellipsis": "…",
    "left-angle-quote": "<<",
    "right-angle-quote": ">>",
}
"""What smarty calls the signs for which it takes `substitutions`."""


def substitutes(markdown: Mapping[str, Any]) -> dict[str, str]:
    """Return what the settings of smarty put in the place of each sign."""
    configs = markdown.get("extension_configs") or {}
    config = configs.get("smarty") or configs.get("markdown.extensions.smarty") or {}
    angled = {"left-angle-quote": "«", "right-angle-quote": "»"} if config.get("smart_angled_quotes") else {}
    others = {**angled, **(config.get("substitutions") or {})}
    if not angled:
        others = {name: other for name, other in others.items() if "angle" not in name}
    return {sign: unescape(others[name]) for name, sign in NAMES.items() if name in others}


def typographic(text: str, others: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return `He said "don't" -- twice...` as `He said “don’t” – twice…`; `others` take the place of these signs."""
    if any(sign in text for sign in SIGNS):
        for pattern, sign in RULES:
            text = pattern.sub(sign, text)
    if others:
        text = re.sub("|".join(map(re.escape, others)), lambda match: others[match[0]], text)
    return text
