"""Beside a real WordPress: what it served for eight exports, and what our import makes of them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from tests.wordpress.conftest import Importing
from tests.wordpress.exports import EIGHT, SERVED, real
from tests.wordpress.served import Site, addresses, rendered
from wordpress.body import serve
from wordpress.compare import Parts, lost, parts_of
from wordpress.index import build, stream
from wordpress.markdown import markdown, render
from wordpress.tree import clean

ROOT = Path(__file__).parents[2]
BUILT = EIGHT if os.environ.get("WORDPRESS_ALL") or os.environ.get("CI") else ("pelican-wordpressexport", "wptest")
"""The exports that are built whole; all eight where CI or WORDPRESS_ALL is set."""
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
PROTECTED = {"/2013/01/04/password-protected/", "/2013/01/04/password-protected", "/?p=131"}
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
        if lost(_comparable(page["content"]), _comparable(said)):
            different.add((name, page["title"]))
    assert different == {each for each in OTHERWISE if each[0] == name}


def _comparable(html: str) -> Parts:
    """The parts of a body; addresses are counted, since a test site has its own, and h2 to h6 are as they are."""
    parts = parts_of(html)
    numbers = {name: tuple(str(number) for number in range(len(getattr(parts, name)))) for name in ("links", "images")}
    return Parts(
        **{
            **{name: getattr(parts, name) for name in Parts.__dataclass_fields__},
            **numbers,
            "quotes": (),
            "emphasis": (),
        }
    )


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


@pytest.mark.parametrize("name", BUILT)
def test_a_built_site_answers_every_address_and_keeps_every_id(importing: Importing, tmp_path: Path, name: str) -> None:
    saved = ("--feed", str(SERVED / name / "feed.rss.xml")) if name == "ghost-posts-only" else ()
    made = importing(real(name), options=saved)  # that export has no ids at all
    output = tmp_path / "output"
    command = [sys.executable, "-m", "pelican", str(made.folder), "-s", "publishconf.py", "-o", str(output)]
    result = subprocess.run(
        [*command, "-e", f'CACHE_PATH="{tmp_path / "cache"}"'], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    site = Site.of(made.folder, output)
    unanswered, astray = set(), set()
    for row in addresses(name):
        if row["status"] == "200" and not site.answer(row["path"]):
            unanswered.add(row["path"])
        elif row["status"] == "301" and site.answer(row["path"]) != site.answer(row["location"]):
            astray.add(row["path"])
    assert unanswered <= PROTECTED
    assert astray <= PROTECTED
    hidden = {page["guid"] for page in rendered(name) if page["password"]}
    before, after = set(_ids(SERVED / name / "feed.rss.xml")), _ids(output / "feed/index.xml")
    assert before - hidden <= set(after)
    assert max(Counter(after).values()) == 1
    whole = b"\0".join(path.read_bytes() for path in output.rglob("*") if path.is_file())
    for secret in (*SECRET.findall(real(name).read_text(encoding="utf-8")), *_hidden_words(name)):
        assert secret.encode() not in whole


def _ids(path: Path) -> list[str]:
    return [(each.text or "").strip() for each in etree.parse(path).iter("guid")]


def _hidden_words(name: str) -> list[str]:
    """Words of what readers did not see, six at a time, that no text they saw has."""
    shown, hidden = [], []
    for page in rendered(name):
        seen = not page["password"] and page["status"] in ("publish", "inherit")
        comments = " ".join(each["html"] for each in page["comments"])
        (shown if seen else hidden).append(" ".join(parts_of(f"{page['content']} {comments}").words))
    words = [" ".join(text.split()[at : at + 6]) for text in hidden for at in range(0, len(text.split()) - 5, 6)]
    return [each for each in words if each not in " ".join(shown)]
