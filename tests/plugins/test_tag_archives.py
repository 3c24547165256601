"""Archives: what stands in them, where, and that their pages stay still."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from plugins.tag_archives.core import archives, period_label
from plugins.tag_archives.pagination import paginate


def posts(count: int, tags: str = "t", categories: str = "[]") -> str:
    header = "-- content/posts/p{0:02}.md --\n---\ntitle: Post {0}\ndate: 2025-{1:02}-{2:02}\ntags: [{3}]\ncategories: {4}\n---\nText {0}.\n"
    return "".join(header.format(n, 1 + n // 28, 1 + n % 28, tags, categories) for n in range(count))


def entries(built, path: str) -> list[str]:
    return [line.split(" at ")[0].removeprefix("entry ") for line in built.lines(path) if line.startswith("entry ")]


def test_the_archive_shows_the_newest_page_full_and_numbered_pages_count_from_the_oldest(build_site):
    built = build_site(posts(12), ARCHIVES={"full_per_page": 5})
    assert entries(built, "tag/t/index.html") == ["Post 11", "Post 10", "Post 9", "Post 8", "Post 7"]
    assert entries(built, "tag/t/page/2/index.html") == ["Post 9", "Post 8", "Post 7", "Post 6", "Post 5"]
    assert entries(built, "tag/t/page/1/index.html") == ["Post 4", "Post 3", "Post 2", "Post 1", "Post 0"]
    assert "tag/t/page/3/index.html" not in built
    lines = built.lines("tag/t/page/2/index.html")
    assert "newer /tag/t/" in lines and "older /tag/t/page/1/" in lines


def test_an_archive_that_fits_on_one_page_has_one(build_site):
    built = build_site(posts(5), ARCHIVES={"full_per_page": 5})
    assert [path for path in built.files() if path.startswith("tag/t/") and "feed" not in path] == ["tag/t/index.html"]


@given(st.integers(1, 200), st.integers(1, 12))
def test_every_item_stands_on_a_page_and_pages_follow_each_other(total, size):
    items = list(range(total))  # newest first
    pages = paginate(items, size)
    by_number = {page.number: page for page in pages}
    seen, page = list(pages[0].items), pages[0]
    while page.older is not None:
        older = by_number[page.older]
        assert older.newer == page.number
        seen += [item for item in older.items if item not in seen]
        page = older
    assert seen == items
    assert all(len(page.items) == size for page in pages if page.number)


@given(st.integers(1, 120), st.integers(1, 12))
def test_numbered_pages_hold_the_same_posts_for_ever(total, size):
    now = {page.number: list(page.items) for page in paginate(list(range(total))[::-1], size)}
    later = {page.number: list(page.items) for page in paginate(list(range(total + 1))[::-1], size)}
    assert all(later[number] == now[number] for number in now if number)


def test_one_more_post_changes_few_pages(build_site):
    before = {path: (build_site.folder / "output" / path).read_bytes() for path in build_site(posts(60)).files()}
    built = build_site(posts(61))
    changed = [path for path in built.files() if before.get(path) != (built.output / path).read_bytes()]
    assert len(changed) <= 30, changed


def test_nested_categories_gather_in_their_parents(build_site):
    coaching = "-- content/categories/coaching.md --\n---\nlabel: Coaching\n---\n"
    built = build_site(posts(1, categories="[Coaching/One to One, Leadership]") + coaching)
    assert entries(built, "category/coaching/one-to-one/index.html") == ["Post 0"]
    assert entries(built, "category/coaching/index.html") == ["Post 0"]
    assert "children [One to One](/category/coaching/one-to-one/)" in built["category/coaching/index.html"]
    assert "[Leadership](/category/leadership/)" in built["2025/01/01/p00/index.html"]


def test_a_tag_file_gives_label_introduction_and_synonyms(build_site):
    term = "-- content/tags/listening.md --\n---\nlabel: Listening\nsynonyms: [active listening]\n---\nWhat it is.\n"
    built = build_site(posts(1, tags="active listening") + term)
    lines = built.lines("tag/listening/index.html")
    assert "heading Tag Archives: Listening" in lines and "intro <p>What it is.</p>" in lines
    assert entries(built, "tag/listening/index.html") == ["Post 0"]
    assert built["tag/active-listening/index.html"] == "moved to /tag/listening/\n"


def test_a_term_or_a_kind_may_show_excerpts(build_site):
    term = "-- content/tags/t.md --\n---\nlabel: t\nstyle: excerpts\n---\n"
    assert "style excerpts" in build_site(posts(1) + term)["tag/t/index.html"]
    assert "style full" in build_site("-- content/tags/t.md --\n(deleted)\n")["tag/t/index.html"]
    assert "style excerpts" in build_site(ARCHIVES={"tag": "excerpts"})["tag/t/index.html"]


def test_years_and_months_have_archives(build_site):
    built = build_site(posts(30))
    assert "heading Archives: January 2025" in built["2025/01/index.html"]
    assert "heading Archives: 2025" in built["2025/index.html"]
    site = built.run.result.site
    crumbs = {
        archive.label: archive.crumbs for archive in archives(site, site.settings["ARCHIVES"]) if archive.kind == "date"
    }
    assert [(crumb.label, crumb.url) for crumb in crumbs["January 2025"]] == [
        ("Home", "/"),
        ("Archives", "/archives/"),
        ("2025", "/2025/"),
    ]
    assert [crumb.label for crumb in crumbs["2025"]] == ["Home", "Archives"]
    assert "children [February 2025](/2025/02/) [January 2025](/2025/01/)" in built["2025/index.html"]


def test_drafts_hidden_and_future_posts_are_in_no_list(build_site):
    text = "".join(
        f"-- content/posts/{name}.md --\n---\ntitle: {name}\ndate: {date}\ntags: [t]\nstatus: {status}\n---\nSecret {name}.\n"
        for name, date, status in (
            ("draft", "2026-01-01", "draft"),
            ("future", "2026-07-01", "published"),
            ("hidden", "2026-01-01", "hidden"),
        )
    )
    built = build_site(posts(1) + text)
    everything = {path: built[path] for path in built.files()}
    assert [path for path, text in everything.items() if "Secret hidden" in text] == ["2026/01/01/hidden/index.html"]
    assert not [path for path, text in everything.items() if "Secret draft" in text or "Secret future" in text]


def test_periods_are_named_in_words():
    assert [period_label(item) for item in ("2025", "2025-02", "2025-02-05")] == [
        "2025",
        "February 2025",
        "February 5, 2025",
    ]
