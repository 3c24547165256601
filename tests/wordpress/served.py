"""What a real WordPress served for an export, and what our site answers for it behind a real nginx."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html

from lodestar.html_to_markdown.compare import Parts, parts_of
from lodestar.wordpress.command import main
from lodestar.wordpress.index import build
from lodestar.wordpress.places import places
from lodestar.wordpress.unpack import ExportFile
from tests.publishing.servers import Servers, ask
from tests.running import run_pelican
from tests.wordpress.exports import foreign_export, served

ROOT = Path(__file__).parents[2]
TURNS = 6
CONTENT = "http://purl.org/rss/1.0/modules/content/"
PLAIN = ('TYPEFACE={"enabled": false}', 'PICTURES={"cards": false}')
"""Settings of what an imported blog has no part in, and which takes half of a build."""
NO_IDS = "ghost-posts-only"
"""That export has no ids at all: only the saved feed knows them."""


def addresses(name: str) -> Iterator[dict[str, str]]:
    """Yield kind, path, status and redirect target of every address of an export's blog."""
    with open(served(name) / "urls.tsv", encoding="utf-8") as stream:
        yield from csv.DictReader(stream, delimiter="\t")


def rendered(name: str) -> list[dict[str, Any]]:
    """Return what WordPress made of every post, page and attachment."""
    lines = (served(name) / "rendered.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def raw_texts(name: str) -> dict[tuple[str, int], str]:
    """Return the text of every item of an export, as it stands there, by title and id; read by another parser than ours."""
    return {
        ((item.findtext("title") or "").strip(), int(item.findtext("{*}post_id") or 0)): item.findtext(f"{{{CONTENT}}}encoded") or ""
        for item in etree.parse(foreign_export(name)).iter("item")
    }  # fmt: skip


def moved_items(name: str) -> Iterator[tuple[str, int, str]]:
    """Yield title, id and address here of every post and page that readers of an export's blog could see."""
    index, _ = build([ExportFile(foreign_export(name), name)])
    for number, place in places(index, "UTC", {}).items():
        if place.public:
            yield index.items[number].title, index.items[number].id, place.address


def is_public(page: dict[str, Any]) -> bool:
    """Return whether every visitor could read a post or page."""
    return page["type"] in ("post", "page") and page["status"] == "publish" and not page["password"]


def comparable(text: str) -> Parts:
    """Return the parts of a body; addresses are only counted, since each site has its own."""
    parts = parts_of(text)
    numbers = {name: tuple(str(number) for number in range(len(getattr(parts, name)))) for name in ("links", "images")}
    values = {name: getattr(parts, name) for name in Parts.__dataclass_fields__}
    return Parts(**{**values, **numbers})


@dataclass(frozen=True)
class MovedBlog:
    """A blog that moved: imported, built for production, served by nginx with the rules that the build wrote."""

    name: str
    output: Path
    port: int

    @classmethod
    def of(cls, name: str, folder: Path, servers: Servers) -> MovedBlog:
        """Move the blog of an export."""
        feed_options = ["--feed", str(served(name) / "feed.rss.xml")] if name == NO_IDS else []
        assert main([str(foreign_export(name)), *feed_options, "--content", str(folder / "content")]) in (0, 1)
        output = folder / "output"
        words = [str(folder / "content"), "-s", "publishconf.py", "-o", str(output)]
        settings = ["-e", f'CACHE_PATH="{folder / "cache"}"', 'HOSTING={"host": "nginx"}', *PLAIN]
        process = run_pelican(ROOT, *words, *settings)
        assert process.returncode == 0, process.stdout + process.stderr
        maps, server = (output / ".nginx" / item for item in ("maps.conf", "server.conf"))
        return cls(name, output, servers.nginx(output, f"include {maps};", f"include {server};"))

    def answer(self, path: str) -> tuple[str, bytes]:
        """Return the address on which a reader lands, and what is there; both empty when nothing answers."""
        for _ in range(TURNS):
            reply = ask(self.port, path)
            if reply.status == 200:
                return path, reply.body
            if reply.status != 301:
                break
            path = urljoin(path, reply.headers["location"].removeprefix(f"http://127.0.0.1:{self.port}"))
        return "", b""

    def body(self, path: str) -> tuple[str, list[tuple[int, tuple[str, ...]]]]:
        """Return the text of a post or page, and each comment on it: how deep it lies, and its words."""
        root = html.fromstring(self.answer(path)[1].decode())
        [text] = root.xpath("//article//div[contains(concat(' ', @class, ' '), ' prose ')][1]") or [
            etree.Element("div")
        ]
        for extra in text.xpath(".//aside[contains(@class, 'course-cta')]"):
            extra.drop_tree()
        items = root.xpath("//section[@id='comments']//li[starts-with(@id, 'comment-')]")
        comments = [
            (len(item.xpath("ancestor::li[starts-with(@id, 'comment-')]")), words_of_comment(item)) for item in items
        ]
        return etree.tostring(text, encoding="unicode", method="html"), comments

    def feeds(self, kind: str) -> Iterator[tuple[str, list[str]]]:
        """Path and ids of the feed of posts or comments and of its archive pages."""
        for path in sorted((self.output / kind).rglob("index.xml")):
            if "atom" not in path.parts:
                yield path.relative_to(self.output).as_posix(), ids(path)


def words_of_comment(comment: etree._Element) -> tuple[str, ...]:
    """Return the words of a comment, without those of its answers."""
    [body] = comment.xpath("./div")
    return parts_of(etree.tostring(body, encoding="unicode", method="html", with_tail=False)).words


def threads(comments: list[dict[str, Any]]) -> Counter[tuple[int, tuple[str, ...]]]:
    """Return how deep each comment lay in WordPress, and its words."""
    parents = {comment["id"]: comment["parent"] for comment in comments}

    def depth(id: str) -> int:
        return 1 + depth(parents[id]) if parents.get(id, "0") in parents else 0

    return Counter((depth(comment["id"]), parts_of(as_links(comment["html"])).words) for comment in comments)


def as_links(text: str) -> str:
    """Return a comment with words in place of its pictures and frames, which load nothing here."""
    text = re.sub(r'<img[^>]*alt="([^"]*)"[^>]*>', r"\1", text)
    return re.sub(r'<iframe[^>]*/embed/([\w-]+)".*?</iframe>', r"https://www.youtube.com/watch?v=\1", text)


def ids(path: Path) -> list[str]:
    """Return the ids of a feed's items."""
    return [(item.text or "").strip() for item in etree.parse(path).iter("guid")]


def hidden_words(name: str) -> list[str]:
    """Return words of what readers did not see, six at a time, that no text they saw has."""
    shown_texts, hidden_texts = [], []
    for page in rendered(name):
        comments = " ".join(comment["html"] for comment in page["comments"])
        public = not page["password"] and page["status"] in ("publish", "inherit")
        (shown_texts if public else hidden_texts).append(" ".join(parts_of(f"{page['content']} {comments}").words))
    words = [
        " ".join(text.split()[start : start + 6])
        for text in hidden_texts
        for start in range(0, len(text.split()) - 5, 6)
    ]
    return [word for word in words if word not in re.sub(r"\s+", " ", " ".join(shown_texts))]
