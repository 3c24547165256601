"""Turns accordions into `<details>`, which open and close without the old blog's script."""

from __future__ import annotations

import re

from bs4 import Tag

from lodestar.html_to_markdown.inline import FORMAT
from lodestar.html_to_markdown.tree import soup

ITEM = re.compile(r"(?:accordion|faq|toggle)[-_]{1,2}item$|^kt-accordion-pane$")
PANEL = re.compile(r"(?:accordion|faq|toggle)[-_]{1,2}(?:panel|content|body)$")
HEADINGS = ["h2", "h3", "h4", "h5", "h6"]


def unfold(root: Tag) -> bool:
    """Replace each part of an accordion with `<details>`; return whether there was one.

    A part has a button and a panel; one that lacks either stays as it is.
    """
    changed = False
    for item in reversed(_with(root, ITEM)):
        button, panel = item.find("button"), next(iter(_with(item, PANEL)), None)
        if isinstance(button, Tag) and panel and not _with(panel, ITEM):
            changed = True
            _unfold(item, button, panel)
    return changed


def _with(root: Tag, name: re.Pattern[str]) -> list[Tag]:
    """Return the elements with a class of that name."""
    return [
        tag for tag in root.find_all(True) if any(name.search(str(value)) for value in tag.get_attribute_list("class"))
    ]


def _unfold(tag: Tag, button: Tag, panel: Tag) -> None:
    for sign in button.select("[aria-hidden=true]"):
        if not re.search(r"\w", sign.get_text()):
            sign.decompose()
    heading = button.find_parent(HEADINGS)
    summary = Tag(name="summary")
    title = Tag(name=heading.name) if isinstance(heading, Tag) and tag in heading.parents else summary
    if title is not summary:
        summary.append(title)
    title.string = " ".join(button.get_text(" ").split())
    children = list(panel.contents)
    tag.clear()
    tag.name, tag.attrs = "details", {}
    tag.append(summary)
    for child in children:
        tag.append(child)


def as_details(html: str) -> str:
    """Return the HTML of a body with its accordions as `<details>`."""
    if "accordion" not in html and "faq" not in html and "toggle" not in html:
        return html
    root = soup(html)
    return root.decode_contents(formatter=FORMAT) if unfold(root) else html
