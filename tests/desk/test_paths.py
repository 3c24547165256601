"""A name from the browser never leads out of content/, on no system."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lodestar.desk.paths import PathRefused, place
from lodestar.desk.saving import readable
from tests.drawing import picture

OUTSIDE = [
    "../secret.md", "posts/../../secret.md", "/etc/passwd", "posts//x.md", "./x.md", "posts/./x.md", "..", ".", "", "posts/", "~/x.md", "~root",
    "posts\\..\\secret.md", "C:/x.md", "C:x.md", "posts/x.md:stream", "con.md", "posts/CON", "posts/aux.txt", "nul.md", "com1.md", "LPT9.x.md", "conin$",
    "com¹.md", "posts/x.md.", "posts/x.md ", "posts/ x.md", ".hidden.md", "posts/.git/config", "posts/a\0b.md", "posts/a\nb.md", "posts/a\x7fb.md", "posts/a*b.md",
    "posts/a?b.md", 'posts/a"b.md', "posts/a<b.md", "posts/a|b.md", "posts/e\u0301.md", "posts/a\u202eb.md", "posts/a\u200bb.md", "posts/\uff0e\uff0e/x.md",
    "\uff0e\uff0e\uff0fx.md", "posts/\u2024\u2024/x.md", "posts/\ud800.md", "posts/\ufeffx.md", "a" * 250 + ".md", "posts/\u00a0x.md",
]  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
def test_names_that_could_lead_elsewhere_are_refused(tmp_path, name):
    with pytest.raises(PathRefused):
        place(tmp_path, name)


@pytest.mark.parametrize(
    "name", ["posts/2026/a-post.md", "images/Zoë.png", "posts/a b.md", "pages/日本.md", "console.md", "posts/x..y.md"]
)
def test_ordinary_names_are_taken(tmp_path, name):
    assert place(tmp_path, name) == tmp_path / name


def test_a_link_on_the_way_is_not_followed(tmp_path):
    content, outer_folder = tmp_path / "content", tmp_path / "outside"
    content.mkdir()
    outer_folder.mkdir()
    (outer_folder / "x.md").write_text("secret")
    (content / "posts").symlink_to(outer_folder)
    (content / "x.md").symlink_to(outer_folder / "x.md")
    (content / "y.md").symlink_to("nowhere")
    for name in ("posts/x.md", "x.md", "y.md", "posts/new.md"):
        with pytest.raises(PathRefused):
            place(content, name)


def test_a_content_folder_that_is_itself_a_link_is_the_authors_choice(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "content").symlink_to(tmp_path / "real")
    assert place(tmp_path / "content", "posts/x.md").parent.name == "posts"


@pytest.mark.parametrize("name", [item for item in OUTSIDE if item.isascii() and item.isprintable()])
def test_the_server_refuses_them_too(live, name):
    (live.folder / "secret.md").write_text("---\ntitle: Treasure\n---\nhidden treasure")
    for path in (f"/write/{name}", f"/check/{name}", f"/do/duplicate/{name}"):
        answer = live.get(path)
        assert answer.status < 500 and "treasure" not in answer.text.lower()
    live.post(f"/write/{name}", {"base": "", "raw": "1", "body": "---\ntitle: x\n---\nowned", "do": "save"})
    live.post("/pane", {"path": name, "body": "x"})
    results = [
        readable(path) or b""  # a build that is under way takes its own files away
        for path in live.folder.rglob("*")
        if path.is_file() and path.suffix not in (".sqlite", ".html", ".pyc")
    ]
    assert not any(b"owned" in data for data in results)


def test_a_picture_cannot_choose_where_it_goes(live):
    for name in ("../../../evil.png", "..\\..\\evil.png", "/etc/evil.png", "con.png", ".png", "a/../b.png"):
        boundary = "xxBOUNDxx"
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="token"\r\n\r\n{live.token}\r\n'.encode(),
            f'--{boundary}\r\nContent-Disposition: form-data; name="picture.alt"\r\n\r\nRed\r\n'.encode(),
            f'--{boundary}\r\nContent-Disposition: form-data; name="picture"; filename="{name}"\r\nContent-Type: image/png\r\n\r\n'.encode()
            + picture()
            + b"\r\n",
            f"--{boundary}--\r\n".encode(),
        ]
        answer = live.ask(
            "POST",
            "/picture",
            b"".join(parts),
            Host=live.host,
            Cookie=live.cookie,
            Origin=live.origin,
            Content_Type=f"multipart/form-data; boundary={boundary}",
        )
        assert answer.status in (200, 422)
    pictures = {
        Path(folder, name).relative_to(live.folder).as_posix()
        for folder, _, names in os.walk(live.folder)  # passes over what a build takes away meanwhile
        for name in names
        if name.endswith(".png")
    }
    places = ("content/images/posts/", "preview/", ".preview.staging-", "cache/")
    assert pictures and all(path.startswith(places) for path in pictures)
