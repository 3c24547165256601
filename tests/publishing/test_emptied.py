"""A site that had posts and has none any more: the build warns, and nothing is published unless that is meant."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.says
REFUSED = (
    "content/posts:1: readers would find no post any more, and 2 were published; look what takes them out "
    "(IGNORE_FILES, their status or date, another folder); if it is meant, add --intended"
)


@pytest.fixture
def emptied(site: Any) -> Any:
    """A site whose posts were published, and are hidden from the next build by a glob that matches too much."""
    site.post("one")
    site.post("two")
    site.publish()
    site.configure(IGNORE_FILES=["**/.*", "**/posts/**"])
    return site


def test_nothing_is_published(emptied: Any) -> None:
    live = (emptied.live / "current").resolve()
    for words in (["publish"], ["publish", "--dry-run"], ["check"]):
        code, output = emptied.run(*words)
        assert (code, REFUSED in output) == (1, True), output
    assert (emptied.live / "current").resolve() == live


def test_it_is_published_where_that_is_meant(emptied: Any) -> None:
    lines = (emptied.folder / "published/addresses.txt").read_text().splitlines()
    remaining = [address for line in lines if (address := line.split("\t")[0]).startswith(("/2026/", "/feed"))]
    (emptied.folder / "redirects.txt").write_text("".join(f"{address} gone\n" for address in remaining))
    code, output = emptied.run("publish")
    assert (code, output.count("add --intended")) == (1, 1), output
    assert emptied.run("check", "--intended")[0] == 0, emptied.run("check", "--intended")
    assert emptied.run("publish", "--intended")[0] == 0
    assert emptied.run("check")[0] == 0, "what is gone by intent is asked for once"


def test_a_site_that_never_had_a_post_is_published(site: Any) -> None:
    site.file("pages/about.md", "---\ntitle: About\n---\nText.\n")
    site.publish()


def test_a_build_warns_once_that_the_posts_are_gone(build_site: Any) -> None:
    post = "-- content/posts/p.md --\n---\ntitle: P\ndate: 2026-01-01\n---\nText.\n"
    assert build_site(post).messages == []
    built = build_site("-- content/posts/p.md --\n(deleted)\n-- content/pages/a.md --\n---\ntitle: A\n---\nText.\n")
    assert built.code == 0
    assert built.messages == [
        "content/posts:1: the site has no post any more, and the last build had 1; look what takes them out "
        "(IGNORE_FILES, their status or date, another folder)"
    ]
    assert build_site("-- content/pages/b.md --\n---\ntitle: B\n---\nText.\n").messages == []
    assert build_site(post).messages == []
