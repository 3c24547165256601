"""A change touches what it means and nothing else."""

from __future__ import annotations

import difflib

import pytest

from lodestar.base.front_matter.edit import CannotEdit, YamlText, add_to_list, edit, rename_in_list, rename_key, to_yaml
from lodestar.base.front_matter.header import decode, split
from lodestar.base.front_matter.write import scalar

ORDER = ("title", "date", "modified", "slug", "categories", "tags", "authors", "summary", "call", "status")
FILE = """\
---
title: 'Old title'   # said by a friend
date: 2026-03-18 07:50
# about tags
tags: [burnout, "work, life", self-awareness]
categories:
- A
- "B: c"

custom: {a: 1}
summary: >
  Folded text
  here.
empty:
---

Body text.
"""


def changed_lines(file: str, changes: dict[str, object], body: str | None = None) -> list[str]:
    """Return the lines that a change takes out and puts in."""
    new_file = edit(file.encode(), changes, body, ORDER).decode()
    rows = difflib.unified_diff(file.splitlines(), new_file.splitlines(), lineterm="", n=0)
    return [row for row in rows if not row.startswith(("---", "+++", "@@"))]


@pytest.mark.parametrize(
    ("changes", "rows"),
    [
        ({}, []),
        ({"title": "Old title", "tags": ["burnout", "work, life", "self-awareness"]}, []),
        (
            {"title": "It's new"},
            ["-title: 'Old title'   # said by a friend", "+title: 'It''s new'   # said by a friend"],
        ),
        ({"date": "2026-03-19"}, ["-date: 2026-03-18 07:50", "+date: 2026-03-19"]),
        (
            {"tags": ["burnout", "new: one", "x"]},
            ['-tags: [burnout, "work, life", self-awareness]', '+tags: [burnout, "new: one", x]'],
        ),
        ({"categories": ["B: c", "D"]}, ["-- A", "+- D"]),
        ({"summary": "Short"}, ["-summary: >", "-  Folded text", "-  here.", "+summary: Short"]),
        ({"empty": "x"}, ["-empty:", "+empty: x"]),
        ({"tags": None}, ['-tags: [burnout, "work, life", self-awareness]']),
        ({"slug": "a-b"}, ["+slug: a-b"]),
        ({"status": "draft"}, ["+status: draft"]),
        ({"title": "no"}, ["-title: 'Old title'   # said by a friend", "+title: 'no'   # said by a friend"]),
        ({"custom": YamlText("a: 2")}, ["-custom: {a: 1}", "+custom:", "+  a: 2"]),
        ({"custom": YamlText("{a: 1}")}, []),
    ],
)
def test_a_change_touches_the_lines_it_means(changes, rows):
    assert changed_lines(FILE, changes) == rows


def test_a_new_text_leaves_the_header_alone():
    assert changed_lines(FILE, {}, "Body text.\n\nMore.\n") == ["+", "+More."]
    assert edit(FILE.encode(), {}, "Body text.\r\n") == FILE.encode()


def test_line_ends_and_byte_order_marks_stay():
    data = b"\xef\xbb\xbf---\r\ntitle: A\r\n---\r\nText\r\n"
    assert edit(data, {"title": "B"}, "New\ntext") == b"\xef\xbb\xbf---\r\ntitle: B\r\n---\r\nNew\r\ntext\r\n"


@pytest.mark.parametrize(
    "title",
    [
        "yes: no",
        "# hash",
        "[a]",
        "- dash",
        "'",
        '"',
        "a #b",
        "@at",
        "null",
        "a, b",
        "{x}",
        "&a",
        "*a",
        "!t",
        "%p",
        "`x`",
        "é ü",
        "2025",
        "a:",
        "? x",
        "| x",
        "> x",
        "--- x",
        "\\n",
    ],
)
def test_whatever_a_title_holds_it_is_read_as_it_was_written(title):
    new_file = edit(b"---\ntitle: A\n---\nx\n", {"title": title, "tags": [title, "b"]}, None, ORDER)
    fields = split(decode(new_file)).fields
    assert (fields["title"], fields["tags"]) == (title, [title, "b"])


def test_a_header_of_key_and_value_lines_is_changed_in_its_own_form():
    data = b"Title: X\nDate: 2026-01-01\nTags: a, b\n\nBody\n"
    assert (
        edit(data, {"tags": ["a", "c"], "status": "draft"})
        == b"Title: X\nDate: 2026-01-01\nTags: a, c\nStatus: draft\n\nBody\n"
    )
    with pytest.raises(CannotEdit, match="change it to YAML first"):
        edit(data, {"tags": ["a, b"]})


def test_such_a_header_becomes_yaml():
    data = b"Title: X: Y\nTags: a, b\nSummary: One\n    two\n\nBody\n"
    assert to_yaml(data) == b'---\ntitle: "X: Y"\ntags: [a, b]\nsummary: One two\n---\nBody\n'
    assert to_yaml(FILE.encode()) == FILE.encode()


def test_yaml_that_is_none_is_refused():
    with pytest.raises(CannotEdit, match="not written as YAML"):
        edit(FILE.encode(), {"custom": YamlText("a: [1")})


EDITS = {
    "flow list": (
        "---\ntags: [a, old, b]  # mine\ndate: x\n---\nold\n",
        "---\ntags: [a, new, b]  # mine\ndate: x\n---\nold\n",
    ),
    "quoted": ("---\ntags: [\"old\", 'b']\n---\n", "---\ntags: [new, 'b']\n---\n"),
    "block list": ("---\ntags:\n  - a # one\n  - old # two\n---\n", "---\ntags:\n  - a # one\n  - new # two\n---\n"),
    "scalar": ("---\ntags: old\n---\n", "---\ntags: new\n---\n"),
    "singular key": ("---\nTag: old\n---\n", "---\nTag: new\n---\n"),
    "twice in a flow list": ("---\ntags: [old, a, new]\n---\n", "---\ntags: [new, a]\n---\n"),
    "twice in a block list": ("---\ntags:\n- new\n- old\n- b\n---\n", "---\ntags:\n- new\n- b\n---\n"),
    "several spellings": ("---\ntags: [Old, a, OLD]\n---\n", "---\ntags: [new, a]\n---\n"),
    "line ends of Windows": ("---\r\ntags: [old]\r\n---\r\nold\r\n", "---\r\ntags: [new]\r\n---\r\nold\r\n"),
    "a mark at the beginning": ("\ufeff---\ntags: [ä, old]\n---\n", "\ufeff---\ntags: [ä, new]\n---\n"),
    "Pelican's header": (
        "Title: old\nTags: a,  old , b\n\nTags: old\n",
        "Title: old\nTags: a,  new , b\n\nTags: old\n",
    ),
    "Pelican's header, twice": ("Tags: new, old\n\ntext\n", "Tags: new\n\ntext\n"),
    "another key": ("---\ncategories: [old]\ntitle: old\n---\n", "---\ncategories: [old]\ntitle: old\n---\n"),
    "no list": ("---\ntags:\n---\n", "---\ntags:\n---\n"),
}


@pytest.mark.parametrize("case", EDITS)
def test_a_tag_changes_and_nothing_else(case: str) -> None:
    before, after = EDITS[case]
    assert rename_in_list(before.encode(), "tags", lambda name: name.lower() == "old", "new").decode() == after


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("trust", "trust"),
        ("one-on-ones", "one-on-ones"),
        ("1:1s", "1:1s"),
        ("a, b", '"a, b"'),
        ("no", '"no"'),
        ("Q&A", "Q&A"),
        ("#me", '"#me"'),
    ],
)
def test_names_are_quoted_where_they_must_be(name: str, expected: str) -> None:
    assert scalar(name, flow=True) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\nlabel: x\nsummary: s\n---\n", "---\nlabel: x\nsynonyms: [a, b]\nsummary: s\n---\n"),
        ("---\nlabel: x\nsynonyms: [z] # mine\n---\n", "---\nlabel: x\nsynonyms: [z, a, b] # mine\n---\n"),
        ("---\nlabel: x\nsynonyms:\n  - z\n---\n", "---\nlabel: x\nsynonyms:\n  - z\n  - a\n  - b\n---\n"),
        ("---\nlabel: x\nsynonyms: z\n---\n", "---\nlabel: x\nsynonyms: [z, a, b]\n---\n"),
        ("---\nlabel: x\nsynonyms: [a, b]\n---\n", "---\nlabel: x\nsynonyms: [a, b]\n---\n"),
        ("---\nlabel: x\nsynonyms: []\n---\n", "---\nlabel: x\nsynonyms: [a, b]\n---\n"),
    ],
)
def test_synonyms_are_added(before: str, after: str) -> None:
    assert add_to_list(before.encode(), "synonyms", ["a", "b"], ("label", "synonyms")).decode() == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\ncategores: [A, 'B, C']  # why\n---\nx\n", "---\ncategories: [A, 'B, C']  # why\n---\nx\n"),
        ("---\ncategores:\n  - A\n  - B\n---\nx\n", "---\ncategories:\n  - A\n  - B\n---\nx\n"),
        ('---\n"categores": A\n---\nx\n', '---\n"categories": A\n---\nx\n'),
        ("\ufeff---\r\ncategores: [A]\r\n---\r\nx\r\n", "\ufeff---\r\ncategories: [A]\r\n---\r\nx\r\n"),
        ("Title: T\nCategores: A, B\n\nx\n", "Title: T\nCategories: A, B\n\nx\n"),
        ("---\ncatégores: [A]\n---\nx\n", "---\ncategories: [A]\n---\nx\n"),
    ],
)
def test_a_key_gets_another_name_and_every_other_byte_stays(before, after):
    old_key = "catégores" if "é" in before else "categores"
    assert rename_key(before.encode(), old_key, "categories").decode() == after


@pytest.mark.parametrize("before", ["---\n{categores: [A]}\n---\nx\n", "---\n? categores\n: A\n---\nx\n"])
def test_a_key_that_is_written_in_an_unusual_way_is_left_to_its_author(before):
    with pytest.raises(CannotEdit, match="unusual"):
        rename_key(before.encode(), "categores", "categories")


@pytest.mark.parametrize("value", ["\n  - a\n  - b\n", "\n  one: a\n  other: b\n"])
def test_a_comment_between_two_keys_stays_when_the_first_changes(value: str) -> None:
    text = f"---\nfirst:{value}# of the second\nsecond: c\n---\nText.\n"
    new_value = YamlText("one: z") if "one" in value else ["a", "z"]
    after = edit(text.encode(), {"first": new_value}).decode()
    assert "# of the second\nsecond: c\n" in after and "z" in after
    assert edit(text.encode(), {"first": None}).decode() == "---\n# of the second\nsecond: c\n---\nText.\n"
