"""Imports run one way: base <- engine <- plugins; publishing, desk and the importer stand on these; commands on all."""

from __future__ import annotations

import pytest

from tests.web import ROOT
from tools.rooms import ARROWS, PICTURE, crossings, draw


@pytest.mark.parametrize("room", ARROWS)
def test_a_room_imports_only_what_lies_below_it(room: str) -> None:
    against = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path, module, other_room in crossings(room)
        if other_room not in ARROWS[room]
    ]
    assert against == []


@pytest.mark.seconds
def test_the_picture_shows_the_imports_as_they_are() -> None:
    assert PICTURE.read_text(encoding="utf-8") == draw(), "draw it anew: python3 tasks.py docs"
