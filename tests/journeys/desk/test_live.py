"""The editor shows a text as it will be, and holds the Markdown that it is."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from lodestar.base.front_matter.header import decode, split
from lodestar.base.front_matter.spans import plain
from lodestar.desk.incoming import Form
from lodestar.desk.kinds import kind_of
from lodestar.desk.opened import built
from tests.journeys.desk.conftest import POST
from tests.web import editor, held, rewrite, until, written

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
ROOT = Path(__file__).parents[3]
TEXT = """\
Words that are **strong**, *soft*, and [lead away](/about/ "Why").

## A heading {#here}

- One point
    - below it

1. First

> Somebody said so.

![A compass](/images/posts/compass.svg){.wide}

| a | b |
|---|---|
| 1 | 2 |

::: tip
Do *this*.
:::

The end.
"""
SHOWN = """\
Words that are strong, soft, and lead away.

A heading

•One point
•below it

1. First

Somebody said so.



| a | b |
|---|---|
| 1 | 2 |

::: tip
Do *this*.
:::

The end."""
LINES = "[...document.querySelectorAll('.cm-line')].map(each => each.textContent)"


def typed(page: Any, words: str) -> str:
    """Return what stands in an empty text after somebody typed."""
    rewrite(page, "")
    page.keyboard.type(words)
    return written(page)


def press(page: Any, *keys: str) -> str:
    """Return what stands in the text after somebody pressed one key after another."""
    for key in keys:
        page.keyboard.press(key)
    return written(page)


def test_a_text_looks_as_it_will_and_what_is_not_dressed_stands_as_it_is(editor_page):
    rewrite(editor_page, TEXT)
    editor_page.locator("#field-title").focus()
    until(lambda: editor_page.evaluate(LINES)[: SHOWN.count("\n") + 1] == SHOWN.split("\n"))
    style = "([name, key]) => getComputedStyle(document.querySelector(`.cm-content ${name}`))[key]"
    assert int(editor_page.evaluate(style, [".is-strong", "fontWeight"])) >= 700
    assert editor_page.evaluate(style, [".is-emphasis", "fontStyle"]) == "italic"
    assert "mono" in editor_page.evaluate(style, [".is-source", "fontFamily"])
    until(lambda: editor_page.locator(".cm-content .picture img").evaluate("each => each.naturalWidth") > 0)
    assert written(editor_page) == TEXT


def test_the_signs_show_where_the_cursor_is(editor_page):
    body = editor(editor_page)
    body.fill("Some **strong** words\n\n## Heading")
    body.press("Control+Home")
    assert editor_page.evaluate(LINES) == ["Some strong words", "", "Heading"]
    for _ in range(5):
        body.press("ArrowRight")
    assert editor_page.evaluate(LINES)[0] == "Some **strong** words"
    body.press("Control+End")
    assert editor_page.evaluate(LINES) == ["Some strong words", "", "## Heading"]


def test_on_a_phone_nothing_stands_in_the_text_that_is_not_in_it(editor_page):
    editor_page.set_viewport_size({"width": 390, "height": 800})
    rewrite(editor_page, "1. One\n\n- Two\n\n> Three\n\n## Four")
    inserted_texts = "[...document.querySelectorAll('.cm-content *')].flatMap(each => ['::before', '::after'].map(name => getComputedStyle(each, name).content))"
    assert set(editor_page.evaluate(inserted_texts)) == {"none"}


def test_who_types_as_in_a_word_processor_gets_paragraphs_lists_and_quotes(editor_page):
    assert typed(editor_page, "1. One\nTwo\n\nWords\n- a\nb") == "1. One\n2. Two\n\nWords\n\n- a\n- b"
    assert press(editor_page, "Home", "Backspace") == "1. One\n2. Two\n\nWords\n\n- a\nb", "a bullet goes as one sign"
    text = "> Said\n>\n> by her\n\nEnd\n\n.\n\n```\ncode\nmore"
    assert typed(editor_page, "> Said\nby her\n\nEnd\n\n\n.\n```\ncode\nmore") == text, "one empty line is enough"


def test_in_a_block_of_a_course_each_line_is_what_it_is(editor_page):
    text = "::: quiz\nWhich?\nOf them.\n- a\n- b\n> why\n> so\n:::\n\nAfter\n\nit"
    assert typed(editor_page, "::: quiz\nWhich?\nOf them.\n- a\nb\n\n> why\nso\n\n:::\n\nAfter\nit") == text


def test_what_is_typed_between_paragraphs_is_one_of_its_own(editor_page):
    rewrite(editor_page, "One\n\nTwo\n")
    press(editor_page, "Control+End")
    editor_page.keyboard.type("Three")
    assert press(editor_page, "Control+Home", "ArrowDown") == "One\n\nTwo\n\nThree"
    editor_page.keyboard.type("Between\nand")
    assert written(editor_page) == "One\n\nBetween\n\nand\n\nTwo\n\nThree"


def test_two_paragraphs_become_one_and_a_line_may_end_within_one(editor_page):
    assert typed(editor_page, "One\ntwo\n") == "One\n\ntwo\n\n"
    assert press(editor_page, "Backspace", *["ArrowLeft"] * len("two"), "Backspace") == "Onetwo"
    assert press(editor_page, "Enter", "ArrowUp", "ArrowUp", "End", "Delete") == "Onetwo"
    assert press(editor_page, "Shift+Enter") == "One  \ntwo"


def test_tab_leaves_the_editor_which_has_a_name_and_is_spelled(editor_page):
    field = editor_page.get_by_role("textbox", name="Text", exact=True)
    assert field.get_attribute("spellcheck") == "true" and field.get_attribute("lang") == "en"
    assert "Tab leaves the text." in editor_page.locator(f"#{field.get_attribute('aria-describedby')}").inner_text()
    field.focus()
    before = written(editor_page)
    editor_page.keyboard.press("Tab")
    assert editor_page.evaluate("document.activeElement.closest('#writing')") is None
    assert written(editor_page) == before


def test_without_its_packages_the_plain_text_area_stays(page, clone):
    page.route("**/static/packages/**", lambda route: route.abort())
    page.goto(f"{clone.desk}/write/{POST}")
    page.get_by_role("button", name="Quote").wait_for()
    page.locator("textarea#body").fill("Plain")
    page.get_by_role("button", name="Quote").click()
    assert written(page) == "> Plain"


@pytest.mark.parametrize("late_script", ["live.js", "saving.js"])
def test_who_is_faster_than_the_editor_goes_on_in_it_and_all_is_saved(page, clone, late_script):
    with held(page, f"**/static/{late_script}"):
        page.goto(f"{clone.desk}/write/{POST}", wait_until="commit")
        page.locator("textarea#body").press("ControlOrMeta+End")
        page.keyboard.type("Half of it")
    page.keyboard.type(" and more", delay=20)
    editor(page).wait_for()
    until(lambda: (clone.folder / "content" / POST).read_text().endswith("\nHalf of it and more\n"))


def test_who_begins_a_new_text_before_the_page_is_whole_types_over_nothing(page, clone):
    with held(page, "**/static/around.js"):
        page.goto(f"{clone.desk}/write/{POST}?said=made", wait_until="commit")
        page.locator(".cm-content").press("ControlOrMeta+End")
        page.keyboard.type("Half of it")
    editor(page).wait_for()
    page.keyboard.type(" and more")
    assert written(page).endswith("\nHalf of it and more")


@pytest.mark.parametrize("number", [120, pytest.param(10_000, marks=pytest.mark.slow)])
def test_opening_and_saving_changes_no_byte(editor_page, number):
    files = [path.read_bytes() for path in sorted((ROOT / "content").rglob("*.md"))]
    files += [make(random.Random(seed)) for seed in range(number - len(files))]
    kind = kind_of(POST)
    assert kind is not None
    for start in range(0, len(files), 500):
        portion = files[start : start + 500]
        bodies = [split(decode(data)).body.lstrip("\n") for data in portion]
        for data, text, sent in zip(portion, bodies, editor_page.evaluate(SENT, bodies), strict=True):
            assert sent == plain(text).replace("\n", "\r\n")
            assert built(kind, data, Form({"body": [sent]})) == data


SENT = """async (texts) => {
  const { text } = await import("/static/text.js");
  const form = document.getElementById("editor");
  const sent = [];
  for (const each of texts) {
    // As the page holds it, as the browser reads that, as the editor holds it, and as the form sends it.
    const page = `<textarea>\\n${each.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</textarea>`;
    text.replace(0, text.value.length, new DOMParser().parseFromString(page, "text/html").querySelector("textarea").value);
    const data = new FormData();
    data.set("body", new FormData(form).get("body"));
    const body = await new Response(data).text();
    sent.push(body.slice(body.indexOf("\\r\\n\\r\\n") + 4, body.lastIndexOf("\\r\\n--")));
  }
  return sent;
}"""
PIECES = ("\n", "\n\n", "\r\n", "\r", "\t", "  \n", "# ", "- ", "    - ", "> ", "**", "*", "`", "[a](b)", "![c](/images/posts/compass.svg)", "<b>", "&amp;", "\\*", "::: tip\n", ":::\n",
          "| a | b |\n|---|---|\n", "e\u0301", "\u00e9", "\u00a0", "\u200d", "\u202e", "\U0001f469\u200d\U0001f4bb", "word ", "another one", "{.wide}", "[^1]: note", "---\n")  # fmt: skip


def make(chance: random.Random) -> bytes:
    """Return a text as nobody would write it, with all kinds of line ends."""
    return (
        b"---\ntitle: First\ndate: 2026-01-05\n---\n"
        + "".join(chance.choices(PIECES, k=chance.randint(0, 60))).encode()
    )
