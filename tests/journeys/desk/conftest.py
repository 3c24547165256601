"""`clone`: one desk on a clean copy of the project, for every journey; `page`: a browser that was let in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.desk.clone import Clone
from tests.web import enter


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clone]:
    result = Clone(tmp_path_factory.mktemp("desk"))
    yield result
    result.stop()


@pytest.fixture
def page(browser, clone) -> Iterator[object]:
    """A page of a browser that was let in; an error in its console fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    result = context.new_page()
    faults: list[str] = []
    result.on("pageerror", lambda error: faults.append(str(error)))
    enter(result, clone)
    yield result
    context.close()
    # Chrome says so of a page that is replaced while it fades in, as the preview is when its site is built anew.
    assert not [fault for fault in faults if not fault.startswith("Transition was aborted")]
