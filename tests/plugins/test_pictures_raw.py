"""Pictures written as raw HTML, as moved blogs have them, come to readers as those of Markdown do."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lodestar.base.front_matter.attributes import Marks
from lodestar.base.front_matter.raw import RawHtml

pytestmark = pytest.mark.seconds

POST = "-- content/posts/p.md --\n---\ntitle: P\ndate: 2026-01-01\n---\n{}\n"
SOURCE = re.compile(r"<source [^>]*>")


@pytest.fixture
def picture_html(build_site, tmp_path):
    """The pictures of a post with some raw HTML, a wide photograph beside it."""

    def build(html: str, **settings: object) -> str:
        target = io.BytesIO()
        Image.linear_gradient("L").resize((700, 350)).convert("RGB").save(target, "JPEG")
        path = tmp_path / "content/images/x.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(target.getvalue())
        built = build_site(POST.format(html), **settings)
        assert (built.code, built.messages) == (0, [])
        return re.sub(r"\.[0-9a-f]{10}\.", ".#.", built["2026/01/01/p/index.html"])

    return build


@pytest.mark.parametrize(
    "image",
    [
        '<img src="../images/x.jpg" alt="A">',
        "<img alt='A' src='{static}/images/x.jpg' />",
        '<IMG SRC=/images/x.jpg ALT="A">',
    ],
)
@pytest.mark.parametrize(
    "around", ["{}", "<figure>{}<figcaption>Below.</figcaption></figure>", 'Before <a href="/">{}</a> after.']
)
def test_it_comes_in_sizes_and_formats(picture_html, image: str, around: str) -> None:
    html = picture_html(around.format(image))
    assert (
        '<source type="image/avif" srcset="/pictures/images/x-640.#.avif 640w, /pictures/images/x-700.#.avif 700w'
        in html
    )
    assert (
        'alt="A" src="/pictures/images/x-700.#.jpg" width="700" height="350" loading="lazy" decoding="async">' in html
    )
    assert html.count("<picture>") == html.count("</picture>") == html.count("<img") == 1


def test_the_width_an_author_wants_is_kept_and_the_height_follows(picture_html) -> None:
    html = picture_html(
        '<img class="alignleft" src="../images/x.jpg" alt="A" width="300" height="200" srcset="/old 300w" sizes="9px" loading="eager">'
    )
    assert (
        'class="alignleft" alt="A" src="/pictures/images/x-700.#.jpg" width="300" height="150" loading="lazy"' in html
    )
    assert 'sizes="(min-width: 340px) 300px, 94vw"' in html
    assert "/old" not in html
    assert html.count("width=") == 1


@pytest.mark.parametrize(
    ("attributes", "size"),
    [('height="200"', (400, 200)), ('width="5000"', (700, 350)), ('width="300.5px" height="auto"', (300, 150))],
)
def test_sizes_that_say_one_side_or_too_much(picture_html, attributes: str, size: tuple[int, int]) -> None:
    assert f'width="{size[0]}" height="{size[1]}"' in picture_html(f'<img src="../images/x.jpg" alt="A" {attributes}>')


@pytest.mark.parametrize(
    "image",
    [
        '<img src="https://example.com/y.jpg" alt="A" width="3">',
        '<img alt="A" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
        '<!-- <img src="../images/x.jpg"> -->',
        '<div><img alt="no file"></div>',
    ],
)
def test_what_is_not_ours_to_show_stays_as_it_is(picture_html, image: str) -> None:
    html = picture_html(image + " text", HOSTING={"sources": {"img-src": ("https://example.com",)}})
    assert "<picture" not in html
    assert image in html


def test_a_picture_element_chooses_by_itself(picture_html) -> None:
    html = picture_html(
        '<picture><source srcset="../images/x.jpg 2x" type="image/jpeg"><img src="../images/x.jpg" alt="A" width="4"></picture>'
    )
    assert SOURCE.findall(html) == ['<source srcset="/images/x.jpg 2x" type="image/jpeg">']
    assert '<img src="/images/x.jpg" alt="A" width="4">' in html


@pytest.mark.says
def test_missing_alternative_text_is_a_warning_and_an_empty_one_is_a_choice(build_site, tmp_path) -> None:
    path = tmp_path / "content/images/x.png"
    path.parent.mkdir(parents=True)
    Image.new("RGB", (9, 9)).save(path)
    built = build_site(
        POST.format('text\n\n<div><img src="../images/x.png"></div>\n\n<div><img src="/images/x.png" alt=""></div>')
    )
    assert built.messages == [
        'content/posts/p.md:7: the picture "../images/x.png" has no alternative text; say what it shows: ![...](...), or alt="..." in HTML'
    ]


@given(st.text(alphabet="<>/=\"' \n\ramg-!&;bcptuex\u2028\x0c", max_size=80))
def test_html_without_addresses_ids_and_headings_stays_letter_for_letter(html: str) -> None:
    result = RawHtml(Marks("posts")).marked(html)
    assert re.sub(r"[\n\r\t\f]", " ", result) == re.sub(r"[\n\r\t\f]", " ", html)
