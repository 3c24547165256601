"""Fetch the editor's packages, once."""

from __future__ import annotations

from collections.abc import Callable

from lodestar.commands.npm import fetch
from lodestar.desk.packages import LOCK, folder


def fetch_editor(say: Callable[[str], None]) -> None:
    """Fetch the packages for the desk, unless they are there; `say` why where that fails."""
    try:
        fetch(LOCK, folder())
    except OSError:
        say("The editor that shows texts as they will be could not be fetched; are you online? Until the desk is")
        say("started with a connection, you write in a plain text area, and everything else works.")
