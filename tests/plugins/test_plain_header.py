"""Plain headers are read as YAML reads them, or are left to it: the same fields, lines and faults."""

from __future__ import annotations

from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.front_matter import header
from plugins.front_matter.header import Fault, Header, decode, split


def read(block: str) -> Header | tuple[int, str, str]:
    """What becomes of a header, or what is wrong with it."""
    try:
        return split(f"---\n{block}---\nText.")
    except Fault as fault:
        return fault.line, fault.what, fault.cure


def read_by_yaml(block: str) -> Header | tuple[int, str, str]:
    """The same, with nothing but YAML."""
    with mock.patch.object(header, "_plain", return_value=None):
        return read(block)


PLAIN = """
title: Being an authentic leader (and staying one)
date: 2021-03-31 08:30
Categories: [Changing Your Life, "Leadership, and more",'Yours']
tags: ["kind leadership"]
summary: "It's plain: nothing here means more # than it says"
id: urn:uuid:5d0f3d3e#1
url: /2021/authentic/
call: 'none'
number: 012
modified:
note: ""
""".lstrip()


def test_what_most_headers_hold_is_plain_and_equal():
    assert header._plain(PLAIN)
    assert read(PLAIN) == read_by_yaml(PLAIN)
    assert read(PLAIN).fields["categories"] == ["Changing Your Life", "Leadership, and more", "Yours"]
    assert read(PLAIN).line("categories", 2) == 4


@pytest.mark.parametrize("row", PLAIN.splitlines(keepends=True))
def test_each_of_its_lines_is_plain_alone(row):
    assert header._plain(row)
    assert read(row) == read_by_yaml(row)


def test_a_header_without_a_line_is_plain():
    assert header._plain("")
    assert read("") == read_by_yaml("")


@pytest.mark.parametrize(
    "block",
    [
        'title: "a \\" quote"\n',
        "title: 'it''s'\n",
        "title: one: two\n",
        "title: two:\n",
        "title: words # a comment\n",
        "title: words \n",
        "title: on\n  two lines\n",
        "title: |\n  words\n",
        "title: *alias\n",
        "title: !!str words\n",
        "title: words\n\ndate: 2021-03-31\n",
        "tags:\n- one\n",
        "tags: [one,\n  two]\n",
        "tags: []\n",
        "tags: [one, ]\n",
        "tags: [[one]]\n",
        "tags: [?]\n",
        "tags: [:a]\n",
        "tags: [one: two]\n",
        'tags: ["one"two]\n',
        "when: {tags: one}\n",
        "tag: a\ntags: b\n",
        "title: a\nTitle: b\n",
        "title:\twords\n",
        "title: a\u00a0b\n",
        "title: a\u2028b\n",
        "title: a\ufeffb\n",
        f"{'k' * 1100}: words\n",
    ],
)
def test_what_means_more_is_left_to_yaml(block):
    assert header._plain(block) is None
    assert read(block) == read_by_yaml(block)


KEYS = ["title", "Title", "tags", "tag", "date", "image-alt", "a b", "x_1", "1", "", "é", '"q"', "?", "- a"]
SIGNS = [
    *"abZé9 /-_.,:;!?'\"#&*@%|>=~()[]{}<`$“‘’\\\t\n",
    ": ",
    " #",
    ", ",
    '", "',
    "\u00a0",
    "\u2028",
    "\x85",
    "👍",
    "\u0301",
]
WORDS = [
    "words",
    "two words",
    "2021-03-31 08:30",
    "no",
    "~",
    "it's",
    '"quoted: words"',
    "'so, too'",
    "a:b",
    "/a/",
    "C#",
]
words = st.sampled_from(WORDS) | st.lists(st.sampled_from(SIGNS), max_size=8).map("".join)
lists = st.lists(words, max_size=4).flatmap(
    lambda items: st.sampled_from([", ", ",", " , ", ",  "]).map(lambda comma: f"[{comma.join(items)}]")
)
gaps = st.sampled_from([*[": "] * 8, ":", ":  ", " : ", ":\t", "", ":\n", ":\n- ", ":\n  "])
ends = st.sampled_from([*["\n"] * 8, "", " \n", "\n\n", " # x\n", "\n  more\n", "\n- item\n"])
rows = st.tuples(st.sampled_from(KEYS[:8]) | st.sampled_from(KEYS), gaps, words | lists, ends).map("".join)
blocks = st.lists(rows, max_size=5).map(lambda rows: "".join(rows) + "\n")
tame_words = st.sampled_from(WORDS) | st.text("abé9/-.;!?'&*(’:# \"", max_size=6).map("a{}.".format)
tame_items = st.sampled_from(["a", "two words", "it's", "C+", '"so: #, too"', "'[so]'", '""', "/a/", "9"])
tame_lists = st.lists(tame_items, min_size=1, max_size=3).map(lambda items: f"[{', '.join(items)}]")
tame_rows = st.tuples(st.sampled_from(["a", "b-c", "D", "tag", "x_1", "d", "Tags"]), tame_words | tame_lists)
tame = st.lists(tame_rows, max_size=4, unique_by=lambda row: row[0]).map(
    lambda rows: "".join(f"{key}: {value}\n" for key, value in rows)
)


@pytest.mark.seconds
@settings(max_examples=400, deadline=None)
@given(tame | blocks.map(lambda block: block.rstrip("\n") + "\n"))
def test_any_header_reads_as_yaml_reads_it(block):
    assert read(block) == read_by_yaml(block)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab1 \n:-[],'\"#&{}."), max_size=20).map("k: {}\n".format))
def test_any_jumble_of_signs_reads_as_yaml_reads_it(block):
    assert read(block) == read_by_yaml(block)


@pytest.mark.seconds
@given(st.text())
def test_control_characters_are_found_wherever_they_stand(text):
    text = text.replace("\r", "").removeprefix("\ufeff").encode(errors="replace").decode()
    found = header.CONTROL.search(text)
    try:
        assert decode(text.encode()) == text and not found
    except Fault as fault:
        assert found and fault.line == text.count("\n", 0, found.start()) + 1
