"""Pictures: every size and form of address means one original, which is looked at before it is taken."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from lodestar.wordpress.media import originals, upload_of
from lodestar.wordpress.pictures import Lying, checked
from plugins.pictures.clean import scrubbed
from tests.wordpress.conftest import Importing
from tests.wordpress.exports import UPLOADS, export, item, png
from tests.wordpress.files import bring, jpeg

POST = "posts/2020/post-1.md"


@pytest.mark.parametrize(
    ("url", "upload"),
    [
        (f"{UPLOADS}/2020/02/hill.jpg", "2020/02/hill.jpg"),
        (f"{UPLOADS}/sites/2/2020/02/hill.jpg?w=300&h=200", "2020/02/hill.jpg"),
        ("https://blog.files.wordpress.com/2020/02/hill.jpg?w=640", "2020/02/hill.jpg"),
        ("//i0.wp.com/blog.example/wp-content/uploads/2020/02/hill.jpg?resize=9", "2020/02/hill.jpg"),
        (f"{UPLOADS}/../../etc/passwd", "etc/passwd"),
        ("https://elsewhere.example/hill.jpg", ""),
        ("http://[", ""),
    ],
)
def test_many_addresses_mean_one_upload(url: str, upload: str) -> None:
    assert upload_of(url) == upload


def test_a_size_leads_to_its_original() -> None:
    assert originals("2020/02/hill-300x200.jpg")[0] == "2020/02/hill.jpg"
    assert originals("2020/02/hill-scaled.jpg")[0] == "2020/02/hill.jpg"


def test_a_picture_from_the_folder_is_brought_and_shown_at_its_new_address(
    importing: Importing, tmp_path: Path
) -> None:
    (tmp_path / "media/2020/02").mkdir(parents=True)
    (tmp_path / "media/2020/02/hill.png").write_bytes(png((b"tEXt", b"Author\x00me@secret.example")))
    body = f'<img src="{UPLOADS}/2020/02/hill-300x200.png?w=300" alt="A hill">'
    result = importing(export(item(1, body)), options=("--media", str(tmp_path / "media")))
    assert result.body(POST) == "![A hill]({static}/images/2020/02/hill.png)"
    assert (result.folder / "images/2020/02/hill.png").read_bytes() == png()


def test_a_picture_of_another_blog_stays_where_it_is(importing: Importing, tmp_path: Path) -> None:
    (tmp_path / "media/2020/02").mkdir(parents=True)
    (tmp_path / "media/2020/02/hill.png").write_bytes(png())
    foreign_picture = "https://theirs.example/wp-content/uploads/2020/02/hill.png"
    result = importing(
        export(item(1, f'<img src="{foreign_picture}" alt="">')), options=("--media", str(tmp_path / "media"))
    )
    assert result.body(POST) == f"![]({foreign_picture})"
    assert foreign_picture not in result.output


def test_a_missing_picture_is_named_and_keeps_its_address(importing: Importing) -> None:
    result = importing(export(item(1, f'<img src="{UPLOADS}/2020/02/hill.png" alt="A hill">')))
    assert result.body(POST) == f"![A hill]({UPLOADS}/2020/02/hill.png)"
    assert f"{UPLOADS}/2020/02/hill.png (not found)" in result.output


def test_a_picture_that_only_a_draft_shows_is_not_published(importing: Importing, tmp_path: Path) -> None:
    (tmp_path / "media/2020/02").mkdir(parents=True)
    (tmp_path / "media/2020/02/hill.png").write_bytes(png())
    attached = item(
        2, post_type="attachment", status="inherit", post_parent=1, attachment_url=f"{UPLOADS}/2020/02/hill.png"
    )
    draft = item(1, f'<img src="{UPLOADS}/2020/02/hill.png">', status="private")
    result = importing(export(draft, attached), options=("--media", str(tmp_path / "media")))
    assert not [path for path in result.files() if path.startswith("images/")]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("x.jpg", b"", "the file is empty"),
        ("x.jpg", b"<!DOCTYPE html><p>Log in", "the file is a web page"),
        ("x.pdf", jpeg(), "the file is no pdf"),
        ("x.jpg", jpeg()[:-40], "the picture is cut off or damaged"),
        ("x.png", png()[:-30], "put a good copy in its place"),
        (
            "x.jpg",
            b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01" + b"\x00" * 7,
            "the file is no picture, or a damaged one",
        ),
        ("x.jpg", b"II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00", "put a good copy in its place"),
        ("x.svg", b"<svg><path/></svg>", "the drawing is damaged, or is none"),
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><path>", "the drawing is damaged, or is none"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(Lying, match=reason):
        checked(name, data)


def test_a_picture_is_known_by_its_bytes_whatever_its_name_ends_with() -> None:
    checked("x.png", jpeg())
    checked("x.jpg", png())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_drawing_comes_without_what_acts_in_it(importing: Importing, tmp_path: Path, encoding: str) -> None:
    drawing = "<svg xmlns='http://www.w3.org/2000/svg' onload='x()'><script>x()</script><path d='M0 0h9'/></svg>"
    bring(tmp_path, {"2020/02/mill.svg": drawing.encode(encoding)})
    body = f'<img src="{UPLOADS}/2020/02/mill.svg" alt="A mill">'
    result = importing(export(item(1, body)), options=("--media", str(tmp_path / "media")))
    assert result.body(POST) == "![A mill]({static}/images/2020/02/mill.svg)"
    clean_drawing = (result.folder / "images/2020/02/mill.svg").read_text()
    assert clean_drawing == '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>'


def test_a_damaged_picture_is_named_and_left_out(importing: Importing, tmp_path: Path) -> None:
    bring(tmp_path, {"2020/02/hill.jpg": jpeg()[:-60], "2020/02/lake.jpg": jpeg()})
    body = f'<img src="{UPLOADS}/2020/02/hill.jpg"> <img src="{UPLOADS}/2020/02/lake.jpg">'
    result = importing(export(item(1, body)), options=("--media", str(tmp_path / "media")))
    assert result.body(POST) == f"![]({UPLOADS}/2020/02/hill.jpg) ![]({{static}}/images/2020/02/lake.jpg)"
    assert (
        f"{UPLOADS}/2020/02/hill.jpg (the picture is cut off or damaged; put a good copy in its place)" in result.output
    )


def test_what_stays_on_other_sites_is_listed_with_the_line_that_lets_it_in(importing: Importing) -> None:
    body = (
        '<img src="https://photos.example.org/9.jpg" alt="">\n\n<audio controls src="https://media.example.net/a.mp3"></audio>'
        '\n\n<video controls src="https://media.example.net/a.mp4" poster="https://photos.example.org/p.jpg"></video>'
    )
    result = importing(export(item(1, body), item(2, '<img src="https://drafts.example/x.jpg">', status="draft")))
    assert (
        "  2 pictures of https://photos.example.org\n  2 sounds and films of https://media.example.net\n"
        in result.output
    )
    assert (
        'HOSTING = {"sources": {"img-src": ("https://photos.example.org",), "media-src": ("https://media.example.net",)}}'
        in result.output
    )
    assert "drafts.example" not in result.output


def test_a_picture_of_the_old_blog_that_the_export_does_not_list_is_missing(importing: Importing) -> None:
    output = importing(export(item(1, '<img src="https://blog.example/theme/hill.png" alt="">'))).output
    assert "  https://blog.example/theme/hill.png (the export does not list it; copy it by hand)" in output
    assert "on other sites" not in output


def test_a_missing_picture_is_named_once_and_whole(importing: Importing) -> None:
    cover = (
        f'<!-- wp:cover {{"url":"{UPLOADS}/2020/02/sea.jpg"}} --><div style="background-image:url({UPLOADS}/2020/02/sea.jpg);'
        'min-height:274px"><p>Words</p></div><!-- /wp:cover -->'
    )
    blank = f'<img src="{UPLOADS}/2020/02/Bär am See.jpg" alt="bear">'
    output = importing(export(item(1, cover), item(2, blank))).output
    assert (
        f"2 files are missing; their old addresses stay (--media FOLDER or --fetch-media brings them):\n  {UPLOADS}"
        in output
    )
    for name in ("Bär am See.jpg", "sea.jpg"):
        assert f"  {UPLOADS}/2020/02/{name} (not found)\n" in output
    assert "Not as it was" not in output


def test_a_jpeg_keeps_how_it_was_held_and_nothing_else() -> None:
    entries = struct.pack("<HHII", 0x0112, 3, 1, 6) + struct.pack("<HHII", 0x8825, 4, 1, 99)
    exif = b"II*\x00" + struct.pack("<IH", 8, 2) + entries + struct.pack("<I", 0) + b"me@secret.example"
    clean_data = scrubbed(jpeg(exif))
    assert b"secret" not in clean_data
    assert struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0) in clean_data
    checked("x.jpg", clean_data)


def test_a_missing_picture_is_not_replaced_by_another_of_the_library(importing: Importing, tmp_path: Path) -> None:
    (tmp_path / "media/2020/02").mkdir(parents=True)
    (tmp_path / "media/2020/02/hill.png").write_bytes(png())
    files = [
        item(
            id,
            post_type="attachment",
            status="inherit",
            post_name=f"hill-{id}",
            attachment_url=f"{UPLOADS}/2020/02/{name}",
        )
        for id, name in enumerate(("hill.png", "hill-300x200.png"), 5)
    ]
    result = importing(
        export(item(1, f'<img src="{UPLOADS}/2020/02/hill-300x200.png">'), *files),
        options=("--media", str(tmp_path / "media")),
    )
    assert result.body(POST) == f"![]({UPLOADS}/2020/02/hill-300x200.png)"
