"""Everything an author can get wrong, each with its exact message: path, line, what is wrong, what would be right."""

from __future__ import annotations

import pytest

GOOD = """\
-- content/posts/2026/good.md --
---
title: Good
date: 2026-01-05 09:00
tags: [listening]
categories: [Leadership]
---
A post that is well.
"""
HEADER = "---\ntitle: T\ndate: 2026-01-02\n"

CASES = {
    "unknown key": (
        HEADER + "categores: [A]\n---\ntext\n",
        'content/posts/x.md:4: unknown key "categores"; did you mean "categories"?',
    ),
    "vague date": (
        "---\ntitle: T\ndate: March\n---\ntext\n",
        'content/posts/x.md:3: the date "March" is vague; write it as 2026-03-18 or 2026-03-18 09:30',
    ),
    "day that does not exist": (
        "---\ntitle: T\ndate: 2026-02-30\n---\ntext\n",
        'content/posts/x.md:3: the date "2026-02-30" does not exist (day is out of range for month); '
        "write it as 2026-03-18 or 2026-03-18 09:30",
    ),
    "no date": ("---\ntitle: T\n---\ntext\n", 'content/posts/x.md:1: no "date"; add a line "date: 2026-03-18"'),
    "no title": (
        "---\ndate: 2026-01-02\n---\ntext\n",
        'content/posts/x.md:1: no "title"; add a line "title: ..."',
    ),
    "unknown status": (
        HEADER + "status: publishd\n---\ntext\n",
        'content/posts/x.md:4: unknown status "publishd"; did you mean "published"?',
    ),
    "several names in one string": (
        HEADER + "tags: listening, trust\n---\ntext\n",
        'content/posts/x.md:4: "listening, trust" is one name with a comma in it; write a list: [listening, trust]',
    ),
    "unknown author": (
        HEADER + "authors: [Margret Smith]\n---\ntext\n",
        'content/posts/x.md:4: unknown author "Margret Smith"; did you mean "Margaret Smith"?',
    ),
    "unknown call": (
        HEADER + "call: corse\n---\ntext\n",
        'content/posts/x.md:4: unknown call "corse"; did you mean "course"?',
    ),
    "slug that is none": (
        HEADER + "slug: Not a Slug\n---\ntext\n",
        'content/posts/x.md:4: slug "Not a Slug" is not of the right form; '
        "use lower-case letters, digits and single hyphens, such as first-ninety-days",
    ),
    "two posts at one address": (
        "---\ntitle: T\ndate: 2026-01-05 08:00\nslug: good\n---\ntext\n",
        "content/posts/x.md:1: the address /2026/01/05/good/ is also that of content/posts/2026/good.md; "
        "give one of them another slug",
    ),
    "control character": (
        HEADER + "---\none\ntwo\x07\n",
        "content/posts/x.md:6: control character U+0007; delete it",
    ),
    "no front matter": (
        "Just text.\n",
        'content/posts/x.md:1: no front matter; begin the file with "---", a line "title: ...", and "---"',
    ),
    "empty file": (
        "",
        'content/posts/x.md:1: no front matter; begin the file with "---", a line "title: ...", and "---"',
    ),
    "unclosed block": (
        HEADER + "text\n",
        'content/posts/x.md:1: the front matter that begins with "---" is never closed; end it with a line "---"',
    ),
    "tab in YAML": (
        "---\ntitle: T\ndate: 2026-01-02\ntags:\n\t- a\n---\ntext\n",
        "content/posts/x.md:5: a tab before the text; indent front matter with spaces",
    ),
    "colon in a value": (
        "---\ntitle: Trust: a start\ndate: 2026-01-02\n---\ntext\n",
        'content/posts/x.md:2: a ": " inside an unquoted value; put the value in quotes: title: "Trust: a start"',
    ),
    "key twice": (
        HEADER + "title: U\n---\ntext\n",
        'content/posts/x.md:4: "title" stands twice; keep one of them (the other is on line 2)',
    ),
    "missing picture": (
        HEADER + "---\n\n![A chair](../images/chair.svg)\n",
        'content/posts/x.md:6: the picture "../images/chair.svg" does not exist; did you mean "images/chairs.svg"?',
    ),
    "picture with a number sign in its name": (
        HEADER + "---\n\n![A chair]({static}/images/door#2.svg)\n",
        'content/posts/x.md:6: the picture "{static}/images/door#2.svg" does not exist; '
        'write "{static}/images/door%232.svg"',
    ),
    "missing picture in the header": (
        HEADER + "image: images/chair.svg\n---\ntext\n",
        'content/posts/x.md:4: the picture "images/chair.svg" does not exist; did you mean "images/chairs.svg"?',
    ),
    "picture named from content/": (
        HEADER + "---\n\n![A chair](images/chairs.svg)\n",
        'content/posts/x.md:6: the picture "images/chairs.svg" does not exist; '
        'did you mean "{static}/images/chairs.svg"?',
    ),
    "post named from content/": (
        HEADER + "---\n[x](posts/2026/good.md)\n",
        'content/posts/x.md:5: "posts/2026/good.md" leads to nothing; did you mean "{filename}/posts/2026/good.md"?',
    ),
    "filename to nothing": (
        HEADER + "---\n[x]({filename}/posts/2026/god.md)\n",
        'content/posts/x.md:5: "{filename}/posts/2026/god.md" leads to nothing; did you mean "posts/2026/good.md"?',
    ),
    "tag to nothing": (
        HEADER + "---\n[x]({tag}listing)\n",
        'content/posts/x.md:5: "{tag}listing" leads to nothing; did you mean "listening"?',
    ),
    "relative link to nothing": (
        HEADER + "---\n[x](godo.md)\n",
        'content/posts/x.md:5: "godo.md" leads to nothing; did you mean "posts/2026/good.md"?',
    ),
    "address that leads to nothing": (
        HEADER + "---\n[x](/tag/listning/)\n",
        'content/posts/x.md:5: "/tag/listning/" leads to nothing; did you mean "/tag/listening/"?',
    ),
    "link to a draft": (
        HEADER + "---\n[x]({filename}/posts/draft.md)\n",
        'content/posts/x.md:5: "{filename}/posts/draft.md" leads to content/posts/draft.md, which readers cannot see; '
        "publish it first, or take the link out",
    ),
    "alias of itself": (
        HEADER + "aliases: [/2026/01/02/x/]\n---\ntext\n",
        'content/posts/x.md:4: the alias "/2026/01/02/x/" is the address itself; delete it',
    ),
    "alias that is taken": (
        HEADER + "aliases: [/2026/01/05/good/]\n---\ntext\n",
        "content/posts/x.md:1: the address /2026/01/05/good/ is also that of content/posts/2026/good.md; "
        "delete the alias",
    ),
    "tag without letters": (
        HEADER + 'tags: ["!!"]\n---\ntext\n',
        'content/posts/x.md:4: the tag "!!" has no letters or digits; delete it, or name it with words',
    ),
    "mistyped header line": (
        "Title: T\nDate 2026-01-02\n\ntext\n",
        'content/posts/x.md:2: "Date 2026-01-02" in the header; write "Key: value", or an empty line before the text',
    ),
}
SURROUNDINGS = (
    GOOD
    + """\
-- content/authors/margaret-smith.md --
---
name: Margaret Smith
---
-- content/calls/course.md --
---
heading: H
url: /about/
link_text: L
---
-- content/pages/about.md --
---
title: About
---
-- content/images/chairs.svg --
<svg/>
-- content/images/door#2.svg --
<svg/>
-- content/posts/draft.md --
---
title: D
date: 2026-01-01
status: draft
---
"""
)
TABLE = [(name, *case) for name, case in CASES.items()]


@pytest.mark.says
@pytest.mark.parametrize(("text", "message"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_a_mistake_is_said_with_its_place_and_its_cure(build_site, text, message):
    built = build_site(SURROUNDINGS + f"-- content/posts/x.md --\n{text}")
    assert (built.messages, built.code) == ([message], 1)
    assert not built.output.exists()


@pytest.mark.says
def test_below_a_wrong_header_the_text_is_looked_at_in_the_same_run(build_site):
    quotes = "> " * 21 + "words"
    built = build_site(f"-- content/posts/x.md --\n---\ntitle: T\ndate: soon\n---\nWords.\n\n{quotes}\n")
    assert built.messages == [
        'content/posts/x.md:3: the date "soon" is vague; write it as 2026-03-18 or 2026-03-18 09:30',
        "content/posts/x.md:7: more than 20 quotes in one another; "
        "this is no text that somebody wrote: mend or delete it",
    ]


LINKS = """\
[a]({filename}none.md)
[b](/nowhere/)
[c]({tag}nobody)
![]({static}/images/none.png)
[x](/2026/01/02/x/)
[y]({tag}calm)
<div>
"""
"""Some lead nowhere; the last ones to the text itself, and to a tag that it alone has."""


@pytest.mark.says
@pytest.mark.parametrize("header", ["sumary: s\ntags: [calm]", "tags: [calm]\nstatus: shown"])
def test_links_below_a_wrong_header_are_followed_in_the_same_run(build_site, header):
    texts = [f"-- content/posts/{name}.md --\n---\ntitle: T\ndate: 2026-01-02\n{header}\n---\n{LINKS}" for name in "xz"]
    built = build_site("".join(texts))
    for name in "xz":
        lines = [message.split(":")[1] for message in built.messages if f"/{name}.md:" in message]
        assert lines == ["4" if "sumary" in header else "5", "7", "8", "9", "10", "10", "13"], built.messages


@pytest.mark.says
@pytest.mark.parametrize("waits", ["status: draft", "date: 2999-01-02"])
def test_links_of_a_text_that_waits_are_not_followed(build_site, waits):
    date = "" if waits.startswith("date") else "date: 2026-01-02\n"
    built = build_site(f"-- content/posts/x.md --\n---\ntitle: T\n{date}{waits}\nsumary: s\n---\n{LINKS}")
    assert [message.split(":")[1] for message in built.messages] == ["4" if not date else "5"]


@pytest.mark.says
def test_bytes_that_are_not_utf8_are_refused_with_their_line(build_site, tmp_path):
    (tmp_path / "content/posts").mkdir(parents=True)
    (tmp_path / "content/posts/x.md").write_bytes(b"---\ntitle: T\ndate: 2026-01-02\n---\ncaf\xe9\n")
    built = build_site()
    assert built.messages == ["content/posts/x.md:5: byte 0xe9 is not UTF-8; save the file as UTF-8"]


@pytest.mark.says
def test_a_file_name_that_is_no_address_is_refused(build_site):
    built = build_site("-- content/posts/My_Post!.md --\n" + HEADER + "---\ntext\n")
    assert built.messages == [
        'content/posts/My_Post!.md:1: the file name "My_Post!" cannot be an address; '
        'rename it with lower-case letters, digits and hyphens, or add a line "slug: ..."'
    ]


@pytest.mark.says
def test_all_mistakes_are_found_in_one_run_and_the_output_stays(build_site):
    before = build_site(GOOD)
    text = before["2026/01/05/good/index.html"]
    built = build_site(
        """\
-- content/posts/a.md --
---
title: A
datum: 2026-01-02
---
-- content/posts/b.md --
---
title: B
date: soon
---
-- content/posts/c.md --
---
title: C
date: 2026-01-02
---
[x]({tag}nothing)
-- content/posts/2026/good.md --
---
title: Changed
date: 2026-01-05 09:00
tags: [listening]
categories: [Leadership]
---
Changed.
"""
    )
    assert built.messages == [
        'content/posts/a.md:1: no "date"; add a line "date: 2026-03-18"',
        'content/posts/a.md:3: unknown key "datum"; did you mean "date"?',
        'content/posts/b.md:3: the date "soon" is vague; write it as 2026-03-18 or 2026-03-18 09:30',
        'content/posts/c.md:5: "{tag}nothing" leads to nothing; no post has the tag "nothing"',
    ]
    assert built.code == 1
    assert built["2026/01/05/good/index.html"] == text
