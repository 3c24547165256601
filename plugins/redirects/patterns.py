"""Rules for many addresses at once: `/tag/:slug/page/:n/ /tag/:slug/`. They hold only where the site has no page.

`:name` is one part of a path; `:year`, `:month`, `:day` and `:n` are digits. A `*` at the end is everything that
follows. The new address may use each of them. Hosts without such rules (GitHub Pages) do not know them.
"""

from __future__ import annotations

import re

NAMED = re.compile(r"(?<=/):([a-z]+)(?=/|$)|\*$")
DIGITS = {"year": r"\d{4}", "month": r"\d\d", "day": r"\d\d", "n": r"\d+"}
REST = r"[^/\x5c].*|"
"""Matches what `*` stands for: nothing, or a path without a slash or backslash first, which would change the host."""
MOST = 9
"""How many names a pattern may have: servers count them with one digit."""


def names(text: str) -> list[str]:
    """Return the placeholders of a pattern, in order: names, and `*`."""
    return [match[1] or "*" for match in NAMED.finditer(text)]


def is_pattern(old: str) -> bool:
    """Return whether an old address means many."""
    return "?" not in old and bool(NAMED.search(old))


def fault(old: str, new: str) -> str:
    """Return the fault of a pattern, in words; empty for none."""
    old_names = names(old)
    if not new.startswith(("/", "http")):
        return f'"{old}" means many addresses, which cannot be "{new}" together'
    if len(set(old_names)) < len(old_names) or len(old_names) > MOST:
        return f'"{old}" names a part twice, or more than {MOST} of them'
    unknown_names = [name for name in names(new) if name not in old_names]
    return f'"{new}" has a "{unknown_names[0]}" that the old address lacks' if unknown_names else ""


def expression(old: str) -> str:
    """Return a regular expression (PCRE) for the paths that a pattern means, without its beginning and end."""
    parts, place = [], 0
    for match in NAMED.finditer(old):
        part = DIGITS.get(match[1], "[^/]+") if match[1] else REST
        parts += [re.escape(old[place : match.start()]), f"({part})"]
        place = match.end()
    rest = old[place:]
    return "".join(parts) + (re.escape(rest.rstrip("/")) + "/?" if rest.endswith("/") else re.escape(rest))


def target(old: str, new: str) -> str:
    """Return the new address with `$1`, `$2` and so on for what the old one names."""
    numbers = {name: f"${number}" for number, name in enumerate(names(old), start=1)}
    return NAMED.sub(lambda match: numbers[match[1] or "*"], new)


def order(old: str) -> tuple[bool, int, int]:
    """Return how narrow a pattern is, the narrowest first: literal parts count before digits, `*` comes last."""
    named = [name for name in names(old) if name not in DIGITS]
    literal = len([part for part in old.split("/") if part]) - len(names(old))
    return old.endswith("*"), -literal, len(named)
