"""Small exports of our own, made of what a test is about; and the exports of others, which stay outside the project.

The environment variable LODESTAR_EXPORTS names the folder of those: `*.xml`, and below `as-wordpress-serves-it/` what
a real WordPress served for some of them. Where it is unset, the tests that need them are not collected.
"""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

EXPORTS = Path(os.environ["LODESTAR_EXPORTS"]) if os.environ.get("LODESTAR_EXPORTS") else None
"""The folder of the exports of others; None where no folder is named."""
EIGHT = (
    "ghost-posts-only",
    "gutenberg-test-data",
    "nikola-wordpress_export_example",
    "pelican-wordpressexport",
    "small-export",
    "valid-wxr-1.0",
    "wptest",
    "wxr-comprehensive",
)
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>A Blog</title><link>https://blog.example</link><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_blog_url>https://blog.example</wp:base_blog_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login>margaret</wp:author_login>
<wp:author_email>secret@blog.example</wp:author_email>
<wp:author_display_name><![CDATA[Margaret Smith]]></wp:author_display_name></wp:author>
"""
FOOT = "</channel></rss>\n"
UPLOADS = "https://blog.example/wp-content/uploads"


def item(id: int = 1, body: str = "", **overrides: str | int) -> str:
    """Return an item; `terms`, `comments` and `meta` are XML, everything else is the text of the element of that name."""
    facts: dict[str, str | int] = {
        "post_date": "2020-02-03 10:00:00",
        "post_date_gmt": "2020-02-03 16:00:00",
        "post_name": f"post-{id}",
        "status": "publish",
        "post_type": "post",
    }
    title, link = (
        overrides.pop("title", f"Post {id}"),
        overrides.pop("link", f"https://blog.example/2020/02/03/post-{id}/"),
    )
    guid, excerpt = overrides.pop("guid", f"https://blog.example/?p={id}"), overrides.pop("excerpt", "")
    xml = "".join(str(overrides.pop(name, "")) for name in ("terms", "comments", "meta"))
    facts |= overrides
    parts = "".join(f"<wp:{name}>{escape(str(value))}</wp:{name}>\n" for name, value in facts.items())
    return (
        f"<item><title>{escape(str(title))}</title><link>{escape(str(link))}</link><dc:creator>margaret</dc:creator>\n"
        f'<guid isPermaLink="false">{escape(str(guid))}</guid><content:encoded><![CDATA[{body}]]></content:encoded>\n'
        f"<excerpt:encoded><![CDATA[{excerpt}]]></excerpt:encoded><wp:post_id>{id}</wp:post_id>\n{parts}{xml}</item>\n"
    )


def term(name: str, slug: str, domain: str = "post_tag") -> str:
    """Return a term of an item."""
    return f"<category domain={quoteattr(domain)} nicename={quoteattr(slug)}><![CDATA[{name}]]></category>\n"


def comment(id: int, text: str, parent: int = 0, approved: str = "1", **overrides: str) -> str:
    """Return a comment of an item."""
    facts = {
        "comment_author": "A Reader",
        "comment_author_email": "reader@secret.example",
        "comment_author_url": "",
        "comment_author_IP": "203.0.113.77",
        "comment_date": f"2020-02-04 10:{id % 60:02d}:00",
        "comment_type": "",
    }
    parts = "".join(f"<wp:{name}>{escape(value)}</wp:{name}>" for name, value in (facts | overrides).items())
    return (
        f"<wp:comment><wp:comment_id>{id}</wp:comment_id>{parts}<wp:comment_content><![CDATA[{text}]]></wp:comment_content>"
        f"<wp:comment_approved>{approved}</wp:comment_approved><wp:comment_parent>{parent}</wp:comment_parent></wp:comment>\n"
    )


def meta(key: str, value: str) -> str:
    """Return a custom field of an item."""
    return f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>\n"


def export(*items: str, terms: str = "") -> str:
    """Return an export file."""
    return HEAD + terms + "".join(items) + FOOT


def others() -> list[Path]:
    """Return every export of somebody else's; none where LODESTAR_EXPORTS is unset."""
    return sorted(EXPORTS.glob("*.xml")) if EXPORTS else []


def foreign_export(name: str) -> Path:
    """Return an export of somebody else's, by its name."""
    assert EXPORTS is not None, "tests that need the exports of others are not collected without them"
    return EXPORTS / f"{name}.xml"


def served(name: str) -> Path:
    """Return the folder of what a real WordPress served for an export."""
    return foreign_export(name).parent / "as-wordpress-serves-it" / name


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """Return a picture of one point, with further chunks."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\x00\x00"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunk(*pair) for pair in chunks) + body + chunk(b"IEND", b"")
