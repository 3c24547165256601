"""Films of others: which addresses are known, what becomes a card, which page may load them."""

from __future__ import annotations

from typing import Any

import pytest
from markdown import Markdown

from lodestar.base.html import show
from lodestar.base.values import Body
from plugins.films.hosts import film
from tests.conftest import ROOT

YOUTUBE = "https://www.youtube-nocookie.com"
WATCH = "https://www.youtube.com/watch?v=a_b--c_d-eF"
POST = "-- content/posts/a.md --\n---\ntitle: A\ndate: 2026-01-01\ntags: [x]\n---\n{}\n"


@pytest.mark.parametrize(
    ("address", "loaded"),
    [
        (WATCH, f"{YOUTUBE}/embed/a_b--c_d-eF"),
        ("https://youtu.be/abcdefghijk?t=30", f"{YOUTUBE}/embed/abcdefghijk"),
        ("https://m.youtube.com/watch?app=m&v=abcdefghijk&list=x", f"{YOUTUBE}/embed/abcdefghijk"),
        ("https://www.youtube.com/shorts/abcdefghijk", f"{YOUTUBE}/embed/abcdefghijk"),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
        ("https://player.vimeo.com/video/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
    ],
)
def test_a_film_is_known_by_its_address(address: str, loaded: str) -> None:
    result = film(address)
    assert result is not None and result.url == loaded


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/@someone",
        "https://youtu.be/short",
        "https://vimeo.com/channels",
        "https://evil.example/youtu.be/abcdefghijk",
        "https://www.youtube.com.evil.example/watch?v=abcdefghijk",
    ],
)
def test_other_addresses_are_no_films(address: str) -> None:
    assert film(address) is None


def html(text: str) -> str:
    markdown_html = Markdown(extensions=["extra", "smarty", "plugins.films.blocks"]).convert(text)
    return show(markdown_html, Body(""))


@pytest.mark.parametrize("line", [WATCH, f"<{WATCH}>", f"  {WATCH}"])
def test_an_address_alone_in_a_line_is_a_card_that_is_a_link(line: str) -> None:
    assert html(f"Before.\n\n{line}\n\nAfter.") == (
        f'<p>Before.</p>\n<figure class="film"><a data-film="{YOUTUBE}/embed/a_b--c_d-eF" href="{WATCH}">'
        "<span>Watch the film on YouTube</span></a></figure>\n<p>After.</p>"
    )


def test_a_picture_that_leads_to_a_film_stands_on_its_card() -> None:
    result = html(f"[![A stage](stage.jpg)]({WATCH})")
    assert '<figure class="film"><a data-film=' in result
    assert '<img alt="A stage" src="stage.jpg" /><span>Watch' in result


@pytest.mark.parametrize("text", [f"See {WATCH} for more.", f"[my talk]({WATCH})", f"{WATCH} {WATCH}", f"    {WATCH}"])
def test_an_address_among_words_stays_as_it_is(text: str) -> None:
    assert "<figure" not in html(text)


def test_only_a_page_that_shows_a_film_may_load_it(build_site: Any) -> None:
    extensions = {"extensions": ["extra", "plugins.films.blocks"]}
    text = POST.format(WATCH) + POST.format("Words.").replace("posts/a", "posts/b").replace("title: A", "title: B")
    text += f"-- content/pages/talk.md --\n---\ntitle: Talk\n---\n{WATCH}\n"
    built = build_site(text, ROOT / "theme", MARKDOWN=extensions)
    assert (built.code, built.messages) == (0, [])
    allowed_pages = {path for path in built.files() if path.endswith(".html") and f"frame-src {YOUTUBE}" in built[path]}
    assert allowed_pages == {"2026/01/01/a/index.html", "talk/index.html"}
    assert (
        all("js/films.js" in built[path] for path in allowed_pages)
        and "js/films.js" not in built["2026/01/01/b/index.html"]
    )
    assert f'href="{WATCH}"' in built["tag/x/index.html"], "in an archive it is a link"
    assert WATCH in built["feed/index.xml"]
    assert any(".film{" in built[path] for path in built.files() if path.startswith("theme/site.")), "with its style"
