"""Somebody writes in the first post of a small desk."""

from __future__ import annotations

from typing import Any

from tests.desk.conftest import Live
from tests.web import editor, follow

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


def offers(page) -> Any:
    """Return the offers of what was not saved, once the page has seen which tabs are open: then it hides some, and puts its own
    in the place of the desk's.
    """
    page.evaluate("navigator.locks.query()")  # after the page's own query
    return page.get_by_text("Put it back")


def put_back(page) -> None:
    """Take the first offer of what was not saved."""
    follow(page, offers(page).first)


def keep_from_saving(page) -> None:
    """Write something that cannot be saved, so that the page does not do it by itself."""
    page.get_by_label("Date").fill("no date yet")
