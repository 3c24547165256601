"""The part of a picture that stays where it is cut."""

from __future__ import annotations

from typing import Any

import pytest

from plugins.pictures.fields import Focus
from tests.conftest import ROOT

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"></svg>'
SITE = (
    f"-- content/images/a.svg --\n{DRAWING}\n-- content/posts/a.md --\n---\ntitle: A\ndate: 2026-01-01\n"
    "image: images/a.svg\nimage_alt: A line\nimage_focus: {}\n---\nwords\n"
)


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        ("top", "top"),
        ("Left Top", "top left"),
        ("bottom, right", "bottom right"),
        ("center left", "left"),
        ("center", ""),
    ],
)
def test_a_place_is_read_in_any_order(position: str, expected: str) -> None:
    assert Focus(image_focus=position).image_focus == expected


def test_it_stands_at_the_picture_wherever_that_is_cut(build_site: Any) -> None:
    built = build_site(SITE.format("left top"), ROOT / "theme")
    for page in ("2026/01/01/a/index.html", "index.html"):
        assert 'data-focus="top left"' in built[page]


@pytest.mark.says
def test_what_is_no_place_is_refused(build_site: Any) -> None:
    built = build_site(SITE.format("topp"))
    assert built.code == 1
    assert built.messages == ['content/posts/a.md:6: "topp" is no place in a picture; did you mean "top"?']
