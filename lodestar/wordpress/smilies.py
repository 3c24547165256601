"""Replaces smileys as WordPress does: `:)` becomes an emoji, outside of tags and code."""

from __future__ import annotations

import re

SMILEYS = {
    ":mrgreen:": ":mrgreen:",
    ":neutral:": "😐", ":twisted:": "👿", ":arrow:": "➡", ":shock:": "😯", ":smile:": "🙂", ":???:": "😕",
    ":cool:": "😎", ":evil:": "👿", ":grin:": "😀", ":idea:": "💡", ":oops:": "😳", ":razz:": "😛", ":roll:": "🙄",
    ":wink:": "😉", ":cry:": "😥", ":eek:": "😮", ":lol:": "😆", ":mad:": "😡", ":sad:": "🙁", "8-)": "😎",
    "8-O": "😯", ":-(": "🙁", ":-)": "🙂", ":-?": "😕", ":-D": "😀", ":-P": "😛", ":-o": "😮", ":-x": "😡",
    ":-|": "😐", ";-)": "😉", "8O": "😯", ":(": "🙁", ":)": "🙂", ":?": "😕", ":D": "😀", ":P": "😛", ":o": "😮",
    ":x": "😡", ":|": "😐", ";)": "😉", ":!:": "❗", ":?:": "❓",
}  # fmt: skip
ANY = re.compile(
    r"(?:(?<=\s)|(?<=\A)|(?<=&nbsp;))("
    + "|".join(map(re.escape, sorted(SMILEYS, reverse=True)))
    + r")(?=\s|\Z|[.,;:!?]|&nbsp;|<)"
)
TAG = re.compile(r"(<!--(?:.*?-->|.*)|<[^>]*>?)", re.DOTALL)
CODE = re.compile(r"<(/?)(code|pre|style|script|textarea)\b", re.IGNORECASE)


def smile(text: str) -> str:
    """Return the HTML with its smileys replaced."""
    if not ANY.search(text):
        return text
    parts = TAG.split(text)
    open_element = ""
    for index, part in enumerate(parts):
        if index % 2:
            match = CODE.match(part)
            if match and not match[1] and not open_element:
                open_element = match[2].lower()
            elif match and match[1] and match[2].lower() == open_element:
                open_element = ""
        elif not open_element:
            parts[index] = ANY.sub(lambda smiley: SMILEYS[smiley[1]], part)
    return "".join(parts)
