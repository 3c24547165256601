"""Pictures: sizes and formats, room kept for them, nothing told about the camera, broken files refused by name."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from plugins.pictures.clean import cleaned
from plugins.pictures.core import widths
from plugins.pictures.make import _for_screens
from plugins.pictures.measure import measure
from plugins.pictures.segments import Damaged

POST = "-- content/posts/p.md --\n---\ntitle: P\ndate: 2026-01-01\n---\nFirst.\n\n![A field](../images/x.{})\n"


def photo(width: int = 800, height: int = 600, orientation: int = 0, **options) -> bytes:
    """Return a JPEG with a secret in its EXIF."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    exif = image.getexif()
    exif[0x010F] = "Secret Camera"
    if orientation:
        exif[0x0112] = orientation
    target = io.BytesIO()
    image.save(target, options.pop("format", "JPEG"), exif=exif, **options)
    return target.getvalue()


def put(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / "content" / "images" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def article(built) -> str:
    return built["2026/01/01/p/index.html"]


def test_a_photo_comes_in_sizes_and_formats(build_site, tmp_path) -> None:
    put(tmp_path, "x.jpg", photo())
    built = build_site(POST.format("jpg"))
    results = sorted(re.sub(r"\.[0-9a-f]{10}\.", ".#.", path) for path in built.files() if path.startswith("pictures/"))
    assert results == [
        "pictures/images/x-640.#.avif",
        "pictures/images/x-640.#.webp",
        "pictures/images/x-800.#.avif",
        "pictures/images/x-800.#.jpg",
        "pictures/images/x-800.#.webp",
    ]
    html = article(built)
    assert re.search(r'<source type="image/avif" srcset="/pictures/images/x-640\.\w+\.avif 640w, ', html)
    assert html.index("image/avif") < html.index("image/webp") < html.index("<img ")
    assert re.search(
        r'<img alt="A field" src="/pictures/images/x-800\.\w+\.jpg" width="800" height="600" loading="lazy"', html
    )
    for path in built.files():
        if path.startswith("pictures/"):
            with Image.open(built.output / path) as image:
                assert f"-{image.width}." in path
                assert image.width / image.height == pytest.approx(4 / 3, abs=0.01)
                assert not image.getexif()


def test_no_picture_is_made_twice(build_site, tmp_path, monkeypatch) -> None:
    put(tmp_path, "x.jpg", photo())
    first = build_site(POST.format("jpg"))
    monkeypatch.setattr("plugins.pictures.make._scaled", None)
    build_site("", OUTPUT_PATH=str(tmp_path / "other"))
    other_files = {
        path.relative_to(tmp_path / "other").as_posix() for path in (tmp_path / "other").rglob("*") if path.is_file()
    }
    assert other_files == set(first.files())


def test_pictures_that_nobody_shows_are_not_made(build_site, tmp_path) -> None:
    put(tmp_path, "x.jpg", photo())
    built = build_site(POST.format("jpg").replace("![A field]", "[a link]"))
    assert [path for path in built.files() if "x" in path and path.endswith(("jpg", "webp"))] == ["images/x.jpg"]


def test_what_the_camera_told_is_nowhere(build_site, tmp_path) -> None:
    put(tmp_path, "x.jpg", photo())
    built = build_site(POST.format("jpg"))
    assert not [path for path in built.files() if b"Secret" in (built.output / path).read_bytes()]


def test_a_turned_photo_stands_upright(build_site, tmp_path) -> None:
    put(tmp_path, "x.jpg", photo(800, 600, orientation=6))
    built = build_site(POST.format("jpg"))
    assert 'width="600" height="800"' in article(built)
    for path in built.files():
        if path.endswith((".jpg", ".webp", ".avif")):
            with Image.open(built.output / path) as image:
                assert image.height > image.width, path


@pytest.mark.parametrize(("name", "width", "height"), [("a.gif", 40, 30), ("a.webp", 40, 30)])
def test_what_moves_stays_as_it_is(build_site, tmp_path, name: str, width: int, height: int) -> None:
    frames = [Image.new("RGB", (width, height), color) for color in ("red", "blue")]
    target = io.BytesIO()
    frames[0].save(target, name.rpartition(".")[2].upper(), save_all=True, append_images=frames[1:])
    put(tmp_path, name, target.getvalue())
    built = build_site(POST.format("jpg").replace("x.jpg", name))
    assert (built.output / "images" / name).read_bytes() == target.getvalue()
    assert f'src="/images/{name}" width="40" height="30"' in article(built)
    assert "<source" not in article(built)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="120" height="80"', (120, 80)),
        ('viewBox="0 0 12 8"', (12, 8)),
        ('width="120px" height="80px"', (120, 80)),
        ("", (0, 0)),
    ],
)
def test_the_size_of_a_drawing(tmp_path, attributes: str, size: tuple[int, int]) -> None:
    path = tmp_path / "a.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><path d="M0 0"/></svg>')
    result = measure(path, 1000)
    assert (result.width, result.height, result.fault) == (*size, "")


BROKEN = {
    "cut short": (photo()[:3000], "is damaged or cut short"),
    "a bomb": (photo(2000, 1000), "has 2000 x 1000 pixels, more than 1,000,000 in all"),
    "no picture": (b"hello", "is in no format that is known"),
}


@pytest.mark.says
@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_picture_is_refused_with_its_post(case: str, build_site, tmp_path) -> None:
    data, words = BROKEN[case]
    put(tmp_path, "x.jpg", data)
    built = build_site(POST.format("jpg"), PICTURES={"pixels": 1_000_000})
    assert built.code == 1
    assert len(built.messages) == 1
    assert built.messages[0].startswith(f'content/posts/p.md:7: the picture "../images/x.jpg" {words}')


@pytest.mark.says
def test_a_broken_picture_in_the_header_too(build_site, tmp_path) -> None:
    put(tmp_path, "x.jpg", b"hello")
    header = "---\ntitle: P\ndate: 2026-01-01\nimage: images/x.jpg\n---\ntext\n"
    assert build_site(f"-- content/posts/p.md --\n{header}").messages == [
        'content/posts/p.md:4: the picture "images/x.jpg" is in no format that is known; put a whole copy of the picture in its place'
    ]


@pytest.mark.says
def test_missing_alternative_text_is_a_warning_with_its_line(build_site, tmp_path) -> None:
    put(tmp_path, "x.jpg", photo())
    text = POST.format("jpg").replace("A field", "").replace("date:", "image: images/x.jpg\ndate:")
    built = build_site(text)
    assert built.code == 0
    assert built.messages == [
        'content/posts/p.md:3: the picture "images/x.jpg" has no alternative text; '
        'add a line "image_alt: ..." that says what it shows',
        'content/posts/p.md:8: the picture "../images/x.jpg" has no alternative text; '
        'say what it shows: ![...](...), or alt="..." in HTML',
    ]


def test_feeds_have_whole_addresses_and_no_choices(build_site, tmp_path) -> None:
    put(tmp_path, "x.jpg", photo())
    feed = build_site(POST.format("jpg"))["feed/index.xml"]
    assert re.search(r'src="http://localhost:8000/pictures/images/x-800\.\w+\.jpg" width="800"', feed)
    assert "<source" not in feed and "loading" not in feed


@pytest.mark.parametrize(
    ("width", "expected"),
    [(300, [300]), (640, [640]), (1000, [640, 1000]), (1920, [640, 1280, 1920]), (4000, [640, 1280, 1920])],
)
def test_widths(width: int, expected: list[int]) -> None:
    result = widths(width, (640, 1280, 1920))
    assert result == expected


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_cleaning_leaves_the_pixels_alone(kind: str) -> None:
    data = photo(64, 48, format=kind)
    clean_data = cleaned(data)
    assert b"Secret" in data
    assert b"Secret" not in clean_data
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(clean_data)) as after:
        assert before.tobytes() == after.tobytes()
        assert not after.getexif()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_copy_stands_upright_without_being_told_to(kind: str) -> None:
    with Image.open(io.BytesIO(cleaned(photo(64, 48, orientation=6, format=kind)))) as image:
        assert (image.size, image.format) == ((48, 64), kind)
        assert not image.getexif()


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        (Image.new("I;16", (9, 9), 200 * 257), (200, 200, 200)),
        (Image.new("CMYK", (9, 9), (0, 255, 255, 0)), (255, 0, 0)),
        (Image.new("LA", (9, 9), (7, 99)), (7, 7, 7, 99)),
        (Image.new("1", (9, 9), 1), (255, 255, 255)),
    ],
)
def test_colors_of_print_and_of_science_become_those_of_screens(picture: Image.Image, expected: tuple) -> None:
    result, profile = _for_screens(picture, b"no profile at all")
    assert result.getpixel((4, 4)) == expected
    assert profile is None


@pytest.mark.parametrize("data", [b"", b"hello", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", photo()[:200]])
def test_what_is_damaged_is_refused_and_not_passed_on(data: bytes) -> None:
    try:
        assert cleaned(data) == data
    except Damaged as damage:
        assert str(damage).startswith(("is ", "ends "))
