"""How long a text takes to read, in scripts without spaces too."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lodestar.base.front_matter.words import HAN, JOINER, KANA, LETTERS, TONES, count_words, with_spaces


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("word " * 2300, 10), ("領導力從聆聽開始" * 319, 10), ("リーダーは聞く力" * 446, 10), ("ภาวะผู้นำเริ่ม" * 600, 10)],
    ids=["English", "Chinese", "Japanese", "Thai"],
)
def test_ten_minutes_are_ten_minutes_in_any_script(text: str, minutes: int) -> None:
    assert round(count_words(text) / 230) in (minutes - 1, minutes, minutes + 1)


def test_words_among_signs_are_words() -> None:
    assert count_words("2024年，leadership 從聆聽開始。") == 2 + round(6 * 228 / 255)


@given(st.text(alphabet="ab cé\n.,"))
def test_a_text_with_spaces_has_as_many_words_as_ever(text: str) -> None:
    assert count_words(text) == len(text.split()) and with_spaces(text) == text


@pytest.mark.parametrize("sign", [*re.sub("(?<=.)-", "", HAN + KANA + LETTERS)])
def test_each_script_without_spaces_is_counted_by_its_signs(sign: str) -> None:
    assert count_words(50 * sign) > 5, hex(ord(sign))


@given(st.text())
def test_a_text_taken_apart_has_the_same_signs(text: str) -> None:
    expected = text.replace(JOINER, "").translate(TONES)
    assert "".join(with_spaces(text).replace(JOINER, "").translate(TONES).split()) == "".join(expected.split())


def test_a_mark_stays_with_its_letter() -> None:
    assert with_spaces("ผู้ที่") == "ผู้ ที่".translate(TONES)


def test_a_space_that_its_author_wrote_is_told_from_the_others() -> None:
    assert with_spaces("ฟัง ก่อน") == f"ฟั ง{JOINER} ก่ อ น".translate(TONES)
