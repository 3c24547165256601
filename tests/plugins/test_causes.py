"""One line for one cause: what leads to a text that cannot be read is not told beside that text's own fault."""

from __future__ import annotations

from typing import Any

import pytest

POST = "-- content/posts/x.md --\n---\ntitle: T\ndate: 2026-01-05\n{}---\n{}\n"
FAULTY = {
    "posts/waiting-room.md": "---\ntitle: W\ndate: 2026-01-02\ntags: [Only Here]\ncategories: [Lone]\naliases: [/old-home/]\nsumary: s\n---\n",
    "pages/about-me.md": "---\ntitel: About\n---\n",
    "authors/bob.md": "---\nname: Bob Example\nbioo: x\n---\n",
    "calls/course.md": "---\nheadin: H\n---\n",
    "tags/hearing.md": "---\nlabel: Listening\nsynonims: [Attention]\n---\n",
    "post/mine.md": "---\ntitle: Mine\ndate: 2026-01-03\n---\n",
    "posts/HELLO.MD": "---\ntitle: Hello\ndate: 2026-01-03\n---\n",
}
FOLLOWS = {
    "by its file": ("", "[x]({filename}waiting-room.md)"),
    "by its address": ("", "[x](/2026/01/02/waiting-room/)"),
    "by an old address": ("", "[x](/old-home/#part)"),
    "by the archive of its month": ("", "[x](/2026/01/02/)"),
    "by its tag": ("", "[x](<{tag}Only Here>) [x]({tag}only-here)"),
    "by the address of its tag": ("", "[x](/tag/only-here/) [x](/tag/only-here/feed/)"),
    "by its category": ("", "[x]({category}Lone)"),
    "by another name of a tag": ("", "[x]({tag}Attention)"),
    "by its author": ("authors: [Bob Example]\n", ""),
    "by the address of a page": ("", "[x](/about-me/)"),
    "by its call": ("call: course\n", ""),
    "by a text out of place": ("", "[x]({filename}/post/mine.md) [x](/2026/01/03/mine/)"),
    "by a name in capitals": ("", "[x]({filename}HELLO.MD)"),
}
ELSEWHERE = """\
-- content/tags/calm.md --
---
label: calm
picks: [posts/waiting-room.md]
---
-- content/comments/waiting-room.yaml --
- name: Ann
  date: 2026-01-03 10:00
  text: Well said.
-- content/calls/other.md --
---
heading: H
url: /
link_text: L
when: {tags: [Only Here], authors: [Bob Example]}
---
"""


def faulty_texts() -> str:
    return "".join(f"-- content/{path} --\n{text}" for path, text in FAULTY.items())


@pytest.mark.says
def test_what_leads_to_a_faulty_text_is_not_told_beside_its_fault(build_site: Any) -> None:
    texts = "".join(
        POST.format(header, text).replace("x.md", f"x{number}.md")
        for number, (header, text) in enumerate(FOLLOWS.values())
    )
    built = build_site(faulty_texts() + ELSEWHERE + texts + POST.format("tags: [calm]\n", ""))
    assert sorted({message.split(":")[0] for message in built.messages}) == sorted(f"content/{path}" for path in FAULTY)


@pytest.mark.says
@pytest.mark.parametrize(("header", "text"), FOLLOWS.values(), ids=FOLLOWS)
def test_it_is_told_where_no_text_is_faulty(build_site: Any, header: str, text: str) -> None:
    built = build_site(POST.format(header, text).replace("2026-01-05", "2025-01-05"))
    assert [message.split(":")[0] for message in built.messages] == ["content/posts/x.md"] * max(1, text.count("[x]"))


@pytest.mark.says
@pytest.mark.parametrize("link", ["{tag}nothing", "/nowhere/", "{filename}none.md", "{author}Rob"])
def test_what_leads_nowhere_in_any_case_is_told_at_once(build_site: Any, link: str) -> None:
    built = build_site(faulty_texts() + POST.format("", f"[x]({link})"))
    assert [message for message in built.messages if message.startswith("content/posts/x.md:5: ")]


@pytest.mark.says
def test_a_warning_about_a_file_makes_no_cause_of_it(build_site: Any) -> None:
    built = build_site("-- content/papers/plan.docx --\nnowhere\n" + POST.format("", "[x](/nowhere/)"))
    assert [message.split(":")[0] for message in built.messages] == ["content/papers/plan.docx", "content/posts/x.md"]


@pytest.mark.says
@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("name: Ann Lee", "name: Ann Lee", '2: "Ann Lee" is described twice; keep one of this file and content/authors/a.md, or name one otherwise'),
        ("name: Ann Lee", "name: ann-lee", '2: "ann-lee" is described twice; keep one of this file and content/authors/a.md, or name one otherwise'),
        ("name: Zoé", "name: Zoe\u0301", '2: "Zoé" is described twice; keep one of this file and content/authors/a.md, or name one otherwise'),
        ("name: Ann\nslug: lee", "name: Bob\nslug: lee", '3: "Bob" has the slug of "Ann"; give another one to this file or content/authors/a.md'),
    ],
)  # fmt: skip
def test_two_files_are_never_one_author(build_site: Any, first: str, second: str, message: str) -> None:
    built = build_site(
        f"-- content/authors/a.md --\n---\n{first}\n---\n-- content/authors/b.md --\n---\n{second}\n---\n"
        + POST.format("", "")
    )
    assert (built.messages, built.code) == ([f"content/authors/b.md:{message}"], 1)


def test_the_name_of_an_author_counts_before_the_slug_of_another(build_site: Any) -> None:
    built = build_site(
        "-- content/authors/ann-lee.md --\n---\nname: Bob\n---\n-- content/authors/b.md --\n---\nname: Ann Lee\n---\n"
        + POST.format("authors: [Ann Lee]\n", "[x](<{author}Ann Lee>) [x]({author}Bob)")
    )
    assert [author.label for author in built.run.result.site.articles[0].authors] == ["Ann Lee"]
    assert '<a href="/author/b/">x</a> <a href="/author/ann-lee/">x</a>' in built["2026/01/05/x/index.html"]


@pytest.mark.says
def test_two_files_are_never_one_call(build_site: Any) -> None:
    call = "---\nheading: H\nurl: /\nlink_text: L\n---\n"
    built = build_site(
        f"-- content/calls/a.md --\n{call}-- content/calls/more/a.md --\n{call}" + POST.format("call: a\n", "")
    )
    message = 'content/calls/more/a.md:1: two calls have the name "a": this one and content/calls/a.md; give one of the files another name'
    assert (built.messages, built.code) == ([message], 1)
