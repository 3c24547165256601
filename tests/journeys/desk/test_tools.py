"""The buttons above the text."""

from __future__ import annotations

import pytest

from tests.web import editor, until, written

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


def test_one_tab_passes_the_buttons_and_arrow_keys_go_through_them(opened):
    until(lambda: opened.get_by_role("button", name="Redo").get_attribute("tabindex") == "-1")
    opened.locator("#field-title").focus()
    reached = "document.activeElement.textContent"
    names = []
    for key in ("Tab", "ArrowRight", "End", "ArrowRight", "Home", "End", "ArrowLeft"):
        opened.keyboard.press(key)
        names.append(opened.evaluate(reached))
    assert names == ["Undo", "Redo", "Word file", "Word file", "Undo", "Word file", "Picture of the site"]
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.ariaMultiLine") == "true", "the text comes next"
    opened.keyboard.press("Shift+Tab")
    assert opened.evaluate(reached) == "Picture of the site"


def test_each_button_writes_its_form_and_takes_it_off_again(opened):
    body = editor(opened)

    def press(*names: str) -> str:
        for name in names:
            opened.get_by_role("button", name=name, exact=True).click()
        return written(opened)

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
    opened.keyboard.type("Day")
    assert "| Day | Heading |" in written(opened)
