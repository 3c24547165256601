"""The built page of a text, with the content of the editor in place of its body."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

BODY = "main .post-body, main .hanging-text > .prose"
CALL = ".course-cta"
LEFT_OUT = "script, meta[http-equiv], link:not([rel=stylesheet])"
"""Elements that do nothing in a preview, or would leave it."""
ADDRESSED = ("href", "src", "srcset", "poster")
OWN = re.compile(r"(^|,\s*)/(?!/)")
"""The start of an address on the site itself; `srcset` may hold several."""


def as_readers_see(page: str, site: str, title: str, html: str) -> str:
    """Return the built `page` with another title and body; empty where it has no element for them.

    Addresses in it point to the preview, at `site`.
    """
    soup = BeautifulSoup(page, "html.parser")
    body, heading = soup.select_one(BODY), soup.select_one("main h1")
    if body is None or heading is None:
        return ""
    for element in soup.select(LEFT_OUT):
        element.decompose()
    for name in ADDRESSED:
        for element in soup.select(f'[{name}*="/"]'):
            element[name] = OWN.sub(rf"\1{site}/", str(element[name]))
    if soup.title:
        soup.title.string = f"Preview of {title}"
    heading.string = title
    call = body.select_one(CALL)
    passed = len(call.find_all_previous("h2")) - len(body.find_all_previous("h2")) if call else 0
    body.clear()
    body.append(BeautifulSoup(html, "html.parser"))
    if call:
        _put(call, body, passed)
    return str(soup)


def _put(call: Tag, body: Tag, passed: int) -> None:
    """Insert a call between two sections, after as many headings as before; at the end where there are fewer."""
    sections = body.find_all("h2", recursive=False)
    if passed < len(sections):
        sections[passed].insert_before(call)
    else:
        body.append(call)
