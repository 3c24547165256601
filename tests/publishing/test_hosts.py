"""Rules for hosts, asked of real servers: every old address, every feed, every header."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.publishing.hosted import (
    RULES,
    SITE,
    URL,
    add_files,
    ask_every_feed,
    ask_every_old_address,
    read_compressed_texts_and_their_types,
    read_every_header,
)
from tests.web import build, shared


@pytest.fixture
def built(build_site: Any, tmp_path: Path) -> Callable[[str], Path]:
    def build(host: str, url: str = URL) -> Path:
        (tmp_path / "redirects.txt").write_text(RULES)
        site = build_site(
            SITE,
            HOSTING={"host": host, "formerly": ["old.example"]},
            REDIRECTS={"file": str(tmp_path / "redirects.txt")},
            SITEURL=url,
            SEARCH={"enabled": True},
        )
        assert site.code == 0, site.messages
        return Path(site.output)

    return build


def test_nginx_answers_every_old_address_feed_and_header(built: Any, servers: Any, send_request: Any) -> None:
    output = built("nginx")
    add_files(output)
    maps, server = (output / ".nginx" / name for name in ("maps.conf", "server.conf"))
    port = servers.nginx(output, f"include {maps};", f"include {server};")
    ask_every_old_address(port, send_request)
    ask_every_feed(port, send_request)
    read_every_header(port, send_request)
    read_compressed_texts_and_their_types(port, send_request)
    assert send_request(port, "/.nginx/server.conf").status == 404
    assert send_request(port, "/2015/10/old-title/?utm=x").headers["location"] == "/2025/02/05/new/?utm=x"


@pytest.mark.seconds
def test_a_post_of_the_own_content_comes_with_the_first_round_trip(
    built: Any, servers: Any, send_request: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """As tests/quality/test_weight.py has it, but with all that the documented server sends."""
    rules, site = built("nginx") / ".nginx", shared(tmp_path_factory, "site", build)
    maps, server = (rules / name for name in ("maps.conf", "server.conf"))
    port = servers.nginx(site, f"include {maps};", f"include {server};")

    def weigh(path: str) -> int:
        return len(send_request(port, path, headers={"Accept-Encoding": "gzip"}).body)

    def with_styles(post: Path) -> int:
        styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', post.read_text(encoding="utf-8"))
        return sum(map(weigh, [f"/{post.parent.relative_to(site).as_posix()}/", *styles]))

    assert max(map(with_styles, site.glob("20*/*/*/*/index.html"))) <= 14 * 1024


def test_apache_answers_every_old_address_feed_and_header(built: Any, servers: Any, send_request: Any) -> None:
    output = built("apache")
    add_files(output)
    port = servers.apache(output)
    ask_every_old_address(port, send_request)
    ask_every_feed(port, send_request)
    read_every_header(port, send_request)
    read_compressed_texts_and_their_types(port, send_request)
    assert send_request(port, "/.htaccess").status in (403, 404)


BELOW = "/blog"


@pytest.fixture
def send_request_below(send_request: Any) -> Callable[..., Any]:
    """Return a function that requests addresses below a path, and takes the path off where the answer leads."""

    def ask(port: int, path: str, host: str = "") -> Any:
        reply = send_request(port, BELOW + path, host) if host else send_request(port, BELOW + path)
        location = reply.headers.get("location", "")
        if location and "elsewhere.example" not in location and not host:
            assert location.replace(f"http://127.0.0.1:{port}", "").startswith(f"{BELOW}/"), location
            reply.headers["location"] = location.replace(f"{BELOW}/", "/", 1)
        return reply

    return ask


def test_nginx_answers_below_a_path(built: Any, servers: Any, send_request_below: Any, tmp_path: Path) -> None:
    output = built("nginx", URL + BELOW)
    add_files(output)
    (tmp_path / "served").mkdir()
    (tmp_path / "served" / BELOW.strip("/")).symlink_to(output)
    maps, server = (output / ".nginx" / name for name in ("maps.conf", "server.conf"))
    port = servers.nginx(tmp_path / "served", f"include {maps};", f"include {server};")
    answers_below(port, send_request_below)


def answers_below(port: int, send_request_below: Any) -> None:
    post = "/2025/02/05/new/"
    for old_address, new_address in (
        ("/2015/10/old-title/", post),
        ("/old.html", post),
        ("/caf%C3%A9/", post),
        ("/2014/a~b$c/", post),
        ("/?p=12", post),
        ("/tag/active-listening/feed/", "/tag/listening/feed/"),
        ("/elsewhere/", "https://elsewhere.example/x?y=1"),
        ("/feed/rss2/", "/feed/"),
        ("/tag/listening/page/7/", "/tag/listening/"),
        ("/2025/02/05/", "/2025/02/"),
        ("/demo/tag/x/", "/tag/x/"),
    ):
        reply = send_request_below(port, old_address)
        location = reply.headers.get("location", "").replace(f"http://127.0.0.1:{port}", "")
        assert (reply.status, location) == (301, new_address), old_address
    ask_every_feed(port, send_request_below)
    assert send_request_below(port, "/away/").status == 410
    assert send_request_below(port, "/nowhere/").status == 404


def test_apache_answers_below_a_path(built: Any, servers: Any, send_request_below: Any, tmp_path: Path) -> None:
    output = built("apache", URL + BELOW)
    add_files(output)
    (tmp_path / "served").mkdir()
    output.rename(tmp_path / "served" / BELOW.strip("/"))
    answers_below(servers.apache(tmp_path / "served"), send_request_below)


def test_netlify_and_cloudflare_read_redirects_and_headers(built: Any) -> None:
    output = built("netlify")
    rules = (output / "_redirects").read_text().splitlines()
    assert rules[0] == f"https://old.example/* {URL}/:splat 301!"
    assert "/2015/10/old-title/ /2025/02/05/new/ 301" in rules
    assert "/ p=12 /2025/02/05/new/ 301!" in rules
    assert "/ s=:words /search/?q=:words 301!" in rules
    assert "/ feed=rss2 /feed/index.xml 200!" in rules
    assert "/away/ /404.html 410" in rules
    assert "/tag/:slug/feed/ /tag/:slug/feed/index.xml 200" in rules
    assert "/tag/:slug/page/:n/ /tag/:slug/ 301" in rules
    assert "/demo/* /:splat 301" in rules
    assert not [rule for rule in rules if rule.startswith("/:year/:month/:day/ ")], "it would mean any page three deep"
    headers = (output / "_headers").read_text()
    assert headers.startswith("/*\n  Content-Security-Policy: default-src 'none'; ")
    assert "/feed/\n  ! Content-Type\n  Content-Type: application/rss+xml; charset=utf-8\n" in headers
    assert "/pictures/*\n  ! Cache-Control\n  Cache-Control: public, max-age=31536000, immutable\n" in headers
    assert "/theme/" not in headers, "scripts keep their names when they change"
    assert not (output / "2015/10/old-title/index.html").exists(), "a host with rules needs no page at an old address"


def test_the_policy_lets_in_the_service_for_comments(build_site: Any) -> None:
    comments = {"provider": "isso", "server": "https://comments.example.com/isso/"}
    headers = build_site(SITE, HOSTING={"host": "netlify"}, COMMENTS=comments)["_headers"]
    sources = {line.split()[0]: line.split()[1:] for line in headers.split("\n")[1].split(": ", 1)[1].split("; ")}
    for name in ("script-src", "style-src", "img-src", "connect-src", "frame-src"):
        assert "https://comments.example.com" in sources[name], name
    assert sources["default-src"] == ["'none'"]


def test_cloudflare_gets_no_rule_that_it_refuses(built: Any) -> None:
    for rule in (built("cloudflare") / "_redirects").read_text().splitlines():
        words = rule.split()
        assert len(words) == 3
        assert words[0].startswith("/") and "?" not in words[0]
        assert words[2] in ("200", "301")
        assert not words[0].startswith("/tag/:slug/page/"), "there it would hide pages"


def test_a_host_without_rules_gets_pages(built: Any) -> None:
    output = built("pages")
    assert (output / "2015/10/old-title/index.html").is_file()
    assert (output / "old.html").is_file()
    assert not (output / "_redirects").exists()


def test_s3_gets_routing_rules_and_pages(built: Any) -> None:
    output = built("s3")
    rules = json.loads((output / ".s3-routing.json").read_text())["RoutingRules"]
    assert {"KeyPrefixEquals": "2015/10/old-title/", "HttpErrorCodeReturnedEquals": "404"} in [
        rule["Condition"] for rule in rules
    ]
    assert (output / "2015/10/old-title/index.html").is_file()


def test_the_email_provider_may_receive_the_form(build_site: Any) -> None:
    email = {"provider": "buttondown", "name": "heart"}
    site = build_site(SITE, HOSTING={"host": "netlify"}, FEEDS={"email": email})
    assert "form-action 'self' https://buttondown.com;" in site["_headers"]
