"""Footnotes of a foreign document: each program has its own names for the reference in the text and the note below it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bs4 import Tag

NAME = re.compile(
    r"#_?(?P<kind>ftnt|ftn|edn|footnote|endnote|sdfootnote|sdendnote)[-_]?(?P<back>ref)?[-_]?(?P<number>\d+|[ivxlc]+)(?P<side>sym|anc)?",
    re.IGNORECASE,
)
"""The target of a reference in Word (`#_ftn1`), Google Docs (`#ftnt1`), LibreOffice (`#sdfootnote1sym`) and mammoth
(`#footnote-1`), and of the way back from the note."""
START, END = "\ue0f0", "\ue0f1"
"""Private-use characters around the number of a note until all is Markdown: brackets would be escaped."""
PLACED = re.compile(f"{START}(\\d+){END}")


@dataclass
class Note:
    """A footnote, and its number."""

    number: int
    body: Tag


def take_notes(root: Tag) -> list[Note]:
    """Extract the footnotes of a document, leave markers at their references, and return them in order."""
    forward: dict[str, list[Tag]] = {}
    back_links: dict[str, Tag] = {}
    for link in root.find_all("a", href=NAME):
        match = NAME.fullmatch(str(link["href"]))
        if match is None:
            continue
        key = f"{match['kind']}{match['number']}".lower()
        if match["back"] or match["side"] == "anc":
            back_links.setdefault(key, link)
        else:
            forward.setdefault(key, []).append(link)
    notes = []
    for number, (key, links) in enumerate(
        ((key, links) for key, links in forward.items() if key in back_links), start=1
    ):
        body = _body(back_links[key], root)
        for link in links:
            _replace(link, f"{START}{number}{END}")
        _replace(back_links[key], "")
        holder = body.parent
        lines = [body.find_previous_sibling(), holder.find_previous_sibling() if holder is not None else None]
        notes.append(Note(number, body.extract()))
        for line in lines:
            if isinstance(line, Tag) and line.name == "hr":
                line.decompose()
        while holder is not None and holder is not root and not holder.get_text(strip=True):
            parent = holder.parent
            holder.decompose()
            holder = parent
    return notes


def _body(link: Tag, root: Tag) -> Tag:
    """Return the element that holds a whole note: one for notes, a list item, or the paragraph."""
    for parent in link.parents:
        if parent is root:
            break
        if "mso-element:" in str(parent.get("style") or "").replace(" ", "") or parent.name == "li":
            return parent
        if str(parent.get("id") or "").lower().startswith(("sdfootnote", "sdendnote", "ftn", "edn")):
            return parent
    return next((parent for parent in link.parents if parent.name in ("p", "div")), link)


def _replace(link: Tag, text: str) -> None:
    """Replace a link, with the superscript around it, by a text."""
    element = link
    while element.parent is not None and element.parent.name in ("sup", "span", "a") and not _beside(element):
        element = element.parent
    element.replace_with(text)


def _beside(tag: Tag) -> bool:
    """Return whether the parent of an element holds other words, too."""
    text, parent_text = tag.get_text(strip=True), tag.parent.get_text(strip=True) if tag.parent else ""
    return text != parent_text


def placed(markdown: str) -> str:
    """Return Markdown with footnote references in place of their markers."""
    return PLACED.sub(r"[^\1]", markdown)


def notes_markdown(notes: list[Note], convert: Callable[[Tag], str]) -> str:
    """Return the Markdown of the notes, to be put below the text."""
    lines = []
    for note in notes:
        text = convert(note.body).strip()
        first, *later_lines = text.split("\n") if text else [""]
        lines.append(
            "\n".join([f"[^{note.number}]: {first}", *(f"    {line}" if line else "" for line in later_lines)])
        )
    return "\n".join(lines)
