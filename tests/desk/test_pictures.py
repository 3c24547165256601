"""Pictures that are dropped in."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from lodestar.desk.pictures import Unfit, markdown, prepared, store


def picture(size: tuple[int, int], form: str = "JPEG", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **more)
    return out.getvalue()


def test_a_large_picture_is_made_smaller_and_a_small_one_is_not_made_larger():
    for size, wanted in (((4000, 2000), (1800, 900)), ((300, 200), (300, 200))):
        with Image.open(io.BytesIO(prepared(picture(size))[0])) as result:
            assert result.size == wanted


def test_it_is_turned_upright_and_what_the_camera_noted_is_left_out():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "A camera"
    with Image.open(io.BytesIO(prepared(picture((400, 200), exif=exif))[0])) as result:
        assert result.size == (200, 400)
        assert not result.getexif()


def test_two_pictures_in_one_file_become_one_without_anything_of_the_camera():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "A camera"
    other = [Image.new("RGB", (40, 20), "red")]
    data = picture((400, 200), "MPO", save_all=True, append_images=other, exif=exif, comment=b"A camera")
    clean, ending = prepared(data)
    assert ending == "jpg" and b"A camera" not in clean
    with Image.open(io.BytesIO(clean)) as result:
        assert (result.format, result.size) == ("JPEG", (200, 400))


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP"])
def test_what_moves_goes_on_moving_and_loses_its_comments(form: str):
    frames = [Image.new("RGB", (40, 30), color) for color in ("red", "blue")]
    said = {"GIF": {"comment": b"A camera"}, "WEBP": {"xmp": b"A camera"}, "PNG": {}}[form]
    data = picture((40, 30), form, save_all=True, append_images=frames, duration=90, **said)
    clean, ending = prepared(data)
    assert ending == form.lower() and b"A camera" not in clean
    with Image.open(io.BytesIO(clean)) as result:
        assert result.n_frames == 3


@pytest.mark.parametrize("form", ["JPEG", "GIF"])
def test_a_comment_in_a_picture_is_left_out(form: str):
    assert b"A camera" not in prepared(picture((40, 30), form, comment=b"A camera"))[0]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        picture((40, 40))[:200],
        picture((40, 40), "BMP"),
    ],
)
def test_what_is_no_picture_for_the_site_is_refused(data):
    with pytest.raises(Unfit):
        prepared(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "picture of an iPhone"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0heic", "send it as JPEG"),
        (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "save it as PNG"),
    ],
)
def test_a_picture_that_the_desk_does_not_take_is_called_by_its_name(data, words):
    with pytest.raises(Unfit, match=words):
        prepared(data)


def test_a_name_becomes_plain_and_another_picture_does_not_take_its_place(tmp_path):
    def slug(name: str) -> str:
        return name.lower().replace(" ", "-").replace("ö", "o")

    assert store(tmp_path, "C:\\Photos\\My Dög.JPG", picture((9, 9)), slug) == "images/posts/my-dog.jpg"
    assert store(tmp_path, "my dog.jpg", picture((9, 9)), slug) == "images/posts/my-dog.jpg", "the same picture"
    assert store(tmp_path, "my dog.jpg", picture((8, 8)), slug) == "images/posts/my-dog-2.jpg"


def test_words_with_brackets_do_not_break_the_markdown():
    assert markdown("images/a.jpg", "A [red]\ndoor") == "![A (red) door]({static}/images/a.jpg)"
