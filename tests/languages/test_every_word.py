"""No page shows a word that comes from no catalog: a site in a language that does not exist is read word by word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.conftest import BuiltSite

WORD = re.compile(r"[A-Za-z]{2,}")
"""The author of the site writes Greek letters, its language has Hebrew ones: no other word is anybody's but ours."""
NAMES = frozenset(["RSS", "Atom", "JSON", "OPML", "YouTube", "example.com", "buttondown.com", "comments.example"])
"""Names that are the same in every language."""
SHOWN = frozenset({"alt", "aria-label", "aria-description", "placeholder", "title", "label", "data-label"})
SILENT = frozenset({"script", "style", "code"})
META = frozenset({"description", "og:title", "og:description", "og:image:alt", "og:site_name"})
ADDRESS = re.compile(r"(?:https?://|mailto:)\S+|/\S*/\S*")


class Reader(HTMLParser):
    """Gathers what people see or hear of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.texts += [value for name, value in values.items() if name in SHOWN and tag != "link"]
        self.texts += (
            [values["content"]] if tag == "meta" and {values.get("name"), values.get("property")} & META else []
        )
        self.texts += [values["value"]] if tag == "input" and values.get("type") == "submit" else []
        if values.get("href", "").startswith("mailto:"):  # a letter that the page begins
            self.texts += [
                text for values_of_key in parse_qs(urlsplit(values["href"]).query).values() for text in values_of_key
            ]
        self._silent += tag in SILENT

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)


def words(html: str) -> Iterator[str]:
    """Yield what a page says in letters that are neither its author's nor its language's."""
    reader = Reader()
    reader.feed(html)
    for text in reader.texts:
        remaining_text = ADDRESS.sub("", text)
        for name in NAMES:
            remaining_text = remaining_text.replace(name, "")
        if WORD.search(remaining_text):
            yield " ".join(text.split())


def missed_texts(site: BuiltSite) -> dict[str, list[str]]:
    pages = [path for path in site.files() if path.endswith(".html")]
    results = {path: list(dict.fromkeys(words(site[path]))) for path in pages}
    return {path: texts for path, texts in results.items() if texts}


@pytest.mark.seconds
@pytest.mark.parametrize(
    "settings",
    [
        {"SEARCH": {"enabled": True}, "ARCHIVES": {"full_per_page": 2, "excerpts_per_page": 2, "used": 1}},
        {
            "ARCHIVES": {"tag": "excerpts", "excerpts_per_page": 2},
            "COMMENTS": {"provider": "isso", "server": "https://comments.example"},
            "FEEDS": {"id": "urn:uuid:8dbc972c-6631-421f-b3a9-813279888194", "follow": "subscribe",
                      "email": {"provider": "buttondown", "name": "asteri"}},
        },
    ],
    ids=["by letter and feed", "by service and e-mail"],
)  # fmt: skip
def test_every_word_of_every_page_comes_from_a_catalog(settings: dict, pseudo_site: Callable[..., BuiltSite]) -> None:
    site = pseudo_site(**settings)
    assert (site.code, site.messages) == (0, [])
    assert {path.partition("/")[0] for path in site.files()} >= {
        "tag",
        "category",
        "author",
        "archives",
        "tags",
        "about",
    }
    assert missed_texts(site) == {}
    pages = [path for path in site.files() if path.endswith(".html")]
    assert all('<html lang="he" dir="rtl">' in site[path] for path in pages)


def test_the_reader_sees_a_word_that_was_missed() -> None:
    assert list(words('<p>⟦אב⟧ <a title="Λόγος" aria-label="Read">RSS</a> https://example.com/a/</p>')) == ["Read"]
    assert list(words('<a href="mailto:a@example.com?subject=A%20letter&body=%CE%9B">⟦א⟧</a>')) == ["A letter"]
    assert list(words("<title>Moved</title><script>const a = 1</script>")) == ["Moved"]
