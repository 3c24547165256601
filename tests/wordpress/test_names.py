"""One name for one file, whatever letters it has, and however the old blog wrote its address."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import pytest

from lodestar.wordpress.names import latin
from tests.wordpress.conftest import Importing
from tests.wordpress.exports import UPLOADS, export, item
from tests.wordpress.files import bring, point

POST = "posts/2020/post-1.md"


def shown_pictures(
    importing: Importing, folder: Path, names: list[str], base: str = f"{UPLOADS}/2020/02"
) -> list[bytes]:
    """Return the pictures that a post shows, in its order, after each was brought from the media folder."""
    text = export(item(1, "\n\n".join(f'<img src="{base}/{name}" alt="">' for name in names)))
    result = importing(text, options=("--media", str(folder / "media")))
    paths = re.findall(r"!\[\]\(\{static\}/(\S+)\)", result.body(POST))
    assert all(path.isascii() for path in paths)
    return [(result.folder / path).read_bytes() for path in paths]


@pytest.mark.parametrize(
    "names",
    [
        ["图片1.png", "照片1.png"],
        ["Bär.png", "Bör.png", "Bar.png"],
        ["图片.png", "☃.png", "🙂.png"],
        ["Hill.png", "hill.png"],
        ["a b.png", "a-b.png", "a_b.png"],
        ["größe.png", "GRÖSSE.png", "groesse.png"],
    ],
)
def test_each_picture_has_a_name_of_its_own(importing: Importing, tmp_path: Path, names: list[str]) -> None:
    pictures = [point(number) for number in range(len(names))]
    bring(tmp_path, {f"2020/02/{name}": data for name, data in zip(names, pictures, strict=True)})
    assert shown_pictures(importing, tmp_path, [quote(name) for name in names]) == pictures
    assert shown_pictures(importing, tmp_path, names) == pictures


def test_a_name_in_other_letters_is_written_in_latin_ones() -> None:
    assert latin("2020/02/Ünique.png") == "2020/02/Unique.png"
    assert latin("2020/02/Bär am See.jpg") == "2020/02/Bar-am-See.jpg"
    assert re.fullmatch(r"[0-9a-f]{10}\.png", latin("☃.png"))
    assert latin("2020/02/plain-300x200.jpg") == "2020/02/plain-300x200.jpg"


@pytest.mark.parametrize("forms", [("NFC", "NFD"), ("NFD", "NFC"), ("NFD", "NFD")])
def test_a_name_means_one_file_however_its_letters_are_composed(
    importing: Importing, tmp_path: Path, forms: tuple[Literal["NFC", "NFD"], Literal["NFC", "NFD"]]
) -> None:
    export_name, media_name = (unicodedata.normalize(form, "Größe.png") for form in forms)
    bring(tmp_path, {f"2020/02/{media_name}": point(7)})
    assert shown_pictures(importing, tmp_path, [quote(export_name)]) == [point(7)]


@pytest.mark.parametrize(
    "base",
    ["https://blog.example/app/uploads/2020/02", "https://blog.example/files/2020/02", "https://cdn.example.net/2020/02",
     "https://cdn.example.net/anything", "https://i0.wp.com/blog.example/app/uploads/2020/02"],
)  # fmt: skip
def test_what_the_export_lists_is_the_blogs_own_wherever_it_lies(
    importing: Importing, tmp_path: Path, base: str
) -> None:
    bring(tmp_path, {"2020/02/hill.png": point(7)})
    own_base = base.replace("https://i0.wp.com/", "https://")
    attachment = item(7, post_type="attachment", status="inherit", attachment_url=f"{own_base}/hill.png")
    body = f'<img src="{base}/hill.png" alt=""> <img src="{base}/hill-300x200.png?w=300" alt="">'
    result = importing(export(item(1, body), attachment), options=("--media", str(tmp_path / "media")))
    brought = [path for path in result.files() if path.startswith("images/")]
    assert len(brought) == 1
    assert result.body(POST) == f"![]({{static}}/{brought[0]}) ![]({{static}}/{brought[0]})"
