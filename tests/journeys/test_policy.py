"""Pictures of another host, as readers meet them: not there and named by the build, or let in by the line it proposes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lodestar.commands.browser import serving

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
ROOT = Path(__file__).parents[2]
DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>'
POST = """
-- content/posts/a.md --
---
title: Charts
date: 2026-01-01
---

![A chart]({host}/a.svg)
"""


@pytest.fixture
def other_host(tmp_path: Path) -> Any:
    """The address of another host, which has a picture."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "a.svg").write_text(DOT)
    with serving(folder) as address:
        yield address


def shown_width(browser: Any, output: Path) -> int:
    """Return how wide the picture of the post is for its reader, in pixels of its file; 0 where it is not there."""
    with serving(output) as site:
        page = browser.new_page()
        page.goto(f"{site}/2026/01/01/a/")
        settled = "it => it.decode().catch(() => {}).then(() => it.naturalWidth)"
        width: int = page.locator("article img, main img").first.evaluate(settled)
        page.close()
    return width


@pytest.mark.says
def test_a_picture_of_another_host_is_named_and_shown_once_its_host_is_let_in(
    browser: Any, build_site: Any, other_host: str
) -> None:
    site = build_site(POST.format(host=other_host), ROOT / "theme")
    assert [message for message in site.messages if f"1 picture of {other_host} from readers" in message]
    assert shown_width(browser, site.output) == 0
    site = build_site(theme=ROOT / "theme", HOSTING={"sources": {"img-src": (other_host,)}})
    assert (site.code, site.messages) == (0, [])
    assert shown_width(browser, site.output) == 40
