"""A whole move, beside a real WordPress: import, build for production, ask nginx for every address of the old blog.

Three blogs move in the suite, which hold most of what the others do; all eight with `python3 tasks.py test --slow`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

import pytest

from lodestar.html_to_markdown.compare import lost, parts_of
from lodestar.wordpress.raw import folded, raw_words
from tests.publishing.servers import Servers
from tests.wordpress.exports import EIGHT, foreign_export, served
from tests.wordpress.served import (
    NO_IDS,
    MovedBlog,
    addresses,
    comparable,
    hidden_words,
    ids,
    is_public,
    moved_items,
    raw_texts,
    rendered,
    threads,
)
from tests.wordpress.test_others import SECRET

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
WORDS = {
    ("gutenberg-test-data", "Gutenberg: Widget Blocks"): (0, 10, "names of the pages that stand for dynamic blocks"),
    ("pelican-wordpressexport", "Post with raw data"): (0, 1, "the address of a frame, which is a link"),
    ("wptest", "Amazon Store"): (0, 1, "the address of a frame, which is a link"),
    ("wptest", "Post Format: Audio"): (0, 1, "the address of a sound, inside its player"),
    ("wptest", "Post Format: Gallery"): (0, 1800, "captions of the pictures of a gallery"),
    ("wptest", "Post Format: Video (VideoPress)"): (0, 1, "the address of a film, which is a link"),
}
"""How many words of the export are not on the page of a post, how many others are, and why; of all others none is."""
ADDRESSES = {
    "ghost-posts-only": (35, 5),
    "gutenberg-test-data": (54, 27),
    "nikola-wordpress_export_example": (79, 13),
    "pelican-wordpressexport": (58, 13),
    "small-export": (106, 15),
    "valid-wxr-1.0": (46, 10),
    "wptest": (348, 130),
    "wxr-comprehensive": (34, 4),
}
"""How many addresses of each blog answered and how many redirected; all of them must still, but for:"""
LEFT_OUT = {"/2013/01/04/password-protected/"}
"""The page that asks for the password of a protected post."""


IN_THE_SUITE = (NO_IDS, "gutenberg-test-data", "wptest")
BLOGS = [pytest.param(name, marks=() if name in IN_THE_SUITE else pytest.mark.slow) for name in EIGHT]


@pytest.fixture(scope="module", params=BLOGS)
def moved_blog(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MovedBlog]:
    folder = tmp_path_factory.mktemp("moved")
    servers = Servers(folder)
    yield MovedBlog.of(request.param, folder, servers)
    servers.stop()


def test_every_address_answers_and_every_redirect_lands_where_it_did(moved_blog: MovedBlog) -> None:
    counts: Counter[str] = Counter()
    wrong_addresses = set()
    for row in addresses(moved_blog.name):
        if row["status"] not in ("200", "301"):
            continue
        counts[row["status"]] += 1
        landing = moved_blog.answer(row["path"])[0]
        expected_landing = moved_blog.answer(row["location"])[0] if row["status"] == "301" else landing
        if not landing or landing != expected_landing:
            wrong_addresses.add(row["location"] or row["path"])
    assert (counts["200"], counts["301"]) == ADDRESSES[moved_blog.name]
    assert wrong_addresses == (LEFT_OUT if moved_blog.name == "wptest" else set())


def test_feeds_are_feeds(moved_blog: MovedBlog) -> None:
    for row in addresses(moved_blog.name):
        if row["kind"].startswith("feed") and row["status"] == "200":
            assert moved_blog.answer(row["path"])[1].startswith(b"<?xml"), row["path"]


def test_every_id_is_in_the_feeds_once(moved_blog: MovedBlog) -> None:
    feeds = dict(moved_blog.feeds("feed"))
    assert max(max(Counter(feed).values()) for feed in feeds.values()) == 1, "a feed never repeats a post"
    feed_ids = set(ids(served(moved_blog.name) / "feed.rss.xml"))
    old_ids = {page["guid"] for page in rendered(moved_blog.name) if page["type"] == "post" and is_public(page)}
    assert (feed_ids if moved_blog.name == NO_IDS else old_ids) <= {id for feed in feeds.values() for id in feed}
    hidden_ids = {page["guid"] for page in rendered(moved_blog.name) if page["password"]}
    assert feed_ids - hidden_ids <= set(feeds["feed/index.xml"])


def test_comments_have_the_ids_they_had(moved_blog: MovedBlog) -> None:
    """But for their numbers: the blog of the example numbered them anew."""
    hidden_ids = {page["guid"] for page in rendered(moved_blog.name) if page["password"]}
    before = [id.partition("#")[0] for id in ids(served(moved_blog.name) / "comments.rss.xml")]
    [after] = dict(moved_blog.feeds("comments")).values()
    assert len(after) == len(set(after))
    assert Counter(id for id in before if id not in hidden_ids) <= Counter(id.partition("#")[0] for id in after)


def test_texts_are_those_that_wordpress_served(moved_blog: MovedBlog) -> None:
    differing = set()
    for page in filter(is_public, rendered(moved_blog.name)):
        if lost(comparable(page["content"]), comparable(moved_blog.body(page["permalink"])[0])):
            differing.add((moved_blog.name, page["title"]))
    assert differing == {item for item in OTHERWISE if item[0] == moved_blog.name}


def test_every_word_of_the_export_is_on_the_page_that_is_served(moved_blog: MovedBlog) -> None:
    """From the raw export, which neither our reader nor WordPress has touched."""
    texts, differences = raw_texts(moved_blog.name), {}
    for title, id, address in moved_items(moved_blog.name):
        export_words, page = raw_words(texts[title, id]), folded(parts_of(moved_blog.body(address)[0]).words)
        if export_words != page:
            differences[moved_blog.name, title] = ((export_words - page).total(), (page - export_words).total())
    assert differences == {key: numbers[:2] for key, numbers in WORDS.items() if key[0] == moved_blog.name}


def test_comments_lie_as_deep_as_they_did(moved_blog: MovedBlog) -> None:
    for page in filter(is_public, rendered(moved_blog.name)):
        assert Counter(moved_blog.body(page["permalink"])[1]) == threads(page["comments"]), page["title"]


def test_nothing_private_is_anywhere(moved_blog: MovedBlog) -> None:
    """Byte by byte: mail and IP addresses, what Gravatar makes of them, and texts that readers could not see."""
    all_data = b"\0".join(path.read_bytes() for path in moved_blog.output.rglob("*") if path.is_file())
    secrets = set(SECRET.findall(foreign_export(moved_blog.name).read_text(encoding="utf-8")))
    marks = {make(secret.lower().encode()).hexdigest() for secret in secrets for make in (hashlib.md5, hashlib.sha256)}
    for secret in (*secrets, *marks, *hidden_words(moved_blog.name)):
        assert secret.encode() not in all_data
