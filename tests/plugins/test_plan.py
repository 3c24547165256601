"""One address, one output: two that a host or a disk cannot tell apart are refused, both named, with a cure."""

from __future__ import annotations

from typing import Any

import pytest

PAGE = "---\ntitle: T\n---\nText.\n"
POST = "---\ntitle: P\ndate: 2026-01-05\ntags: [calm]\n---\nText.\n"
CLASHES = {
    "a page and the feed": (
        f"-- content/pages/feed.md --\n{PAGE}",
        "content/pages/feed.md:1: the address /feed/ is also that of the feed /feed/; give it another slug",
    ),
    "a page and the feed of a tag": (
        "-- content/pages/x.md --\n---\ntitle: T\nurl: /tag/calm/feed/\n---\nText.\n",
        "content/pages/x.md:1: the address /tag/calm/feed/ is also that of the feed /tag/calm/feed/; give it another slug",
    ),
    "a post and the feed": (
        "-- content/posts/x.md --\n---\ntitle: T\ndate: 2026-01-01\nurl: /feed/\n---\nText.\n",
        "content/posts/x.md:1: the address /feed/ is also that of the feed /feed/; give it another slug",
    ),
    "an alias and the feed": (
        f"-- content/posts/x.md --\n{POST.replace('tags', 'aliases: [/feed/]' + chr(10) + 'tags')}",
        "content/posts/x.md:1: the address /feed/ is also that of the feed /feed/; delete the alias",
    ),
    "an alias that names the file of a page": (
        "-- content/pages/about.md --\n---\ntitle: T\naliases: [/p/index.html]\n---\nText.\n"
        f"-- content/pages/p.md --\n{PAGE}",
        "content/pages/about.md:1: the address /p/ is also that of content/pages/p.md; delete the alias",
    ),
    "a copied file and a page": (
        f"-- content/about/index.html --\n<p>x</p>\n-- content/pages/about.md --\n{PAGE}",
        "content/about/index.html:1: the address /about/ is also that of content/pages/about.md; give it another name",
    ),
    "a copied feed and a page": (
        f"-- content/about/index.xml --\n<a/>\n-- content/pages/about.md --\n{PAGE}",
        "content/about/index.xml:1: the address /about/ is also that of content/pages/about.md; give it another name",
    ),
    "addresses that differ in case": (
        f"-- content/pages/a.md --\n---\ntitle: T\nurl: /About/\n---\nx\n-- content/pages/about.md --\n{PAGE}",
        "content/pages/about.md:1: the address /about/ differs from /About/, that of content/pages/a.md, only in ways "
        "that not every disk knows; give one of them another slug",
    ),
    "addresses that differ in how an accent is written": (
        "-- content/pages/a.md --\n---\ntitle: T\nurl: /cafe%CC%81/\n---\nx\n"
        "-- content/pages/b.md --\n---\ntitle: T\nurl: /caf%C3%A9/\n---\nx\n",
        "content/pages/b.md:1: the address /caf%C3%A9/ differs from /cafe%CC%81/, that of content/pages/a.md, only in "
        "ways that not every disk knows; give one of them another slug",
    ),
    "addresses that differ in what is quoted": (
        f"-- content/pages/a.md --\n---\ntitle: T\nurl: /%61bout/\n---\nx\n-- content/pages/about.md --\n{PAGE}",
        "content/pages/about.md:1: the address /about/ is also that of content/pages/a.md; give one of them another slug",
    ),
    "a file where a page needs a folder": (
        f"-- content/about --\nx\n-- content/pages/about.md --\n{PAGE}",
        "content/about:1: /about and /about/, that of content/pages/about.md, need a file and a folder of the same "
        "name; give it another name",
    ),
    "a file in the folder of the search index": (
        "-- content/search/1/mine.js --\nx\n",
        "content/search/1/mine.js:1: /search/1/mine.js lies where the search index has a folder of its own; "
        "give it another name",
    ),
}


@pytest.mark.says
@pytest.mark.parametrize(("text", "message"), CLASHES.values(), ids=CLASHES)
def test_two_outputs_that_one_address_means_are_refused(build_site: Any, text: str, message: str) -> None:
    built = build_site(
        f"-- content/posts/p.md --\n{POST}{text}", SEARCH={"enabled": True}, STATIC_PATHS=["about", "search"]
    )
    assert (built.messages, built.code) == ([message], 1)
    assert not built.output.exists()


def test_addresses_that_are_alike_and_not_the_same_live_together(build_site: Any) -> None:
    built = build_site(
        f"-- content/posts/p.md --\n{POST}-- content/pages/feeds.md --\n{PAGE}-- content/feed/notes.css --\nx\n"
        f"-- content/images/a.css --\nx\n-- content/images/a.css.css --\nx\n-- content/pages/about.md --\n{PAGE}"
        "-- content/about/index.css --\nx\n",
        STATIC_PATHS=["about", "feed", "images"],
    )
    assert built.code == 0, built.messages


@pytest.mark.says
def test_a_rule_for_an_address_that_a_feed_answers_makes_no_page_beside_it(build_site: Any) -> None:
    build_site.write("-- content/redirects.txt --\n/feed/ /about/\n/p/ /about/\n")
    built = build_site(f"-- content/posts/p.md --\n{POST}-- content/pages/about.md --\n{PAGE}")
    assert built.code == 0, built.messages
    assert ("feed/index.xml" in built, "feed/index.html" in built, "p/index.html" in built) == (True, False, True)
