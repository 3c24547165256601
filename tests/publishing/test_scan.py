"""What a page links to, read as browsers do."""

from __future__ import annotations

import pytest

from lodestar.publishing.scan import scan


@pytest.mark.parametrize(
    ("html", "links", "pictures", "ids"),
    [
        ('<a href="/a/?x=1&amp;y=2" id="here">', ("/a/?x=1&y=2",), (), ("here",)),
        ("<a title=\"a > b\" href='/a/'><img src=/b.png>", ("/a/",), ("/b.png",), ()),
        ('<img srcset="/a.png 1x, /b.png 2x" src="/a.png">', (), ("/a.png", "/b.png"), ()),
        ('<!-- <a href="/no/"> --><script>"<a href=\'/no/\'>"</script><style>a{}</style><p id="p">', (), (), ("p",)),
        (
            '<script src="/x.js"></script><link rel="stylesheet" href="/x.css"><link rel="next" href="/n/">',
            ("/n/",),
            ("/x.js", "/x.css"),
            (),
        ),
        ('<code>&lt;a href="/no/"&gt;</code>', (), (), ()),
        ('<content type="html"><![CDATA[<a href="/x/">]]></content>', ("/x/",), (), ()),
        ('<a name="old"><video poster="/p.png"><source src="/v.mp4">', (), ("/p.png", "/v.mp4"), ("old",)),
    ],
)
def test_a_page_is_read_as_browsers_do(
    html: str, links: tuple[str, ...], pictures: tuple[str, ...], ids: tuple[str, ...]
) -> None:
    result = scan(html)
    assert (result.links, result.pictures, result.ids) == (links, pictures, ids)
