"""Somebody writes in the first post of a small desk."""

from __future__ import annotations

from tests.desk.conftest import Live
from tests.web import editor

FIRST = "posts/2026/first.md"
WORDS = "A sentence that took an hour."


def open_text(page, desk: Live) -> None:
    """Open a text; what happens to it before anything is written meets no save of the page's own."""
    page.goto(f"{desk.origin}/write/{FIRST}")
    editor(page).wait_for()


def type_words(page) -> None:
    """Write at the end of the text that is open."""
    editor(page).press("ControlOrMeta+End")
    page.keyboard.type(WORDS)


def write(page, desk: Live) -> None:
    """Open a text and write at its end, which the page saves by itself after a while."""
    open_text(page, desk)
    type_words(page)


def keep_from_saving(page) -> None:
    """Write something that cannot be saved, so that the page does not do it by itself."""
    page.get_by_label("Date").fill("no date yet")
