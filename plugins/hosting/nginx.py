"""Rules for nginx: maps for its `http` block, and a snippet for the site's `server` block."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

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
from plugins.redirects.patterns import expression, target

MAPS, SERVER = ".nginx/maps.conf", ".nginx/server.conf"
OLD = "@lodestar_old"
"""The location for addresses without a file: patterns, then 404."""


def maps(rules: Hosting) -> str:
    """Return the text for the `http` block."""
    rules = _with_base(rules)
    lines = [
        "# In the http block: include /srv/site/current/.nginx/maps.conf;",
        "map_hash_bucket_size 1024;",
        "map_hash_max_size 65536;",
        "",
        "map $uri $lodestar_moved {",
        '    default "";',
        *(f"    {key} {_quoted(new)};" for key, new in _moved_keys(with_both_slashes(rules.moved))),
        "}",
        "",
        "map $request_uri $lodestar_asked {",
        '    default "";',
        *(f"    {_key(f'{path}?{query}')} {_quoted(new)};" for path, query, new in queries(rules.moved)),
        *(
            f"    {_key(old)} {_quoted(new)};"
            for old, new in with_both_slashes(rules.moved).items()
            if _ends_inside_character(old)
        ),
        "}",
        "",
        "map $uri $lodestar_gone {",
        "    default 0;",
        *(f"    {_key(unquote(old))} 1;" for old in rules.gone),
        "}",
        "",
        "map $uri $lodestar_keep {",
        f'    default "{SHORT}";',
        f'    "~{FINGERPRINTED}" "{FOREVER}";',
        f'    "~*{MEDIA}" "{DAY}";',
        "}",
        "",
    ]
    return "\n".join(lines)


def _moved_keys(moved: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield keys and new addresses. nginx ignores case in a key, unless it is a regular expression."""
    plain = {old: unquote(old) for old in moved if not _ends_inside_character(old)}
    counts = Counter(path.lower() for path in plain.values())
    for old, path in plain.items():
        leads_to_itself = path.lower() == unquote(moved[old]).lower()
        case_matters = leads_to_itself or counts[path.lower()] > 1
        yield (_exactly(path) if case_matters else _key(path)), moved[old]


def _ends_inside_character(old: str) -> bool:
    """Return whether an address ends inside a character, as WordPress cuts long slugs: only `$request_uri` matches it."""
    return "\ufffd" in unquote(old)


def server(rules: Hosting) -> str:
    """Return the text for the `server` block, besides `root` and `listen`."""
    return "\n".join(_server(_with_base(rules))) + "\n"


def _with_base(rules: Hosting) -> Hosting:
    """Return the rules with old addresses below the site's path, as browsers ask for them."""
    if not rules.base:
        return rules
    return rules._replace(
        moved=tuple((rules.base + old, new) for old, new in rules.moved),
        gone=tuple(rules.base + old for old in rules.gone),
        patterns=tuple((rules.base + old, new) for old, new in rules.patterns),
    )


def _server(rules: Hosting) -> Iterator[str]:
    yield "# In the server block: include /srv/site/current/.nginx/server.conf;"
    yield "index index.html;"
    yield "charset utf-8;"
    yield f"charset_types {' '.join(COMPRESSED)};"
    yield "gzip on;"
    yield "gzip_vary on;"
    yield "gzip_proxied any;"
    yield "gzip_comp_level 6;"
    yield f"gzip_types {' '.join(COMPRESSED)};"
    yield "absolute_redirect off;"
    yield f"error_page 404 {rules.base}/404.html;"
    for name, value in rules.headers:
        yield f"add_header {name} {_quoted(value)} always;"
    yield "add_header Cache-Control $lodestar_keep;"
    yield ""
    if rules.formerly:
        hosts = "|".join(map(re.escape, rules.formerly))
        yield f'if ($host ~ "^({hosts})$") {{ return 301 {rules.url}$request_uri; }}'
    yield "if ($lodestar_gone) { return 410; }"
    yield "if ($lodestar_asked) { return 301 $lodestar_asked; }"
    yield "if ($lodestar_moved) { return 301 $lodestar_moved$is_args$args; }"
    yield ""
    yield r"location ~ /\.(?!well-known/) { return 404; }"
    yield from _wordpress(rules)
    for feed in rules.feeds:
        yield from _feed(feed, rules.base)
    for ending, kind in TYPES.items():
        yield rf'location ~ "\.{ending}$" {{ types {{ }} default_type {kind}; try_files $uri {OLD}; }}'
    yield f"location ~ /$ {{ try_files ${{uri}}index.html {OLD}; }}"
    yield f"location / {{ try_files $uri $uri/ {OLD}; }}"
    yield f"location {OLD} {{"
    for old, new in rules.patterns:
        yield f'    rewrite "^{expression(old)}$" {_quoted(target(old, new), captured=True)} permanent;'
    yield "    return 404;"
    yield "}"


def _wordpress(rules: Hosting) -> Iterator[str]:
    """Yield the rules for `/?s=words`, `/?feed=rss2`, and WordPress's several names of one feed."""
    files = {feed.format: f"{rules.base}/{feed.prefix}" for feed in rules.feeds if not feed.suffix}
    yield f"location = {rules.base}/ {{"
    if rules.search:
        yield f"    if ($arg_s) {{ return 301 {rules.search}?q=$arg_s; }}"
    if "RSS" in files:
        yield f'    if ($arg_feed ~ "^(rss2?|rdf)$") {{ rewrite ^ {files["RSS"]} last; }}'
    if "ATOM" in files:
        yield f'    if ($arg_feed = "atom") {{ rewrite ^ {files["ATOM"]} last; }}'
    yield f"    try_files {rules.base}/index.html =404;"
    yield "}"
    yield r"location ~ ^(?<lodestar_feed>(?:/.+)?/feed)/(?:rss2?|rdf)/?$ { return 301 $lodestar_feed/; }"


def _feed(feed: FeedPlace, base: str) -> Iterator[str]:
    """Yield the rules for feeds of a kind, under their address and that of their file, with their archive pages."""
    address, file = feed.expressions
    kind = f"types {{ }} default_type {feed.type};"
    if feed.folder:
        yield f'location ~ "^{re.escape(base)}/{address}$" {{ {kind} try_files ${{uri}}index.xml {OLD}; }}'
    yield f'location ~ "^{re.escape(base)}/{file}$" {{ {kind} }}'


def _key(text: str) -> str:
    """Return the key of a map: never a pattern."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + ("\\" + plain if text.startswith("~") else plain) + '"'


def _exactly(text: str) -> str:
    """Return the case-sensitive key of a map."""
    return '"~^' + re.escape(text).replace("\\", "\\\\").replace('"', '\\"') + '$"'


def _quoted(text: str, captured: bool = False) -> str:
    """Return a string quoted for nginx: no variables, except what a pattern `captured` ($1)."""
    plain = re.sub(r"\$(?!\d)" if captured else r"\$", "%24", text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
