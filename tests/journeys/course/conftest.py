"""What journeys of learners begin with; all of them need a real browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from lodestar.commands.browser import chromium
from tests.journeys.course.learner import Server, built, opened
from tests.web import shared


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    folder = f"{Path(__file__).parent}{os.sep}"
    for item in items:
        if str(item.path).startswith(folder):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.filterwarnings("ignore::ResourceWarning"))
            item.add_marker(
                pytest.mark.skipif(not chromium() and "CI" not in os.environ, reason="no Chromium on this machine")
            )


@pytest.fixture(scope="session")
def sealed_site(tmp_path_factory) -> Path:
    return shared(tmp_path_factory, "sealed", lambda folder: built(folder, "passphrase"))


@pytest.fixture(scope="session")
def linked_site(tmp_path_factory) -> Path:
    return shared(tmp_path_factory, "linked", lambda folder: built(folder, "link"))


@pytest.fixture
def server(sealed_site) -> Iterator[Server]:
    result = Server(sealed_site)
    yield result
    result.stop()


@pytest.fixture
def context(playwright, server, tmp_path):
    """A browser with a profile on disk, so that it can be closed and opened again."""
    result = opened(playwright, server, tmp_path)
    yield result
    result.close()
    assert result.complaints == []
