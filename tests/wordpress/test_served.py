"""Beside a real WordPress: what it served for eight exports, and what our import makes of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.wordpress.conftest import Importing
from tests.wordpress.exports import EIGHT, SERVED, real
from tests.wordpress.served import comparable, rendered
from wordpress.body import serve
from wordpress.compare import lost
from wordpress.index import build, stream
from wordpress.markdown import markdown, render
from wordpress.tree import clean

OTHERWISE = {
    ("gutenberg-test-data", "Gutenberg: Widget Blocks"): "dynamic blocks",
    ("gutenberg-test-data", "Gutenberg: Embed Blocks"): "links where WordPress leaves bare addresses",
    (
        "nikola-wordpress_export_example",
        "Transformation test",
    ): "[sourcecode], which WordPress.com knows and WordPress does not",
    ("pelican-wordpressexport", "Post with raw data"): "a link in the place of a frame",
    ("wptest", "Post Format: Video"): "a link where WordPress leaves a bare address",
    ("wptest", "Post Format: Audio"): "a link inside the player",
    ("wptest", "Post Format: Video (VideoPress)"): "[wpvideo], which WordPress.com knows and WordPress does not",
    ("wptest", "Twitter Embeds"): "a link where WordPress leaves a bare address",
    ("wptest", "Amazon Store"): "a link in the place of a frame",
}
"""Posts that are meant to differ, and why."""
SECRET = re.compile(r"<wp:(?:author_email|comment_author_email|comment_author_IP)>(?:<!\[CDATA\[)?\s*([^<\]\s]+)")


@pytest.mark.parametrize("name", EIGHT)
def test_bodies_are_those_that_wordpress_served(name: str) -> None:
    index, readers = build([real(name)])
    bodies = {}
    for _, item in stream(readers):
        bodies.setdefault((item.guid, item.type), serve(item, index.pictures, index.below))
    different = set()
    for page in rendered(name):
        served = bodies.get((page["guid"], page["type"]))
        if page["type"] == "attachment" or page["status"] != "publish" or served is None:
            continue
        said = render(markdown(clean(served.html, lambda url, tag: url).root))
        if lost(comparable(page["content"]), comparable(said)):
            different.add((name, page["title"]))
    assert different == {each for each in OTHERWISE if each[0] == name}


@pytest.mark.parametrize(
    "path", sorted(SERVED.parent.glob("*.xml")) or [Path("wptest.xml")], ids=lambda path: path.stem
)
def test_every_export_comes_in_and_leaves_no_mail_or_ip_address(importing: Importing, path: Path) -> None:
    source = real(path.stem)
    made = importing(source)
    assert made.code in (0, 1)
    assert not made.wrong
    everything = made.everything(hidden=True) + made.said
    for secret in set(SECRET.findall(source.read_text(encoding="utf-8", errors="replace"))):
        assert secret not in everything
    assert "Files: " in importing(source).said
