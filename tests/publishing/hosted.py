"""What hosts are asked: every old address, every feed, every header of a small site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

HEADERS = {
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-content-type-options": "nosniff",
    "strict-transport-security": "max-age=31536000",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "cross-origin-opener-policy": "same-origin",
}
URL = "http://localhost:8000"
SITE = """\
-- content/categories/coaching.md --
---
label: Coaching
---
-- content/posts/2025/new.md --
---
title: New Name
date: 2025-02-05
tags: [listening, Ünïcode words]
categories: [Coaching/Teams]
id: urn:uuid:1
aliases: [/2015/10/old-title/, /old.html, /caf%C3%A9/, /2014/a~b$c/]
---
Text.
-- content/tags/listening.md --
---
label: listening
synonyms: [active listening]
---
"""
RULES = """\
/?p=12 /2025/02/05/new/
/elsewhere/ https://elsewhere.example/x?y=1
/away/ gone
/feed-old /feed/
/:year/:month/:day/:slug/feed/ /feed/
/:year/feed/ /feed/
/demo/* /*
"""


def ask_every_old_address(port: int, send_request: Any) -> None:
    post = "/2025/02/05/new/"
    for old_address, new_address in (
        ("/2015/10/old-title/", post),
        ("/2015/10/old-title", post),
        ("/old.html", post),
        ("/caf%C3%A9/", post),
        ("/2014/a~b$c/", post),
        ("/?p=12", post),
        ("/?s=good+caf%C3%A9%20%26", "/search/?q=good+caf%c3%a9%20%26"),
        ("/tag/active-listening/", "/tag/listening/"),
        ("/tag/active-listening/feed/", "/tag/listening/feed/"),
        ("/elsewhere/", "https://elsewhere.example/x?y=1"),
        ("/feed-old", "/feed/"),
        ("/feed/rss2/", "/feed/"),
        ("/tag/listening/feed/rss/", "/tag/listening/feed/"),
        ("/tag/listening/page/7/", "/tag/listening/"),
        ("/tag/listening/page/7", "/tag/listening/"),
        ("/2025/02/05/", "/2025/02/"),
        ("/page/9/", "/"),
        ("/2025/page/2/", "/2025/"),
        ("/2025/02/page/2/", "/2025/02/"),
        ("/category/coaching/page/7/", "/category/coaching/"),
        ("/category/coaching/teams/page/7/", "/category/coaching/teams/"),
        ("/2025/02/05/new/feed/", "/feed/"),
        ("/2025/feed/", "/feed/"),
        ("/demo/tag/caf%C3%A9/", "/tag/caf%c3%a9/"),
    ):
        reply = send_request(port, old_address)
        location = reply.headers.get("location", "").replace(f"http://127.0.0.1:{port}", "")
        assert (reply.status, location.replace("%C3%A9", "%c3%a9")) == (301, new_address), old_address
    reply = send_request(port, "/caf%C3%A9/?a=%26", "old.example")
    assert (reply.status, reply.headers["location"].lower()) == (301, f"{URL}/caf%c3%a9/?a=%26")
    assert send_request(port, "/away/").status == 410
    for unknown_address in ("/nowhere/", "/tag/listening/page/x/", "/20/", "/tag/"):
        assert send_request(port, unknown_address).status == 404, unknown_address
    for foreign in ("/demo//evil.example/", "/demo/%5Cevil.example/", "/demo/%0D%0AX-Evil:1/"):
        location = send_request(port, foreign).headers.get("location", "")
        assert not location.startswith(("//", "/\\")) and "\n" not in location, foreign
    assert send_request(port, "/2025/02/").status == 200, "a pattern never hides a page"


def ask_every_feed(port: int, send_request: Any) -> None:
    rss, atom = "application/rss+xml; charset=utf-8", "application/atom+xml; charset=utf-8"
    for address, type in (
        ("/feed/", rss),
        ("/feed/index.xml", rss),
        ("/feed/atom/", atom),
        ("/?feed=rss2", rss),
        ("/?feed=atom", atom),
        ("/tag/listening/feed/", rss),
        ("/tag/listening/feed/atom/", atom),
        ("/category/coaching/teams/feed/", rss),
        ("/feed.json", "application/feed+json"),
        ("/tag/listening/feed.json", "application/feed+json"),
    ):
        reply = send_request(port, address)
        assert (reply.status, reply.headers["content-type"].partition(";")[0]) == (200, type.partition(";")[0]), address
        if "xml" in type:
            assert reply.headers["content-type"].replace(" ", "").lower() == type.replace(" ", ""), address
        assert reply.headers["x-content-type-options"] == "nosniff", address


def read_every_header(port: int, send_request: Any) -> None:
    for path in ("/", "/2025/02/05/new/", "/feed/", "/nowhere/", "/2015/10/old-title/", "/away/", "/?feed=rss2"):
        reply = send_request(port, path)
        for name, value in HEADERS.items():
            assert reply.headers[name] == value, (path, name)
        assert "default-src 'none'" in reply.headers["content-security-policy"]
        assert reply.headers["content-security-policy"].count("frame-ancestors 'none'") == 1
    assert send_request(port, "/").headers["cache-control"] == "public, max-age=300"
    assert (
        send_request(port, "/theme/x.0123456789abcdef.css").headers["cache-control"]
        == "public, max-age=31536000, immutable"
    )
    assert send_request(port, "/picture.svg").headers["cache-control"] == "public, max-age=86400"


def read_compressed_texts_and_their_types(port: int, send_request: Any) -> None:
    """Assert that texts come compressed, as browsers ask for them, and with types that tables of servers lack."""
    for path, kind in (
        ("/", "text/html"),
        ("/theme/x.0123456789abcdef.css", "text/css"),
        ("/theme/x.js", "application/javascript"),
        ("/feed/", "application/rss+xml"),
        ("/tag/listening/feed/atom/", "application/atom+xml"),
        ("/feed.json", "application/feed+json"),
        ("/picture.svg", "image/svg+xml"),
        ("/course.ics", "text/calendar"),
        ("/film.vtt", "text/vtt"),
        ("/site.webmanifest", "application/manifest+json"),
    ):
        reply = send_request(port, path, headers={"Accept-Encoding": "gzip"})
        assert reply.headers.get("content-encoding") == "gzip", path
        assert "Accept-Encoding" in reply.headers["vary"]
        media_type = reply.headers["content-type"].partition(";")[0]
        assert media_type.replace("text/javascript", "application/javascript") == kind
    assert (
        send_request(port, "/course.ics").headers["content-type"].replace(" ", "").lower()
        == "text/calendar;charset=utf-8"
    )
    assert send_request(port, "/picture.avif").headers["content-type"] == "image/avif"
    assert send_request(port, "/none.ics").status == 404


def add_files(output: Path) -> None:
    (output / "theme").mkdir(exist_ok=True)
    (output / "picture.svg").write_text(f"<svg xmlns='http://www.w3.org/2000/svg'>{' ' * 2000}</svg>")
    (output / "picture.avif").write_bytes(bytes(2000))
    for name in ("index.html", "feed/index.xml", "tag/listening/feed/atom/index.xml", "feed.json"):
        with (output / name).open("a") as file:
            file.write("\n" * 2000)  # Apache leaves short answers as they are
    for name in ("theme/x.0123456789abcdef.css", "theme/x.js", "course.ics", "film.vtt", "site.webmanifest"):
        (output / name).write_text("/* é */" * 300)
