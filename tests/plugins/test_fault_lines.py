"""Wherever a fault stands in a header, and whatever stands around it, it is named once and on its own line."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lodestar.base.front_matter.options import Options
from lodestar.base.front_matter.reading import Reading

OPTIONS = Options("content", "UTC", {"extensions": ["extra"]}, {"posts": "lodestar.base.front_matter.kinds:article"})
SOUND = (
    "title: A title",
    "date: 2026-01-02",
    "tags: [one, two]",
    "categories:\n  - Work\n  - Life",
    "summary: >\n  Folded words\n\n  and more",
    "aliases:\n- /old/\n- /older/ # from before",
    "# a comment",
    "status: published # for good",
    "image_alt: 'It''s a \"quoted\" one'",
)
WRITTEN = (  # what cannot be read, by key
    "image: 'Tis",
    'image: "Twas',
    "image: a: b",
    "image: My #1",
    "image: !x y",
    "image: *x",
    "image: [x] y",
    "image: @x",
    "slug: # none",
    "slug: \t- x",
    "slug: `x`",
    "slug:\u00a0x",
    "slug:x",
    "authors: [a",
    "authors: {a: b",
    'authors: "a" b',
    "url: %a",
)
HELD = ("url: a\x0bb", "image: a\x07b", "slug: a\uffffb")  # what no file may hold, by key
HIDDEN = ("url: a\u2028b", "image: a\x85b", "slug: a\u2029b")  # and no header
MEANT = (  # what can be read, and not be meant, by key
    "modified: soon",
    "modified: 2026-02-30",
    "modified: [2026-02-01]",
    "slug: Not A Slug",
    "slug: [x]",
    "url: //x",
    "url: /a b?c",
    "authors: a, b",
    "authors: [[a]]",
    "authors: {a: b}",
    "updated: 2026-02-02",
    "descripton: x",
    "draft: true",
)


def by_key(lines: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    """Return one to three faults, each of another key."""
    return st.lists(st.sampled_from(lines), min_size=1, max_size=3, unique_by=lambda line: line.partition(":")[0])


@pytest.mark.seconds
@settings(max_examples=80)
@given(st.data())
def test_each_fault_is_named_once_on_its_own_line(data: st.DataObject) -> None:
    faults = data.draw(st.one_of(by_key(HELD), by_key(HIDDEN), by_key(WRITTEN), by_key(MEANT)))
    around = data.draw(st.lists(st.sampled_from(SOUND[2:]), unique=True))
    header = data.draw(st.permutations([*SOUND[:2], *around, *faults]))
    text = "\n".join(["---", *header, "---", "Words.\n"])
    expected = sorted(text[: text.index(f"\n{fault}\n") + 1].count("\n") + 1 for fault in faults)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "posts").mkdir()
        Path(folder, "posts/x.md").write_text(text, encoding="utf-8", newline="")
        read_file = Reading(folder, OPTIONS).read("posts/x.md", "posts")
    assert sorted(problem.line for problem in read_file.problems) == expected, (
        text,
        [str(item) for item in read_file.problems],
    )
