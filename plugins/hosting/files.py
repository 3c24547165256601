"""Rules for Netlify and Cloudflare Pages (`_redirects`, `_headers`), for Apache (`.htaccess`) and for S3."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import quote, unquote, urlsplit

from plugins.hosting.core import (
    COMPRESSED,
    DAY,
    FINGERPRINTED,
    FOREVER,
    MEDIA,
    SHORT,
    TYPES,
    FeedPlace,
    Hosting,
    queries,
    with_both_slashes,
)
from plugins.pictures.core import FOLDER as PICTURES
from plugins.redirects.patterns import expression, target

WORDPRESS = ("rss2", "rss", "rdf")
ROUTES = 50
"""The most routing rules of an S3 bucket."""


def redirects(rules: Hosting, host: str) -> str:
    """Return `_redirects`: single addresses first, then patterns."""
    lines = []
    if host == "netlify":
        lines += [f"https://{item}/* {rules.url}/:splat 301!" for item in rules.formerly]
        lines += [f"{path} {' '.join(query.split('&'))} {new} 301!" for path, query, new in queries(rules.moved)]
        lines += _wordpress_queries(rules)
    lines += [f"{spelling} {new} 301" for old, new in rules.moved if "?" not in old for spelling in _spellings(old)]
    if host == "netlify":
        lines += [f"{spelling} /404.html 410" for old in rules.gone for spelling in _spellings(old)]
    for feed in rules.feeds:
        if feed.folder:
            lines += _feed_rules(feed, host)
    lines += [f"{old} {_splat(new)} 301" for old, new in rules.patterns if _is_narrow_enough(old, host)]
    return "\n".join(lines) + "\n"


def _is_narrow_enough(old: str, host: str) -> bool:
    """Return whether a host whose patterns cannot require digits may get a pattern: `/:year/` would match any page.

    Cloudflare follows rules even where there is a page, so it gets only those for whole folders of the old blog.
    """
    parts = [part for part in old.split("/") if part]
    literal = any(not part.startswith((":", "*")) for part in parts)
    return literal and (host == "netlify" or old.endswith("*"))


def _spellings(old: str) -> Iterator[str]:
    """Yield the spellings of an old address in requests: these hosts compare them as they are written, and WordPress
    writes small hexadecimal digits. A colon or star that would be a pattern is quoted."""
    plain = re.sub(r"(?<=/):|\*$", lambda match: quote(match[0], safe=""), old)
    yield from dict.fromkeys((plain, re.sub("%[0-9A-F]{2}", lambda match: match[0].lower(), plain)))


def _splat(new: str) -> str:
    return new.removesuffix("*") + ":splat" if new.endswith("*") else new


def _wordpress_queries(rules: Hosting) -> list[str]:
    results = [f"/ s=:words {rules.search}?q=:words 301!"] if rules.search else []
    for feed in rules.feeds:
        names = {"RSS": WORDPRESS, "ATOM": ("atom",)}.get(feed.format, ())
        if not feed.suffix and feed.folder:
            results += [f"/ feed={name} /{feed.prefix} 200!" for name in names]
    return results


def _place(feed: FeedPlace) -> str:
    """Return the path of its files, with `:slug` in the place of a slug."""
    return f"/{feed.prefix}{':slug' if feed.suffix else ''}{feed.suffix}"


def _feed_rules(feed: FeedPlace, host: str) -> Iterator[str]:
    file = _place(feed)
    address = file.removesuffix("index.xml")
    if feed.format == "RSS":
        yield from (f"{address}{name}/ {address} 301" for name in WORDPRESS)
    yield f"{address} {file} 200"
    yield f"{address}page/:number/ {address}page/:number/index.xml 200"


def headers(rules: Hosting) -> str:
    """Return `_headers`: security for everything, types for feeds, a long lifetime for pictures, named by hash."""
    lines = ["/*", *(f"  {name}: {value}" for name, value in rules.headers)]
    lines += [f"/{PICTURES}/*", "  ! Cache-Control", f"  Cache-Control: {FOREVER}"]
    for feed in rules.feeds:
        file = _place(feed)
        places = [file]
        if feed.folder:
            address = file.removesuffix("index.xml")
            places = [address, file, f"{address}page/:number/"]
        for place in places:
            lines += [place, "  ! Content-Type", f"  Content-Type: {feed.type}; charset=utf-8"]
    return "\n".join(lines) + "\n"


def htaccess(rules: Hosting) -> str:
    """Return `.htaccess`, for the folder of the site."""
    return "\n".join(_htaccess(rules)) + "\n"


def _htaccess(rules: Hosting) -> Iterator[str]:
    yield f"ErrorDocument 404 {rules.base}/404.html"
    yield "DirectoryIndex index.html"
    yield "AddDefaultCharset utf-8"
    yield "Options -Indexes"
    yield from (f"AddType {kind} .{ending}" for ending, kind in TYPES.items())
    yield "AddCharset utf-8 .css .ics .js .opml .vtt"
    yield "<IfModule mod_deflate.c>"
    yield "<IfModule mod_filter.c>"
    yield f"AddOutputFilterByType DEFLATE text/html {' '.join(COMPRESSED)}"
    yield "</IfModule>"
    yield "</IfModule>"
    yield "<IfModule mod_headers.c>"
    for name, value in rules.headers:
        yield f"Header always set {name} {_apache(value)}"
    yield f'Header set Cache-Control "{SHORT}"'
    yield f'<FilesMatch "{MEDIA}">'
    yield f'Header set Cache-Control "{DAY}"'
    yield "</FilesMatch>"
    yield f'<FilesMatch "{FINGERPRINTED}">'
    yield f'Header set Cache-Control "{FOREVER}"'
    yield "</FilesMatch>"
    yield "</IfModule>"
    yield "RewriteEngine On"
    yield r"RewriteRule (^|/)\.(?!well-known/) - [R=404,L]"
    if rules.formerly:
        yield f"RewriteCond %{{HTTP_HOST}} ^({'|'.join(map(re.escape, rules.formerly))})$ [NC]"
        pattern, path = ("^(.*)$", "/$1") if rules.base else ("^", "%{REQUEST_URI}")
        yield f"RewriteRule {pattern} {_apache(rules.url + path)} [R=301,L]"
    for old in rules.gone:
        yield f"RewriteRule {_apache(_path(old))} - [G,L]"
    for path, query, new in queries(rules.moved):
        yield f"RewriteCond %{{QUERY_STRING}} {_apache('(^|&)' + re.escape(query) + '($|&)')}"
        yield f"RewriteRule {_apache(_path(path))} {_apache(_plain_target(new) + '?')} [R=301,L,NE]"
    for old, new in with_both_slashes(rules.moved).items():
        if not old.endswith("/") and f"{old}/" in dict(rules.moved):
            continue
        yield f"RewriteRule {_apache(_path(old))} {_apache(_plain_target(new))} [R=301,L,NE]"
    yield from _apache_patterns(rules)
    yield from _apache_feeds(rules)


def _apache_patterns(rules: Hosting) -> Iterator[str]:
    """Yield the rules for patterns, preceded by one that skips them where there is a file."""
    if not rules.patterns:
        return
    for ending in ("", "index.xml", "/index.html"):
        yield f"RewriteCond %{{DOCUMENT_ROOT}}%{{REQUEST_URI}}{ending} -f{' [OR]' if ending != '/index.html' else ''}"
    yield f"RewriteRule ^ - [S={len(rules.patterns)}]"
    for old, new in rules.patterns:
        yield f"RewriteRule {_apache(f'^{expression(old)[1:]}$')} {_apache(_target(target(old, new)))} [R=301,L]"


def _apache_feeds(rules: Hosting) -> Iterator[str]:
    """Yield the types of files first, then the rules for addresses: Apache applies all rules again when one rewrites."""
    if rules.search:
        yield 'RewriteCond %{QUERY_STRING} "(^|&)s=([^&]+)"'
        yield f"RewriteRule ^$ {rules.search}?q=%2 [R=301,L,NE]"
    yield f"RewriteRule ^((?:.+/)?feed)/(?:rss2?|rdf)/?$ {rules.base}/$1/ [R=301,L]"
    folders = []
    for feed in rules.feeds:
        address, file = feed.expressions
        if feed.folder:
            folders.append(f"RewriteRule ^({address})$ {rules.base}/$1index.xml [L]")
        yield f"RewriteRule ^{file}$ - [T={feed.type};charset=utf-8,END]"
        if not feed.suffix and feed.folder:
            names = "rss2?|rdf" if feed.format == "RSS" else "atom"
            folders.append(f"RewriteCond %{{QUERY_STRING}} (^|&)feed=({names})($|&)")
            folders.append(f"RewriteRule ^$ {rules.base}/{feed.prefix}? [L]")
    yield from folders


def _path(old: str) -> str:
    """Return a pattern for the path of an old address, relative to the folder of the rule."""
    path = unquote(urlsplit(old).path).strip("/")
    return f"^{re.escape(path)}/?$" if path else "^$"


def _target(new: str) -> str:
    return new.replace("%", "\\%")


def _plain_target(new: str) -> str:
    """Return a new address escaped so that no part of it is a reference to the old one."""
    return _target(new).replace("$", "\\$")


def _apache(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'


def routing(rules: Hosting) -> str:
    """Return the routing rules of a website bucket; redirects by page need none."""
    routes = []
    for old, new in rules.moved:
        key = (rules.base + urlsplit(old).path).lstrip("/")
        if "?" in old or not key or not new.startswith("/"):
            continue
        redirect = {"ReplaceKeyWith": new.lstrip("/"), "HttpRedirectCode": "301"}
        routes.append(
            {"Condition": {"KeyPrefixEquals": key, "HttpErrorCodeReturnedEquals": "404"}, "Redirect": redirect}
        )
    return json.dumps({"RoutingRules": routes[:ROUTES]}, indent=1) + "\n"
