"""Problems with the raw HTML of texts."""

from __future__ import annotations

import re

from lodestar.base.problems import Problem
from lodestar.engine.site import Site

LONGEST = 60
"""The most characters of a tag that a message shows."""


def warn_of_unclosed(site: Site) -> None:
    """Warn of elements that are never closed: the rest of the page becomes part of them."""
    for value in site.sources():
        for document in (value.body, *value.documents.values()):
            for tag, line in document.unclosed:
                site.problems.append(Problem(f"{site.shown}/{value.path}", line, *unclosed(tag), fatal=False))


def unclosed(tag: str) -> tuple[str, str]:
    """Return what is wrong with a tag without a counterpart, and what would be right."""
    excerpt = tag if len(tag) <= LONGEST else f"{tag[:LONGEST]}…"
    name = re.sub(r"[\s/>].*", "", tag.lstrip("</"), flags=re.DOTALL)
    if tag.startswith("</"):
        return f"{excerpt} closes nothing", f"delete it, or write <{name}> where it should begin"
    return f"{excerpt} is never closed, and what follows falls into it", f"write </{name}> where it should end"
