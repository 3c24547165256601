"""Removes the block editor's comments, keeps the HTML of each block, and replaces dynamic blocks."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from lodestar.wordpress.autop import autop

MARK = re.compile(r"<!--\s+(/)?wp:([a-z][a-z0-9_-]*/)?([a-z][a-z0-9_-]*)\s+(?:(\{.*?\})\s+)?(/)?-->", re.DOTALL)
COUNTERPARTS = {
    "archives": ("/archives/", "All posts by month"),
    "categories": ("/categories/", "All categories"),
    "tag-cloud": ("/tags/", "All tags"),
    "latest-posts": ("/", "The newest posts"),
    "page-list": ("/archives/", "All pages"),
    "rss": ("", ""),
    "calendar": ("/archives/", "All posts by month"),
    "query": ("/", "The newest posts"),
    "search": ("/search/", "Search"),
    "jetpack/subscriptions": ("/subscribe/", "Follow this blog"),
}
"""Dynamic blocks with a counterpart among this site's pages: its address, and the text of a link to it."""


class Replaced(NamedTuple):
    """A dynamic block that was replaced."""

    offset: int
    """Its position in the text."""
    name: str
    instead: str
    """Its replacement; empty for none."""


def has_blocks(text: str) -> bool:
    """Return whether a text was written in the block editor."""
    return "<!-- wp:" in text


def flatten(
    text: str, reusable: Callable[[int], str] = lambda _: "", footnotes: str = "", depth: int = 0
) -> tuple[str, tuple[Replaced, ...]]:
    """Return the HTML of a text's blocks, and the blocks that were replaced.

    `reusable` returns the text of a reusable block by its id; `footnotes` is the post's custom field of that name.
    """
    parts: list[str] = []
    replaced: list[Replaced] = []
    position = 0
    shortcode = 0
    """The index in `parts` at which the open shortcode block begins."""
    for mark in MARK.finditer(text):
        parts.append(text[position : mark.start()])
        position = mark.end()
        if mark[3] == "shortcode" and mark[1]:
            parts[shortcode:] = [autop("".join(parts[shortcode:]))]
        if mark[1]:
            continue
        if mark[3] == "shortcode":
            shortcode = len(parts)
        space = (mark[2] or "").removesuffix("/")
        name = mark[3] if space in ("", "core") else f"{space}/{mark[3]}"
        facts = facts_of(mark[4])
        if name == "block" and depth < 5:
            pattern = _with_overrides(reusable(_number(facts.get("ref"))), facts.get("content"))
            pattern_html, nested_blocks = flatten(pattern, reusable, depth=depth + 1)
            parts.append(pattern_html)
            replaced += [block._replace(offset=mark.start()) for block in nested_blocks]
            if not pattern_html:
                replaced.append(Replaced(mark.start(), "block (a reusable one that the export lacks)", ""))
        elif name in COUNTERPARTS and (mark[5] or name == "query"):
            replacement = _replacement(name, facts)
            parts.append(replacement)
            replaced.append(Replaced(mark.start(), name, COUNTERPARTS[name][1] if replacement else ""))
        elif name == "footnotes":
            parts.append(_footnotes(footnotes))
        elif name == "social-link" and (url := str(facts.get("url", ""))):
            label = html.escape(str(facts.get("label") or facts.get("service") or url).capitalize())
            parts.append(f'<li><a href="{html.escape(url)}">{label}</a></li>')
        elif mark[5] and name not in ("spacer", "separator", "more", "nextpage", "jetpack/paywall"):
            replaced.append(Replaced(mark.start(), name, ""))
    parts.append(text[position:])
    return "".join(parts), tuple(replaced)


def _with_overrides(pattern: str, overrides: object) -> str:
    """Return a synced pattern with the post's own text for its overridden parts (`core/pattern-overrides`)."""
    for name, values in overrides.items() if isinstance(overrides, Mapping) else ():
        for mark in MARK.finditer(pattern) if isinstance(values, Mapping) else ():
            metadata = facts_of(mark[4]).get("metadata")
            if not mark[1] and isinstance(metadata, Mapping) and metadata.get("name") == name:
                end = pattern.find(f"<!-- /wp:{mark[2] or ''}{mark[3]} ", mark.end())
                end = end if end >= 0 else len(pattern)
                pattern = pattern[: mark.end()] + _filled(pattern[mark.end() : end], values) + pattern[end:]
                break
    return pattern


def _filled(block: str, values: Mapping[str, Any]) -> str:
    for key, tag in (("text", "a"), ("content", "p|h[1-6]|li|a|pre"), ("caption", "figcaption")):
        if words := values.get(key):
            pattern = re.compile(rf"(<({tag})\b[^>]*>).*?(</\2>)", re.DOTALL)
            block = pattern.sub(lambda part, words=words: f"{part[1]}{words}{part[3]}", block, count=1)  # type: ignore[misc]
    for key, name in (("url", "src|href"), ("alt", "alt")):
        if value := values.get(key):
            quoted = html.escape(str(value))
            block = re.sub(rf'\b({name})="[^"]*"', lambda part, to=quoted: f'{part[1]}="{to}"', block, count=1)  # type: ignore[misc]
    return block


def _replacement(name: str, facts: Mapping[str, Any]) -> str:
    url, words = COUNTERPARTS[name]
    if name == "rss":
        url = words = str(facts.get("feedURL", ""))
    if not url or not url.startswith(("/", "http://", "https://")):
        return ""
    return f'\n\n<p><a href="{html.escape(url)}">{html.escape(words)}</a></p>\n\n'


def _footnotes(raw: str) -> str:
    """Return the footnotes of a post, each with a link back (`render_block_core_footnotes`)."""
    try:
        notes = [(html.escape(str(note["id"])), str(note["content"])) for note in json.loads(raw or "[]")]
    except (ValueError, RecursionError, TypeError, KeyError):
        return ""
    items = "".join(f'<li id="{id}">{text} <a href="#{id}-link">↩︎</a></li>' for id, text in notes)
    return f'<ol class="wp-block-footnotes">{items}</ol>' if items else ""


def facts_of(raw: str | None) -> dict[str, Any]:
    """Return the attributes of a block."""
    try:
        facts = json.loads(raw or "{}")
    except (ValueError, RecursionError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
