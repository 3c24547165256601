"""The author's Markdown, without its header, and with Pelican's own syntax converted."""

from __future__ import annotations

import re
from collections.abc import Callable

KEY = re.compile(r" {0,3}[A-Za-z0-9_-]+:")
MORE = re.compile(r" {4,}\S")
FENCE = re.compile(r"^( {0,3})(`{3,}|~{3,})[^\n]*\n.*?^ {0,3}\2[`~]*[ \t]*$\n?", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)\1(?!`)", re.DOTALL)
CONTENTS = re.compile(r"^[ \t]*\[TOC\][ \t]*$\n?", re.MULTILINE)
COLORED = re.compile(
    r"(?:^|(?<=\n\n))(?:(?: {4}|\t)(?::::|#!)(\w[\w+#.-]*)[^\n]*\n)((?:(?: {4}|\t)[^\n]*(?:\n|$)|[ \t]*\n)+)"
)
"""Matches a code block whose first line names its language, as the extension codehilite reads it."""
TARGETS = (
    re.compile(r"(?<=\]\()(\s*<)([^<>\n]*)(?=>)"),
    re.compile(r"(?<=\]\()(\s*)((?:[^\s()<>]|\([^\s()]*\))+)(?=\s*(?:[\"'][^\n]*)?\))"),
    re.compile(r"(?m)^( {0,3}\[(?!\^)[^\]\n]+\]:\s*<?)([^\s<>]+)"),
    re.compile(r"(<)(https?://[^\s<>]+)(?=>)"),
    re.compile(r"""(<[a-zA-Z][^<>]*?\s(?:href|src|poster|data|cite|action|formaction)\s*=\s*["'])([^"'<>]*)(?=["'])"""),
)
"""Matches an address with what precedes it."""


def body_of(text: str) -> str:
    """Return a text of Markdown without its header, found as Python-Markdown's extension `meta` finds it."""
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    fenced = bool(lines) and re.match(r"-{3}(\s.*)?$", lines[0])
    if fenced:
        lines.pop(0)
    started = False
    while lines:
        line = lines[0]
        if not line.strip():
            lines.pop(0)
            if not fenced:
                break
        elif fenced and re.match(r"(-{3}|\.{3})(\s.*)?$", line):
            lines.pop(0)
            break
        elif fenced or KEY.match(line) or (started and MORE.match(line)):
            lines.pop(0)
            started = True
        else:
            break
    return "\n".join(lines).strip("\n") + "\n"


def convert_text(body: str, address: Callable[[str], str]) -> str:
    """Return the text with `address(url)` in the place of each address outside of code, languages of code in fences,
    and without the line that asks for a table of contents."""
    body = COLORED.sub(_fenced, body)
    code_parts: list[str] = []

    def keep(match: re.Match[str]) -> str:
        code_parts.append(match[0])
        return f"\0{len(code_parts) - 1}\0"

    body = CODE.sub(keep, FENCE.sub(keep, body))
    body = CONTENTS.sub("", body)
    for target in TARGETS:
        body = target.sub(lambda match: match[1] + _safe(match[1], match[2], address(match[2])), body)
    while "\0" in body:  # code may be nested in other code
        body = re.sub(r"\0(\d+)\0", lambda mark: code_parts[int(mark[1])], body)
    return body


def _safe(prefix: str, old: str, new: str) -> str:
    """Return a new address in a form that is safe after the `prefix` in front of it."""
    return f"<{new}>" if new != old and "<" not in prefix and re.search(r"[\s()]", new) else new


def _fenced(match: re.Match[str]) -> str:
    code = "\n".join(re.sub(r"^(?: {4}|\t)", "", line) for line in match[2].rstrip().split("\n"))
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`{3,}", code)), default=0))
    return f"{fence}{match[1]}\n{code}\n{fence}\n\n"
