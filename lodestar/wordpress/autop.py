"""Makes paragraphs of the classic editor's line breaks, as WordPress does (`wpautop`).

Implements the same rules in the same order, since later rules depend on the results of earlier ones.
"""

from __future__ import annotations

import re

BLOCKS = (
    "table thead tfoot caption col colgroup tbody tr td th div dl dd dt ul ol li pre form map area blockquote address "
    "math style p h[1-6] hr fieldset legend section article aside hgroup header footer nav figure figcaption details "
    "menu summary"
)
BLOCK = "(?:" + "|".join(BLOCKS.split()) + ")"
TAG = re.compile(r"(<!--(?:.*?-->|.*)|<[^>]*>?)", re.DOTALL)
BREAK_IN_TAG = " <!-- wpnl --> "
KEPT_BREAK = "\ue004"
OPENS, CLOSES = rf"<{BLOCK}[\s/>]", rf"</{BLOCK}>"
ANY = rf"</?{BLOCK}[^>]*>"


def _rule(pattern: str, replacement: str, flags: int = 0) -> tuple[re.Pattern[str], str]:
    return re.compile(pattern, flags | re.ASCII), replacement


APART = (
    _rule(r"<br\s*/?>\s*<br\s*/?>", "\n\n"),
    _rule(rf"({OPENS})", "\n\n\\1"),
    _rule(rf"({CLOSES})", "\\1\n\n"),
    _rule(r"(<hr\s*?/?>)", "\\1\n\n"),
)
"""Separates blocks from what is before and after them."""
OPTIONS = (_rule(r"\s*<option", "<option"), _rule(r"</option>\s*", "</option>"))
OBJECTS = (
    _rule(r"(<object[^>]*>)\s*", r"\1"),
    _rule(r"\s*</object>", "</object>"),
    _rule(r"\s*(</?(?:param|embed)[^>]*>)\s*", r"\1"),
)
MEDIA = (
    _rule(r"([<\[](?:audio|video)[^>\]]*[>\]])\s*", r"\1"),
    _rule(r"\s*([<\[]/(?:audio|video)[>\]])", r"\1"),
    _rule(r"\s*(<(?:source|track)[^>]*>)\s*", r"\1"),
)
CAPTIONS = (_rule(r"\s*(<figcaption[^>]*>)", r"\1"), _rule(r"</figcaption>\s*", "</figcaption>"))
UNWRAP = (
    _rule(r"<p>\s*</p>", ""),
    _rule(r"<p>([^<]+)</(div|address|form)>", r"<p>\1</p></\2>"),
    _rule(rf"<p>\s*({ANY})\s*</p>", r"\1"),
    _rule(r"<p>(<li.+?)</p>", r"\1"),
    _rule(r"<p><blockquote([^>]*)>", r"<blockquote\1><p>", re.IGNORECASE),
    _rule(r"</blockquote></p>", "</p></blockquote>"),
    _rule(rf"<p>\s*({ANY})", r"\1"),
    _rule(rf"({ANY})\s*</p>", r"\1"),
)
"""Takes blocks out of paragraphs."""
NOT_AT_BLOCKS = (
    _rule(rf"({ANY})\s*<br />", r"\1"),
    _rule(r"<br />(\s*</?(?:p|li|div|dl|dd|dt|th|pre|td|ul|ol)[^>]*>)", r"\1"),
    _rule(r"\n</p>$", "</p>"),
)
NEW_LINE = re.compile(r"(?<!<br />)\s*\n", re.ASCII)
PRESERVED = re.compile(r"<(script|style|svg).*?</\1>", re.DOTALL)
MANY_BREAKS = re.compile(r"\n\n+")
BETWEEN_PARAGRAPHS = re.compile(r"\n\s*\n", re.ASCII)


def autop(text: str) -> str:
    """Return the text with `<p>` and `<br />` in place of its line breaks."""
    if not text.strip(" \t\n\r\0\v"):
        return ""
    text, placeholders = _replace_pre(text + "\n")
    text = _apply(text, APART).replace("\r\n", "\n").replace("\r", "\n")
    text = TAG.sub(lambda tag: tag[0].replace("\n", BREAK_IN_TAG), text)
    for mark, rules in (
        ("<option", OPTIONS),
        ("</object>", OBJECTS),
        ("<source", MEDIA),
        ("<track", MEDIA),
        ("<figcaption", CAPTIONS),
    ):
        if mark in text:
            text = _apply(text, rules)
    text = MANY_BREAKS.sub("\n\n", text)
    parts = [part for part in BETWEEN_PARAGRAPHS.split(text) if part]
    text = _apply("".join(f"<p>{part.strip(chr(10))}</p>\n" for part in parts), UNWRAP)
    text = PRESERVED.sub(lambda match: match[0].replace("\n", KEPT_BREAK), text)
    text = text.replace("<br>", "<br />").replace("<br/>", "<br />")
    text = NEW_LINE.sub("<br />\n", text).replace(KEPT_BREAK, "\n")
    text = _apply(text, NOT_AT_BLOCKS)
    for name, original in placeholders.items():
        text = text.replace(name, original)
    return text.replace(BREAK_IN_TAG, "\n").replace(BREAK_IN_TAG.strip(), "\n")


def _apply(text: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, replacement in rules:
        text = pattern.sub(replacement, text)
    return text


def _replace_pre(text: str) -> tuple[str, dict[str, str]]:
    """Return the text with a placeholder for each `<pre>` element, and the element of each placeholder."""
    placeholders: dict[str, str] = {}
    if "<pre" not in text:
        return text, placeholders
    *parts, last = text.split("</pre>")
    results = []
    for part in parts:
        prefix, mark, content = part.partition("<pre")
        results.append(prefix)
        if mark:
            name = f"<pre wp-pre-tag-{len(placeholders)}></pre>"
            placeholders[name] = f"{mark}{content}</pre>"
            results.append(name)
    return "".join(results) + last, placeholders
