"""Which sources let in which addresses, as browsers decide it (Content Security Policy Level 3, 6.7.2)."""

from __future__ import annotations

import pytest

from lodestar.base.csp import address, allows, allows_inline, allows_script

PAGE = "https://example.com/a/post/"
LET_IN = [
    ("'self'", "/a.png"),
    ("'self'", "a.png"),
    ("'SELF'", "https://example.com/a.png"),
    ("'self'", "HTTPS://EXAMPLE.com:443/a.png"),
    ("https://i0.wp.com", "https://i0.wp.com/x.png?ssl=1"),
    ("https://i0.wp.com", "//i0.wp.com/x.png"),
    ("https://i0.wp.com", r"\\i0.wp.com\x.png"),
    ("https://i0.wp.com", "https:/i0.wp.com/x.png"),
    ("https://i0.wp.com", " https://i0.wp\n.com/x.png "),
    ("https://i0.wp.com", "https://user:word@i0.wp.com/x.png"),
    ("HTTPS://I0.WP.COM", "https://i0.WP.com/x.png"),
    ("http://i0.wp.com", "https://i0.wp.com/x.png"),
    ("http://i0.wp.com:80", "https://i0.wp.com/x.png"),
    ("i0.wp.com", "https://i0.wp.com/x.png"),
    ("*.wp.com", "https://a.i0.wp.com/x.png"),
    ("https:", "https://i0.wp.com/x.png"),
    ("http:", "https://i0.wp.com/x.png"),
    ("data:", "data:image/gif;base64,R0lG"),
    ("DATA:", "data:image/gif;base64,R0lG"),
    ("blob:", "blob:https://example.com/1"),
    ("*", "http://i0.wp.com/x.png"),
    ("https://*", "https://i0.wp.com/x.png"),
    ("https://i0.wp.com:*", "https://i0.wp.com:8443/x.png"),
    ("https://i0.wp.com:8443", "https://i0.wp.com:8443/x.png"),
    ("https://i0.wp.com/a/", "https://i0.wp.com/a/b/x.png"),
    ("https://i0.wp.com/a/", "https://i0.wp.com/%61/x.png"),
    ("https://i0.wp.com/a%3Bb", "https://i0.wp.com/a;b"),
    ("https://i0.wp.com/x.png", "https://i0.wp.com/x.png?w=600"),
    ("https://i0.wp.com/", "https://i0.wp.com"),
    ("https://xn--bcher-kva.example", "https://bücher.example/x.png"),
    ("http://127.0.0.1:8000", "http://127.0.0.1:8000/x.png"),
]
KEPT_OUT = [
    ("'self'", "https://example.com:8443/a.png"),
    ("'self'", "http://example.com/a.png"),
    ("'self'", "https://www.example.com/a.png"),
    ("'self'", "data:image/gif;base64,R0lG"),
    ("'none'", "/a.png"),
    ("https://i0.wp.com", "http://i0.wp.com/x.png"),
    ("i0.wp.com", "http://i0.wp.com/x.png"),
    ("https://i0.wp.com", "https://i1.wp.com/x.png"),
    ("https://i0.wp.com", "https://i0.wp.com:8443/x.png"),
    ("https://i0.wp.com", "https://i0.wp.com.evil.example/x.png"),
    ("*.wp.com", "https://wp.com/x.png"),
    ("*.wp.com", "https://evilwp.com/x.png"),
    ("https:", "http://i0.wp.com/x.png"),
    ("*", "data:image/gif;base64,R0lG"),
    ("*", "blob:https://example.com/1"),
    ("https://i0.wp.com/a/", "https://i0.wp.com/a"),
    ("https://i0.wp.com/a/", "https://i0.wp.com/A/x.png"),
    ("https://i0.wp.com/a", "https://i0.wp.com/a/x.png"),
]


@pytest.mark.parametrize(("source", "url"), LET_IN)
def test_a_source_lets_in_what_it_means(source: str, url: str) -> None:
    page, target = address(PAGE, PAGE), address(url, PAGE)
    assert page and target and allows([source], target, page)


@pytest.mark.parametrize(("source", "url"), KEPT_OUT)
def test_a_source_keeps_out_everything_else(source: str, url: str) -> None:
    page, target = address(PAGE, PAGE), address(url, PAGE)
    assert page and target and not allows([source], target, page)


@pytest.mark.parametrize("url", ["https://[i0.wp.com]/", "https://i0.wp.com:port/", "https://a..b/x"])
def test_an_address_that_no_browser_can_read_is_none(url: str) -> None:
    assert address(url, PAGE) is None


def test_what_stands_inline_needs_its_hash_or_a_list_without_hashes() -> None:
    assert allows_inline(["'self'", "'unsafe-inline'"], "'sha256-a'", attribute=True)
    assert not allows_inline(["'unsafe-inline'", "'sha256-b'"], "'sha256-a'", attribute=False), "a hash ends it"
    assert allows_inline(["'sha256-a'"], "'sha256-a'", attribute=False)
    assert not allows_inline(["'sha256-a'"], "'sha256-a'", attribute=True)
    assert allows_inline(["'unsafe-hashes'", "'sha256-a'"], "'sha256-a'", attribute=True)


def test_strict_dynamic_keeps_out_hosts() -> None:
    page, script = address(PAGE, PAGE), address("https://a.example/x.js", PAGE)
    assert page and script
    assert not allows_script(["https://a.example", "'strict-dynamic'"], script, page)
