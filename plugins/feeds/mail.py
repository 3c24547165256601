"""What a mail program shows in the place of elements that it does not know: services send feeds as letters.

Mail programs keep the words of such elements and lose what set them apart: a summary runs into what it sums up, a caption
into the next paragraph, a film leaves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from lodestar.base.front_matter.tags import top_level

ALIGNED = re.compile(r"(?:text-)?align\W*(left|start|center|right|end)\b")
"""How a cell is aligned, by the class or the style of Markdown and of WordPress."""
SIDES = {"start": "left", "end": "right"}
BLOCKS = ("p", "div", "ul", "ol", "table", "blockquote", "pre", "figure", "h1", "h2", "h3", "h4", "h5", "h6")
WORDS = {"audio": "Listen", "video": "Watch"}


def for_mail(html: str) -> str:
    """Return the HTML of a post with nothing that says more on a page than in a letter.

    Only what holds such an element is made a tree: for whole texts that took a sixth of a clean build.
    """
    if not _says_more(html):
        return html
    return "".join(rewrite(piece) if _says_more(piece) else piece for piece in top_level(html))


def _says_more(html: str) -> bool:
    return any(f"<{name}" in html for name in WRITERS)


def rewrite(html: str) -> str:
    """Return HTML with each element rewritten that mail programs do not show."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    for name, write in WRITERS.items():
        for element in soup.find_all(name):
            write(soup, element)
    return str(soup)


def _link(soup: Any, element: Any) -> None:
    """A page shown inside the page, such as a video's: a link to it, for no mail program shows it."""
    address = str(element.get("src") or element.get("data") or "")
    paragraph = _paragraph(soup, element)
    if address:
        link = soup.new_tag("a", href=address)
        link.string = str(element.get("title") or address)
        paragraph.append(link)
    box = element.parent
    (box if "frame" in box.get("class", ()) else element).replace_with(paragraph)


def _paragraph(soup: Any, element: Any) -> Any:
    """Return a paragraph, or what may stand in its place where there is one already."""
    return soup.new_tag("span" if element.find_parent("p") else "p")


def _media(soup: Any, element: Any) -> None:
    """Sound and film: the player, for programs that have one, and a link below it."""
    source = element if element.get("src") else element.find("source", src=True)
    if source is None:
        return
    name = unquote(PurePosixPath(urlsplit(str(source["src"])).path).name)
    paragraph, link = _paragraph(soup, element), soup.new_tag("a", href=source["src"])
    link.string = f"{WORDS[element.name]}: {element.get('title') or element.get('aria-label') or name}"
    paragraph.append(link)
    element.insert_after(paragraph)


def _summary(soup: Any, element: Any) -> None:
    """Make a bold line above what it sums up; a heading in it is bold enough."""
    _emphasize(soup, element, "strong")


def _caption(soup: Any, element: Any) -> None:
    """Make a line in italics below its picture."""
    _emphasize(soup, element, "em")


def _emphasize(soup: Any, element: Any, name: str) -> None:
    """Make an element a paragraph whose words stand in the element `name`; one that holds blocks is a mere `div`."""
    if element.find(BLOCKS):
        element.name = "div"
        return
    element.name = "p"
    words = soup.new_tag(name)
    words.extend(list(element.contents))
    element.append(words)


def _division(soup: Any, element: Any) -> None:
    element.name = "div"


def _table(soup: Any, element: Any) -> None:
    """A table with lines, and with the alignment that styles give to it on the page."""
    element.attrs |= {"border": "1", "cellpadding": "6"}
    box = element.parent
    if "table" in box.get("class", ()):
        box.unwrap()
    for cell in element.find_all(("td", "th")):
        match = ALIGNED.search(f"{' '.join(cell.get('class', ()))} {cell.get('style', '')}")
        if match and not cell.get("align"):
            cell["align"] = SIDES.get(match[1], match[1])


WRITERS: dict[str, Callable[[Any, Any], None]] = {
    "iframe": _link,
    "object": _link,
    "embed": _link,
    "audio": _media,
    "video": _media,
    "summary": _summary,
    "details": _division,
    "figcaption": _caption,
    "figure": _division,
    "table": _table,
}
"""What is made of each element, in this order."""
