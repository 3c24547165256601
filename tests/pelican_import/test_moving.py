"""A site made with Pelican moves in: its own Pelican reads it, and its addresses, ids and words stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pelican_import.comparing import MovedSite
from tests.pelican_import.conftest import OLD, write_old

pytestmark = pytest.mark.seconds


def test_every_address_of_the_old_output_answers(moved_site: MovedSite) -> None:
    assert moved_site.dead_addresses() == []


def test_what_only_rules_of_a_host_could_answer_is_named(moved_site: MovedSite) -> None:
    rows = ["/author/.html", "/feeds/.atom.xml", "/feeds/.rss.xml", "/feeds/all-de.atom.xml", "/feeds/all-en.atom.xml"]
    assert {*rows} <= {*moved_site.outcome.unanswered}
    assert "/author/.html" not in moved_site["redirects.txt"]


def test_every_post_stands_once_in_the_feed_with_the_id_that_it_had(moved_site: MovedSite) -> None:
    assert moved_site.lost_ids() == []
    assert "id: tag:ann.example,2014-03-02:/the-first.html" in moved_site.header("posts/2014/first.md")


def test_every_text_has_its_words(moved_site: MovedSite) -> None:
    assert moved_site.changed_texts() == []


def test_a_header_says_what_pelican_knew(moved_site: MovedSite) -> None:
    assert moved_site.header("posts/2014/first.md") == [
        "title: The First & Best",
        "date: 2014-03-02 09:30",
        "slug: the-first",
        "categories: [Teams]",
        "tags: [C#, calm]",
        "authors: [Ann Bee]",
        "summary: How it began.",
        "lang: en",
        "id: tag:ann.example,2014-03-02:/the-first.html",
        "url: /the-first.html",
        "extra:",
        "  cover: images/a.png",
    ]
    second = moved_site.header("posts/2014/second.md")
    assert "authors: [Ann Bee, Bo Dee]" in second and "modified: 2015-01-01" in second and "slug: the-second" in second


def test_markdown_stands_as_it_was_written_but_for_what_pelican_alone_reads(moved_site: MovedSite) -> None:
    assert (
        moved_site.body("posts/2014/first.md")
        == """\
## Beginnings

See [the second]({filename}/posts/2014/second.md), [again]({filename}/posts/2014/second.md#end), [calm]({filename}/pages/calm.md),
[Ann](<{author}Ann Bee>), [home](/), [teams]({category}Teams) and [there]({filename}/pages/talks.md "Talks").
Nothing is at [this place](https://ann.example/nowhere.md).

![A dot]({static}/dot.png) and ![another]({static}/images/a.png) with `[code]({filename}second.rst)`.

```python
print("one")  # [not]({filename}second.rst)
```

A note.[^1]

[^1]: Of hers."""
    )


def test_restructuredtext_and_html_become_markdown(moved_site: MovedSite) -> None:
    assert (
        moved_site.body("posts/2014/second.md")
        == """\
## Why {: #why }

Words with `code` and [a link](https://elsewhere.example/) and [the first]({filename}/posts/2014/first.md).

```python
print("two")
```

- one
- two"""
    )
    assert moved_site.body("posts/2016/third.md") == "Plain **HTML** with [the first]({filename}/posts/2014/first.md)."


def test_drafts_and_hidden_texts_stay_so_and_translations_are_hidden(moved_site: MovedSite) -> None:
    assert "status: draft" in moved_site.header("posts/2017/draft.md")
    assert "status: hidden" in moved_site.header("posts/2017/hidden.md")
    assert "status: hidden" in moved_site.header("posts/2014/first-de.md")
    german = moved_site.header("posts/2014/first-de.md")
    assert "url: /the-first-de.html" in german
    assert "lang: de" in german and "translations: [posts/2014/first.md]" in german
    assert "lang: en" in moved_site.header("posts/2014/first.md")
    page = moved_site.page("the-first.html")
    assert 'hreflang="de" href="/the-first-de.html"' in page


def test_a_text_in_another_language_alone_stays_in_the_lists_that_had_it(moved_site: MovedSite) -> None:
    header = moved_site.header("posts/2017/seul.md")
    assert "lang: fr" in header and not [line for line in header if line.startswith("status")]
    assert "/seul-fr.html" in moved_site.page("archives.html")


def test_a_language_that_is_none_is_named(moved_site: MovedSite) -> None:
    assert not [line for line in moved_site.header("posts/2017/nobody.md") if line.startswith(("lang", "status"))]
    fault, cure = '"english" is no language', 'it counts as one of the site\'s own language; did you mean "en"?'
    assert (fault, cure) in [(note.what, note.cure) for note in moved_site.outcome.notes if note.path == "nobody.md"]


def test_a_text_that_took_the_place_of_an_archive_keeps_it(moved_site: MovedSite) -> None:
    assert "url: /tag/calm.html" in moved_site.header("pages/calm.md")
    assert moved_site.header("tags/calm-tag.md") == ["label: calm"]


def test_terms_keep_their_slugs_and_authors_have_files(moved_site: MovedSite) -> None:
    assert moved_site.header("authors/bo-dee.md") == ["name: Bo Dee"]
    assert (moved_site.output / "author/bo-dee.html").is_file()
    assert (moved_site.output / "feeds/tag-c.atom.xml").is_file()


def test_files_stand_where_they_answered(moved_site: MovedSite) -> None:
    assert {"robots.txt", "extra/data.csv", "images/a.png", "dot.png"} <= {*moved_site.outcome.became.values()}
    assert (moved_site.output / "extra/data.csv").read_text() == "1,2\n"
    assert moved_site.outcome.settings["STATIC_PATHS"] == ["files", "images", "extra/data.csv"]


def test_the_site_takes_what_the_old_one_said_of_itself(moved_site: MovedSite) -> None:
    assert moved_site["site.yaml"].splitlines() == [
        "name: Ann's Notes",
        "sentence: On teams",
        "author: Ann Bee",
        "address: https://ann.example",
        "timezone: Europe/Berlin",
        "language: en",
        "id: https://ann.example/",
        "menu:",
        "  Talks: /pages/talks.html",
        "  Elsewhere: https://elsewhere.example/",
        "  Calm: /tag/calm.html",
        "footer:",
        "  A friend: https://friend.example/",
    ]


def test_pages_of_lists_that_this_site_has_not_lead_on(moved_site: MovedSite) -> None:
    rules = dict(line.split() for line in moved_site["redirects.txt"].splitlines() if line[0] == "/")
    assert rules["/feeds/all-de.atom.xml"] == "/feeds/all.atom.xml"
    assert rules["/wall.html"] == "/" and moved_site.outcome.led_home == ["/wall.html"]
    assert not rules.keys() & {"/", "/index.html", "/the-first.html", "/archives.html", "/tags.html"}


def test_the_theme_leads_to_the_lists_where_they_are(moved_site: MovedSite) -> None:
    page = moved_site.page("404.html")
    assert 'href="/archives.html"' in page and 'href="/tags.html"' in page


def test_the_ledger_knows_what_was_published(moved_site: MovedSite) -> None:
    addresses = moved_site[".import/ledger/addresses.txt"]
    assert "/the-first.html\tpost\ttag:ann.example,2014-03-02:/the-first.html\tpelican\n" in addresses
    assert "/drafts/" not in addresses
    entries = moved_site[".import/ledger/entries.txt"]
    assert "posts/2014/first.md\tpelican\n" in entries and "later" not in entries


def test_each_file_is_accounted_for(moved_site: MovedSite) -> None:
    became = moved_site.outcome.became
    assert became.keys() >= {*moved_site.outcome.site.sources}
    assert became["Teams/first.md"] == "posts/2014/first.md"
    assert became["notes.docx"] == "left: Pelican made nothing of it"
    assert became["broken.md"] == "left: could not find information about 'title'"


def test_what_did_not_come_along_is_said(moved_site: MovedSite) -> None:
    notes = "\n".join(str(note) for note in moved_site.outcome.notes)
    assert "Pelican stops (ValueError: Could not find the theme no-such-theme); its theme fails here" in notes
    assert "broken.md:1: a text that Pelican left out (could not find information about 'title')" in notes
    assert 'fourth.md:1: "{% youtube ... %}" stands in the text, for a plugin that was not there' in notes
    assert 'Teams/first.md:1: "nowhere.md" led to nothing on the old site' in notes
    assert "Teams/third.html:1: <script> in the text; taken out" in notes
    assert (
        "later.md:1: its date, 2999-01-01, is in the future, and Pelican showed it all the same; here it waits" in notes
    )
    log = "\n".join(moved_site.outcome.site.log)
    assert "no_such_plugin" in log and "no_such_extension" in log


def test_a_site_below_a_path_moves_in_as_well(tmp_path: Path) -> None:
    text = OLD.replace('SITEURL = "https://ann.example"', 'SITEURL = "https://ann.example/notes"')
    moved_site = MovedSite(
        write_old(tmp_path / "old", text.replace('"/the-first.html"', '"/notes/the-first.html"')), tmp_path / "new"
    )
    assert moved_site.dead_addresses() == moved_site.lost_ids() == moved_site.changed_texts() == []
    assert "id: tag:ann.example,2014-03-02:/notes/the-first.html" in moved_site.header("posts/2014/first.md")
    assert "See [the second]({filename}/posts/2014/second.md)" in moved_site.body("posts/2014/first.md")
    assert "[the first]({filename}/posts/2014/first.md)" in moved_site.body("posts/2016/third.md")


def test_a_second_import_changes_nothing(moved_site: MovedSite) -> None:
    second_outcome = moved_site.import_again()
    assert {word: second_outcome.counts[word] for word in ("new", "updated", "conflict", "edited")} == dict.fromkeys(
        ("new", "updated", "conflict", "edited"), 0
    )
