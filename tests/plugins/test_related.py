"""Related posts: by shared tags, rare ones before common ones, still when a post is added, fast on ten thousand."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.related import hooks
from plugins.related.core import Relations, Tagged, rarity, related

DAY = 86_400


def posts(*rows: str) -> list[Tagged]:
    """Posts from `name: tag tag (series)`, the newest first."""
    results = []
    for age, row in enumerate(rows):
        name, _, rest = row.partition(":")
        tags, _, series = rest.partition("(")
        results.append(Tagged(name, (1000 - age) * DAY, tuple(tags.split()), series.rstrip(")")))
    return results


def many(number: int) -> list[Tagged]:
    """A blog of `number` posts, each with about seven of a thousand tags, some far more common than others."""
    dice = random.Random(7)
    weights = [1 / place for place in range(1, 1001)]
    results = []
    for index in range(number):
        tags = sorted(set(dice.choices(range(1000), weights, k=8)))
        results.append(Tagged(f"posts/{index}.md", index * DAY, tuple(map(str, tags))))
    return results[::-1]


def related_names(posts: list[Tagged], most: int, near: int) -> dict[str, tuple[str, ...]]:
    """The names of the posts related to each, by its name."""
    chosen = related(posts, most, near)
    return {post.path: tuple(posts[place].path for place in places) for post, places in zip(posts, chosen, strict=True)}


def test_a_rare_tag_relates_more_than_a_common_one() -> None:
    common = [f"c{n}: common" for n in range(20)]
    result = related_names(posts("post: common rare", *common, "old: rare"), 2, 6)
    assert result["post"] == ("old", "c0")


def test_more_shared_tags_relate_more() -> None:
    result = related_names(posts("post: a b c", "one: a", "three: a b c", "two: b c"), 3, 6)
    assert result["post"] == ("three", "two", "one")


def test_equal_ones_are_ordered_by_nearness_in_time_then_by_path() -> None:
    results = [
        Tagged("post", 10 * DAY, ("a",)),
        Tagged("y", 5 * DAY, ("a",)),
        Tagged("z", 5 * DAY, ("a",)),
        Tagged("x", 1, ("a",)),
    ]
    assert related_names(results, 3, 6)["post"] == ("y", "z", "x")


def test_a_series_is_named_once_and_never_the_posts_own() -> None:
    result = related_names(posts("post: a b (own)", "own-2: a b (own)", "s2: a b (s)", "s1: a b (s)", "other: a"), 3, 6)
    assert result["post"] == ("s2", "other")


def test_posts_without_shared_tags_have_none() -> None:
    assert related_names(posts("post: a", "other: b", "bare:"), 3, 6) == {"post": (), "other": (), "bare": ()}


def test_rarity_changes_seldom() -> None:
    assert [rarity(count) / rarity(1) for count in (1, 3, 4, 15, 16)] == [1, 1, 1 / 2, 1 / 2, 1 / 3]


@pytest.mark.slow
def test_publishing_changes_few_other_posts() -> None:
    blog = many(3000)
    changed = []
    for cut in range(0, 1000, 50):
        before, after = related_names(blog[cut + 1 :], 3, 6), related_names(blog[cut:], 3, 6)
        changed.append(sum(before[path] != after[path] for path in before))
    assert sum(changed) / len(changed) <= 10


SOME_POSTS = st.lists(
    st.builds(
        Tagged,
        path=st.sampled_from([f"{number:02}.md" for number in range(40)]),
        instant=st.integers(1, 12).map(lambda day: day * DAY),
        tags=st.sets(st.sampled_from("abcd")).map(sorted).map(tuple),
        series=st.sampled_from(["", "", "", "s", "t"]),
    ),
    max_size=40,
    unique_by=lambda post: post.path,
)


@given(SOME_POSTS, SOME_POSTS, st.sets(st.integers(0, 39)), st.integers(0, 3), st.integers(1, 4))
def test_what_the_last_build_found_changes_nothing(
    last: list[Tagged], others: list[Tagged], same: set[int], most: int, near: int
) -> None:
    kept = [post for number, post in enumerate(last) if number in same]
    paths = {post.path for post in kept}
    now = by_date([*kept, *(post for post in others if post.path not in paths)])
    last = by_date(last)
    assert related(now, most, near, Relations(last, related(last, most, near))) == related(now, most, near)


def by_date(posts: list[Tagged]) -> list[Tagged]:
    """Return posts in the order of a site's, the newest first."""
    return sorted(posts, key=lambda post: (-post.instant, post.path))


def test_none_are_named_where_none_are_wanted() -> None:
    assert related_names(posts("post: a", "other: a"), 0, 6) == {"post": (), "other": ()}


def test_the_page_names_its_related_posts(build_site) -> None:
    header = "date: 2026-01-0{}\n---\ntext\n"
    text = "".join(
        f"-- content/posts/{name}.md --\n---\ntitle: {name.upper()}\ntags: [{tags}]\nstatus: {status}\n{header.format(day)}"
        for day, (name, tags, status) in enumerate(
            [("a", "x", "published"), ("b", "x", "published"), ("c", "y", "published"), ("d", "x", "hidden")], start=1
        )
    )
    site = build_site(text).run.result.site
    from plugins.related.hooks import parts

    find = parts(site)["related"]
    links = {post.article.slug: find(post) for post in site.posts}
    assert [link.label for link in links["a"]] == ["B"]
    assert links["c"] is None
    assert links["d"] is None


def test_a_note_tells_what_was_found_until_a_tag_changes(build_site, monkeypatch: pytest.MonkeyPatch) -> None:
    post = "-- content/posts/{0}.md --\n---\ntitle: {0}\ntags: [{1}]\ndate: 2026-01-0{2}\n---\n{3}\n"
    site = build_site(post.format("a", "x", 1, "text") + post.format("b", "x", 2, "text")).run.result.site
    monkeypatch.setattr(hooks, "related", None)
    edited = build_site(post.format("a", "x", 1, "edited") + post.format("b", "x", 2, "text")).run.result.site
    assert edited.records[hooks.RECORD] == site.records[hooks.RECORD]
    monkeypatch.undo()
    other = build_site(post.format("a", "y", 1, "edited") + post.format("b", "x", 2, "text")).run.result.site
    assert hooks.parts(other)["related"](other.posts[0]) is None
