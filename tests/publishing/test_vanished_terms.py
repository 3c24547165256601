"""The archive of a tag, category or author that would vanish is one mistake, and `check --fix` mends it."""

from __future__ import annotations

from typing import Any

import pytest

TAG = "content/tags/listening.md:3: /tag/listenning/ was published and would vanish; "


@pytest.mark.parametrize(
    ("synonyms", "cure", "after"),
    [
        ("synonyms: [hearing]\n", 'add "listenning" to "synonyms"', "synonyms: [hearing, listenning]\n"),
        (
            "synonyms:\r\n  - hearing\r\n",
            'add "listenning" to "synonyms"',
            "synonyms:\r\n  - hearing\r\n  - listenning\r\n",
        ),
    ],
)
def test_a_vanished_tag_becomes_a_synonym_which_fix_writes(site: Any, synonyms: str, cure: str, after: str) -> None:
    path = site.post("one", "tags: [listenning]\n")
    file = site.file("tags/listening.md", "")
    file.write_bytes(f"---\nlabel: listening\n{synonyms}---\nWhat it is.  \n".encode())
    site.publish()
    path.write_text(path.read_text().replace("listenning", "listening"))
    assert site.refused() == [f'{TAG}the tag most like it is "listening"; {cure}']
    before = file.read_bytes()
    code, output = site.run("check", "--fix")
    assert (code, "content/tags/listening.md: added the synonym listenning\n" in output) == (0, True)
    assert file.read_bytes() == before.replace(synonyms.encode(), after.encode())


def test_a_tag_with_another_address_keeps_the_old_one(site: Any) -> None:
    site.post("one", "tags: [listening]\n")
    site.publish()
    site.file("tags/listening.md", "---\nlabel: listening\nslug: hear-people\n---\n")
    assert site.refused() == [
        'content/tags/listening.md:1: /tag/listening/ was published and would vanish; the tag "listening" is at /tag/hear-people/ now; '
        'add the line "synonyms: [listening]"'
    ]
    assert site.run("check", "--fix")[0] == 0


def test_a_tag_without_a_file_gets_one(site: Any) -> None:
    path = site.post("one", "tags: [one-on-ones]\n")
    site.publish()
    path.write_text(path.read_text().replace("one-on-ones", "one-to-one talks"))
    assert site.refused() == [
        'content/tags/one-to-one-talks.md:1: /tag/one-on-ones/ was published and would vanish; the tag most like it is "one-to-one talks"; '
        'make this file with "label: one-to-one talks" and "synonyms: [one on ones]"'
    ]
    assert site.run("check", "--fix")[0] == 0
    result = site.folder / "content/tags/one-to-one-talks.md"
    assert result.read_text() == "---\nlabel: one-to-one talks\nsynonyms: [one on ones]\n---\n"
    site.publish()
    assert (site.live / "current/tag/one-on-ones/feed/index.xml").exists() is False
    assert (site.live / "current/tag/one-on-ones/index.html").is_file(), "its address leads on"


def test_a_vanished_category_becomes_a_synonym(site: Any) -> None:
    path = site.post("one", "categories: [Coaching/Teams]\n")
    site.file("categories/coaching/groups.md", "---\nlabel: Coaching/Team Work\nslug: team-work\n---\n")
    site.publish()
    path.write_text(path.read_text().replace("Coaching/Teams", "Coaching/Team Work"))
    assert site.refused() == [
        "content/categories/coaching/groups.md:1: /category/coaching/teams/ was published and would vanish; "
        'the category most like it is "Coaching/Team Work"; add the line "synonyms: [coaching/teams]"'
    ]
    assert site.run("check", "--fix")[0] == 0


def test_a_synonym_that_was_taken_out_is_put_back(site: Any) -> None:
    site.configure(HOSTING={"host": "nginx"})
    site.post("one", "tags: [listening]\n")
    file = site.file("tags/listening.md", "---\nlabel: listening\nsynonyms: [hearing]\n---\n")
    site.publish()
    file.write_text("---\nlabel: listening\n---\n")
    assert site.refused() == [
        'content/tags/listening.md:1: /tag/hearing/ was published and would vanish; it led to the tag "listening" until now; '
        'add the line "synonyms: [hearing]"'
    ]
    assert site.run("check", "--fix")[0] == 0


def test_the_archive_of_a_tag_that_no_post_has_leads_to_all_tags(site: Any) -> None:
    path = site.post("one", "tags: [zebras, other]\n")
    site.publish()
    path.write_text(path.read_text().replace("zebras, ", ""))
    assert site.refused() == [
        "redirects.txt:1: /tag/zebras/ was published and would vanish; no post has this tag any more; "
        'add the lines "/tag/zebras/ /tags/", "/tag/zebras/feed.json gone", "/tag/zebras/feed/ gone" and 1 more (check --fix writes them)'
    ]
    assert site.run("check", "--fix")[0] == 0
    assert "/tag/zebras/feed/atom/ gone\n" in (site.folder / "redirects.txt").read_text()


def test_an_author_with_another_address_takes_the_feeds_along(site: Any) -> None:
    site.configure(HOSTING={"host": "nginx"})
    site.post("one", "authors: [Ada]\n")
    file = site.file("authors/ada.md", "---\nname: Ada\n---\n")
    site.publish()
    file.rename(file.with_name("adda.md"))
    assert site.refused() == [
        'redirects.txt:1: /author/ada/ was published and would vanish; the author "Ada" is at /author/adda/ now; '
        'add the lines "/author/ada/ /author/adda/", "/author/ada/feed.json /author/adda/feed.json", '
        '"/author/ada/feed/ /author/adda/feed/" and 1 more (check --fix writes them)'
    ]
    assert site.run("check", "--fix")[0] == 0


def test_a_tag_is_renamed_and_permissions_stay(site: Any) -> None:
    path = site.post("one", "tags: [trust]\n")
    path.chmod(0o600)
    assert site.run("tags", "--rename", "trust", "faith")[0] == 0
    assert ("tags: [faith]" in path.read_text(), path.stat().st_mode & 0o777) == (True, 0o600)
