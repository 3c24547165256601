"""`clone`: one desk on a clean copy of the project, `fillable_desk`: one on a few texts, neither of which a journey leaves
changed for the next; `page`: a browser that was let in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.desk.conftest import _fillable_desk, fillable_desk  # noqa: F401 - fixtures for every journey
from tests.journeys.desk.clone import Clone
from tests.web import editor, let_in

POST = "posts/2018/a-thank-you-that-lands.md"


@pytest.fixture(scope="session")
def _shared_clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clone]:
    result = Clone(tmp_path_factory.mktemp("desk"))
    result.start()
    yield result
    result.stop()


@pytest.fixture
def clone(_shared_clone: Clone) -> Iterator[Clone]:
    yield _shared_clone
    _shared_clone.put_back()


@pytest.fixture
def desk(clone) -> Any:
    """The desk that `page` is let in to; a file of tests may have one of its own."""
    return clone


@pytest.fixture
def page(browser, desk) -> Iterator[Any]:
    with let_in(browser, desk) as result:
        yield result


@pytest.fixture
def editor_page(page, clone):
    """A browser with a post open."""
    page.goto(f"{clone.desk}/write/{POST}")
    editor(page).wait_for()
    return page
