"""Pictures that are dropped in."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from lodestar.desk.pictures import Unfit, markdown, prepared, store
from tests.desk.heic import heic
from tests.drawing import picture


def test_a_large_picture_is_made_smaller_and_a_small_one_is_not_made_larger():
    for size, expected in (((4000, 2000), (1800, 900)), ((300, 200), (300, 200))):
        with Image.open(io.BytesIO(prepared(picture("JPEG", size))[0])) as result:
            assert result.size == expected


def test_it_is_turned_upright_and_what_the_camera_noted_is_left_out():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "A camera"
    with Image.open(io.BytesIO(prepared(picture("JPEG", (400, 200), exif=exif))[0])) as result:
        assert result.size == (200, 400)
        assert not result.getexif()


def test_two_pictures_in_one_file_become_one_without_anything_of_the_camera():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "A camera"
    other_frames = [Image.new("RGB", (40, 20), "red")]
    data = picture("MPO", (400, 200), save_all=True, append_images=other_frames, exif=exif, comment=b"A camera")
    clean_data, ending = prepared(data)
    assert ending == "jpg" and b"A camera" not in clean_data
    with Image.open(io.BytesIO(clean_data)) as result:
        assert (result.format, result.size) == ("JPEG", (200, 400))


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP"])
def test_what_moves_goes_on_moving_and_loses_its_comments(form: str):
    frames = [Image.new("RGB", (40, 30), color) for color in ("red", "blue")]
    comment_options = {"GIF": {"comment": b"A camera"}, "WEBP": {"xmp": b"A camera"}, "PNG": {}}[form]
    data = picture(form, (40, 30), save_all=True, append_images=frames, duration=90, **comment_options)
    clean_data, ending = prepared(data)
    assert ending == form.lower() and b"A camera" not in clean_data
    with Image.open(io.BytesIO(clean_data)) as result:
        assert result.n_frames == 3


@pytest.mark.parametrize("form", ["JPEG", "GIF"])
def test_a_comment_in_a_picture_is_left_out(form: str):
    assert b"A camera" not in prepared(picture(form, (40, 30), comment=b"A camera"))[0]


@pytest.mark.parametrize(
    ("quarters", "size", "top", "bottom"),
    [(0, (400, 200), None, None), (3, (200, 400), "blue", "red"), (1, (200, 400), "red", "blue")],
)
def test_a_picture_of_an_iphone_becomes_a_jpeg_upright_and_without_its_place(quarters, size, top, bottom):
    data = heic(quarters)
    assert b"A camera" in data
    clean_data, ending = prepared(data)
    with Image.open(io.BytesIO(clean_data)) as result:
        assert (ending, result.format, result.size, dict(result.getexif())) == ("jpg", "JPEG", size, {})
        if top:
            nearest_colors = {"blue": (0, 0, 254), "red": (254, 0, 0)}
            assert (
                result.getpixel((100, 20)) == nearest_colors[top]
                and result.getpixel((100, 380)) == nearest_colors[bottom]
            )


@pytest.mark.parametrize(("form", "ending"), [("AVIF", "jpg"), ("TIFF", "jpg"), ("BMP", "png")])
def test_a_picture_that_not_every_browser_shows_becomes_one_that_does(form: str, ending: str):
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "A camera"
    options = {"AVIF": {"exif": exif}}.get(form, {})
    clean_data, clean_ending = prepared(picture(form, (40, 20), **options))
    assert clean_ending == ending
    with Image.open(io.BytesIO(clean_data)) as result:
        assert result.size == ((20, 40) if form == "AVIF" else (40, 20))
        assert not result.getexif()


def test_what_is_transparent_stays_so():
    stream = io.BytesIO()
    Image.new("RGBA", (40, 20), (1, 2, 3, 100)).save(stream, "AVIF")
    clean_data, ending = prepared(stream.getvalue())
    with Image.open(io.BytesIO(clean_data)) as result:
        assert (ending, result.mode) == ("png", "RGBA")


def test_a_picture_for_printers_loses_the_profile_of_their_inks():
    stream = io.BytesIO()
    Image.new("CMYK", (40, 20)).save(stream, "JPEG", icc_profile=b"inks" * 40)
    with Image.open(io.BytesIO(prepared(stream.getvalue())[0])) as result:
        assert (result.mode, result.info.get("icc_profile")) == ("RGB", None)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no picture, or a damaged one"),
        (b"hello", "no picture, or a damaged one"),
        (picture("JPEG", (40, 40))[:200], "no picture, or a damaged one"),
        (heic()[:300], "no picture, or a damaged one"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "a film; put it on YouTube"),
        (b"\0\0\0\x20ftypisom\0\0\2\0", "a film"),
        (b"ID3\4\0", "a sound recording"),
        (b"%PDF-1.7", "a PDF"),
        (b"PK\3\4", "no picture; the text takes"),
        (b"8BPS\0\1", "Photoshop"),
        (b"\xff\x0a\0\0", "JPEG XL"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", "damaged; save it anew"),
    ],
)
def test_what_is_no_picture_for_the_site_is_called_by_its_name(data: bytes, words: str):
    with pytest.raises(Unfit, match=words):
        prepared(data)


def clean_drawing(inner: str, options: str = "") -> str:
    """Return what stays of a drawing."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"{options}>'
    data, ending = prepared(f"{head}{inner}</svg>".encode())
    assert ending == "svg"
    return data.decode()


def test_a_drawing_is_taken_as_it_is():
    inner = '<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><style>.b { fill: url(#a) }</style><path class="b" d="M0 0h9"/><use href="#c"/><text>x</text>'
    assert inner in clean_drawing(inner)


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<script>alert(1)</script><path/>", "<path/>"),
        ('<path onclick="alert(1)" onload="x"/>', "<path/>"),
        ('<a href="javascript:alert(1)"><path/></a>', "<path/>"),
        ('<foreignObject><body xmlns="http://www.w3.org/1999/xhtml">x</body></foreignObject>', ""),
        ('<image href="https://a.example/x.png"/>', "<image/>"),
        ('<image xlink:href="https://a.example/x.png"/>', "<image/>"),
        ('<image href="data:image/svg+xml;base64,AAAA"/>', "<image/>"),
        ('<use href="other.svg#a"/>', "<use/>"),
        ('<path style="fill:url(https://a.example/x)"/>', "<path/>"),
        ('<path fill="url(&quot;//a.example/x&quot;)"/>', "<path/>"),
        ('<path style="fill:u\\72l(https://a.example/x)"/>', "<path/>"),
        ("<style>@import 'https://a.example/x.css'; path { fill: url(https://a.example/x) }</style>", "<style>  path { fill:   }</style>"),
        ("<style>@im\\70ort 'https://a.example/x.css'</style>", "<style/>"),
        ('<set attributeName="href" to="javascript:alert(1)"/>', ""),
        ('<animate attributeName="xlink:href" values="javascript:alert(1)"/>', "<animate"),
        ("<metadata>where it lay</metadata><!-- a comment --><?xml-stylesheet href='x.css'?><path/>", "<path/>"),
        ('<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>', ""),
        ('<g xml:base="https://a.example/"><use href="#a"/></g>', '<g><use href="#a"/></g>'),
        ('<use xlink:href="#a" xml:lang="en"/>', '<use xlink:href="#a" xml:lang="en" xmlns:xlink="http://www.w3.org/1999/xlink"/>'),
        ('<script><path/>alert(1)</script>words<a><a><path/></a></a>', "words<path/>"),
        ('<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>', ""),
    ],
)  # fmt: skip
def test_a_drawing_does_nothing_and_loads_nothing(inner: str, expected: str):
    result = clean_drawing(inner)
    assert expected in result
    assert not re.search(r"alert|a\.example|script|\bon\w+=|import|svg\+xml|other\.svg|where it lay", result)


def test_entities_of_a_drawing_are_not_read():
    data = b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>'
    assert b"root" not in prepared(data)[0]


def test_a_drawing_of_illustrator_with_its_own_names_is_taken():
    """Its namespaces are entities, and its DTD lies elsewhere."""
    data = b"""<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
    <!ENTITY ns_svg "http://www.w3.org/2000/svg"> <!ENTITY ns_ai "http://ns.adobe.com/AdobeIllustrator/10.0/">
]>
<s:svg xmlns:s="&ns_svg;" xmlns:i="&ns_ai;" i:viewOrigin="1 2"><s:text>caf\xe9</s:text><i:pgf>x</i:pgf></s:svg>"""
    assert prepared(data)[0].decode() == '<svg xmlns="http://www.w3.org/2000/svg"><text>café</text></svg>'


@pytest.mark.parametrize(
    "inner", ["<g>" * 50_000 + "</g>" * 50_000, "<style>" + "<g>" * 50_000 + "</g>" * 50_000 + "</style>"]
)
def test_a_drawing_may_be_as_deep_as_it_likes(inner: str):
    assert clean_drawing(inner).endswith(("</g></svg>", "<g/></g></svg>", "<style/></svg>"))


def test_a_name_becomes_plain_and_another_picture_does_not_take_its_place(tmp_path):
    def slug(name: str) -> str:
        return name.lower().replace(" ", "-").replace("ö", "o")

    assert store(tmp_path, "C:\\Photos\\My Dög.JPG", picture("JPEG", (9, 9)), slug) == ("images/posts/my-dog.jpg", True)
    assert store(tmp_path, "my dog.jpg", picture("JPEG", (9, 9)), slug) == ("images/posts/my-dog.jpg", False)
    assert store(tmp_path, "my dog.jpg", picture("JPEG", (8, 8)), slug) == ("images/posts/my-dog-2.jpg", True)


@pytest.mark.parametrize(
    ("alt", "escaped"),
    [
        ("A [red]\ndoor", r"A \[red\] door"),
        ("C:\\", r"C:\\"),
        ("a `b`", r"a \`b\`"),
    ],
)
def test_what_a_picture_shows_does_not_break_the_markdown(alt: str, escaped: str):
    assert markdown("images/a.jpg", alt) == f"![{escaped}]({{static}}/images/a.jpg)"


@pytest.mark.parametrize(
    "rules",
    [
        "@im<x/>port url(//e.example/x);",
        "a{}<g/>@import '//e.example/x'",
        "@im@import;port '//e.example/x'",
        "a{fill:u@import;rl(//e.example/x)}",
    ],
)
def test_rules_that_are_put_together_by_cleaning_load_nothing(rules: str):
    assert not re.search(r"@import|url\(", clean_drawing(f"<style>{rules}</style>"))


def test_a_picture_has_its_place_behind_it_and_its_caption_below_it():
    expected = "![A door]({static}/images/a.jpg){.alignleft}\n*The \\* door*"
    assert markdown("images/a.jpg", "A door", " The * \ndoor", "left") == expected
    assert markdown("images/my (1).jpg", "A door") == "![A door](<{static}/images/my (1).jpg>)"
