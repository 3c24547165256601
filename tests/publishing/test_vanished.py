"""An address that would vanish is refused, with the line to add; `check --fix` adds it."""

from __future__ import annotations

from typing import Any

import pytest

PLACE = "2026/01/01"


def test_a_changed_slug_needs_an_alias_which_fix_writes(site: Any) -> None:
    path = site.post("one", "summary: S\n")
    site.publish()
    path.write_text(path.read_text().replace("title: One", "title: One\nslug: first"))
    old_address = f"/{PLACE}/one/"
    assert site.refused() == [
        f'content/posts/one.md:1: {old_address} was published and would vanish; this post moved from there; add the line "aliases: [{old_address}]"'
    ]
    before = path.read_text()
    code, output = site.run("check", "--fix")
    assert (code, f"content/posts/one.md: added the alias {old_address}" in output) == (0, True)
    assert path.read_text() == before.replace("summary: S\n", f"summary: S\naliases: [{old_address}]\n")
    output = site.publish()
    assert f"1 page moved:\n  {old_address} to /{PLACE}/first/" in output
    assert (site.live / "current" / PLACE / "one/index.html").is_file()


def test_fix_adds_to_the_aliases_that_are_there(site: Any) -> None:
    path = site.post("one", "aliases:\n  - /older/\nslug: one\n")
    site.publish()
    path.write_text(path.read_text().replace("slug: one", "slug: two"))
    assert site.refused()[0].startswith("content/posts/one.md:5: ")
    assert site.refused()[0].endswith(f'add "/{PLACE}/one/" to "aliases"')
    site.run("check", "--fix")
    assert f"aliases:\n  - /older/\n  - /{PLACE}/one/\nslug: two\n" in path.read_text()


def test_a_vanished_post_names_the_one_most_like_it(site: Any) -> None:
    site.post("hear-what-is-not-said")
    site.post("other")
    site.publish()
    (site.folder / "content/posts/hear-what-is-not-said.md").unlink()
    site.post("hear-what-is-not-spoken", title="Hear What Is Not Spoken")
    old_address = f"/{PLACE}/hear-what-is-not-said/"
    assert site.refused() == [
        f"content/posts/hear-what-is-not-spoken.md:1: {old_address} was published and would vanish; "
        f'this is the one most like it; add the line "aliases: [{old_address}]"'
    ]


def test_an_address_that_nothing_is_like_may_be_gone_by_intent(site: Any) -> None:
    site.post("one")
    site.post("zebra", date="2026-02-02")
    site.publish()
    (site.folder / "content/posts/zebra.md").unlink()
    old_address = "/2026/02/02/zebra/"
    assert site.refused() == [
        f"redirects.txt:1: {old_address} was published and would vanish; its file content/posts/zebra.md is not there any more; "
        f'add it to the "aliases" of what takes its place, or add the line "{old_address} gone" here',
    ]
    (site.folder / "redirects.txt").write_text(f"{old_address} gone\n")
    assert site.run("check", "--fix")[0] == 0
    assert (site.folder / "redirects.txt").read_text() == f"{old_address} gone\n/2026/02/ /2026/\n"
    assert f"1 page gone:\n  {old_address}\n" in site.publish()


@pytest.mark.parametrize(
    ("old_text", "new_text", "line", "reason", "cure"),
    [
        ("title: One", "title: One\nstatus: draft", 3, "it is a draft now", 'take "status: draft" out'),
        (
            "date: 2026-01-01",
            "date: 2027-01-01",
            3,
            "its date, 2027-01-01, is in the future now",
            'write "date: 2026-01-01T00:00:00+00:00"',
        ),
    ],
)
def test_a_post_that_was_published_is_not_withdrawn_in_silence(
    site: Any, old_text: str, new_text: str, line: int, reason: str, cure: str
) -> None:
    path = site.post("one")
    site.post("other")
    site.publish()
    path.write_text(path.read_text().replace(old_text, new_text))
    address = f"/{PLACE}/one/"
    assert site.refused() == [
        f"content/posts/one.md:{line}: {address} was published and would vanish; this is the post, and {reason}; "
        f'{cure}, or add the line "{address} gone" to redirects.txt'
    ]
    (site.folder / "redirects.txt").write_text(f"{address} gone\n")
    assert site.run("check")[0] == 0


def test_a_post_may_not_take_the_address_of_another(site: Any) -> None:
    first_post = site.post("one")
    second_post = site.post("two")
    site.publish()
    first_post.write_text(first_post.read_text().replace("title: One", "title: One\nslug: first"))
    second_post.write_text(second_post.read_text().replace("title: Two", "title: Two\nslug: one"))
    assert (
        f'content/posts/two.md:3: /{PLACE}/one/ was the address of "One", which is now at /{PLACE}/first/; '
        "give this post another slug"
    ) in site.refused()


def test_an_alias_that_was_taken_out_is_put_back(site: Any) -> None:
    site.configure(HOSTING={"host": "nginx"})
    path = site.post("one", "summary: S\naliases: [/old/]\n")
    site.publish()
    before = path.read_text()
    path.write_text(before.replace("aliases: [/old/]\n", ""))
    assert site.refused() == [
        'content/posts/one.md:1: /old/ was published and would vanish; it led here until now; add the line "aliases: [/old/]"'
    ]
    site.run("check", "--fix")
    assert path.read_text() == before


def test_a_rule_that_was_taken_out_is_put_back(site: Any) -> None:
    site.configure(HOSTING={"host": "nginx"})
    site.post("one", "tags: [a]\n")
    rules = site.folder / "redirects.txt"
    rules.write_text("/shop/ https://shop.example.com/\n/subjects/ /tags/\n")
    site.publish()
    rules.write_text("")
    assert site.refused() == [
        "redirects.txt:1: /shop/ was published and would vanish; it led to https://shop.example.com/ until now; "
        'add the line "/shop/ https://shop.example.com/"',
        'redirects.txt:1: /subjects/ was published and would vanish; it led to /tags/ until now; add the line "/subjects/ /tags/"',
    ]
    assert site.run("check", "--fix")[0] == 0
    assert rules.read_text() == "/shop/ https://shop.example.com/\n/subjects/ /tags/\n"


def test_a_picture_that_moved_is_found_by_its_name(site: Any) -> None:
    site.post("one")
    picture = site.file("images/one.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    site.publish()
    picture.parent.joinpath("2026").mkdir()
    picture.rename(picture.parent / "2026/one.svg")
    assert site.refused() == [
        "redirects.txt:1: /images/one.svg was published and would vanish; a file of this name is at /images/2026/one.svg; "
        'add the line "/images/one.svg /images/2026/one.svg"'
    ]


def test_archives_that_get_shorter_or_grow_again_are_no_question_to_the_author(site: Any) -> None:
    site.configure(ARCHIVES={"excerpts_per_page": 1, "full_per_page": 1})
    site.post("one")
    for name in ("two", "three"):
        site.post(name, date="2026-02-02")
    site.publish()
    for name in ("two", "three"):
        (site.folder / f"content/posts/{name}.md").unlink()
    (site.folder / "redirects.txt").write_text("/2026/02/02/two/ gone\n/2026/02/02/three/ gone\n")
    rules = site.folder / "redirects.txt"
    before = rules.read_text()
    for words in (("check",), ("publish", "--dry-run")):
        code, output = site.run(*words)
        assert code == 0 and "6 lines about lists that shrank or grew again will be written" in output
        assert rules.read_text() == before, "looking writes nothing"
    assert "added /2026/02/ /2026/" in site.publish()
    for name in ("four", "five"):
        site.post(name, date="2026-02-03")
    assert "took out /2026/02/" in site.publish(), "what is there again needs no rule"
    assert rules.read_text() == before


@pytest.mark.parametrize(("host", "knows_patterns"), [("nginx", True), ("pages", False)])
def test_a_pattern_answers_where_the_host_knows_patterns(site: Any, host: str, knows_patterns: bool) -> None:
    site.configure(HOSTING={"host": host}, ARCHIVES={"excerpts_per_page": 1, "full_per_page": 1})
    site.post("one")
    site.post("two")
    site.publish()
    (site.folder / "content/posts/two.md").unlink()
    rules = "/page/:n/ /\n/:year/page/:n/ /:year/\n/:year/:month/page/:n/ /:year/:month/\n"
    (site.folder / "redirects.txt").write_text(f"{rules}/{PLACE}/two/ gone\n")
    assert ("lists that shrank" not in site.run("check")[1]) is knows_patterns


def test_feeds_of_a_format_that_is_left_out_lead_to_another(site: Any) -> None:
    site.post("one")
    site.publish()
    site.configure(FEED_ALL_JSON=None, FEED_ALL_ATOM=None)
    assert site.refused() == [
        "redirects.txt:1: /feed.json and 1 more (feeds) were published and would vanish; "
        'add the lines "/feed.json /feed/", "/feed/atom/ /feed/"'
    ]
    site.run("check", "--fix")
    assert "/feed/atom/ /feed/\n" in (site.folder / "redirects.txt").read_text()
