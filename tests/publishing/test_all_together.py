"""What texts may hold, all in one site that `check` passes; and what is refused, all in one site where each is named once."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.plugins.header_faults import messages, write_all
from tests.plugins.telling import TELLING
from tests.plugins.test_static_files import SECRET
from tests.web import ROOT

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'
POSTS = {
    # addresses, as hosts and browsers read them
    "files": ("", "[a](/files/handout(1).pdf) [b](/files/a+b.pdf) [c](/files/a!b.pdf) [d](/files/a&b.pdf) ![e](/images/a@2x.svg)"),
    "accents": ("", "[c](/files/café.pdf) [d](/files/caf%c3%a9.pdf) ![e](../images/café.svg)"),
    "own": ("url: /über/\n", "[me](/über/) [b](/a/b)"),
    "bare": ("url: /a/b\n", "Words."),
    "query": ("", "[join](/about/?a=1&amp;b=2) [y]({filename}own.md?a=1&amp;b=2) <ann@example.com>"),
    # HTML is read by its tags
    "raw": ("tags: [trust]\n", "Intro.\n\n<h2>Raw</h2>\n\n<H1>Big</H1>\n\n<h2\nid=\"z\">Two lines</h2>\n\n[z](#z)"),
    "jump": ("tags: [trust]\n", '<a id="place"></a>Text. [To it](#place) <a href="#place">again</a>'),
    "sources": ("", '<picture><source srcset="{static}/images/a.svg"><img src="{static}/images/a.svg" alt="A"></picture>'),
    "button": ("", '<form><button formaction="{filename}/pages/about.md">Go</button></form>'),
    "sizes": ("", "![A](../images/a.png){width=300} ![B](../images/a.png){width=300 height=169}"),
    # names
    "composed": ("tags: [café]\n", "Words."),
    "decomposed": ("tags: [cafe\u0301]\n", "Words."),
    "unseen": ("tags: [trust\u200b]\n", "Words."),
    "asked": ('tags: ["Why? How", "C#"]\n', "[b](<{tag}Why? How>) [c]({tag}C#)"),
    "slash": ("categories: ['Work\\/Life Balance']\n", "[c](<{category}Work/Life Balance>)"),
    # values and plain words
    "nothing": ("summary: null\n", "[![A](../images/a.svg)](https://example.org/)\n\nFirst words."),
    "marked": ("summary: Read **this** and [that](https://example.org/)\n", "## Why[^1]\n\nText.\n\n[^1]: Note."),
    "entity": ("subtitle: Q&amp;A\n", '[a](https://x.org/ "b\u00a0c") [b](https://x.org/ "5 > 3") - "[c](//x.org)".'),
}  # fmt: skip
FILES = {
    **{f"files/{name}": "(pdf)" for name in ("handout(1).pdf", "a+b.pdf", "a!b.pdf", "a&b.pdf", "café.pdf")},
    **{f"images/{name}": DRAWING for name in ("a.svg", "a@2x.svg", "cafe\u0301.svg")},
    "favicon.svg": DRAWING,
    "pages/about.md": "---\ntitle: About\n---\nWrite to <ann@example.com>.\n",
    "posts/older.md": "Title: Older\nDate: 2026-01-01\nId: urn:x:older\nTags: one; two three; four\n\nWords.\n",
    **{f"posts/{name}": SECRET for name in ("one.md~", "one.md.bak", "one.md.orig", "one.md.tmp", "#one.md#")},
}


def write(site: Any) -> None:
    for name, (front, body) in POSTS.items():
        site.post(name, front, body)
    for path, text in FILES.items():
        site.file(path, text)
    picture = io.BytesIO()
    Image.new("RGB", (1600, 900)).save(picture, "PNG")
    site.file("images/a.png", "").write_bytes(picture.getvalue())
    site.file("images/photo.jfif", "").write_bytes(TELLING["EXIF in a JPEG"]())


@pytest.mark.seconds
def test_what_texts_may_hold_is_all_right_together(site: Any) -> None:
    site.configure(THEME=str(ROOT / "theme"))
    write(site)
    code, messages = site.run("check")
    assert code == 0, messages
    assert [line for line in messages.splitlines() if "content/" in line] == []
    assert messages.splitlines()[-1].endswith("nothing would break.")
    output = site.folder / ".cache/production"
    assert (output / "favicon.svg").read_text() == DRAWING, "the author's own takes the place of the theme's"
    assert (output / "über/index.html").is_file()


WARNED = {
    "heic": ("", "![A](../images/a.heic)", '6: the picture "../images/a.heic" is HEIC, which most browsers do not show'),
    "lonely": ("categories: [Work/Life]\n", "Words.", '5: the category "Work/Life" lies in "Work", which nothing else uses'),
    "twice": ("aliases: [/old/café/, /old/caf%C3%A9/]\n", "Words.", '5: the alias "/old/caf%C3%A9/" stands twice'),
    "open": ("", '<div class="box">', '6: <div class="box"> is never closed'),
    "shown": ("", "![A](https://images.example.net/a.png)", "6: the site's content policy keeps 1 picture"),
    "heard": ("", '<audio controls src="https://media.example.net/a.mp3"></audio>', "6: the site's content policy keeps 1 sound"),
    "before": ("modified: 2025-12-31\n", "Words.", "5: modified (2025-12-31) lies before date (2026-01-01)"),
}  # fmt: skip


@pytest.mark.seconds
def test_what_readers_may_miss_is_said_once_and_stops_nothing(site: Any) -> None:
    for name, (front, body, _) in WARNED.items():
        site.post(name, front, body)
    site.file("images/a.heic", "").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")
    code, output = site.run("check")
    assert code == 0, output
    lines = [line for line in output.splitlines() if line.startswith("content/")]
    lines_by_path = {
        name: [line for line in lines if line.startswith(f"content/posts/{name}.md:{words}")]
        for name, (_, _, words) in WARNED.items()
    }
    assert {name: results for name, results in lines_by_path.items() if len(results) != 1} == {}
    assert len(lines) == len(WARNED)


REFUSED = {
    "posts/HELLO.MD": (SECRET, '1: is not read: the names of texts in content/posts/ end in ".md"; name it "hello.md"'),
    "posts/other.markdown": (SECRET, '1: is not read: the names of texts in content/posts/ end in ".md"; name it "other.md"'),
    "posts/hello.txt": (SECRET, '1: is not read: the names of texts in content/posts/ end in ".md"; name it "hello.md"'),
    "posts/hello2.md.txt": (SECRET, '1: is not read: the names of texts in content/posts/ end in ".md"; name it "hello2.md"'),
    "drafts/idea.md": (SECRET, "1: is a text in no folder that is read; put it under content/posts/ with status: draft"),
    "post/mine.md": (SECRET, "1: is a text in no folder that is read; put it at content/posts/mine.md"),
    "note.md": (SECRET, "1: is a text in no folder that is read; put it under content/posts/ with status: draft"),
    "pages/feed.md": ("---\ntitle: F\n---\n", "1: the address /feed/ is also that of the feed /feed/; give it another slug"),
    "pages/calm.md": (
        "---\ntitle: C\nurl: /tag/calm/feed/\n---\n",
        "1: the address /tag/calm/feed/ is also that of the feed /tag/calm/feed/; give it another slug",
    ),
    "posts/calm.md": (
        "---\ntitle: T\ndate: 2026-01-02\ntags: [calm, 会议, schon]\n---\n![C](../images/c.txt)\n",
        '6: the picture "../images/c.txt" is no picture; put a whole copy of the picture in its place',
    ),
    "posts/memory.md": (
        "---\ntitle: T\ndate: 2026-01-01\ntags: [回忆]\n---\n",
        '4: the tag "回忆" would have the address of "会议", /tag/hui-yi/; write "会议" everywhere if they are one',
    ),
    "posts/umlaut.md": (
        "---\ntitle: T\ndate: 2026-01-01\ntags: [schön]\n---\n",
        '4: the tag "schön" would have the address of "schon", /tag/schon/; write "schon" everywhere if they are one',
    ),
    "posts/later.md": ("---\ntitle: T\ndate: 2026-01-02\nmodified: 2031-01-01\n---\n", "4: modified is in the future"),
    "authors/ann.md": ("---\nname: Ann\n---\n", ""),
    "authors/ann-again.md": ("---\nname: ann\n---\n", ""),
}  # fmt: skip


@pytest.mark.seconds
def test_what_is_refused_is_named_once_all_together(site: Any) -> None:
    write_all(site.folder / "content")
    for path, (text, _) in REFUSED.items():
        site.file(path, text)
    site.file("images/c.txt", "just words")
    (site.folder / "content/posts/dead.md").symlink_to("gone.md")
    (Path(os.fsdecode(bytes(site.folder / "content") + b"/caf\xe9.svg"))).write_text(DRAWING)
    lines = site.refused()
    expected = [f"content/{path}:{words}" for path, (_, words) in REFUSED.items() if words] + [
        *messages(),
        'content/authors/ann.md:2: "Ann" is described twice',
        "content/posts/dead.md:1: is a link that leads to nothing; delete it, or put the file itself there",
        "content/caf\\udce9.svg:1: has a name that is not UTF-8, as files of old archives have; rename it",
    ]
    lines_by_words = {words: [line for line in lines if line.startswith(words)] for words in expected}
    assert {words: results for words, results in lines_by_words.items() if len(results) != 1} == {}
    assert set(lines) == {line for results in lines_by_words.values() for line in results}
    assert not (site.folder / ".cache/production").exists()
