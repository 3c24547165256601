"""`check` over texts: every kind of finding comes through, and what has one cure is mended in place."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lodestar.desk.check_page import NAMES

SAME = " ".join(f"word{number}" for number in range(200))
BAD = f"""\
---
title: {"A long title " * 6}
date: 2026-02-01
tags: [TRUST, one-on-one]
image: images/a.svg
call: none
---
# First

#### Fourth

Teh wombat will recieve it, they say at the ACME works. [here](/nowhere/)

We should synergize this matter {"again and " * 40} in the end.

{"Short. " * 160}

{SAME}
"""
ODD = """\
---
title: Written elsewhere
date: 2026-02-02
summary: S.
---
Words
- a pen
- paper

- one
  - two

~~gone~~ ![A door](https://a.example/door.png)

<div>
"""
FAULTY = {
    "posts/list.md": "---\ntitle: A list\ndate: 2026-01-01\ncategores: [Leadership, Work]\n---\nText.\n",
    "posts/nested.md": "---\ntitle: Nested\ndate: 2026-01-01\nimages:\n  one: {a: [b, c]}\n---\nText.\n",
    "posts/vague.md": "---\ntitle: Vague\ndate: soon\n---\nText.\n",
    "posts/open.md": "---\ntitle: Open\n",
}
"""Texts with which the site cannot be built."""


@pytest.fixture
def texts(site: Any) -> Any:
    """A site with texts in which there is something of every kind to mend."""
    for number in range(2):
        site.post(f"first{number}", "tags: [trust, one-on-ones]\ncall: none\nsummary: S.\n")
    site.post("old", "summary: S.\n", SAME)
    site.post("wordy", f"summary: {'Many words. ' * 20}\n")
    site.file("posts/bad.md", BAD)
    site.file("posts/odd.md", ODD)
    site.file("images/a.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>')
    site.file(".desk/avoid.txt", "synergize -> work together\n")
    return site


def find_rules(site: Any, *words: str) -> set[tuple[str, str]]:
    """File and rule of each finding of a check."""
    code, output = site.run("check", "--json", *words)
    assert code in (0, 1), output
    return {(finding["path"].removeprefix("content/"), finding["rule"]) for finding in json.loads(output)["findings"]}


@pytest.mark.says
def test_every_kind_of_finding_comes_through_with_the_others(texts: Any) -> None:
    rules = {rule for _, rule in find_rules(texts, "--writing")}
    for path, text in FAULTY.items():
        texts.file(path, text)
    rules |= {rule for _, rule in find_rules(texts, "--writing")}
    assert NAMES.keys() - rules == {"unread-key"}  # needs a plugin that is left out: tests/plugins/test_fields.py


@pytest.mark.says
def test_tags_that_are_twins_are_found_in_one_text_and_in_all(texts: Any) -> None:
    for words in (["content/posts/bad.md"], ["--writing"]):
        code, output = texts.run("check", *words)
        assert 'content/posts/bad.md:4: worth a look: "TRUST" is nearly the same as "trust"' in output, (code, output)


@pytest.mark.says
@pytest.mark.parametrize(
    ("path", "message", "text"),
    [
        ("posts/list.md", 'did you mean "categories"?', FAULTY["posts/list.md"].replace("categores", "categories")),
        ("posts/nested.md", 'did you mean "image"?', FAULTY["posts/nested.md"].replace("images", "image")),
    ],
)
def test_a_misspelled_key_gets_its_right_name_and_its_value_stays(
    texts: Any, path: str, message: str, text: str
) -> None:
    texts.file(path, FAULTY[path])
    assert message in texts.run("check", f"content/{path}")[1]
    output = texts.run("check", "--fix", f"content/{path}")[1]
    assert "; mended: " in output
    assert (texts.folder / "content" / path).read_text() == text


def test_a_check_says_each_warning_once_and_every_fault_of_a_header(site: Any) -> None:
    site.post("early", "modified: 2020-01-01\n")
    _, output = site.run("check")
    assert output.count("lies before date") == 1
    site.file("posts/early.md", "---\ntitle: My #1 tip\ndate: 'soon\nsummary: a: b\n---\nText.\n")
    _, output = site.run("check", "content/posts/early.md")
    assert [line.split(" must mend: ")[0] for line in output.splitlines() if "must mend" in line] == [
        f"content/posts/early.md:{number}:" for number in (2, 3, 4)
    ]
