"""The home page as its author edits it: who writes, the course, posts to begin with, subjects."""

from __future__ import annotations

import pytest

from plugins.tag_archives.front import Front
from plugins.tag_archives.front import front as front_of
from tests.conftest import ROOT

POSTS = "".join(
    f"-- content/posts/{name}.md --\n---\ntitle: {name.upper()}\ndate: 2026-01-0{day}\ntags: [{tags}]\n"
    f"summary: About {name}.\n---\ntext\n"
    for day, (name, tags) in enumerate([("a", "trust, bread"), ("b", "trust"), ("c", "soup")], start=1)
)
AUTHOR = "-- content/authors/ann.md --\n---\nname: Ann\nrole: Baker\n---\ntext\n"
TAGS = "".join(
    f"-- content/tags/{name}.md --\n---\nlabel: {name}\nsummary: On {name}.\npicks: [posts/{pick}.md]\n---\n"
    for name, pick in (("soup", "c"), ("trust", "b"))
)
SITE = "-- content/site.yaml --\nname: Bread\n"


def front(built) -> Front:
    return front_of(built.run.result.site)


def test_what_nobody_names_is_made_of_the_introductions(build_site) -> None:
    front_page = front(build_site(POSTS + AUTHOR + TAGS, AUTHOR="Ann"))
    assert (front_page.who.name, front_page.who.role, front_page.who.url) == ("Ann", "Baker", "/author/ann/")
    assert [(subject.title, subject.summary) for subject in front_page.subjects] == [
        ("trust", "On trust."),
        ("soup", "On soup."),
    ]
    assert [(pick.title, pick.summary) for pick in front_page.picks] == [("B", "About b."), ("C", "About c.")]
    assert front_page.course is None


def test_what_the_author_names_stands_in_her_order(build_site) -> None:
    front_page = front(build_site(POSTS + TAGS + SITE + "picks: [posts/c.md, posts/a.md]\nsubjects: [soup, bread]\n"))
    assert [pick.title for pick in front_page.picks] == ["C", "A"]
    assert [(subject.title, subject.summary) for subject in front_page.subjects] == [
        ("soup", "On soup."),
        ("bread", ""),
    ]


def test_a_wide_picture_stands_at_the_top_of_the_home_page_alone(build_site) -> None:
    drawing = (
        '-- content/images/wide.svg --\n<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="500"></svg>\n'
    )
    header = "header: images/wide.svg\nheader_alt: A river at dawn\n"
    built = build_site(POSTS + SITE + header + drawing, theme=ROOT / "theme")
    assert built.code == 0
    image = '<img class="masthead-picture" src="/images/wide.svg" alt="A river at dawn" width="1600" height="500"'
    assert image in built["index.html"] and "masthead-picture" not in built["tag/trust/index.html"]


@pytest.mark.says
def test_what_is_no_post_and_no_tag_is_refused(build_site) -> None:
    built = build_site(POSTS + SITE + "picks: [posts/d.md]\nsubjects: [soop]\n")
    assert built.messages == [
        'content/site.yaml:2: the pick "posts/d.md" is no post; did you mean "posts/c.md"?',
        'content/site.yaml:3: the subject "soop" is no tag; did you mean "soup"?',
    ]


def test_a_site_without_posts_has_a_home_page(build_site) -> None:
    front_page = front(build_site("-- content/pages/a.md --\n---\ntitle: A\n---\ntext\n"))
    assert front_page == Front(None, None, (), ())
