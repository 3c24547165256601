"""Word files that are dropped in: text and pictures; what is no Word file is named."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from lodestar.desk.documents import Unreadable, read_document
from lodestar.desk.pasting import Pictures
from tests.desk.docx import docx
from tests.drawing import picture

TEXTS = sorted({path.read_text(encoding="utf-8") for path in Path(__file__).with_name("pasted").glob("*.md")})


@pytest.fixture
def pictures(tmp_path: Path) -> Pictures:
    return Pictures(tmp_path, lambda name: name.lower(), frozenset(), (), name="letter")


def jpeg(orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "A camera"
    return picture("JPEG", exif=exif)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:30].strip())
def test_a_word_file_becomes_the_text_it_was(text: str, pictures: Pictures):
    assert read_document(docx(text), pictures).markdown == text.strip()


def test_its_title_is_a_heading_of_the_text_and_its_pictures_are_files_of_the_site(pictures: Pictures):
    data = docx(
        "# The title\n\nSee ![A red door](door.jpg) here.\n\n![](wall.jpg)\n", door_jpg=jpeg(6), wall_jpg=jpeg()
    )
    text = read_document(data, pictures).markdown
    assert text == (
        "## The title\n\nSee ![A red door]({static}/images/posts/letter.jpg) here.\n\n![]({static}/images/posts/letter-2.jpg)"
    )
    with Image.open(pictures.content / "images/posts/letter.jpg") as picture:
        assert picture.size == (20, 40), "upright"
        assert not picture.getexif()
    assert [(picture.path, picture.alt) for picture in pictures.brought] == [
        ("images/posts/letter.jpg", "A red door"),
        ("images/posts/letter-2.jpg", ""),
    ]


def replace_part(data: bytes, name: str, text: bytes) -> bytes:
    """Return a zip with another part in the place of one."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old_archive,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new_archive,
    ):
        for part in old_archive.infolist():
            new_archive.writestr(part, text if part.filename == name else old_archive.read(part))
    return stream.getvalue()


def zip_parts(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return stream.getvalue()


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "of the old kind"),
        (b"{\\rtf1 x}", "RTF"),
        (b"%PDF-1.7", "PDF"),
        (b"just words", "no Word file"),
        (docx("x")[:-40], "damaged"),
        (zip_parts(mimetype=b"application/vnd.oasis.opendocument.text"), "LibreOffice"),
        (zip_parts(Index__Document__iwa=b""), "no Word file"),
        (zip_parts(x=b"y"), "no Word file"),
        (replace_part(docx("x"), "word/document.xml", BOMB), "no Word file has"),
        (replace_part(docx("x"), "word/document.xml", BOMB.decode().encode("utf-16")), "no Word file has"),
        (replace_part(docx("x"), "word/document.xml", b"<w:document>"), "damaged"),
        (docx(" "), "no words"),
    ],
)
def test_what_is_no_word_file_is_named(data: bytes, reason: str, pictures: Pictures):
    with pytest.raises(Unreadable, match=reason):
        read_document(data, pictures)


def test_a_file_that_would_fill_the_memory_is_refused_unread(pictures: Pictures, monkeypatch):
    monkeypatch.setattr("lodestar.desk.documents.LARGEST", 100_000)
    with pytest.raises(Unreadable, match="too large"):
        read_document(replace_part(docx("x"), "word/styles.xml", b" " * 100_000), pictures)
