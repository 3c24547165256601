"""A file that only unpublished texts lead to waits with them; one that nothing leads to, or a published text, is copied."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.plugins.test_course import COURSE, THEME

X = "-- content/posts/x.md --\n---\ntitle: T\ndate: 2026-01-02\n---\nText.\n"
FILE = "-- content/files/a.pdf --\npdf\n"
STATUS = {
    "a draft": "date: 2026-01-03\nstatus: draft\n",
    "a post in the future": "date: 2026-06-03\n",
}
AFTER = datetime(2026, 6, 4, tzinfo=UTC)


def other_post(body: str, front: str = "", status: str = STATUS["a draft"], path: str = "posts/other.md") -> str:
    return f"-- content/{path} --\n---\ntitle: Other\n{status}{front}---\n{body}\n"


def test_a_file_that_nothing_leads_to_is_copied(build_site: Any) -> None:
    assert "files/a.pdf" in build_site(X + FILE)


@pytest.mark.parametrize("status", STATUS.values(), ids=STATUS)
@pytest.mark.parametrize(
    ("body", "front"),
    [
        ("[a]({static}/files/a.pdf)", ""),
        ("[a](../files/a.pdf#page=2)", ""),
        ("[a](/files/a.pdf?x=1)", ""),
        ("[a](https://example.com/files/a.pdf)", ""),
        ("<https://www.example.com/files/a.pdf>", ""),
        ("[a][1]\n\n[1]: /files/a.pdf", ""),
        ("![a](/files/a.pdf)", ""),
        ('<a href="/files/a.pdf">a</a>', ""),
        ("<a href=/files/a.pdf>a</a>", ""),
        ('<img srcset="/files/a.pdf 2x, /b.png" src="https://example.org/x.png" alt="">', ""),
        (
            '<picture><source srcset="{static}/files/a.pdf 100w"><img src="https://example.org/x.png" alt=""></picture>',
            "",
        ),
        ('<video poster="../files/a.pdf" src="https://example.org/x.mp4"></video>', ""),
        ('<video><source src="/files/a.pdf"><track src="/c.vtt"></video>', ""),
        ('<button formaction="/files/a.pdf">Go</button>', ""),
        ('<object data="{static}/files/a.pdf"></object>', ""),
        ('<embed src="/files/a.pdf">', ""),
        ("<div style=\"background: url('/files/a.pdf')\">x</div>", ""),
        ("<style>.a { background: url(/files/a.pdf) }</style>", ""),
        ('<div data-large="/files/a.pdf">x</div>', ""),
        ('<script type="application/json">{"file": "\\/files\\/a.pdf"}</script>', ""),
        ('Text <a\nhref="/files/a.pdf">a</a>', ""),
        ("[a](/FILES/A.pdf)", ""),
        ("[a](/files/%61.pdf)", ""),
        ("Text.", "image: files/a.pdf\nimage_alt: A\n"),
        ("Text.", "note: '[a](/files/a.pdf)'\n"),
    ],
)
def test_a_file_waits_for_the_only_text_that_leads_to_it(build_site: Any, status: str, body: str, front: str) -> None:
    site = build_site(X + FILE + other_post(body, front, status))
    assert (site.messages, "files/a.pdf" in site) == ([], False)


@pytest.mark.parametrize(
    "body", ["[a](/files/a.pdf)", '<q cite="/files/a.pdf">x</q>', "[a](https://example.com/files/a.pdf)"]
)
def test_a_published_text_publishes_what_it_leads_to(build_site: Any, body: str) -> None:
    site = build_site(FILE + other_post("[a](/files/a.pdf)") + X.replace("Text.", body))
    assert (site.messages, "files/a.pdf" in site) == ([], True)


def test_a_file_comes_with_its_post_and_goes_with_it(build_site: Any) -> None:
    text = X + FILE + other_post("[a](/files/a.pdf)", status=STATUS["a post in the future"])
    assert "files/a.pdf" not in build_site(text)
    assert "files/a.pdf" in build_site(now=AFTER)
    assert "files/a.pdf" not in build_site(other_post("[a](/files/a.pdf)"), now=AFTER)
    assert "files/a.pdf" in build_site(other_post("Nothing."), now=AFTER)


def test_hidden_posts_and_previews_show_their_files(build_site: Any) -> None:
    post = other_post("[a](/files/a.pdf)", status="date: 2026-01-03\nstatus: hidden\n")
    assert "files/a.pdf" in build_site(X + FILE + post)
    assert "files/a.pdf" in build_site(other_post("[a](/files/a.pdf)"), DRAFTS=True)


def test_a_draft_of_a_page_keeps_its_files_back(build_site: Any) -> None:
    page = other_post("[a](/files/a.pdf)", status="status: draft\n", path="pages/other.md")
    assert "files/a.pdf" not in build_site(X + FILE + page)


def test_a_file_that_the_menu_names_is_published(build_site: Any) -> None:
    site = build_site(X + FILE + other_post("[a](/files/a.pdf)"), MENUITEMS=[("Handout", "/files/a.pdf")])
    assert "files/a.pdf" in site


def test_a_file_in_a_form_that_nobody_resolves_counts_for_published_texts_too(build_site: Any) -> None:
    page = '-- content/pages/p.md --\n---\ntitle: P\n---\n<div data-x="/files/a.pdf">x</div>\n'
    assert "files/a.pdf" in build_site(X + FILE + page + other_post("[a](/files/a.pdf)"))


def test_comments_on_a_draft_publish_nothing(build_site: Any) -> None:
    comments = "-- content/comments/other.yaml --\n- name: Ann\n  date: 2026-01-03 10:00\n  text: '[a](https://example.com/files/a.pdf)'\n"
    assert "files/a.pdf" not in build_site(X + FILE + comments + other_post("[a](/files/a.pdf)"))


def test_files_outside_a_course_wait_for_its_publication_too(build_site: Any) -> None:
    course = COURSE.replace("promise:", "status: draft\npromise:", 1).replace(
        "Canarytext.", "[a]({static}/files/a.pdf)", 1
    )
    assert "status: draft" in course
    site = build_site(FILE + course, theme=THEME)
    assert (site.messages, "files/a.pdf" in site) == ([], False)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_build_that_goes_on_holds_back_what_a_new_one_does(build_site: Any, workers: int) -> None:
    options = {"BUILD": {"workers": workers}}
    build_site(X + FILE + other_post("Nothing."), **options)
    changed_files = build_site(other_post("[a](/files/a.pdf)"), **options).files()
    clean_files = build_site(BUILD={"workers": workers, "clean": True}).files()
    assert changed_files == clean_files
    assert "files/a.pdf" not in clean_files
