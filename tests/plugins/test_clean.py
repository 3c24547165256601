"""Nothing of camera, place and time goes out in a file, wherever it hides; the picture stays to the pixel."""

from __future__ import annotations

import io
import random
from base64 import b64encode
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from plugins.pictures.clean import cleaned, orientation, scrubbed
from plugins.pictures.segments import Damaged
from tests.plugins.telling import (
    ORIENTATION,
    SECRET,
    TELLING,
    box,
    drawing,
    facts,
    film,
    gradient,
    moving,
    saved,
    segment,
    within,
)


def frames(data: bytes) -> list[tuple[object, ...]]:
    """Return what a file shows: the pixels of each frame, and for how long; of a JPEG, its first picture."""
    with Image.open(io.BytesIO(data)) as image:
        count = getattr(image, "n_frames", 1) if image.format != "MPO" else 1
        results = []
        for number in range(count):
            image.seek(number)
            results.append((image.size, image.convert("RGBA").tobytes(), image.info.get("duration")))
        return [*results, (image.info.get("loop"), image.info.get("icc_profile"))]


@pytest.mark.parametrize("case", TELLING)
def test_what_a_file_tells_is_gone_and_what_it_shows_is_the_same(case: str) -> None:
    data = TELLING[case]()
    assert b"Secret" in data
    for clean_data in (scrubbed(data), cleaned(data)):
        assert b"Secret" not in clean_data and b"52.52" not in clean_data
        assert frames(clean_data) == frames(data)
        assert scrubbed(clean_data) == clean_data, "there is nothing left to clean"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF"])
def test_an_ordinary_file_stays_byte_for_byte(form: str) -> None:
    profile = PROFILE if form not in ("GIF",) else None
    for data in (
        saved(form),
        saved(form, icc_profile=profile),
        *([moving(form)] if form in ("GIF", "PNG", "WEBP") else []),
    ):
        assert cleaned(data) == data


PROFILE = b"\0" * 36 + b"acsp" + b"\0" * 200


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGB"])
@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"optimize": True, "restart_marker_blocks": 1}])
def test_jpegs_of_every_make_stay_byte_for_byte(mode: str, options: dict[str, object]) -> None:
    data = saved("JPEG", gradient(mode), **options)
    assert scrubbed(data) == data


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_a_turned_picture_says_how_it_is_turned_and_nothing_else(form: str, turn: int) -> None:
    data = saved(form, exif=facts(turn))
    clean_data = scrubbed(data)
    assert b"Secret" not in clean_data
    assert frames(clean_data) == frames(data)
    with Image.open(io.BytesIO(clean_data)) as image:
        assert dict(image.getexif()) == ({ORIENTATION: turn} if turn > 1 else {})
    with Image.open(io.BytesIO(cleaned(data))) as image:
        assert not image.getexif()
        assert image.size == ((48, 64) if turn > 4 else (64, 48))


def test_a_turned_copy_carries_no_comment() -> None:
    clean_data = cleaned(saved("JPEG", exif=facts(6), comment=SECRET))
    assert b"Secret" not in clean_data


def test_what_stands_between_segments_goes_as_decoders_pass_over_it() -> None:
    assert scrubbed(within(saved("JPEG"), SECRET, segment(0xE1, b"Exif\0\0" + SECRET))) == saved("JPEG")


def test_a_second_picture_takes_neither_turn_nor_form_from_the_first() -> None:
    data = saved("MPO", save_all=True, append_images=[gradient()], exif=facts(6))
    with Image.open(io.BytesIO(cleaned(data))) as image:
        assert (image.format, image.size) == ("JPEG", (48, 64))


def test_a_film_keeps_its_length_and_its_pixels_and_says_nothing() -> None:
    data = film()
    clean_data = scrubbed(data)
    assert b"Secret" not in clean_data and len(clean_data) == len(data)
    assert clean_data.endswith(box(b"mdat", b"pixels")) and b"tkhd" in clean_data and b"mvhd" in clean_data


def test_a_film_loses_what_follows_it() -> None:
    assert b"Secret" not in scrubbed(film() + SECRET)
    assert b"Secret" not in scrubbed(box(b"ftyp", b"qt  ") + box(b"mdat", b"pixels") + box(b"SEFD", SECRET))


def test_a_drawing_keeps_its_shapes_and_the_words_of_its_license() -> None:
    clean_data = scrubbed(drawing("<style><![CDATA[ /* <metadata>x</metadata> */ ]]></style>"))
    assert b"Secret" not in clean_data
    assert (
        b"<!-- (c) Ann -->" in clean_data
        and b'<path d="M0 0"/></svg>' in clean_data
        and b"/* <metadata>x" in clean_data
    )
    embedded = clean_data.partition(b"base64,")[2].partition(b'"')[0]
    assert embedded == b64encode(scrubbed(saved("JPEG", exif=facts())))


def test_a_page_or_a_feed_that_holds_a_drawing_is_none() -> None:
    page = b"<!doctype html><html><svg><metadata>x</metadata></svg></html>"
    assert scrubbed(page) == page


@pytest.mark.parametrize("facts_", [b"", b"II", b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff" + b"\x01\x12" * 9])
def test_damaged_facts_say_nothing_of_a_turn(facts_: bytes) -> None:
    assert orientation(facts_) == 1


def test_what_stands_after_the_last_box_is_filled_with_zeros() -> None:
    picture = scrubbed(saved("AVIF"))
    assert scrubbed(picture + b"\0\0Ann") == picture + bytes(5)


@pytest.mark.seconds
@given(st.sampled_from(sorted(TELLING)), st.randoms(use_true_random=False))
def test_a_damaged_file_is_refused_or_cleaned_and_never_passed_on(case: str, chance: random.Random) -> None:
    """Some bytes of the first hundred are others, or the file ends early: cleaning again changes nothing."""
    data = bytearray(FILES.setdefault(case, TELLING[case]()))
    for _ in range(chance.randint(0, 3)):
        data[chance.randrange(12, min(100, len(data)))] = chance.randrange(256)
    if chance.random() < 0.5:
        del data[chance.randrange(12, len(data)) :]
    with suppress(Damaged):
        clean_data = scrubbed(bytes(data))
        assert scrubbed(clean_data) == clean_data


FILES: dict[str, bytes] = {}
POST = "-- content/posts/p.md --\n---\ntitle: P\ndate: 2026-01-01\n---\nFirst.\n\n[A file](../images/{0})\n\n![A field](../images/{0})\n"


def put(folder: Path, name: str, data: bytes) -> None:
    path = folder / "content" / "images" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@pytest.mark.parametrize("name", ["x.jpg", "x.JPEG", "x.jfif", "x.png", "x", "x.dat"])
def test_no_file_of_the_site_tells_anything_whatever_its_name(build_site, tmp_path: Path, name: str) -> None:
    photo = saved("MPO", gradient().resize((800, 600)), save_all=True, append_images=[gradient()], exif=facts(6))
    put(tmp_path, name, within(photo, segment(0xFE, SECRET)) + film())
    built = build_site(POST.format(name))
    assert (built.code, built.messages) == (0, [])
    telling = [path for path in built.files() if b"Secret" in (built.output / path).read_bytes()]
    assert telling == []
    results = [path for path in built.files() if path.startswith("pictures/")]
    assert len(results) == 3, "smaller ones are made of it too"


@pytest.mark.parametrize(
    "case", ["comment and XMP in a moving GIF", "tags of a TIFF", "EXIF in an AVIF", "XMP in a moving WebP"]
)
def test_other_kinds_go_out_clean_too(build_site, tmp_path: Path, case: str) -> None:
    put(tmp_path, "x.bin", TELLING[case]())
    put(tmp_path, "a.mp4", film())
    put(tmp_path, "a.svg", drawing())
    built = build_site(POST.format("a.svg"))
    assert (built.code, built.messages) == (0, [])
    assert [path for path in built.files() if b"Secret" in (built.output / path).read_bytes()] == []
    assert frames((built.output / "images/x.bin").read_bytes()) == frames(TELLING[case]())


@pytest.mark.says
def test_a_damaged_picture_that_no_text_shows_is_named_by_its_own_name(build_site, tmp_path: Path) -> None:
    put(tmp_path, "cut.jpg", saved("JPEG")[:-300])
    (message,) = build_site(POST.format("cut.jpg").partition("First")[0]).messages
    assert message.startswith("content/images/cut.jpg:1: the picture is damaged or cut short (")
    put(tmp_path, "headless.jpg", saved("JPEG", exif=facts())[:200])
    built = build_site()
    assert built.code == 1
    assert (
        "content/images/headless.jpg:1: the picture is damaged or cut short (it ends before its picture begins); "
        "put a whole copy of the picture in its place, or delete it"
    ) in built.messages


def text_of(data: bytes) -> object:
    with Image.open(io.BytesIO(data)) as image:
        return image.text if isinstance(image, PngImagePlugin.PngImageFile) else None


def test_compressed_text_in_a_png_goes_too() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "x" * 5000, zip=True)
    data = saved("PNG", pnginfo=info)
    assert text_of(data) and not text_of(scrubbed(data))
