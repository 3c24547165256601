"""What lies in the content folder and is no plain file, cannot be read, or holds two versions: named, and nothing hangs."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import TINY_THEME
from tests.plugins.test_static_files import built


@pytest.mark.says
def test_a_link_out_of_content_is_named_and_not_followed(build_site: Any, tmp_path: Path) -> None:
    (tmp_path / "content/images").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/pw.png").write_text("secret")
    for name, target in (("images/pw.png", "outside/pw.png"), ("images/more", "outside")):
        (tmp_path / "content" / name).symlink_to(tmp_path / target)
    site = built(build_site)
    assert site.code == 1
    cure = "is a link that leads out of the content folder; put the file itself there"
    assert site.messages == [f"content/images/more:1: {cure}", f"content/images/pw.png:1: {cure}"]


@pytest.mark.says
@pytest.mark.parametrize(
    ("target", "fault"),
    [("nothing.png", "leads to nothing"), ("a.png", "leads to nothing"), ("../posts/x.md", "a file of another kind")],
)
def test_a_link_to_what_is_no_such_file_is_named(build_site: Any, tmp_path: Path, target: str, fault: str) -> None:
    (tmp_path / "content/images").mkdir(parents=True)
    (tmp_path / "content/images/a.png").symlink_to(target)
    site = built(build_site)
    assert site.code == 1
    assert fault in site.messages[0]


@pytest.mark.says
def test_a_circle_of_links_ends(build_site: Any, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / "content" / name).mkdir(parents=True)
    (tmp_path / "content/a/on").symlink_to("../b")
    (tmp_path / "content/b/on").symlink_to("../a")
    site = built(build_site)
    assert site.code == 1
    assert all("is a link to a folder that holds it" in message for message in site.messages)


CONFLICT = "one\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> branch\n"


@pytest.mark.says
@pytest.mark.parametrize("path", ["images/a.svg", "films/a.vtt", "dates/a.ics", "robots.txt", "files/a.txt"])
def test_a_file_of_two_versions_is_refused_each_time_and_its_links_are_not_told(build_site: Any, path: str) -> None:
    site = built(build_site, path, post=f"[x]({{static}}/{path})\n", text=CONFLICT, STATIC_PATHS=["files"])
    message = (
        f'content/{path}:2: a merge that git could not finish ("<<<<<<< HEAD"); '
        "keep what is right of the two versions, and delete the lines with the marks"
    )
    second_build = built(build_site, post=f"[x]({{static}}/{path})\n", STATIC_PATHS=["files"])
    assert (site.messages, second_build.messages, site.code) == ([message], [message], 1)
    assert built(build_site, path, text="<<<<<<< is how it begins\n", STATIC_PATHS=["files"]).code == 0


@pytest.mark.says
def test_a_file_that_vanishes_or_is_closed_while_it_is_read_is_named(build_site: Any, monkeypatch: Any) -> None:
    def refuse(path: str, *words: Any, **options: Any) -> Any:
        if str(path).endswith("a.svg"):
            raise PermissionError(13, "Permission denied")
        return open(path, *words, **options)

    monkeypatch.setattr("lodestar.base.front_matter.reading.open", refuse, raising=False)
    site = built(build_site, "images/a.svg", text="<svg/>")
    assert site.messages == [
        "content/images/a.svg:1: cannot be read (Permission denied); check the file and its permissions"
    ]


@pytest.mark.says
def test_a_folder_that_is_closed_is_named_like_a_file(build_site: Any, monkeypatch: Any) -> None:
    """As root, who runs tests in a container, nothing is closed: so the system's answer is put in its place."""
    real_scandir = os.scandir

    def scandir(path: Any = ".") -> Any:
        if str(path).endswith("/secret"):
            raise PermissionError(13, "Permission denied")
        return real_scandir(path)

    monkeypatch.setattr("lodestar.engine.scan.os.scandir", scandir)
    site = built(build_site, "posts/secret/a.md", "posts/b.md", text="---\ntitel: B\n---\n")
    assert [message for message in site.messages if "secret" in message] == [
        "content/posts/secret:1: cannot be read (Permission denied); check it and its permissions"
    ]
    assert any("posts/b.md" in message for message in site.messages), "what else is wrong is said, too"


def test_a_link_within_content_is_followed(build_site: Any, tmp_path: Path) -> None:
    (tmp_path / "content/images").mkdir(parents=True)
    (tmp_path / "content/images/a.svg").write_text("<svg/>")
    (tmp_path / "content/images/b.svg").symlink_to("a.svg")
    site = built(build_site)
    assert (site.messages, site["images/b.svg"]) == ([], "<svg/>")


@pytest.mark.says
@pytest.mark.parametrize("name", ["images/a.png", "posts/a.md", "pipe"])
def test_a_pipe_or_socket_is_named_and_never_opened(build_site: Any, tmp_path: Path, name: str) -> None:
    place = tmp_path / "content" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(place)
    site = built(build_site)
    assert site.code == 1
    assert site.messages == [
        f"content/{name}:1: is no file that can be read, but a pipe, a socket or a device; delete it"
    ]


@pytest.mark.says
def test_a_socket_is_named(build_site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "content").mkdir()
    monkeypatch.chdir(tmp_path / "content")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        site = built(build_site)
    assert "a socket" in site.messages[0]


@pytest.mark.says
def test_a_name_that_is_not_utf_8_is_named(build_site: Any, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (Path(os.fsdecode(bytes(tmp_path / "content") + b"/caf\xe9.svg"))).write_text("<svg/>")
    site = built(build_site)
    assert site.code == 1
    assert site.messages == [
        "content/caf\\udce9.svg:1: has a name that is not UTF-8, as files of old archives have; rename it"
    ]


@pytest.mark.says
def test_a_pipe_in_the_theme_is_named_and_holds_nothing_up(build_site, tmp_path):
    theme = tmp_path / "theme"
    shutil.copytree(TINY_THEME, theme)
    (theme / "static").mkdir()
    for place in ("static/pipe.png", "static/pipe.css", "templates/pipe.html"):
        os.mkfifo(theme / place)
    built = build_site("-- content/posts/x.md --\n---\ntitle: T\ndate: 2026-01-02\n---\nText.\n", theme=theme)
    fault = "is no file that can be read, but a pipe, a socket or a device; delete it"
    assert built.messages == [f"theme/static/pipe.css:1: {fault}", f"theme/static/pipe.png:1: {fault}"]
    assert built.code == 0
