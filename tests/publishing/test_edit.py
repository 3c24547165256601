"""Front matter is changed by one line, and every other byte stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lodestar.base.front_matter.edit import CannotEdit
from lodestar.base.front_matter.header import Fault, decode, split
from lodestar.publishing.edit import with_alias, with_id


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"---\ntitle: x\nsummary: s\ntags: [a]\n---\nb", b"---\ntitle: x\nsummary: s\nid: urn:x:1\ntags: [a]\n---\nb"),
        (b"---\r\ntitle: x\r\n---\r\nb", b"---\r\ntitle: x\r\nid: urn:x:1\r\n---\r\nb"),
        (b"\xef\xbb\xbf---\ntitle: x\n---\nb", b"\xef\xbb\xbf---\ntitle: x\nid: urn:x:1\n---\nb"),
        (b"---\nsummary: >\n  a\n\n  b\ntitle: x\n---\n", b"---\nsummary: >\n  a\n\n  b\nid: urn:x:1\ntitle: x\n---\n"),
        (b"---\ntitle: x\nid:\n---\n", b"---\ntitle: x\nid: urn:x:1\n---\n"),
        (b"Title: x\nSummary: s\nTags: a\n\nb", b"Title: x\nSummary: s\nId: urn:x:1\nTags: a\n\nb"),
        (b"Title: x", b"Title: x\nId: urn:x:1\n"),
    ],
)
def test_an_id_is_one_line(before: bytes, after: bytes) -> None:
    assert with_id(before, "urn:x:1") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"---\ntitle: x\n---\nb", b"---\ntitle: x\naliases: [/n/]\n---\nb"),
        (b"---\ntitle: x\naliases: [/a/]\n---\n", b"---\ntitle: x\naliases: [/a/, /n/]\n---\n"),
        (b"---\ntitle: x\naliases: []\n---\n", b"---\ntitle: x\naliases: [/n/]\n---\n"),
        (b"---\ntitle: x\naliases: /a/\n---\n", b"---\ntitle: x\naliases: [/a/, /n/]\n---\n"),
        (
            b"---\naliases:\n  - /a/\n  - /b/ # why\ntitle: x\n---\n",
            b"---\naliases:\n  - /a/\n  - /b/ # why\n  - /n/\ntitle: x\n---\n",
        ),
        (b"---\naliases:\n- /a/\ntitle: x\n---\n", b"---\naliases:\n- /a/\n- /n/\ntitle: x\n---\n"),
        (b"Title: x\nAliases: /a/\n\nb", b"Title: x\nAliases: /a/, /n/\n\nb"),
        (b"---\ntitle: x\naliases: [/n/]\n---\n", b"---\ntitle: x\naliases: [/n/]\n---\n"),
    ],
)
def test_an_alias_joins_those_that_are_there(before: bytes, after: bytes) -> None:
    assert with_alias(before, "/n/") == after


def test_an_address_that_yaml_would_misread_is_quoted() -> None:
    assert with_alias(b"---\ntitle: x\n---\n", "/a,b: c/") == b'---\ntitle: x\naliases: ["/a,b: c/"]\n---\n'


def test_a_header_that_cannot_be_changed_for_certain_is_left_alone() -> None:
    with pytest.raises(Fault):
        with_alias(b"---\ntitle: x\naliases: &a [/a/]\npicks: *a\n---\n", "/n/")


LINES = st.lists(
    st.sampled_from(
        ["title: x", "summary: >\n  a\n\n  b", "tags: [a, b]", "date: 2026-01-01", "aliases:\n  - /a/", "# a comment"]
    ),
    unique=True,
)


@given(LINES, st.sampled_from(["\n", "\r\n"]), st.text(alphabet="ab \n-:#", max_size=20))
def test_any_header_keeps_its_bytes(lines: list[str], newline: str, body: str) -> None:
    text = (
        "\n".join(["---", "title: y" if "title: x" not in lines else "slug: y", *lines, "---", body])
        .replace("\n", newline)
        .encode()
    )
    try:
        result = with_id(text, "urn:x:1")
    except CannotEdit:
        return
    assert result.replace(f"id: urn:x:1{newline}".encode(), b"", 1) == text
    assert split(decode(result)).fields["id"] == "urn:x:1"
