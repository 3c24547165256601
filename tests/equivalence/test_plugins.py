"""A plugin that is taken out of the settings leaves no trace: not in a page, not as a link to what it made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.equivalence.building import Answer, Builder, File, Request, preload, tree
from tests.equivalence.site_edits import COMMENT, NEEDED, REMOVABLE, UNSEEN
from tests.equivalence.small_site import DECLARED, SmallSite

pytestmark = pytest.mark.seconds

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
LINK = re.compile(rb'(?:href|src)="(/[^"?#]*)')


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """A site on which each plugin has something to do."""
    preload()
    result = SmallSite(tmp_path_factory.mktemp("site"))
    result.posts["p0"].update({key: values[1] for key, values in DECLARED.items()})
    result.posts["p0"].update(authors=["Daniel Okafor"], aliases=["/old/"], body="long")
    result.posts["p1"].update(series="Trust", image="images/a.png")
    for name in result.posts:
        result.save(name)
    result.write("comments/p0.yaml", COMMENT.format("Yes."))
    return result


@pytest.fixture(scope="module")
def builder() -> Iterator[Builder]:
    result = Builder()
    yield result
    result.end()


def build(site: SmallSite, builder: Builder, name: str, omitted: str = "") -> dict[str, bytes]:
    """Build into a folder of the site's; its files."""
    settings = {"SEARCH": {"enabled": True}, "PICTURES": {"cards": True}, "HOSTING": {"host": "nginx"}}
    builder.ask(Request(site.folder, name, 1, NOW, settings, omitted and f"plugins.{omitted}"))
    answer: Answer = builder.answer()
    unread = (f"since PLUGINS leaves out plugins.{omitted};", "is of no kind that is copied to the site")
    messages = [message for message in answer.messages if not (omitted and any(words in message for words in unread))]
    assert (answer.code, messages) == (0, [])
    return {path: file.data for path, file in tree(site.folder / name).items() if file != File(b"", 0, 0)}


SHORT = ("comments", "course", "course_cta", "subtitle")
"""Those of which the suite shows it; `test --slow` shows it of all."""


@pytest.mark.parametrize(
    "plugin", [pytest.param(name, marks=() if name in SHORT else pytest.mark.slow) for name in REMOVABLE]
)
def test_a_plugin_that_is_left_out_leaves_no_trace(site: SmallSite, builder: Builder, plugin: str) -> None:
    first = build(site, builder, "output")
    files_without = build(site, builder, "output", plugin)
    assert files_without != first, "the plugin has nothing to do here; the test proves nothing"
    clean_builder = Builder()
    try:
        assert files_without == build(site, clean_builder, f"without-{plugin}", plugin)
    finally:
        clean_builder.end()
    assert dead_links(files_without) == set()
    assert build(site, builder, "output") == first


def dead_links(files: dict[str, bytes]) -> set[str]:
    """Return the links of pages to files of the site that are not there."""
    links = {link.decode() for path, data in files.items() if path.endswith(".html") for link in LINK.findall(data)}
    return {
        link for link in links if not any(link.rstrip("/") + end in files for end in ("", "/index.html", "/index.xml"))
    }


def test_a_link_that_leads_nowhere_is_found() -> None:
    page = b'<a href="/feed/">Feed</a> <a href="/about/#x">About</a> <img src="/a%20b.png">'
    assert dead_links({"/index.html": page, "/about/index.html": b""}) == {"/feed/", "/a%20b.png"}


def test_the_list_of_plugins_that_can_be_left_out_is_whole() -> None:
    packages = {path.parent.name for path in (Path(__file__).parents[2] / "plugins").glob("*/__init__.py")}
    assert packages == NEEDED | UNSEEN | set(REMOVABLE)
