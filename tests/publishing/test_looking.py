"""Who only looks at a site changes nothing: neither what the next build makes, nor anything on the disk."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

POST = "content/posts/listening.md"
SEARCHED = {"PICTURES": {"cards": False}, "SEARCH": {"enabled": True}}
SETTINGS = ("--settings", "publishconf.py")
PRODUCTION = ("--output", ".cache/production")
LOOKS = (
    ("list", *PRODUCTION, *SETTINGS),
    ("calls", *PRODUCTION, *SETTINGS),
    ("tags", *PRODUCTION, *SETTINGS),
    ("comments", *PRODUCTION, *SETTINGS),
    ("schedule", *PRODUCTION, *SETTINGS),
    ("check", POST),
    ("check", "--writing"),
    ("check", "--writing", "--json"),
    ("check", "--due"),
    ("digest", "--since", "2026-01-01", "--file", "mail.eml"),
)
"""Commands that only look, at the site that is published."""
BUILDS = (
    ("check",),
    ("check", "--json"),
    ("check", "--effects"),
    ("publish", "--dry-run"),
    ("show", "/2026/01/01/listening/", *PRODUCTION, *SETTINGS),
)
"""Commands that build it first, and then look."""


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, but for what Python keeps of the settings that it compiled."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def build(site: Any, output: str = ".cache/production") -> dict[str, bytes]:
    """Build what is published, and give every file of it."""
    code, messages = site.run("build", *SETTINGS, "--output", output, "--workers", "1")
    assert code == 0, messages
    return tree(site.folder / output)


@pytest.fixture
def searched(site: Any) -> Any:
    """A site with a search page, a picture and a draft, published once."""
    site.configure(**SEARCHED)
    site.post("listening", "tags: [listening]\n", "The wombat sleeps.\n\n![A square]({static}/images/a.svg)")
    site.post("draft", "status: draft\n", "The quokka waits.", date="2026-02-01")
    site.post("waiting", "", "The numbat waits.", date="2026-12-01")
    site.file("images/a.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>')
    site.publish()
    return site


def write(site: Any, word: str) -> None:
    """Edit the post, so that search must know another word."""
    text = f"The {word} sleeps.\n\n![A square]({{static}}/images/a.svg)"
    site.post("listening", "tags: [listening]\n", text)


def build_alone(site: Any, word: str) -> dict[str, bytes]:
    """Return what a build makes of the edited post that nobody has looked at, and that knows nothing of earlier ones."""
    write(site, word)
    moved_cache = site.folder / "kept"
    shutil.move(site.folder / ".cache", moved_cache)
    result = build(site, "alone")
    shutil.rmtree(site.folder / ".cache")
    shutil.move(moved_cache, site.folder / ".cache")
    shutil.rmtree(site.folder / "alone")
    return result


@pytest.mark.says
def test_a_build_after_a_look_makes_what_a_build_alone_makes(searched: Any) -> None:
    expected = {word: build_alone(searched, word) for word in ("wombat", "bilby")}
    assert expected["wombat"].keys() != expected["bilby"].keys(), "the index of search depends on the words"
    for look in (*LOOKS, *BUILDS):
        write(searched, "wombat")
        assert build(searched) == expected["wombat"]
        write(searched, "bilby")
        for name in ("search", "pictures"):  # what builds before this one made of the same words
            shutil.rmtree(searched.folder / ".cache" / name, ignore_errors=True)
        code, output = searched.run(*look)
        assert code == 0, (look, output)
        result = build(searched)
        assert {
            path for path in result | expected["bilby"] if result.get(path) != expected["bilby"].get(path)
        } == set(), look


@pytest.mark.says
def test_a_command_that_only_looks_writes_nothing(searched: Any) -> None:
    write(searched, "bilby")
    searched.file("images/b.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>')
    before = tree(searched.folder)
    for look in LOOKS:
        code, output = searched.run(*look)
        assert code == 0, (look, output)
        after = tree(searched.folder)
        after.pop("mail.eml", None)
        assert {path for path in before | after if before.get(path) != after.get(path)} == set(), look


@pytest.mark.says
def test_a_look_at_a_site_that_was_never_built_leaves_no_cache(site: Any) -> None:
    site.post("listening", "", "The wombat sleeps.")
    assert site.run("list", *SETTINGS)[0] == 0
    assert not (site.folder / ".cache").exists()


@pytest.mark.says
def test_a_look_with_other_settings_leaves_what_a_build_remembers(searched: Any) -> None:
    searched.configure(**SEARCHED, MARKDOWN={"extensions": ["extra", "plugins.course.blocks"]})
    assert searched.run("list", *PRODUCTION, *SETTINGS)[0] == 0
    searched.configure(**SEARCHED)
    code, output = searched.run("build", *PRODUCTION, *SETTINGS)
    assert (code, "Nothing changed." in output, "not used" in output) == (0, True, False), output
