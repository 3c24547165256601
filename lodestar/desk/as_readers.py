"""The page of a text as readers get it, with what is in the editor in place of its words."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

BODY = "main .post-body, main .hanging-text > .prose"
CALL = ".course-cta"
LEFT_OUT = "script, meta[http-equiv], link:not([rel=stylesheet])"
"""What does nothing in a preview, or would look elsewhere than there."""
ADDRESSED = ("href", "src", "srcset", "poster")
OWN = re.compile(r"(^|,\s*)/(?!/)")
"""The beginning of an address on the site itself, of several in `srcset`."""


def as_readers_see(page: str, site: str, title: str, html: str) -> str:
    """Return the built `page` of a text with another title and body; empty where it has no place for them.

    Its addresses lead to the preview, at `site`.
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
    """Put a call between two sections, behind as many headings as it stood; at the end of a text that has fewer."""
    sections = body.find_all("h2", recursive=False)
    if passed < len(sections):
        sections[passed].insert_before(call)
    else:
        body.append(call)
