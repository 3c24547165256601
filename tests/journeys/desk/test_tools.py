"""The buttons above the text."""

from __future__ import annotations

import pytest

from tests.web import editor, written

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


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
    body.fill("*word*")
    body.press("Control+a")
    assert press("Italics") == "word"
    body.press("Control+End")
    assert press("Table") == "word\n\n| Heading | Heading |\n|---|---|\n| Words | Words |\n| Words | Words |\n"
    opened.keyboard.type("Day")
    assert "| Day | Heading |" in written(opened)
