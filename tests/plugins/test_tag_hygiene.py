"""Tidying tags: what is pointed out, and front matter that changes in the one place where it must."""

from __future__ import annotations

from pathlib import Path

import pytest

from lodestar.commands.tags import report
from lodestar.publishing.renaming import RenamingRefused, changes
from plugins.tag_archives.hygiene import distance, findings, twins


def test_twins() -> None:
    assert list(twins(["mentor", "mentors", "mentoring", "trust", "tryst", "truth-telling", "rest"])) == [
        ("mentor", "mentors"),
        ("trust", "tryst"),
    ]
    assert (distance("kitten", "sitting"), distance("", "abc"), distance("a", "a")) == (3, 3, 0)


def post(name: str, tags: str) -> str:
    return f"-- content/posts/{name}.md --\n---\ntitle: {name}\ndate: 2026-01-0{name[-1]}\ntags: [{tags}]\n---\ntext\n"


SITE = "".join(post(f"p{n}", "trust, trusts, wide") for n in (1, 2, 3)) + post("p4", "wide, single")


@pytest.fixture
def site(build_site):
    """Builds and gives what is related."""
    return lambda text: build_site(text).run.result.site


def test_findings(site) -> None:
    result = findings(
        site(SITE + "-- content/tags/ghost.md --\n---\nlabel: ghost\n---\n" + post("p5", "a, b, c, d, e, f, g, h, i"))
    )
    assert result.tags[0] == ("wide", 4, "2026")
    assert result.twins == (("trust", "trusts"),)
    assert ("trust", "trusts", 3) in result.alike
    assert "single" in result.singletons
    assert result.unused == ("tags/ghost.md",)
    assert result.crowded == (("posts/p5.md", 9),)
    assert "Nearly the same name:" in list(report(result, "content"))


def test_merging_leaves_a_synonym_behind(site, tmp_path, build_site) -> None:
    related = site(
        SITE + "-- content/calls/c.md --\n---\nheading: H\nurl: /x\nlink_text: L\nwhen: {tags: [trusts]}\n---\nx\n"
    )
    edits = changes(related, tmp_path / "content", "tag", "trusts", "trust", merge=True)
    names = [path.relative_to(tmp_path / "content").as_posix() for path in edits]
    assert names == ["posts/p1.md", "posts/p2.md", "posts/p3.md", "calls/c.md", "tags/trust.md"]
    for path, data in edits.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    built = build_site("")
    assert list(built.run.result.site.tags) == ["single", "trust", "wide"]
    assert "/tag/trust/" in built["tag/trusts/index.html"]


def test_renaming_takes_the_file_along(site, tmp_path) -> None:
    related = site(SITE + "-- content/tags/trust.md --\n---\nlabel: trust\nsynonyms: [faith]\n---\nAn introduction.\n")
    edits = changes(related, tmp_path / "content", "tag", "trust", "earning trust", merge=False)
    tags = tmp_path / "content" / "tags"
    assert edits[tags / "trust.md"] is None
    assert (
        edits[tags / "earning-trust.md"]
        == b"---\nlabel: earning trust\nsynonyms: [faith, trust]\n---\nAn introduction.\n"
    )


def test_a_tag_with_an_address_of_its_own_is_known_by_its_name(site, tmp_path, build_site) -> None:
    related = site(SITE + "-- content/tags/faith.md --\n---\nlabel: trust\n---\n")
    for path, data in changes(related, tmp_path / "content", "tag", "trust", "earning trust", merge=False).items():
        path.unlink() if data is None else path.write_bytes(data)
    built = build_site("")
    assert "earning-trust" in built.run.result.site.tags
    for name in ("trust", "faith"):
        assert "/tag/earning-trust/" in built[f"tag/{name}/index.html"]


def test_a_change_of_case_keeps_the_address(site, tmp_path) -> None:
    edits = changes(site(SITE), tmp_path / "content", "tag", "trust", "Trust", merge=False)
    assert [path.name for path in edits] == ["p1.md", "p2.md", "p3.md"]


@pytest.mark.parametrize(
    ("old_name", "new_name", "merge", "words"),
    [
        ("nothing", "trust", True, 'no post has the tag "nothing"'),
        ("trust", "nothing", True, "use --rename"),
        ("trust", "wide", False, "use --merge"),
        ("trust", "Trust", True, "one tag already"),
    ],
)
def test_what_makes_no_sense_is_refused(site, old_name: str, new_name: str, merge: bool, words: str) -> None:
    with pytest.raises(RenamingRefused, match=words):
        changes(site(SITE), Path("content"), "tag", old_name, new_name, merge)


def test_a_synonym_is_named_as_one(site) -> None:
    text = SITE + "-- content/tags/trust.md --\n---\nlabel: trust\nsynonyms: [Old Name]\n---\n"
    with pytest.raises(RenamingRefused, match='"old name" is another name of "trust" already'):
        changes(site(text), Path("content"), "tag", "old name", "wide", merge=True)


def test_two_descriptions_are_never_lost(site, tmp_path) -> None:
    files = "".join(
        f"-- content/tags/{name}.md --\n---\nlabel: {name}\n---\nAbout {name}.\n" for name in ("trust", "wide")
    )
    with pytest.raises(RenamingRefused, match="both describe their tag"):
        changes(site(SITE + files), tmp_path / "content", "tag", "trust", "wide", merge=True)


def test_two_descriptions_become_one_where_the_author_says_so(site, tmp_path) -> None:
    files = "".join(
        f"-- content/tags/{name}.md --\n---\nlabel: {name}\nsynonyms: [old {name}]\n---\nAbout {name}.\n"
        for name in ("trust", "wide")
    )
    edits = changes(site(SITE + files), tmp_path / "content", "tag", "trust", "wide", merge=True, drop=True)
    assert edits[tmp_path / "content/tags/trust.md"] is None
    assert (edits[tmp_path / "content/tags/wide.md"] or b"").startswith(
        b"---\nlabel: wide\nsynonyms: [old wide, trust, old trust]\n---\n"
    )


def test_another_name_of_a_tag_becomes_its_name(site, tmp_path, build_site) -> None:
    text = "-- content/tags/trust.md --\n---\nlabel: trust\nsynonyms: [good faith, faith]\n---\nAbout.\n"
    apply(changes(site(SITE + text), tmp_path / "content", "tag", "trust", "good faith", merge=False))
    built = build_site("")
    assert built.messages == [] and "good-faith" in built.run.result.site.tags
    assert "/tag/good-faith/" in built["tag/trust/index.html"] and "/tag/good-faith/" in built["tag/faith/index.html"]


def post_in(name: str, category: str) -> str:
    return f"-- content/posts/{name}.md --\n---\ntitle: {name}\ndate: 2026-01-0{name[-1]}\ncategories: [{category}]\n---\ntext\n"


FILED = (
    post_in("p1", "Coaching")
    + post_in("p2", "Coaching/Teams")
    + post_in("p3", "Coaching/One to One")
    + post_in("p4", "Craft")
)
TEAMS = "-- content/categories/coaching/teams.md --\n---\nlabel: Coaching/Teams\n---\nTeams.\n"


def apply(edits) -> None:
    for path, data in edits.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink() if data is None else path.write_bytes(data)


@pytest.mark.parametrize("files", ["", TEAMS], ids=["described nowhere", "described"])
def test_a_category_and_what_lies_in_it_keep_their_addresses(site, tmp_path, build_site, files: str) -> None:
    apply(changes(site(FILED + files), tmp_path / "content", "category", "Coaching", "Mentoring", merge=False))
    built = build_site("")
    assert built.messages == []
    assert {term.name: str(term.url) for term in built.run.result.site.categories.values()} == {
        "Mentoring": "/category/coaching/",
        "Mentoring/Teams": "/category/coaching/teams/",
        "Mentoring/One to One": "/category/coaching/one-to-one/",
        "Craft": "/category/craft/",
    }


def test_a_category_that_is_merged_leads_to_the_other(site, tmp_path, build_site) -> None:
    related = site(FILED + TEAMS)
    apply(changes(related, tmp_path / "content", "category", "Coaching/Teams", "Craft", merge=True))
    built = build_site("")
    assert built.messages == [] and "coaching/teams" not in built.run.result.site.categories
    assert "/category/craft/" in built["category/coaching/teams/index.html"]
    with pytest.raises(RenamingRefused, match='"Coaching/One to One" lies in "Coaching"; merge that first'):
        changes(related, tmp_path / "content", "category", "Coaching", "Craft", merge=True)
    with pytest.raises(RenamingRefused, match="lies elsewhere"):
        changes(related, tmp_path / "content", "category", "Coaching/Teams", "Teams", merge=False)
