"""How long a key takes to the screen in the desk's editor, and in the plain text area that it takes the place of."""

from __future__ import annotations

import statistics
from typing import Any

from lodestar.commands.browser import ARGUMENTS, chromium

WORDS = 5000
DOWN = 60
"""Lines from the beginning to where one types."""
KEYS = "The lamp burned in the hall all night, and nobody asked who had lit it or why. "
ROUNDS = 3
PAUSE = 40
"""Milliseconds between two keys, more than a quick typist takes."""
MEASURE = """() => {
  window.taken = [];
  document.addEventListener("keydown", () => {
    const began = performance.now();
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.taken.push(performance.now() - began);
      channel.port2.postMessage(0);
    });
  }, { capture: true });
}"""


def measure_typing(address: str, cookie: dict[str, Any]) -> dict[str, float]:
    """Return the median milliseconds from a key to the screen in the text at `address`: `plain` and `editor`."""
    from playwright.sync_api import sync_playwright

    durations: dict[str, list[float]] = {"plain": [], "editor": []}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([cookie])  # type: ignore[list-item]
        for _ in range(ROUNDS):  # in turns, so that what else the machine does meets both
            for mode, times in durations.items():
                times += _typed(context.new_page(), address, mode == "plain")
        browser.close()
    return {mode: statistics.median(times) for mode, times in durations.items()}


def _typed(page: Any, address: str, plain: bool) -> list[float]:
    """Return the milliseconds that each key took."""
    if plain:
        page.route("**/static/packages/**", lambda route: route.abort())
    page.goto(address)
    page.locator("textarea#body" if plain else ".cm-content").press("ControlOrMeta+Home")
    for _ in range(DOWN):
        page.keyboard.press("ArrowDown")
    page.evaluate(MEASURE)
    page.keyboard.type(KEYS, delay=PAUSE)
    page.wait_for_timeout(PAUSE * 5)
    times: list[float] = page.evaluate("taken")
    page.close()
    return times
