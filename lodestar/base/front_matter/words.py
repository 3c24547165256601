"""The words of HTML."""

from __future__ import annotations

from functools import lru_cache
from html.parser import HTMLParser


class _Words(HTMLParser):
    """Collects the words of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def strip(html: str) -> str:
    """Return the text of some HTML, without its tags."""
    if "<" not in html and "&" not in html:
        return html
    parser = _Words()
    parser.feed(html)
    parser.close()
    return "".join(parser.found)


@lru_cache(maxsize=8)
def plain_text(html: str) -> str:
    """Return the words of some HTML, parted by single spaces."""
    return " ".join(strip(html).split())
