"""Whatever words a header holds: what is written is read again, and an edit changes what it means alone."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lodestar.base.front_matter.edit import CannotEdit, edit
from lodestar.base.front_matter.header import Fault, decode, guarded_entities, names_in, plain_entities, split
from lodestar.base.front_matter.write import front_matter
from lodestar.base.front_matter.yaml_reader import LOADER, NULL, read_yaml

SIGNS = "ab Z09'\"#:&*!|>%@`,[]{}?-~\\=.;/é\u00a0\u200b…"
WORDS = st.text(st.sampled_from(SIGNS), max_size=12).map(lambda text: " ".join(text.split()))
NAMES = st.lists(WORDS.filter(bool), min_size=1, max_size=3)
LINES = st.lists(st.text(st.sampled_from(SIGNS + "\n\t"), max_size=30), max_size=4)


@given(WORDS, NAMES, WORDS.filter(lambda text: "<<<<<<<" not in text))
def test_what_is_written_is_read_again(title: str, tags: list[str], text: str) -> None:
    header = split(front_matter({"title": title, "tags": tags}, text))
    assert header.fields == {"title": title, "tags": tags}
    assert header.body == text


@given(WORDS, WORDS, NAMES, NAMES)
def test_what_is_edited_is_read_again(old_title: str, new_title: str, old_tags: list[str], new_tags: list[str]) -> None:
    file = front_matter({"title": old_title, "tags": old_tags, "note": "n"}, "Text.\n").encode()
    fields = split(decode(edit(file, {"title": new_title or None, "tags": new_tags}))).fields
    assert fields.get("title", "") == new_title and fields["tags"] == new_tags and fields["note"] == "n"


@given(LINES)
def test_a_line_is_read_as_yaml_has_it_or_refused(lines: list[str]) -> None:
    """What this reader accepts, YAML's own library reads just so; what it drops, this reader names."""
    text = "".join(f"k{number}: {line}\n" for number, line in enumerate(lines))
    try:
        value = read_yaml(text).value
    except Fault as fault:
        assert 1 <= fault.line <= text.count("\n") + 1
        return
    assert value == _with_nulls(yaml.load(text, Loader=LOADER))


def _with_nulls(value: object) -> object:
    """Return what YAML's library says, its words for nothing as nothing; in quotes they are words, which is not tried."""
    if isinstance(value, dict):
        return {key: _with_nulls(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_nulls(item) for item in value]
    return "" if value in NULL else value


@given(st.text(st.sampled_from("abc;:,& \n=<>|-#`~"), max_size=80))
def test_no_text_ends_in_an_error_of_the_program(text: str) -> None:
    for file in (text, f"---\n{text}\n---\n", f"Title: {text}"):
        try:
            split(decode(file.encode()))
        except Fault as fault:
            assert all(1 <= line_fault.line <= file.count("\n") + 1 for line_fault in fault.every)


@given(st.text(st.sampled_from("ampltq#x39;& "), max_size=20))
def test_words_that_look_like_entities_come_through_an_import(words: str) -> None:
    assert plain_entities(guarded_entities(words)) == words


def test_a_list_parted_at_semicolons_stays_one() -> None:
    data = b"Title: X\nTags: one; two, too; three\n\nBody\n"
    assert edit(data, {"tags": ["one", "two, too", "four"]}) == b"Title: X\nTags: one; two, too; four\n\nBody\n"
    assert names_in("one; two, too; four") == ["one", "two, too", "four"]
    with pytest.raises(CannotEdit, match='parts tags at ";", and "a; b" has one'):
        edit(data, {"tags": ["one", "a; b"]})


def test_a_long_value_that_no_pattern_matches_is_written_at_once() -> None:
    line = "a sentence of many words " * 40 + "(and its end)"
    assert split(front_matter({"summary": line})).fields["summary"] == line
