"""No page of a course, no feed, calendar, letter or script says a word that comes from no catalog."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from lodestar.base.languages import using
from lodestar.commands.browser import serving
from lodestar.publishing.channels.buttondown import body
from lodestar.publishing.channels.letter import Letter
from lodestar.publishing.digest import message
from tests.conftest import BuiltSite, SiteBuilder
from tests.languages.test_every_word import missed_texts, words

PHRASE = "ήσυχη φωνή και καθαρός λόγος"
SOUND, UNIT = "a.wav", "kB"
"""A file's own name, and a unit that has the same letters everywhere."""
PACED = """-- content/courses/{slug}/course.md --
---
title: {title}
date: 2026-01-01
promise: Υπόσχεση.
outcomes: [Ακούω]
audience:
  for: [Αρχίζω]
  not_for: [Τελειώνω]
level: Αρχή
price:
  amount: {amount}
  currency: EUR
enrol:
  url: /about/
{cohorts}testimonials:
  - quote: Ωραία.
    name: Ζευς
faq:
  - question: Πότε;
    answer: Τώρα.
refund: Επιστροφή.
---
Κείμενο.
-- content/courses/{slug}/01-a/module.md --
---
title: Μέρος
summary: Περίληψη.
---
-- content/courses/{slug}/01-a/01-akouo.md --
---
title: Ακούω
minutes: 61
objectives: [Ακούω]
key_points: [Σιωπή]
access: free
builds_on: [posts/2026/p1.md]
---
Κείμενο.

::: reflection {{#a}}
Τι;
:::

::: worksheet {{#b}} Τίτλος
- Τι;
:::

::: checklist {{#c}} Τίτλος
- Αυτό
:::

::: quiz {{#d}}
Τι;
- [ ] Αυτό
  > Όχι.
- [x] Εκείνο
  > Ναι.
:::

::: note
Κείμενο.
:::

::: tip
Κείμενο.
:::

::: warning
Κείμενο.
:::

::: key-points
Κείμενο.
:::

::: audio {{src=a.wav captions=a.vtt}}
Κείμενο.
:::
-- content/courses/{slug}/01-a/a.wav --
RIFF
-- content/courses/{slug}/01-a/a.vtt --
WEBVTT
-- content/courses/{slug}/01-a/02-rotao.md --
---
title: Ρωτάω
minutes: 5
objectives: [Ρωτάω]
key_points: [Ερώτηση]
access: {access}
---
Κείμενο.
"""
COHORTS = """cohorts:
  - id: fall
    start: 2026-10-05
    end: 2026-10-30
    enrol_by: 2026-09-30
    revision: 0-2b40
  - id: now
    start: 2025-12-01
    end: 2026-12-30
    revision: 0-1c09
"""


@pytest.fixture
def site(build_site: SiteBuilder, pseudo_site: Callable[..., BuiltSite], monkeypatch: pytest.MonkeyPatch) -> BuiltSite:
    """A site with a sealed course for groups and an open one at one's own pace, in the language that does not exist."""
    monkeypatch.setenv("COURSE_KEY", "0123456789abcdef" * 4)
    monkeypatch.setenv("COURSE_PASSPHRASE_TAXIDI_FALL", PHRASE)
    sealed = PACED.format(slug="taxidi", title="Ταξίδι", amount=249, cohorts=COHORTS, access="enrolled")
    build_site.write(sealed + PACED.format(slug="monos", title="Μόνος", amount=0, cohorts="", access="free"))
    feeds = {"id": "urn:uuid:8dbc972c-6631-421f-b3a9-813279888194", "follow": "follow"}
    result = pseudo_site(COURSES={"enrolled": "passphrase"}, SEARCH={"enabled": True}, FEEDS=feeds)
    assert (result.code, result.messages) == (0, [])
    return result


def said_in_feeds(site: BuiltSite) -> Iterator[str]:
    for path in site.files():
        if path.endswith("index.xml"):
            feed = feedparser.parse(site[path])
            assert not feed.bozo and feed.feed.get("language", "he") == "he", path
            yield from (feed.feed.title, feed.feed.get("subtitle", ""))
            for entry in feed.entries:
                yield from (entry.title, entry.get("summary", ""), *(item.value for item in entry.get("content", ())))
        elif path.endswith("feed.json"):
            json_feed = json.loads(site[path])
            assert json_feed["language"] == "he"
            yield from (
                json_feed["title"],
                json_feed["description"],
                *(item["content_html"] for item in json_feed["items"]),
            )


def said_in_other_files(site: BuiltSite) -> Iterator[str]:
    outlines = ElementTree.fromstring(site["feeds.opml"]).iter("outline")
    yield from (value for outline in outlines for name, value in outline.items() if name in ("text", "title"))
    yield from (f"{kind} {label}" for kind, label, *_ in json.loads(site["search/names.json"]))
    for path in (path for path in site.files() if path.endswith(".ics")):
        for event in Calendar.from_ical(site[path]).walk("VEVENT"):
            yield from (event["SUMMARY"], event["DESCRIPTION"])
    manifest = json.loads(site["site.webmanifest"])
    assert (manifest["lang"], manifest["dir"]) == ("he", "rtl")
    yield manifest["name"]


def said_in_letters(site: BuiltSite) -> Iterator[str]:
    assert site.run is not None
    related = site.run.result.site
    mail: EmailMessage = message(
        related, related.articles, "a@example.com", "b@example.com", "https://example.com/stop"
    )
    yield str(mail["Subject"])
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            yield part.get_content()
    with using(related.language):
        yield body(Letter("drafts", "", (), related.articles, related, ""))


def test_every_word_around_a_course_comes_from_a_catalog(site: BuiltSite) -> None:
    assert {"courses/index.html", "courses/taxidi/certificate/index.html", "courses/monos/workbook/index.html"} <= set(
        site.files()
    )
    assert missed_texts(site) == {}
    other_texts = [*said_in_feeds(site), *said_in_other_files(site), *said_in_letters(site)]
    assert len(other_texts) > 100
    assert [text for other_text in other_texts for text in words(other_text.replace(SOUND, ""))] == []


def in_page(page: Any) -> list[str]:
    """Return what the page says after its scripts have run."""
    return list(dict.fromkeys(words(page.content().replace(UNIT, ""))))


@pytest.mark.browser
@pytest.mark.seconds
def test_every_word_that_a_script_says_comes_from_a_catalog(site: BuiltSite, browser: Any) -> None:
    requests: list[str] = []
    with serving(site.folder / "output") as url:
        context = browser.new_context(base_url=url, permissions=["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.on("dialog", lambda dialog: (requests.append(dialog.message), dialog.accept()))
        page.goto("/courses/taxidi/akouo/")
        page.locator("[data-do=done]").click()
        expect(page.locator("[data-do=done]")).to_have_attribute("aria-pressed", "true")
        assert in_page(page) == []
        for press in ("[data-when-done]", "details > p > [data-do=forget]"):
            page.locator("details:has(> p > [data-do])").evaluate("(each) => (each.open = true)")
            page.locator(press).first.click()
            assert in_page(page) == []
        page.locator("[data-load]").set_input_files({"name": "a", "mimeType": "text/plain", "buffer": b"[]"})
        expect(page.locator("[data-status]")).not_to_be_empty()
        assert in_page(page) == []
        status = page.locator("[data-offline-status]")
        for press in ("[data-offline] summary", "[data-offline-keep]", "[data-offline-remove]"):
            page.locator(press).wait_for()
            before = status.text_content()
            page.locator(press).click()
            expect(status).not_to_have_text(before)
            expect(status).not_to_be_empty()
            assert in_page(page) == []
        page.goto("/courses/taxidi/rotao/")
        for phrase in ("wrong", PHRASE):
            page.locator("[name=phrase]").fill(phrase)
            page.locator("[data-unlock] button").click()
            expect(page.locator("[data-unlock] button")).to_be_enabled()
            assert in_page(page) == []
        expect(page.locator("[data-sealed]")).to_be_visible()
        page.goto("/courses/taxidi/")
        expect(page.locator("[data-resume]").first).to_be_visible()
        assert in_page(page) == []
        page.goto("/search/?q=λόγος")
        expect(page.locator(".search-form ol a").first).to_be_visible()
        assert in_page(page) == []
        page.locator("[name=q]").fill("qqqq")
        expect(page.locator(".search-form ol a")).to_have_count(0)
        assert in_page(page) == []
        page.goto("/follow/")
        page.locator("[data-copy]").first.click()
        expect(page.locator("[data-copied]")).not_to_be_empty()
        assert in_page(page) == []
        context.close()
    assert len(requests) == 1 and list(words(requests[0])) == []
