"""Values that have fields of their own: made of what is declared, changed without a word of how a file writes them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lodestar.base.front_matter.edit import edit
from lodestar.base.front_matter.header import decode, split
from lodestar.desk.form_values import TypedFields, changes, in_one_line, shown, terms
from lodestar.desk.forms import Field, fields, order
from lodestar.desk.incoming import Form
from lodestar.desk.kinds import KINDS, SITE, TextKind, kind_of
from tests.conftest import ROOT
from tests.desk.conftest import Live
from tests.desk.test_write import fields_of

NAMES = {kind.name: kind for kind in KINDS}
AUTHOR = """\
---
name: Ada Moss
# where else she is
links:
  - label: Her garden
    url: https://garden.example/
  - label: About
    url: /about/
---
Ada writes.
"""
CALL = "---\nheading: Come along\nurl: /about/\nlink_text: See\nwhen:\n  # whom it is for\n  tags: [trust]\n  categories: [Work]\n---\nGood.\n"


def form_as_sent(kind: TextKind, data: bytes) -> Form:
    """Return what a browser sends for a form as it is shown."""
    form = Form()
    for item in shown(kind.model, split(decode(data)).fields):
        form.values[f"has.{item.field.name}"] = ["1"]
        put(form, item.field, item.value, item.field.name)
    return form


def put(form: Form, field: Field, value: Any, name: str) -> None:
    match field.widget:
        case "record":
            for inner in field.inner:
                put(form, inner, value[inner.name], f"{name}.{inner.name}")
        case "rows" | "menu" | "pairs":
            form.values[f"{name}.row"] = [str(number) for number in range(len(value) + 1)]
            for number, row in enumerate(value):
                for inner in field.inner:
                    put(form, inner, row[inner.name], f"{name}.{number}.{inner.name}")
        case "terms" | "files":
            form.values[name] = [in_one_line(value)]
        case "lines":
            form.values[name] = ["\r\n".join(value)]
        case _:
            form.values |= {name: [str(value)], f"{name}.own": [str(value)]}


def file_after(kind: str, text: str, **fields: str | list[str] | None) -> str:
    """Return a file after its form was sent with other values; None for a field that is not sent."""
    form = form_as_sent(NAMES[kind], text.encode())
    for name, value in fields.items():
        form.values[name.replace("__", ".")] = [value] if isinstance(value, str) else value or []
    model = NAMES[kind].model
    changes_made = changes(model, split(text).fields, form)
    return edit(text.encode(), changes_made, None, order(model)).decode()


@pytest.mark.parametrize("path", sorted((ROOT / "content").rglob("*.md")), ids=lambda path: path.stem)
def test_no_text_of_the_site_changes_by_being_shown_and_sent(path: Path) -> None:
    kind = kind_of(path.relative_to(ROOT / "content").as_posix())
    assert kind is not None
    data = path.read_bytes()
    assert changes(kind.model, split(decode(data)).fields, form_as_sent(kind, data)) == {}


@pytest.mark.parametrize("kind", [*KINDS, SITE], ids=lambda kind: kind.name)
def test_no_field_sends_its_author_to_a_page_that_she_has_not(kind: Any) -> None:
    assert [field.name for field in fields(kind.model) if "](" in field.help] == []


def test_the_links_of_an_author_are_added_moved_and_removed() -> None:
    text = file_after(
        "author", AUTHOR, links__row=["1", "0", "new"], links__new__label="Her: book", links__new__url="/book/", links__0__label="", links__0__url=""
    )  # fmt: skip
    rows = '  - label: About\n    url: /about/\n  - label: "Her: book"\n    url: /book/\n'
    assert text == AUTHOR.split("links:\n")[0] + f"links:\n{rows}---\nAda writes.\n"
    assert "links" not in file_after("author", AUTHOR, links__row=[])


def test_a_rule_changes_where_it_stands() -> None:
    assert file_after("call", CALL, when__tags="trust, delegation") == CALL.replace("[trust]", "[trust, delegation]")
    assert "from: 2026-01-01\n" in file_after("call", CALL, **{"when.from": "2026-01-01"})
    assert "when" not in file_after("call", CALL, when__tags="", when__categories="")
    call_without_rule = CALL.replace("when:\n  # whom it is for\n  tags: [trust]\n  categories: [Work]\n", "")
    assert "when:\n  tags: [delegation]\n" in file_after("call", call_without_rule, when__tags="delegation")


def test_answers_of_a_course_keep_their_paragraphs() -> None:
    text = "---\ntitle: A\ndate: 2026-01-01\npromise: B\n---\nC\n"
    sends = {"faq.row": ["new"], "faq.new.question": "Why: so?", "faq.new.answer": "One.\r\n\r\nTwo."}
    after = file_after("course", text, **sends)
    assert split(after).fields["faq"] == [{"question": "Why: so?", "answer": "One.\n\nTwo."}]


def test_what_is_deeper_than_a_form_stays_text() -> None:
    post = kind_of("posts/a.md")
    assert post is not None
    from plugins.extra.fields import PostExtra

    flat_fields, deep_fields = ({"extra": {"mood": "calm", "of": ["a", "b"]}}, {"extra": {"mood": {"deep": "er"}}})
    assert {item.field.name: item.value for item in shown(PostExtra, flat_fields)}["extra"] == [
        {"key": "mood", "value": "calm"},
        {"key": "of", "value": "a\nb"},
    ]
    assert {item.field.name: item.field.widget for item in shown(PostExtra, deep_fields)}["extra"] == "yaml"
    assert {item.field.widget for item in shown(PostExtra, {"extra": TypedFields("mood: [")})} == {"yaml"}


@given(st.lists(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1), unique=True))
def test_names_are_read_as_they_are_written(names: list[str]) -> None:
    assert terms([in_one_line(names)]) == names


def test_links_and_rules_are_written_at_the_desk(live: Live) -> None:
    form = fields_of(live, "authors/ada-moss.md")
    answer = live.post(
        "/write/authors/ada-moss.md",
        {**form, "links.row": ["new"], "links.new.label": "About", "links.new.url": "/about/", "do": "save"},
    )
    assert answer.status == 303
    assert live.read("authors/ada-moss.md").startswith(
        "---\nname: Ada Moss\nlinks:\n  - label: About\n    url: /about/\n---\n"
    )
    unfinished_form = {"links.row": ["new"], "links.new.label": "", "links.new.url": "/about/", "do": "save"}
    refused = live.post("/write/authors/ada-moss.md", {**fields_of(live, "authors/ada-moss.md"), **unfinished_form})
    assert refused.status == 422 and re.search(r'name="links.0.url" value="/about/"', refused.text)
    assert "YAML" not in live.get("/write/calls/course.md").text


def test_no_script_waits_at_its_top_level() -> None:
    """Safari runs too early, or not at all, what imports one that does (https://bugs.webkit.org/show_bug.cgi?id=242740)."""
    waits = re.compile(r"^(?!\s)(?:export |const |let )*[\w, {}]*(?:= )?await\b", re.MULTILINE)
    assert waits.search("export const text = await open();") and waits.search("await open();")
    scripts = (ROOT / "lodestar/desk/static").glob("*.js")
    assert [script.name for script in scripts if waits.search(script.read_text(encoding="utf-8"))] == []
