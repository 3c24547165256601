"""The buttons above the text."""

from __future__ import annotations

import pytest

from tests.web import editor, until, written

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


def test_one_tab_passes_the_buttons_and_arrow_keys_go_through_them(editor_page):
    until(lambda: editor_page.get_by_role("button", name="Redo").get_attribute("tabindex") == "-1")
    editor_page.locator("#field-title").focus()
    focused_text = "document.activeElement.textContent"
    names = []
    for key in ("Tab", "ArrowRight", "End", "ArrowRight", "Home", "End", "ArrowLeft"):
        editor_page.keyboard.press(key)
        names.append(editor_page.evaluate(focused_text))
    assert names == ["Undo", "Redo", "Word file", "Word file", "Undo", "Word file", "Picture of the site"]
    editor_page.keyboard.press("Tab")
    assert editor_page.evaluate("document.activeElement.ariaMultiLine") == "true", "the text comes next"
    editor_page.keyboard.press("Shift+Tab")
    assert editor_page.evaluate(focused_text) == "Picture of the site"


def test_each_button_writes_its_form_and_takes_it_off_again(editor_page):
    body = editor(editor_page)

    def press(*names: str) -> str:
        for name in names:
            editor_page.get_by_role("button", name=name, exact=True).click()
        return written(editor_page)

    body.fill("Above\nOne\nTwo")
    body.press("Shift+Home")
    body.press("Shift+ArrowUp")
    assert press("Numbered list") == "Above\n\n1. One\n2. Two"
    assert press("Undo") == "Above\nOne\nTwo"
    assert press("Redo") == "Above\n\n1. One\n2. Two"
    body.press("Control+End")
    assert press("Quote") == "Above\n\n1. One\n> Two"
    assert press("Quote") == "Above\n\n1. One\n\nTwo"
    assert press("Sub-heading") == "Above\n\n1. One\n\n### Two"
    assert press("Heading") == "Above\n\n1. One\n\n## Two"
    body.fill("word")
    body.press("Shift+Home")
    assert press("Bold", "Italics") == "***word***"
    assert press("Bold") == "*word*"
    body.fill("One **two** three \n\nFour")
    body.press("Control+a")
    assert press("Bold") == "**One two three** \n\n**Four**", (
        "each paragraph by itself, and nothing bold in what is bold"
    )
    body.fill("One\n\n- two\n- three\n\n## Four\n\n| a |\n|---|")
    body.press("Control+a")
    assert press("Bold") == "**One**\n\n- **two**\n- **three**\n\n## **Four**\n\n| a |\n|---|"
    assert press("Bold") == "One\n\n- two\n- three\n\n## Four\n\n| a |\n|---|"
    body.fill("*word*")
    body.press("Control+a")
    assert press("Italics") == "word"
    body.press("Control+End")
    assert press("Table") == "word\n\n| Heading | Heading |\n|---|---|\n| Words | Words |\n| Words | Words |\n"
    editor_page.keyboard.type("Day")
    assert "| Day | Heading |" in written(editor_page)
