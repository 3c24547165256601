"""The pictures of the site in README and docs: all that are taken are shown, and all that are shown are taken."""

from __future__ import annotations

import re
from pathlib import Path

from lodestar.commands.screenshots import FOLDER, PAGES, WIDTHS

ROOT = Path(__file__).parents[2]


def test_every_picture_is_taken_and_shown() -> None:
    taken_names = {
        f"{name}-{device}-{scheme}.png" for name in PAGES for device in WIDTHS for scheme in ("light", "dark")
    }
    texts = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    shown_names = {
        name for text in texts for name in re.findall(r"pictures/([\w-]+\.png)", text.read_text(encoding="utf-8"))
    }
    assert {path.name for path in FOLDER.glob("*.png")} == taken_names == shown_names


def test_the_repository_stays_small() -> None:
    assert max(path.stat().st_size for path in FOLDER.iterdir()) < 150_000
