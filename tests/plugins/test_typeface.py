"""The site's own typeface: which letters it has, how pages fetch it, and what it calls itself."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from PIL import ImageFont

from plugins.typeface.core import Face, faces
from plugins.typeface.cut import _cut, cut
from plugins.typeface.settings import TypefaceSettings
from tests.conftest import ROOT

POST = """
-- content/posts/2026/a.md --
---
title: Wörter
date: 2026-01-02 08:00
---
**Fett** und *schräg*.
"""
OFF = {"enabled": False}


def faces_in(language: str, **settings: Any) -> dict[str, Face]:
    """Return the faces of a site in a language."""
    all_settings = {"DEFAULT_LANG": language, "THEME": ROOT / "theme", "TYPEFACE": TypefaceSettings(**settings)}
    return {face.name: face for face in faces(all_settings)}


@pytest.fixture(scope="module")
def regular() -> bytes:
    """The regular style as an English site has it."""
    return cut(faces_in("en")["regular"])


def test_it_holds_the_letters_of_latin_scripts_and_no_others(regular: bytes) -> None:
    letters = set(TTFont(BytesIO(regular)).getBestCmap())
    assert set(map(ord, "AzÄößẞéñçøåłőşțİ0189–—‘’“”„…•€™→")) <= letters
    assert not letters & set(map(ord, "ЖжΩω"))
    assert len(regular) < 24_000


@pytest.mark.parametrize(
    ("language", "letters"),
    [
        ("ru", "Жжё"),
        ("uk-UA", "Їґ"),
        ("kk", "әқңөүғ"),
        ("tt", "җһ"),
        ("sr", "ђњ"),
        ("uz-Cyrl", "ўқ"),
        ("el", "Ωά"),
        ("vi", "ơưạếỹ"),
        ("az", "ə"),
    ],
)
def test_a_language_with_other_letters_adds_them(language: str, letters: str) -> None:
    ranges = faces_in(language)["regular"].letters
    assert all(any(first <= ord(letter) <= last for first, last in ranges) for letter in letters)


@pytest.mark.parametrize("language", ["ar", "he-IL", "ja", "zh-Hant", "hi", "AR", "az-Arab", "yi"])
def test_a_site_in_a_script_that_it_has_no_letters_for_has_none_of_it(language: str) -> None:
    assert not faces_in(language)


def test_what_was_changed_bears_no_reserved_name_and_keeps_its_license(regular: bytes) -> None:
    names = {record.nameID: str(record) for record in TTFont(BytesIO(regular))["name"].names}
    assert not [name for id, name in names.items() if "Source" in name and id in (1, 3, 4, 6, 16)]
    assert "Open Font License" in names[13] and "Adobe" in names[0]


def test_every_letter_is_as_wide_for_freetype_as_the_font_says(regular: bytes) -> None:
    font, stream = TTFont(BytesIO(regular)), BytesIO()
    font.flavor = None
    font.save(stream)
    stream.seek(0)
    freetype_font = ImageFont.truetype(stream, font["head"].unitsPerEm, layout_engine=ImageFont.Layout.BASIC)
    for point, glyph in font.getBestCmap().items():
        assert freetype_font.getlength(chr(point)) == font["hmtx"][glyph][0], (
            f"{chr(point)!r}: double quotes ran into letters"
        )


@pytest.mark.seconds
def test_the_same_file_gives_the_same_bytes(regular: bytes) -> None:
    _cut.cache_clear()
    assert cut(faces_in("en")["regular"], None) == regular  # type: ignore[arg-type]


@pytest.mark.seconds
def test_every_page_fetches_the_regular_style_early_and_all_from_the_site_itself(build_site) -> None:
    built = build_site(POST, theme=ROOT / "theme", SITEURL="https://example.com/blog")
    page = built["2026/01/02/a/index.html"]
    preloaded = re.findall(r'<link rel="preload" href="([^"]+)" as="font" type="font/woff2" crossorigin>', page)
    style = next(built.output.glob("theme/site.*.css")).read_text()
    files = re.findall(r"@font-face\{[^}]*url\(([^)]+)\)", style)
    assert len(files) == 3 and preloaded == files[:1]
    assert all(path.startswith("/blog/theme/serif-") and path.removeprefix("/blog/") in built for path in files)
    assert page.index('rel="preload"') < page.index('rel="stylesheet"')


@pytest.mark.seconds
def test_a_second_build_cuts_nothing_and_turning_it_off_takes_it_away(build_site) -> None:
    first = build_site(POST, theme=ROOT / "theme")
    fonts = [path for path in first.files() if path.endswith(".woff2")]
    times = [(first.output / path).stat().st_mtime_ns for path in fonts]
    second_build = build_site(POST.replace("Fett", "Fetter"), theme=ROOT / "theme")
    assert [(second_build.output / path).stat().st_mtime_ns for path in fonts] == times
    site_without = build_site(POST, theme=ROOT / "theme", TYPEFACE=OFF)
    assert len(fonts) == 3 and not [path for path in site_without.files() if path.endswith(".woff2")]
    assert "preload" not in site_without["2026/01/02/a/index.html"]


def test_a_theme_that_does_not_show_it_has_none_of_it(build_site) -> None:
    assert not [path for path in build_site(POST).files() if path.endswith(".woff2")]


def test_the_theme_names_it_as_the_file_does() -> None:
    tokens = Path(ROOT / "theme/static/css/tokens.css").read_text()
    assert '--serif: "Lodestar Serif",' in tokens
