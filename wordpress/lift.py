"""Where lifted furniture goes: a biography to its author, a course to a call-to-action block."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from wordpress.files import content_file, one_line
from wordpress.furniture import Line
from wordpress.links import NOWHERE, Links
from wordpress.markdown import markdown
from wordpress.tags import untagged
from wordpress.terms import Terms
from wordpress.texturize import texturize
from wordpress.tree import clean

LINK = re.compile(r"<a\b[^>]*\bhref\s*=\s*[\"']([^\"']+)[\"'][^>]*>(.*?)</a>", re.DOTALL | re.IGNORECASE)


def bios(lines: Sequence[Line], terms: Terms, links: Links) -> dict[str, str]:
    """The newest biography of each author, in Markdown, by login."""
    found: dict[str, Line] = {}
    for line in lines:
        if line.kind != "bio":
            continue
        login = line.author or next(iter(terms.writers), "")
        if login and (login not in found or line.newest > found[login].newest):
            found[login] = line
    return {login: one_line(_markdown(line.text, links)) for login, line in found.items()}


def call_file(line: Line, links: Links) -> bytes:
    """A call-to-action file for a line about a course; it stands under each post that no other call fits."""
    found = LINK.search(line.text)
    url = links.here(unescape(found[1])) if found else "/subscribe/"
    words = one_line(unescape(untagged(found[2]))) if found else "Read more"
    heading = words[:60] if words else "Read more"
    fields = {"heading": heading, "url": url, "link_text": words or "Read more", "default": True}
    return content_file(fields, _markdown(line.text, links))


def _markdown(text: str, links: Links) -> str:
    cleaned = clean(texturize(text), lambda url, tag: links.rewrite(NOWHERE, url, tag, True))
    return markdown(cleaned.root)
