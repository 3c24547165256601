"""What is shown as a picture is one, and as large as its author says."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from tests.drawing import picture

pytestmark = pytest.mark.seconds


def photo(width: int, height: int) -> bytes:
    target = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(target, "JPEG")
    return target.getvalue()


def put(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / "content/images" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


UNSEEN = {
    "x.heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "is HEIC, which most browsers do not show"),
    "x.HEIF": (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "is HEIC, which most browsers do not show"),
    "x.jxl": (b"\xff\x0a\0\0", "is JPEG XL, which most browsers do not show"),
}


@pytest.mark.says
@pytest.mark.parametrize("name", [*UNSEEN, "x.tiff", "x.bmp"])
def test_a_format_that_few_browsers_know_is_named_and_stops_nothing(name: str, build_site, tmp_path) -> None:
    bitmap = "is BMP, which is large and not shown by all browsers"
    other_files = {
        "x.tiff": (picture("TIFF"), "is TIFF, which most browsers do not show"),
        "x.bmp": (picture("BMP"), bitmap),
    }
    data, words = (UNSEEN | other_files)[name]
    put(tmp_path, name, data)
    built = build_site(
        f"-- content/posts/p.md --\n---\ntitle: P\ndate: 2026-01-01\nimage: images/{name}\nimage_alt: A\n---\n\n![A](../images/{name})\n"
    )
    assert built.code == 0
    assert built.messages == [
        f'content/posts/p.md:4: the picture "images/{name}" {words}; save it as JPEG or PNG',
        f'content/posts/p.md:8: the picture "../images/{name}" {words}; save it as JPEG or PNG',
    ]


@pytest.mark.says
@pytest.mark.parametrize("text", ["![A]({})", '<img src="{}" alt="A">', '<picture><source srcset="{} 2x"></picture>'])
@pytest.mark.parametrize("name", ["x.txt", "x.pdf", "x.mp4"])
def test_what_is_no_picture_is_refused_as_one(name: str, text: str, build_site, tmp_path) -> None:
    put(tmp_path, name, b"just words")
    built = build_site(
        f"-- content/posts/p.md --\n---\ntitle: P\ndate: 2026-01-01\n---\n[x](../images/{name})\n\n{text.format(f'../images/{name}')}\n"
    )
    assert built.messages == [
        f'content/posts/p.md:5: the picture "../images/{name}" is no picture; put a whole copy of the picture in its place'
    ]


def test_sound_and_film_are_no_pictures_and_play(build_site, tmp_path) -> None:
    for name in ("x.mp3", "x.mp4", "x.vtt"):
        put(tmp_path, name, b"sound")
    text = '<audio src="../images/x.mp3"></audio>\n\n<video src="../images/x.mp4"><track src="../images/x.vtt"></video>'
    built = build_site(f"-- content/posts/p.md --\n---\ntitle: P\ndate: 2026-01-01\n---\n{text}\n")
    assert (built.code, built.messages) == (0, [])


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ("width=300", 'width="300" height="150"'),
        ("width=300 height=150", 'width="300" height="150"'),
        ("height=150", 'width="300" height="150"'),
        ("width=300px", 'width="300" height="150"'),
        ("width=50%", 'width="50%"'),
        ('style="width: 300px; height: auto"', 'width="300" height="150"'),
        ('style="width:50%"', 'width="50%"'),
        ("", 'width="700" height="350"'),
    ],
)
@pytest.mark.parametrize("raw", [False, True])
def test_a_picture_is_as_large_as_its_author_says_and_says_it_once(build_site, tmp_path, size, expected, raw) -> None:
    put(tmp_path, "x.jpg", photo(700, 350))
    attributes = size if '"' in size else re.sub(r"=(\S+)", r'="\1"', size)
    text = f'<img src="../images/x.jpg" alt="A" {attributes}>' if raw else f"![A](../images/x.jpg){{{size}}}"
    built = build_site(
        f"-- content/posts/p.md --\n---\ntitle: P\ndate: 2026-01-01\n---\n{text if raw or size else text[:-2]}\n"
    )
    for page in ("2026/01/01/p/index.html", "feed/index.xml"):
        image = re.search(r"<img[^>]*>", built[page])[0]
        assert " ".join(re.findall(r'(?:width|height|style)="[^"]*"', image)) == expected


def test_a_drawing_may_be_larger_than_its_file_says(build_site, tmp_path) -> None:
    put(tmp_path, "x.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>')
    put(tmp_path, "y.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>')
    text = "![A](../images/x.svg){width=300}\n\n![A](../images/y.svg){width=200}"
    page = build_site(f"-- content/posts/p.md --\n---\ntitle: P\ndate: 2026-01-01\n---\n{text}\n")[
        "2026/01/01/p/index.html"
    ]
    assert 'x.svg" width="300" height="300"' in page
    assert 'y.svg" width="200" loading' in page
