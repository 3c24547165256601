"""Exports in archives, as WordPress.com sends them, are opened where that is safe."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from lodestar.wordpress import unpack
from tests.wordpress.conftest import Importing
from tests.wordpress.exports import export, item


def archive(folder: Path, files: dict[str, str]) -> Path:
    path = folder / "blog.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as result:
        for name, text in files.items():
            result.writestr(name, text)
    return path


def test_all_exports_in_a_zip_go_together(importing: Importing, tmp_path: Path) -> None:
    files = {
        "blog/blog.001.xml": export(item(1, "One [odd] more.")),
        "blog/blog.002.xml": export(item(2, "Two.")),
        "__MACOSX/blog/._blog.001.xml": "no export",
        "readme.txt": "Hello.",
    }
    result = importing(archive(tmp_path, files))
    assert result.code == 0
    assert {"posts/2020/post-1.md", "posts/2020/post-2.md"} <= set(result.files())
    second_import = importing(archive(tmp_path, files))
    assert "2 new" not in second_import.output


def test_a_gz_is_opened_and_faults_name_the_file_in_the_archive(importing: Importing, tmp_path: Path) -> None:
    path = tmp_path / "blog.xml.gz"
    path.write_bytes(gzip.compress(export(item(1, "One.")).encode()))
    assert importing(path).code == 0
    result = importing(archive(tmp_path, {"a/blog.xml": "<html>Log in</html>"}))
    assert result.code == 1
    assert f"{tmp_path}/blog.zip/a/blog.xml:1: this is a web page" in result.errors


def test_names_in_an_archive_decide_about_no_path(importing: Importing, tmp_path: Path) -> None:
    result = importing(archive(tmp_path, {"../../evil.xml": export(item(1, "One."))}))
    assert result.code == 0
    assert not list(tmp_path.parent.rglob("evil.xml"))


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"pictures/a.jpg": "x"}, "there is no export (.xml) in this archive; name the archive with the export"),
        ({"a.xml": " " * 5_000}, "this archive unpacks to more than there is room for; unpack it, and name the .xml"),
    ],
)
def test_an_archive_that_is_not_safe_or_no_export_is_refused(
    importing: Importing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], message: str
) -> None:
    monkeypatch.setattr(unpack, "LARGEST", 4_000)
    result = importing(archive(tmp_path, files))
    assert result.code == 1
    assert f"{tmp_path}/blog.zip:1: {message}" in result.errors
    assert result.files() == []


def test_a_damaged_archive_is_named(importing: Importing, tmp_path: Path) -> None:
    path = archive(tmp_path, {"a.xml": export(item(1, "One."))})
    path.write_bytes(path.read_bytes()[:200])
    assert "blog.zip:1: this archive is damaged" in importing(path).errors
    gz = tmp_path / "blog.gz"
    gz.write_bytes(gzip.compress(export(item(1, "One.")).encode())[:-20])
    assert "blog.gz:1: this archive is damaged" in importing(gz).errors
