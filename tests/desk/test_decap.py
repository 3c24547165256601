"""Decap's side: its configuration follows the models, its saves go through the desk."""

from __future__ import annotations

import json
from datetime import UTC
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from desk.decap.config import config
from desk.decap.routes import Decap, changes
from desk.kinds import BY_NAME, KINDS
from plugins.front_matter.header import decode, split
from plugins.front_matter.models import Post

HEADER = (
    "---\n# mine\ntitle: 'First'\ndate: 2026-01-05 09:00\ntags: [trust, \"work, life\"]\nsummary: One.\n---\nText.\n"
)


@pytest.fixture
def decap(tmp_path):
    """Decap's routes on a desk that needs no server."""
    from desk.library import Library
    from plugins.front_matter.options import Options

    path = tmp_path / "content/posts/2026/first.md"
    path.parent.mkdir(parents=True)
    path.write_text(HEADER)
    zone = ZoneInfo("UTC")
    from datetime import datetime

    now = lambda: datetime(2026, 6, 1, tzinfo=UTC)  # noqa: E731
    library = Library(tmp_path / "content", lambda: zone, now, (), None)
    library.refresh()
    desk = SimpleNamespace(
        content=tmp_path / "content", library=library, settings={"SITENAME": "Site", "BUILD_RUN": SimpleNamespace(declared=SimpleNamespace(kinds=()))}, zone=zone, shown="content", cache=tmp_path / "cache", now=now,
        notes={}, changed=library.refresh, reading=Options("content", "UTC", {"extensions": []}), place_of=lambda path: None,
    )  # fmt: skip
    return Decap(desk)


def save(
    decap: Decap, header: str, body: str = "Text.\n", tab: str = "a", path: str = "content/posts/2026/first.md"
) -> None:
    decap._do_persistEntry(
        tab, {"dataFiles": [{"slug": "first", "path": path, "raw": f"---\n{header}---\n{body}"}], "assets": []}
    )


def test_every_field_of_a_model_is_in_the_configuration():
    made = config(
        KINDS, "content", {"tags": ["trust", "work, life"]}, ["course"], "http://127.0.0.1:1/api", "http://localhost:1"
    )
    posts = next(each for each in made["collections"] if each["name"] == "post")
    names = {field["name"] for field in posts["fields"]}
    assert set(Post.model_fields) <= names and "add_tags" in names
    tags = next(field for field in posts["fields"] if field["name"] == "tags")
    assert (tags["widget"], tags["multiple"], tags["options"]) == ("select", True, ["trust", "work, life"])
    assert made["slug"]["encoding"] == "ascii"
    assert json.dumps(made)


def test_what_decap_writes_otherwise_is_no_change(decap):
    decap._do_getEntry("a", {"path": "content/posts/2026/first.md"})
    save(
        decap,
        'date: "2026-01-05 09:00"\ntitle: First\nsummary: "One."\ncomments: true\ntags:\n  - trust\n  - work, life\nimage: ""\naliases: []\n',
    )
    assert (decap._desk.content / "posts/2026/first.md").read_text() == HEADER


def test_an_edit_changes_its_own_line_and_a_tag_is_added_whole(decap):
    decap._do_getEntry("a", {"path": "content/posts/2026/first.md"})
    save(
        decap,
        'title: First\ndate: 2026-01-05 09:00\nsummary: Two.\ntags: [trust, "work, life"]\nadd_tags: |\n  rest, and play\n',
    )
    assert (decap._desk.content / "posts/2026/first.md").read_text() == HEADER.replace("One.", "Two.").replace(
        'life"]', 'life", "rest, and play"]'
    )


def test_the_second_of_two_tabs_is_refused(decap):
    from desk.writing import Conflict

    for tab in ("a", "b"):
        decap._do_getEntry(tab, {"path": "content/posts/2026/first.md"})
    save(decap, "title: A\ndate: 2026-01-05 09:00\n", tab="a")
    with pytest.raises(Conflict):
        save(decap, "title: B\ndate: 2026-01-05 09:00\n", tab="b")


def test_a_new_file_is_made_and_one_that_is_there_is_not_replaced(decap):
    from desk.writing import Conflict

    save(decap, "title: New\ndate: 2026-02-01\n", path="content/posts/2026/new.md")
    assert split(decode((decap._desk.content / "posts/2026/new.md").read_bytes())).fields == {
        "title": "New",
        "date": "2026-02-01",
    }
    with pytest.raises(Conflict):
        save(decap, "title: Other\ndate: 2026-02-01\n", tab="b", path="content/posts/2026/new.md")


@pytest.mark.parametrize(
    "path",
    [
        "content/../x.md",
        "/etc/x.md",
        "pelicanconf.py",
        "content/images/x.svg",
        "content/posts/../../x.md",
        "content/posts/con.md",
    ],
)
def test_names_that_lead_elsewhere_are_refused(decap, path):
    with pytest.raises(Exception, match=r"no name|outside|no text"):
        save(decap, "title: A\ndate: 2026-01-05\n", path=path)


def test_what_cannot_be_built_is_refused(decap):
    decap._do_getEntry("a", {"path": "content/posts/2026/first.md"})
    with pytest.raises(Exception, match="vague"):
        save(decap, "title: A\ndate: March\n")


def test_nested_values_are_compared_by_what_they_say():
    kind, zone = BY_NAME["call"], ZoneInfo("UTC")
    header = {"heading": "A", "when": {"tags": ["a"]}}
    assert (
        changes(
            kind,
            header,
            {"heading": "A", "when": {"tags": ["a"], "from": "", "authors": []}, "default": "false", "order": ""},
            zone,
        )
        == {}
    )
    assert set(changes(kind, header, {"heading": "A", "when": {"tags": ["b"]}}, zone)) == {"when"}
