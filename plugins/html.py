"""Stored HTML made ready for the place where it is shown."""

from __future__ import annotations

from html import escape

from plugins.markers import ID, SECTION, URL
from plugins.values import Body

DEEPEST = 6


def show(html: str, body: Body, *, ids: str = "", shift: int = 0, base: str = "", insert: str = "", after: int = 0) -> str:
    """The HTML of a body, complete.

    `ids` goes before each id, for pages that show several bodies; headings go `shift` levels down; addresses of the
    site are prefixed with `base`; `insert` is put after the section numbered `after`, or at the end.
    """
    for number, url in enumerate(body.urls):
        html = html.replace(URL.format(number), escape(base + url if url.startswith("/") else url))
    html = html.replace(ID, ids)
    if shift:
        for level in range(DEEPEST - shift, 0, -1):
            lower = level + shift
            html = html.replace(f"<h{level} ", f"<h{lower} ").replace(f"</h{level}>", f"</h{lower}>")
    if not insert:
        return html.replace(SECTION, "")
    parts = html.split(SECTION)
    before = after + 1 if 0 < after < len(parts) - 1 else len(parts)
    return "".join([*parts[:before], insert, *parts[before:]])  # joined, not added: Markup would escape its neighbours
