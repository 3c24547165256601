"""Cards for link previews: which posts have one, what stands on it, and in which font."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lodestar.base.settings import SettingsError
from plugins.pictures import card, configure
from plugins.pictures.card import SIZE, Card, card_colors, draw, font_file
from plugins.pictures.letters import drawable_text
from plugins.pictures.settings import PictureSettings
from tests.plugins.test_pictures import POST, photo, put


def test_a_post_without_a_picture_gets_a_card(build_site, tmp_path) -> None:
    put(tmp_path, "x.jpg", photo())
    text = (
        POST.format("jpg")
        + "-- content/posts/q.md --\n---\ntitle: Q\ndate: 2026-01-02\nimage: images/x.jpg\nimage_alt: A\n---\nq\n"
    )
    built = build_site(text, PICTURES={"cards": True})
    assert "2026/01/01/p/card.png" in built
    assert "2026/01/02/q/card.png" not in built
    with Image.open(built.output / "2026/01/01/p/card.png") as image:
        assert image.size == SIZE


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Grüße – “hier”", "Grüße – “hier”"),
        ("Привет и Τίτλος", "Привет и Τίτλος"),
        ("Ruhe 🙂", "Ruhe"),
        ("👩🏽‍🏫 Lernen ❤️", "Lernen"),
        ("שלום", ""),
        ("Hallo سلام", ""),
        ("日本語", ""),
    ],
)
def test_a_card_says_what_its_font_has_letters_for_or_there_is_none(title: str, expected: str) -> None:
    assert drawable_text(title, str(font_file(PictureSettings().font, Path()))) == expected


def test_a_title_in_letters_that_no_card_has_leaves_no_card(build_site) -> None:
    post = "-- content/posts/{0}.md --\n---\ntitle: {1}\ndate: 2026-01-01\n---\nx\n"
    built = build_site(post.format("a", "שלום") + post.format("b", "Ruhe 🙂"), PICTURES={"cards": True})
    assert [path for path in built.files() if path.endswith("card.png")] == ["2026/01/01/b/card.png"]
    assert "card.png" not in built["2026/01/01/a/index.html"]


def test_cards_have_the_sites_colors_and_fit_any_title() -> None:
    theme = Path(__file__).parents[2] / "theme"
    shades = card_colors(theme)
    for title in ("Short", "word " * 80, "Unbreakable" * 20, "Ä “quoted” title"):
        data = draw(Card(title, "Lead from the Heart", shades), theme)
        with Image.open(io.BytesIO(data)) as image:
            result = image.convert("RGB").getcolors(100_000)
        assert max(result)[1] == tuple(int(shades[0][at : at + 2], 16) for at in (1, 3, 5))
        assert data == draw(Card(title, "Lead from the Heart", shades), theme)
        assert len(data) < 40_000


@given(st.text(st.sampled_from("ab -…ﬁÄ"), min_size=1, max_size=200).filter(str.strip))
def test_a_title_stays_in_its_room(title: str) -> None:
    lines, size = card._fit(title, "")
    assert len(lines) * size * card.SPACING <= card.HEIGHT
    assert max(card._font("", size).getlength(line) for line in lines) <= card.WIDTH * 1.01
    words = title.split()
    assert " ".join(lines).split()[: len(words) - 1] == words[:-1] or lines[-1].endswith("…")


def test_a_title_rather_saves_a_line_than_shouts() -> None:
    lines, size = card._fit("How to Run a Change People Believe", "")
    assert (lines, size) == (["How to Run a Change", "People Believe"], 84)


def test_cards_are_set_in_a_serif_like_the_pages(tmp_path) -> None:
    font = font_file(PictureSettings().font, tmp_path)
    assert font.is_file(), "the lock names the package that it comes with"
    (tmp_path / "own.ttf").write_bytes(font.read_bytes())
    cards = {
        name: draw(Card("Title", "Site", card_colors(tmp_path), name), tmp_path)
        for name in ("own.ttf", "", PictureSettings().font)
    }
    assert cards["own.ttf"] == cards[PictureSettings().font] != cards[""]


def test_a_font_that_is_not_there_is_said(tmp_path) -> None:
    pelican = SimpleNamespace(settings={"THEME": str(tmp_path), "PICTURES": {"font": "fonts/x.ttf"}})
    with pytest.raises(SettingsError) as result:
        configure(pelican)
    assert (
        str(result.value) == f"pelicanconf.py: PICTURES['font'] is 'fonts/x.ttf'; there is no such file in {tmp_path}"
    )
