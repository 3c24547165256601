"""For tests that need the real thing: the built site, a server for it, and a browser."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lodestar.commands.browser import ARGUMENTS, chromium, serving

ROOT = Path(__file__).parents[1]


def build(folder: Path, *options: str, **environment: str) -> Path:
    """Build the site's own content, as its author does, into a folder of its own; the output folder."""
    output = folder / "site"
    command = [sys.executable, str(ROOT / "tasks.py"), "build", "--output", str(output), *options]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == "", "the site's own content builds without a warning"
    return output


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the site's own content."""
    return build(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""
    with serving(site) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A real browser. In CI its absence is a failure; elsewhere a reason to skip."""
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as playwright:
        try:
            made = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        except Error as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"there is no browser here: {error.message.splitlines()[0]}")
        yield made
        made.close()
