"""Line breaks of the classic editor become paragraphs as WordPress makes them."""

from __future__ import annotations

import pytest

from lodestar.wordpress.autop import autop


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\n\nTwo\nthree", "<p>One</p>\n<p>Two<br />\nthree</p>\n"),
        ("One<br /><br />Two", "<p>One</p>\n<p>Two</p>\n"),
        ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("<blockquote>So</blockquote>", "<blockquote><p>So</p></blockquote>\n"),
        ("<h2>Head</h2>\ntext", "<h2>Head</h2>\n<p>text</p>\n"),
        ("<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>\n"),
        ("a <a\nhref='x'>b</a>", "<p>a <a\nhref='x'>b</a></p>\n"),
        ("before\n<hr />\nafter", "<p>before</p>\n<hr />\n<p>after</p>\n"),
        ("<script>\nx\n\ny\n</script>", "<p><script>\nx</p>\n<p>y\n</script></p>\n"),
        ("   \n ", ""),
        ("\u00a0\n\nEnd", "<p>\u00a0</p>\n<p>End</p>\n"),
    ],
)
def test_paragraphs_stand_where_wordpress_puts_them(text: str, html: str) -> None:
    assert autop(text) == html
