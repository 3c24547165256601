"""`screenshots`: makes the pictures in README and docs from the built site."""

from __future__ import annotations

import argparse
import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lodestar.base.root import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

FOLDER = ROOT / "docs" / "pictures"
PAGES = {
    "archive": "/tag/leadership-tips/",
    "post": "/2025/02/05/6-compassionate-leadership-actions/",
    "subjects": "/tags/",
    "home": "/",
    "course": "/courses/lead-from-the-heart/",
}
WIDTHS = {"phone": (390, 780), "desktop": (1280, 900)}
COLORS = 128
"""Colors that a picture is reduced to, so that the repository stays small."""


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    return argparse.ArgumentParser(
        description="Take the pictures in docs/pictures anew, from the built site, in a real browser.",
        epilog="Example: python3 tasks.py screenshots",
    )


def run(options: argparse.Namespace) -> int:
    """Build, serve, and take a picture of each page, light and dark, on a phone and a desktop."""
    from playwright.sync_api import sync_playwright

    from lodestar.commands.browser import serving
    from lodestar.commands.test import install_browser
    from lodestar.engine.program import SETTINGS, SiteOptions, build

    install_browser()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        build(SiteOptions("content", folder + "/site", str(ROOT / SETTINGS)), {})
        with serving(Path(folder) / "site") as address:
            _take(playwright, address)
    return 0


def _take(playwright: Playwright, address: str) -> None:
    from lodestar.commands.browser import ARGUMENTS, chromium

    browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
    for name, path in PAGES.items():
        for device, size in WIDTHS.items():
            for scheme in ("light", "dark"):
                (FOLDER / f"{name}-{device}-{scheme}.png").write_bytes(_picture(browser, address + path, size, scheme))
    browser.close()


def _picture(browser: Browser, url: str, size: tuple[int, int], scheme: Any) -> bytes:
    from PIL import Image

    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page = context.new_page()
    page.goto(url)
    image = Image.open(io.BytesIO(page.screenshot()))
    context.close()
    buffer = io.BytesIO()
    image.convert("RGB").quantize(COLORS).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
