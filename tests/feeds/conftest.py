"""A small site with the theme's own feed templates."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
URL = "https://example.com"
SITE = """\
-- content/categories/coaching.md --
---
label: Coaching
---
-- content/posts/2025/first.md --
---
title: 'Fish & "Chips" < Ünïcode ]]> 5'
date: 2025-02-05 08:30
modified: 2025-03-01 10:00
id: urn:uuid:11111111-1111-4111-8111-111111111111
categories: [Coaching/Teams, Leadership]
tags: [listening, R&D]
authors: [Ada Byron, Bo Lind]
summary: Salt & vinegar < ketchup.
image: images/a.png
image_alt: A "dot"
note: An **updated** version of [a post](/about/).
---
## A section {#part}

[About]({filename}/pages/about.md), [there](#part), [elsewhere](https://elsewhere.example/), ![dot](/images/a.png){.wide}

| a | b |
|--:|---|
| 1 | 2 |

<form action="/x"><input name="q"><button>Go</button></form>
<script>alert(1)</script>
<p class="x" id="y" style="color:red" onclick="go()">Plain</p>
<picture><img src="/images/a.png" srcset="/images/a.png 1x, /images/a.png 2x" alt=""></picture>
<iframe src="https://video.example/1" title="The talk"></iframe>

    <a href="#part">code stays as it is ]]></a>
-- content/posts/2025/second.md --
---
title: Second
date: 2025-02-06 08:30
id: https://old.example.com/?p=12
tags: [listening]
authors: [Ada Byron]
---
Hear it: [sound](/audio/talk.mp3).
-- content/authors/ada.md --
---
name: Ada Byron
---
-- content/authors/bo.md --
---
name: Bo Lind
---
-- content/pages/about.md --
---
title: About
---
Text.
-- content/calls/course.md --
---
heading: Lead well
url: /about/
link_text: See the course
default: true
---
Eight [short](/about/) weeks.
"""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
LET_IN = {
    "script-src": ("'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='",),
    "script-src-attr": ("'unsafe-hashes'", "'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='"),
    "style-src-attr": ("'unsafe-inline'",),
    "frame-src": ("https://video.example",),
}
"""What the first post does on pages, and may not do in feeds."""


@pytest.fixture
def built(build_site: Any, tmp_path: Path) -> Any:
    """Builds the small site with the theme's own feed templates."""
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "tests/tiny-theme", theme)
    for name in ("feed.rss.xml", "feed.atom.xml", "feed.json", "comments-feed.xml"):
        shutil.copy(ROOT / "theme/templates" / name, theme / "templates" / name)
    shutil.copytree(ROOT / "theme/templates/components/feed", theme / "templates/components/feed", dirs_exist_ok=True)
    for path, data in (("images/a.png", PNG), ("audio/talk.mp3", b"x" * 4321)):
        (tmp_path / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / path).write_bytes(data)

    def build(text: str = SITE, **settings: Any) -> Any:
        common = {"SITEURL": URL, "SITENAME": "Heart & Co", "COMMENTS": {}, "HOSTING": {"sources": LET_IN}}
        site = build_site(text, theme=theme, **{**common, **settings})
        assert site.code == 0, site.messages
        return site

    return build
