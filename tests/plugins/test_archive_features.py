"""Archives as edited pages: picks, years covered, kindred tags, jumps, thin tags, the index by use."""

from __future__ import annotations

import pytest

from plugins.tag_archives import guides
from plugins.tag_archives.features import Pick
from plugins.tag_archives.indexes import indexes
from plugins.tag_archives.pages import ArchivePage, Pages


def post(name: str, date: str, tags: str, more: str = "") -> str:
    return f"-- content/posts/{name}.md --\n---\ntitle: {name.upper()}\ndate: {date}\ntags: [{tags}]\n{more}---\ntext\n"


def archive(built, tag: str, number: int = 0) -> ArchivePage:
    """Return a page of a tag's archive, as the build planned it."""
    from plugins.tag_archives.core import archives

    site = built.run.result.site
    settings = site.settings["ARCHIVES"]
    result = next(archive for archive in archives(site, settings) if archive.kind == "tag" and archive.term.slug == tag)
    return next(output.value for output in Pages(site, settings, {}).of(result) if output.value.number == number)


FILE = """\
-- content/tags/trust.md --
---
label: trust
picks: [posts/b.md, posts/a.md]
---
How it is earned.
"""


def test_picks_stand_in_the_authors_order_on_the_first_page_alone(build_site) -> None:
    text = FILE + post("a", "2020-01-01", "trust", "summary: About A.\n") + post("b", "2021-01-01", "trust")
    built = build_site(text, ARCHIVES={"full_per_page": 1})
    first = archive(built, "trust")
    assert [(pick.title, pick.url) for pick in first.start_here] == [("B", "/2021/01/01/b/"), ("A", "/2020/01/01/a/")]
    assert first.start_here[1].summary == "About A."
    assert first.covers == "2020 to 2021"
    later = archive(built, "trust", 1)
    assert (later.start_here, later.covers, later.kindred, later.intro) == ((), "2020", (), None)


@pytest.mark.says
def test_a_pick_that_is_no_post_is_refused(build_site) -> None:
    built = build_site(FILE + post("a", "2020-01-01", "trust"))
    assert built.code == 1
    assert built.messages == ['content/tags/trust.md:3: the pick "posts/b.md" is no post; did you mean "posts/a.md"?']


def test_a_pick_that_is_not_out_yet_waits(build_site) -> None:
    built = build_site(FILE + post("a", "2020-01-01", "trust") + post("b", "2030-01-01", "trust"))
    assert [pick.title for pick in archive(built, "trust").start_here] == ["A"]


def test_kindred_tags_share_two_posts_and_the_strongest_comes_first(build_site) -> None:
    text = "".join(post(f"both{n}", f"2020-01-0{n}", "x, close, wide") for n in (1, 2))
    text += "".join(post(f"wide{n}", f"2020-02-0{n}", "wide") for n in range(1, 9))
    text += post("once", "2020-03-01", "x, seldom")
    assert [link.label for link in archive(build_site(text), "x").kindred] == ["close", "wide"]


def test_jumps_lead_to_the_page_on_which_a_year_begins(build_site) -> None:
    text = "".join(
        post(f"p{year}-{day}", f"{year}-01-{day}", "x") for year in range(2019, 2024) for day in range(10, 16)
    )
    built = build_site(text, ARCHIVES={"full_per_page": 12})
    links = [(link.label, link.url) for link in archive(built, "x").jumps]
    assert links == [
        ("2023", "#y2023"),
        ("2022", "#y2022"),
        ("2021", "/tag/x/page/2/#y2021"),
        ("2020", "/tag/x/page/1/#y2020"),
        ("2019", "/tag/x/page/1/#y2019"),
    ]
    assert archive(built, "x", 2).jumps == ()


@pytest.mark.parametrize(("years", "posts"), [(3, 10), (8, 3)])
def test_few_years_or_posts_that_are_all_listed_need_no_jumps(build_site, years: int, posts: int) -> None:
    text = "".join(
        post(f"p{n}-{day}", f"{2010 + n}-01-{day}", "x") for n in range(years) for day in range(10, 10 + posts)
    )
    assert archive(build_site(text), "x").jumps == ()


def test_an_archive_in_full_lists_what_is_not_on_its_page(build_site) -> None:
    text = "".join(post(f"p{n}", f"19{n}-01-01", "x") for n in range(60, 90))
    built = build_site(text, ARCHIVES={"full_per_page": 2})
    rest = archive(built, "x").rest
    assert [(link.label, link.url, link.year) for link in (rest[0], rest[-1])] == [
        ("P87", "/1987/01/01/p87/", "1987"),
        ("P66", "/1966/01/01/p66/", "1966"),
    ]
    assert archive(built, "x", 3).rest == ()
    assert archive(built, "x").oldest == archive(built, "x", 3).oldest == "/tag/x/page/1/"


def test_thin_tags_are_out_of_the_sitemap_and_still_there(build_site) -> None:
    text = FILE + post("a", "2020-01-01", "trust, lonely") + post("b", "2020-01-02", "trust, lonely")
    built = build_site(text)
    assert archive(built, "lonely").noindex
    assert not archive(built, "trust").noindex, "it has an introduction"
    assert "tag/lonely/index.html" in built
    assert "/tag/lonely/" not in built["sitemap.xml"]
    assert "/tag/trust/" in built["sitemap.xml"]


def test_a_new_post_leaves_numbered_pages_alone(build_site) -> None:
    from lodestar.base.fingerprints import fingerprint

    text = "".join(post(f"p{n}", f"2020-01-{n:02}", "x, y") for n in range(1, 14))
    before = fingerprint(archive(build_site(text), "x", 1))
    assert fingerprint(archive(build_site(post("new", "2021-01-01", "x, y")), "x", 1)) == before


def test_the_index_by_use() -> None:
    from plugins.tag_archives.indexes import TermLine, most_used

    lines = tuple(TermLine(name, f"/{name}/", posts) for name, posts in (("a", 2), ("b", 9), ("c", 2), ("d", 1)))
    assert [line.label for line in most_used(lines, 2)] == ["b", "a"]
    assert most_used(lines, 4) == ()


def test_the_index_begins_with_tags_that_are_summed_up(build_site) -> None:
    text = FILE.replace("label: trust", "label: trust\nsummary: Small promises.").replace(
        "picks: [posts/b.md, posts/a.md]\n", ""
    )
    site = build_site(text + post("a", "2020-01-01", "trust, other")).run.result.site
    page = next(output.value for output in indexes(site) if output.address == "tags/index.html")
    assert page.introduced == (Pick("trust", "/tag/trust/", "Small promises.", lang="en"),)


def test_what_leads_on_is_found_anew_only_for_archives_of_changed_posts(build_site, monkeypatch) -> None:
    """It rests on the posts of an archive, on how often their tags are used, and on the cut into pages."""
    text = "".join(
        post(f"p{n}", f"2020-01-0{n}", tags) for n, tags in enumerate(["x, y", "x, y", "z, w", "z, w"], start=1)
    )
    build_site(text)
    results: list[str] = []
    monkeypatch.setattr(guides, "jumps", lambda members, *more: results.append(members[0].article.path) or ())
    build_site(text.replace("title: P4", "title: Another"))
    assert results == ["posts/p4.md"] * 2
    results.clear()
    build_site(text.replace("title: P4", "title: Another"), ARCHIVES={"excerpts_per_page": 3, "full_per_page": 2})
    assert len(results) == 4
