"""For tests that need the real thing: the built site, a server for it, and a browser."""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from lodestar.commands.browser import ARGUMENTS, chromium, serving
from lodestar.commands.editor import fetch_editor

ROOT = Path(__file__).parents[1]
PATIENCE = 120.0
"""Seconds that whatever is waited for may take on a busy machine."""


REPLACED = re.compile(
    "context was destroyed|find context|detached|page is navigating|interrupted by another navigation|ERR_ABORTED"
)
"""What Playwright says where a page is replaced by another while it is asked."""


def until(condition: Callable[[], object]) -> None:
    """Wait until something is so.

    A page that is replaced while it is asked has not answered yet: previews, and pages that wait for the desk, reload by
    themselves, often at the very change that is waited for.
    """
    end = time.monotonic() + PATIENCE
    while not _is_so(condition):
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.05)


def _is_so(condition: Callable[[], object]) -> bool:
    try:
        return bool(condition())
    except Exception as error:
        if type(error).__module__.startswith("playwright.") and REPLACED.search(str(error)):
            return False
        raise


def free_port() -> int:
    """Return a free port, for a server that is started in a moment, and perhaps again later at the same port.

    It is below the ports that systems give out themselves, and in a range that other processes of this run do not use.
    """
    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 4
    while True:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", 20_000 + 3_000 * process + secrets.randbelow(3_000)))
            except OSError:
                continue
            return int(probe.getsockname()[1])


def enter(page: Any, desk: Any) -> None:
    """Let a browser into a desk, by the link that lets the next one in, and wait until it is there."""
    page.goto(desk.entrance)
    page.wait_for_url("**/posts")


@contextmanager
def let_in(browser: Any, desk: Any) -> Iterator[Any]:
    """Yield a page of a browser that a desk has let in; an error in its console fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    try:
        enter(page, desk)
        yield page
    finally:
        context.close()
    assert not faults


@contextmanager
def held(page: Any, pattern: str) -> Iterator[None]:
    """Hold back the requests to an address until the end of a block, and until there is one."""
    routes: list[Any] = []
    page.route(pattern, lambda route: routes.append(route))
    yield
    until(lambda: page.title() and routes)
    for route in routes:
        route.continue_()


def editor(page: Any) -> Any:
    """Return the text in the desk's editor, once the editor is there, and around it all that hears keys and what is dropped:
    a plain text area has its place until then.
    """
    page.locator("#tools button").first.wait_for(state="attached")
    return page.locator(".cm-content")


def rewrite(page: Any, text: str) -> None:
    """Replace the text in the desk's editor, selecting all by its own key: a selection that the browser makes, as `fill` does,
    comes to the editor later, and what is typed meanwhile is put before the text.
    """
    field = editor(page)
    field.press("ControlOrMeta+a")
    page.keyboard.insert_text(text) if text else field.press("Delete")


def written(page: Any) -> str:
    """Return the text in the desk's editor."""
    return str(page.locator("textarea[name=body]").input_value())


def follow(page: Any, link: Any) -> None:
    """Press what leads to another page, and wait until that page is there with its scripts."""
    with page.expect_navigation(wait_until="load"):
        link.click()


def share_compiled(cache: Path, *folders: str) -> None:
    """Let builds with a cache folder find templates compiled for the project's own, by their text: half of a first build's
    time; `folders` are others that can be shared.
    """
    cache.mkdir(exist_ok=True)
    for name in ("templates", *folders):
        (ROOT / ".cache" / name).mkdir(parents=True, exist_ok=True)
        (cache / name).symlink_to(ROOT / ".cache" / name)


def build(folder: Path, *options: str, **environment: str) -> Path:
    """Build the site's own content, as its author does, into a folder of its own; the output folder."""
    output = folder / "site"
    command = [sys.executable, str(ROOT / "tasks.py"), "build", "--output", str(output), *options]
    result = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stderr == "", "the site's own content builds without a warning"
    return output


def shared(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Path]) -> Path:
    """Return what `make` builds in an empty folder, built once for all processes of a run; tests only read it."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    folder.mkdir(exist_ok=True)
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        built = folder / "built"
        if not built.exists():
            built.write_text(str(make(folder)))
    return Path(built.read_text())


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the site's own content."""
    return shared(tmp_path_factory, "site", build)


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""
    with serving(site) as url:
        yield url


@pytest.fixture(scope="session")
def playwright() -> Iterator[Any]:
    """What drives browsers; it is patient, since it may be one of many on a busy machine."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as driver:
        yield driver


def steady(browser: Any) -> Any:
    """Give what is opened in a browser the time that a busy machine needs (half a minute is too little for some), and
    no motion: a link that is pressed while its page scrolls smoothly may be elsewhere when the button is let go.
    """
    for name in ("new_context", "new_page"):
        setattr(browser, name, _steadily(getattr(browser, name)))
    return browser


def _steadily(open_new: Callable[..., Any]) -> Callable[..., Any]:
    def begin_so(**options: Any) -> Any:
        result = open_new(**{"reduced_motion": "reduce", **options})
        result.set_default_timeout(PATIENCE * 1000)
        return result

    return begin_so


@pytest.fixture(scope="session")
def browser(playwright: Any) -> Iterator[Any]:
    """A real browser, and the packages that run in it. In CI its absence is a failure; elsewhere a reason to skip."""
    from playwright.sync_api import Error

    fetch_editor(print)
    try:
        chrome = steady(playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS))
    except Error as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"there is no browser here: {error.message.splitlines()[0]}")
    yield chrome
    chrome.close()
