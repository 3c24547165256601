"""What the editor sends back without a change makes the file that was there, byte for byte, whatever is in it."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from lodestar.base.front_matter.header import Fault, decode, split
from lodestar.base.front_matter.spans import plain
from lodestar.desk.incoming import Form
from lodestar.desk.kinds import kind_of
from lodestar.desk.opened import built

PATH = "posts/2026/first.md"
HEADER = "---\ntitle: First\ndate: 2026-01-05\n---\n"
PIECES = (
    "\n",
    "\r\n",
    "\r",
    "\t",
    "  \n",
    "# ",
    "- ",
    "> ",
    "**bold**",
    "e\u0301",
    "\u00e9",
    "\u00a0",
    "\ufeff",
    "\U0001f642",
    "<b>",
    "&amp;",
    "::: tip",
    "{static}",
)
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30).map("".join)


def as_sent(text: str) -> str:
    """Return what a browser sends of a text that it was shown."""
    return plain(text).replace("\0", "\ufffd").replace("\n", "\r\n")


@pytest.mark.seconds
@given(texts)
@example("\r\n\r\nTwo lines before  \r\nand one end\rof each kind\n\n\n")
@example("")
def test_a_text_that_nobody_changed_keeps_its_bytes(text):
    data = (HEADER + text).encode(errors="ignore")
    try:
        shown_body = split(decode(data)).body.lstrip("\n")
    except Fault:
        assume(False)
    kind = kind_of(PATH)
    assert kind is not None
    assert built(kind, data, Form({"body": [as_sent(shown_body)]})) == data


@given(st.binary(max_size=40) | texts.map(lambda text: text.encode(errors="ignore")))
@example(b"\xef\xbb\xbf---\r\ntitle: x\n---\r\0\xff")
def test_a_whole_file_that_nobody_changed_keeps_its_bytes(data):
    kind = kind_of(PATH)
    assert kind is not None
    form = Form({"raw": ["1"], "body": [as_sent(data.decode("utf-8", "replace"))]})
    assert built(kind, data, form) == data


def test_a_line_that_is_changed_leaves_the_ends_of_all_others():
    kind = kind_of(PATH)
    assert kind is not None
    data = (HEADER + "One\r\nTwo\nThree\rFour\r\n").encode()
    changed_body = built(kind, data, Form({"body": ["One\r\nTwo!\r\nThree\r\nFour\r\n"]}))
    assert changed_body == (HEADER + "One\r\nTwo!\nThree\rFour\r\n").encode()
    changed_file = built(kind, data, Form({"raw": ["1"], "body": [as_sent(data.decode().replace("Two", "Two!"))]}))
    assert changed_file == changed_body
