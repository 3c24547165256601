"""One content policy for pages and host, and a warning for what it keeps from readers."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lodestar.base.settings import SettingsError
from plugins.hosting import configure

ROOT = Path(__file__).parents[2]
POST = """
-- content/posts/a.md --
---
title: Charts
date: 2026-01-01
---

{text}
"""
HOST = "https://images.example.net"


def directives(policy: str) -> dict[str, list[str]]:
    return {name: sources for name, *sources in (part.split() for part in policy.split("; "))}


def on_page(html: str) -> dict[str, list[str]]:
    match = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
    assert match
    return directives(match[1])


def for_host(rules: str) -> dict[str, list[str]]:
    match = re.search(r"Content-Security-Policy:? \"?(default-src [^\"\n]+)", rules)
    assert match
    return directives(match[1])


@pytest.mark.parametrize(
    ("host", "file"),
    [
        ("nginx", ".nginx/server.conf"),
        ("apache", ".htaccess"),
        ("netlify", "_headers"),
        ("cloudflare", "_headers"),
        ("pages", ""),
        ("s3", ""),
    ],
)
def test_a_host_that_the_settings_name_is_let_in_by_page_and_host(build_site: Any, host: str, file: str) -> None:
    sources = {"img-src": (HOST,), "frame-src": ("https://www.youtube.com",), "frame-ancestors": ("'self'",)}
    text = f"![A chart]({HOST}/a.png)\n\n<iframe src='https://www.youtube.com/embed/x'></iframe>"
    site = build_site(POST.format(text=text), ROOT / "theme", HOSTING={"host": host, "sources": sources})
    assert (site.code, site.messages) == (0, [])
    policies = [on_page(site["2026/01/01/a/index.html"]), *([for_host(site[file])] if file else [])]
    for policy in policies:
        assert policy["img-src"] == ["'self'", "data:", HOST]
        assert "https://www.youtube.com" in policy["frame-src"]
        assert "'none'" not in policy["frame-src"], "what is let in ends it"
    assert policies[0]["frame-src"] == ["https://www.youtube.com"], "a page without a film lets in none"
    assert "frame-ancestors" not in policies[0], "browsers ignore it in a page"
    assert all(policy["frame-ancestors"] == ["'self'"] for policy in policies[1:])


def test_the_host_lets_in_what_any_page_lets_in(build_site: Any) -> None:
    settings = {
        "HOSTING": {"host": "netlify"},
        "COMMENTS": {"provider": "isso", "server": "https://comments.example.com/isso/"},
        "FEEDS": {"follow": "subscribe", "email": {"provider": "buttondown", "name": "heart"}},
        "SEARCH": {"enabled": True},
    }
    site = build_site(POST.format(text="Words."), ROOT / "theme", **settings)
    host = for_host(site["_headers"])
    pages = {path: on_page(site[path]) for path in site.files() if path.endswith(".html")}
    for path, policy in pages.items():
        for directive, sources in policy.items():
            assert set(sources) - {"'none'"} <= set(host[directive]), (path, directive)
    users = {
        name: {path for path, policy in pages.items() if source in policy[directive]}
        for name, directive, source in (
            ("comments", "frame-src", "https://comments.example.com"),
            ("email", "form-action", "https://buttondown.com"),
            ("search", "script-src", "'wasm-unsafe-eval'"),
        )
    }
    assert users == {
        "comments": {"2026/01/01/a/index.html"},
        "email": {"subscribe/index.html", "index.html", "2026/01/01/a/index.html"},
        "search": {"search/index.html"},
    }


def test_a_feature_that_is_left_out_lets_in_nothing(build_site: Any) -> None:
    plugins = ["articles", "pages", "redirects", "hosting"]
    site = build_site(
        POST.format(text="Words."),
        PLUGINS=["lodestar.engine", *(f"plugins.{name}" for name in plugins)],
        HOSTING={"host": "netlify"},
    )
    header = site["_headers"]
    assert "blob:" not in header and "wasm" not in header


@pytest.mark.says
@pytest.mark.parametrize(
    ("html", "blocked", "cure"),
    [
        (f"![A chart]({HOST}/a.png)", f"1 picture of {HOST}", ("img-src", HOST)),
        ("![A](//images.example.net/a.png)", "1 picture of http://images.example.net", ("img-src", "http://images.example.net")),
        (f"[![A]({HOST}/a.png)](https://a.example/)", f"1 picture of {HOST}", ("img-src", HOST)),
        (f"![A][1]\n\n[1]: {HOST}/a.png", f"1 picture of {HOST}", ("img-src", HOST)),
        (f'<img alt="A" src="{HOST.upper()}/a.png">', f"1 picture of {HOST}", ("img-src", HOST)),
        (f'<img alt="A" src={HOST}:8443/a.png>', f"1 picture of {HOST}:8443", ("img-src", f"{HOST}:8443")),
        (f'<img alt="A" src="data:," srcset="data:image/gif;base64,AA== 1x, {HOST}/a.png 2x">', f"1 picture of {HOST}", ("img-src", HOST)),
        (f'<picture><source srcset="{HOST}/a.webp"></picture>', f"1 picture of {HOST}", ("img-src", HOST)),
        (f'<video poster="{HOST}/a.png"></video>', f"1 picture of {HOST}", ("img-src", HOST)),
        (f'<table background="{HOST}/a.png"></table>', f"1 picture of {HOST}", ("img-src", HOST)),
        (f'<svg><image href="{HOST}/a.png"/></svg>', f"1 picture of {HOST}", ("img-src", HOST)),
        (f'<audio src="{HOST}/a.mp3"></audio>', f"1 sound of {HOST}", ("media-src", HOST)),
        (f'<audio><source src="{HOST}/a.mp3"></audio>', f"1 sound of {HOST}", ("media-src", HOST)),
        (f'<video src="{HOST}/a.mp4"></video>', f"1 film of {HOST}", ("media-src", HOST)),
        (f'<video><source src="{HOST}/a.mp4"><track src="{HOST}/a.vtt"></video>', f"1 film and 1 track of {HOST}", ("media-src", HOST)),
        (f'<iframe src="{HOST}/"></iframe>', f"1 frame of {HOST}", ("frame-src", HOST)),
        (f'<iframe srcdoc="<img src={HOST}/a.png>"></iframe>', f"1 picture of {HOST}", ("img-src", HOST)),
        (f'<object data="{HOST}/a.pdf"></object>', f"1 embedded object of {HOST}", ("object-src", HOST)),
        (f'<embed src="{HOST}/a.pdf">', f"1 embedded object of {HOST}", ("object-src", HOST)),
        (f'<script src="{HOST}/a.js"></script>', f"1 script of {HOST}", ("script-src", HOST)),
        (f'<link rel="stylesheet" href="{HOST}/a.css">', f"1 stylesheet of {HOST}", ("style-src", HOST)),
        (f'<link rel="preload" as="font" href="{HOST}/a.woff2">', f"1 font of {HOST}", ("font-src", HOST)),
        (f'<form action="{HOST}/"></form>', f"1 form of {HOST}", ("form-action", HOST)),
        (f'<form><button formaction="{HOST}/">x</button></form>', f"1 form of {HOST}", ("form-action", HOST)),
        ('<p style="color: red">x</p>', "1 inline style", ("style-src-attr", "'unsafe-inline'")),
        ("Words\n{: style='color: red' }", "1 inline style", ("style-src-attr", "'unsafe-inline'")),
        ("<style>p { color: red }</style>", "1 inline stylesheet", ("style-src", "'sha256-")),
        ("<script>alert(1)</script>", "1 inline script", ("script-src", "'sha256-")),
        ('<p onclick="alert(1)">x</p>', "1 inline script", ("script-src-attr", "'unsafe-hashes'")),
    ],
)  # fmt: skip
def test_what_the_policy_blocks_is_named_with_the_line_that_lets_it_in(
    build_site: Any, html: str, blocked: str, cure: tuple[str, str]
) -> None:
    site = build_site(POST.format(text=html))
    assert site.code == 0
    (message,) = site.messages
    line = 1 + (site.folder / "content/posts/a.md").read_text().split("\n").index(html.split("\n")[-1])
    assert message.startswith(f"content/posts/a.md:{line}: the site's content policy keeps {blocked} from readers;")
    assert f'"{cure[0]}": ("{cure[1]}' in message
    settings = re.search(r"HOSTING = (\{.*\})$", message)
    assert settings
    let_in = build_site(HOSTING=eval(settings[1]))
    assert (let_in.code, let_in.messages) == (0, []), "the line that is proposed helps"


@pytest.mark.parametrize(
    "html",
    [
        "Read [more](https://images.example.net/a.png), or write `<img src='https://images.example.net/a.png'>`.",
        '<script type="application/ld+json">{"@context": "https://schema.org"}</script>',
        "<!-- <iframe src='https://images.example.net/'></iframe> -->",
        '<form action="/search/"></form>',
        "![Dot](data:image/gif;base64,R0lGODlhAQABAAAAACw=)",
        "![A](http://localhost:8000/images/a.png)",
        '<a href="https://images.example.net/" onclick="">x</a>',
    ],
)
def test_what_pages_may_have_is_not_named(build_site: Any, html: str) -> None:
    site = build_site(POST.format(text=html))
    assert (site.code, site.messages) == (0, [])


@pytest.mark.says
def test_frames_of_the_site_itself_and_links_that_run_scripts_are_named(build_site: Any) -> None:
    text = '<iframe src="/"></iframe>\n\n<a href="JavaScript:alert(1)">x</a>'
    assert build_site(POST.format(text=text)).messages == [
        "content/posts/a.md:6: the site's content policy keeps 1 frame of this site from readers; link to it instead",
        "content/posts/a.md:8: the site's content policy keeps 1 script link from readers; take it out",
    ]


@pytest.mark.says
def test_a_host_is_named_once_with_its_first_places(build_site: Any) -> None:
    posts = "".join(
        f"-- content/posts/{name}.md --\n---\ntitle: {name}\ndate: 2026-01-01\n---\n\n![A]({HOST}/{name}.png)\n"
        for name in "abcdef"
    )
    site = build_site(posts)
    assert site.messages == [
        f"content/posts/a.md:6: the site's content policy keeps 6 pictures of {HOST} from readers (also "
        "content/posts/b.md:6, content/posts/c.md:6, content/posts/d.md:6 and 2 more); put the file below content/, "
        f'or let it in: HOSTING = {{"sources": {{"img-src": ("{HOST}",)}}}}'
    ]
    assert build_site().messages == site.messages, "a build with nothing to do says it again"


@pytest.mark.says
def test_notes_authors_terms_and_pages_are_looked_through_and_drafts_are_not(build_site: Any) -> None:
    picture = f"![A]({HOST}/a.png)"
    site = build_site(f"""
-- content/posts/a.md --
---
title: A
date: 2026-01-01
tags: [X]
note: "{picture}"
---
Words.
-- content/posts/draft.md --
---
title: Draft
date: 2026-01-01
status: draft
---
{picture}
-- content/pages/about.md --
---
title: About
---
{picture}
-- content/tags/x.md --
---
label: X
---
{picture}
-- content/authors/ann.md --
---
name: Ann
bio: "{picture}"
---
""")
    (message,) = site.messages
    for place in ("authors/ann.md:3", "pages/about.md:4", "posts/a.md:5", "tags/x.md:4"):
        assert f"content/{place}" in message
    assert "4 pictures" in message and "draft" not in message


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        ({"img-scr": (HOST,)}, "['img-scr'] is no directive of a content security policy; did you mean \"img-src\"?"),
        ({"img-src": ("https://x.com;script-src *",)}, "which is not one source; write one source a string"),
        ({"img-src": ("https://x.com, https://y.com",)}, "which is not one source; write one source a string"),
        ({"img-src": ("https://x.com\nscript-src *",)}, "which is not one source; write one source a string"),
        ({"img-src": ("",)}, "which is not one source; write one source a string"),
        ({"img-src": ("self",)}, "write \"'self'\", quotes and all"),
        ({"img-src": ('"https://x.com"',)}, "which is no source; write 'https://x.com'"),
        ({"img-src": ("https://x.com/a.png?b",)}, "which is no source; write 'https://x.com/a.png'"),
        ({"img-src": ("https://bücher.example",)}, "which is no source; write 'https://xn--bcher-kva.example'"),
        ({"img-src": ("<b>",)}, "which is no source; write a host, such as 'https://images.example'"),
        ({"img-src": ("'none'",)}, "leave it out: what is not let in is closed"),
        ({"img-src": "https://x.com"}, "expected `array`, got `str`"),
        ({"upgrade-insecure-requests": ("x",)}, 'takes no values; write "upgrade-insecure-requests": ()'),
    ],
)
def test_a_source_that_is_none_is_refused_in_one_line(sources: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError) as stop:
        configure(SimpleNamespace(settings={"HOSTING": {"sources": sources}}))
    assert message in str(stop.value)
    assert "\n" not in str(stop.value)


def test_a_narrower_directive_adds_to_the_wider_one(build_site: Any) -> None:
    sources = {"script-src-elem": (HOST,), "upgrade-insecure-requests": (), "report-uri": ("/csp",)}
    site = build_site(POST.format(text="Words."), ROOT / "theme", HOSTING={"host": "netlify", "sources": sources})
    page, host = on_page(site["2026/01/01/a/index.html"]), for_host(site["_headers"])
    assert page["script-src-elem"][0] == "'self'" and HOST in page["script-src-elem"]
    assert page["upgrade-insecure-requests"] == []
    assert host["report-uri"] == ["/csp"] and "report-uri" not in page
