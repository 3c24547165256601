"""Shortcodes become what they stood for; unknown ones stay and are named."""

from __future__ import annotations

import pytest

from lodestar.wordpress.shortcodes import attributes, unwrap
from tests.wordpress.conftest import Importing
from tests.wordpress.exports import export, item


def test_attributes_are_read_with_any_quotes() -> None:
    by_name, positional = attributes(" ids=\"1,2\" columns=3 link='none' “odd” title=”x” /path")
    assert by_name == {"ids": "1,2", "columns": "3", "link": "none", "title": "x"}
    assert positional == ("odd", "/path")


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        (
            '[caption id="attachment_5" align="alignleft" width="300"]<img src="https://a.example/x.jpg" alt="A"> A hill[/caption]',
            '<figure class="wp-caption alignleft" id="attachment_5"><img alt="A" src="https://a.example/x.jpg">'
            '<figcaption class="wp-caption-text">A hill</figcaption></figure>',
        ),
        ("[youtube=https://www.youtube.com/watch?v=abc&w=9]", None),
        (
            "[vimeo 12345]",
            '[https://vimeo.com/12345](https://vimeo.com/12345 "Video on Vimeo")',
        ),
        (
            '[audio mp3="https://a.example/x.mp3"][/audio]',
            '<figure class="audio"><audio controls="" preload="none" src="https://a.example/x.mp3">'
            '<a href="https://a.example/x.mp3">https://a.example/x.mp3</a></audio></figure>',
        ),
        ('[sourcecode language="python"]\nprint("a &lt; b")\n[/sourcecode]', '```python\nprint("a < b")\n```'),
        ("[gist 0123abc]", '[https://gist.github.com/0123abc](https://gist.github.com/0123abc "On gist.github.com")'),
        ('[polldaddy poll="123"]', '[https://poll.fm/123](https://poll.fm/123 "On poll.fm")'),
        ("[archives]", "[All posts by month](/archives/)"),
        ("[jetpack_subscription_form]", "[Follow this blog](/subscribe/)"),
        ("Write [[gallery]] so", "Write \\[gallery] so"),
        (
            "https://www.youtube.com/watch?v=abc",
            '[https://www.youtube.com/watch?v=abc](https://www.youtube.com/watch?v=abc "Video on YouTube")',
        ),
    ],
)
def test_known_shortcodes_are_replaced(importing: Importing, body: str, markdown: str | None) -> None:
    result = importing(export(item(1, body)))
    if markdown is None:
        assert "Video on YouTube" in result.body("posts/2020/post-1.md")
    else:
        assert result.body("posts/2020/post-1.md") == markdown


def test_an_unknown_shortcode_stays_visible_and_is_named_with_its_line(importing: Importing) -> None:
    result = importing(export(item(1, 'First\n\nThen [contact-form to="x"] here')))
    assert "\\[contact-form to=”x”] here" in result.body("posts/2020/post-1.md")
    line = 13
    assert (
        f'export-0.xml:{line}: the shortcode [contact-form to="x"] in posts/2020/post-1.md; it stays visible'
        in result.output
    )


def test_a_gallery_without_ids_shows_the_pictures_of_its_post(importing: Importing) -> None:
    pictures = [
        item(id, post_type="attachment", status="inherit", post_parent=1, menu_order=10 - id,
             attachment_url=f"https://blog.example/wp-content/uploads/2020/02/p{id}.jpg")
        for id in (5, 6)
    ]  # fmt: skip
    body = importing(export(item(1, "[gallery]"), *pictures)).body("posts/2020/post-1.md")
    assert body.count("<figure") == 2
    assert body.index("p6.jpg") < body.index("p5.jpg")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>[gallery]</p>", "[gallery]"),
        ("<p>&nbsp;\u00a0[gallery] </p>", "[gallery]"),
        ("<p>[[gallery]]</p>", "<p>[[gallery]]</p>"),
        ("<p>Look: [gallery]</p>", "<p>Look: [gallery]</p>"),
    ],
)
def test_a_shortcode_alone_loses_its_paragraph(html: str, expected: str) -> None:
    assert unwrap(html, ("gallery",)) == expected
