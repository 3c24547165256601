"""Two courses on one site, one in German for a group and one in English at one's own pace, taken to the certificate.

No English word is seen on the way through the German one, and no German word on the way through the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from lodestar.commands.browser import serving
from tests.conftest import ROOT, BuiltSite, SiteBuilder
from tests.web import follow

ENGLISH = re.compile(
    r"\b(?:the|of|and|you|your|is|are|this|for|with|what|by|from|done|lessons?|course|file|answers?|days?|months?|posts?)\b",
    re.IGNORECASE,
)
"""Words that no German sentence has."""
GERMAN = re.compile(r"\b(?:der|die|das|und|Sie|Ihr|Ihre|ist|nicht|mit|von|Kurs|Lektion(?:en)?|Datei|Suche)\b")
PHRASE = "ruhige Hand und klares Wort"
SECRETS = {"COURSE_KEY": "0123456789abcdef" * 4, "COURSE_PASSPHRASE_RUHIG_HERBST": PHRASE}
COURSES = """-- content/site.yaml --
name: Ruhig führen
author: Anna Berger
address: https://beispiel.example
language: de
-- content/authors/anna-berger.md --
---
name: Anna Berger
role: Beraterin
---
Anna hört zu.
-- content/pages/kontakt.md --
---
title: Kontakt
---
Schreiben Sie mir.
-- content/courses/ruhig/course.md --
---
title: Ruhig führen
date: 2026-01-01
promise: Sie führen ein Gespräch, ohne laut zu werden.
id: "urn:uuid:8dbc972c-6631-421f-b3a9-813279888194"
outcomes: [Schweigen aushalten]
audience:
  for: [Sie führen zum ersten Mal]
  not_for: [Sie suchen Rezepte]
level: Einstieg
price:
  amount: 249
  currency: EUR
enrol:
  url: /kontakt/
cohorts:
  - id: herbst
    start: 2026-10-05
    end: 2026-10-30
    enrol_by: 2026-09-30
    note: Montags um neun.
    revision: 0-8a5a
testimonials:
  - quote: Es half mir.
    name: Ben
faq:
  - question: Wie lange dauert es?
    answer: Vier Wochen.
refund: Geld zurück, wenn es nicht passt.
---
Ein Kurs in zwei Lektionen.
-- content/courses/ruhig/01-beginn/module.md --
---
title: Beginn
summary: Wie es anfängt.
---
-- content/courses/ruhig/01-beginn/01-zuhoeren.md --
---
title: Zuhören
minutes: 65
objectives: [Jemanden ausreden lassen]
key_points: [Schweigen ist erlaubt]
access: free
---
Hören Sie zu.

::: reflection {#wann} Heute
Wann haben Sie zuletzt geschwiegen?
:::

::: quiz {#was}
Was hilft?
- [ ] Reden
  > Nein.
- [x] Schweigen
  > Ja.
:::

::: warning
Nicht zu lange.
:::
-- content/courses/ruhig/01-beginn/02-fragen.md --
---
title: Fragen
minutes: 1
objectives: [Eine Frage stellen]
key_points: [Eine Frage genügt]
access: enrolled
---
Fragen Sie nach.

::: worksheet {#plan} Mein Plan
- Wen fragen Sie?
:::
-- content/courses/calm/course.md --
---
title: Calm
lang: en
date: 2026-01-01
promise: Stay calm.
enrol:
  url: /kontakt/
  when: any time
price:
  amount: 0
  currency: EUR
outcomes: [Breathe]
---
Words.
-- content/courses/calm/01-one/module.md --
---
title: One
---
-- content/courses/calm/01-one/01-breathe.md --
---
title: Breathe
minutes: 5
objectives: [Breathe]
key_points: [Slowly]
access: free
---
Breathe out.

::: reflection {#when} Today
When?
:::
"""


@pytest.fixture
def site(build_site: SiteBuilder, monkeypatch: pytest.MonkeyPatch) -> BuiltSite:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    result = build_site(COURSES, theme=ROOT / "theme", COURSES={"enrolled": "passphrase"})
    assert (result.code, result.messages) == (0, [])
    return result


@pytest.fixture
def page(site: BuiltSite, browser: Any) -> Iterator[Any]:
    with serving(site.folder / "output") as url:
        context = browser.new_context(base_url=url, accept_downloads=True, locale="en-US")
        result = context.new_page()
        faults: list[str] = []
        result.on("pageerror", lambda error: faults.append(str(error)))
        yield result
        context.close()
        assert faults == []


def is_in(page: Any, lang: str) -> None:
    """Assert that nothing on the page, seen or heard, is in the other language, also in what is folded away."""
    texts = page.evaluate(
        """() => [...document.querySelectorAll("body, body *:not(script, style)")].flatMap((each) => [
             ...[...each.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data),
             ...["aria-label", "placeholder", "title", "alt"].map((name) => each.getAttribute(name) ?? "")])"""
    )
    foreign = {"de": ENGLISH, "en": GERMAN}[lang]
    assert page.evaluate("document.documentElement.lang") == lang
    assert [text.strip() for text in [*texts, page.title()] if foreign.search(text)] == []


def download(page: Any, press: Callable[[], None]) -> Path:
    with page.expect_download() as result:
        press()
    return Path(result.value.path())


def test_a_course_is_taken_in_german(page: Any) -> None:
    page.goto("/courses/ruhig/")
    is_in(page, "de")
    assert "Montag, 5. Oktober bis Freitag, 30. Oktober 2026" in page.locator("#herbst").inner_text()
    assert "Anmelden bis Mittwoch, 30. September 2026." in page.locator("#herbst").inner_text()
    assert "2 Lektionen, 1 Modul, mit allen Übungen 1 Stunde 6 Minuten." in page.locator("main").inner_text()
    assert "249\xa0€" in page.locator(".course-price").inner_text()
    dates = download(page, page.get_by_role("link", name=re.compile("Termine in meinen Kalender")).click)
    (event,) = Calendar.from_ical(dates.read_bytes()).walk("VEVENT")
    assert event["SUMMARY"] == "Ruhig führen"
    assert event["DESCRIPTION"].startswith("Montags um neun. Anmelden bis Mittwoch, 30. September 2026: http")
    page.get_by_role("link", name="Anmelden: Ruhig führen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kontakt")

    page.goto("/courses/ruhig/")
    page.get_by_role("link", name="Eine freie Lektion ausprobieren: Zuhören").first.click()
    page.get_by_label("Zum Nachdenken: Heute").get_by_role("textbox").fill("Gestern.")
    page.get_by_label("Schweigen").check()
    page.get_by_role("button", name="Prüfen").click()
    expect(page.get_by_text("Das ist eine richtige Antwort.").first).to_be_visible()
    page.get_by_role("button", name="Diese Lektion als geschafft markieren").click()
    expect(page.get_by_role("button", name="Geschafft. Markierung entfernen")).to_be_visible()
    expect(page.get_by_text("1 von 2 Lektionen geschafft")).to_be_visible()
    is_in(page, "de")
    page.get_by_text("Meine Antworten sichern, zurückholen oder vergessen").click()
    saved_file = download(page, page.get_by_role("button", name="Meine Antworten als Datei sichern").last.click)
    expect(page.get_by_text("Ihre Antworten und Ihr Fortschritt stehen in der Datei.")).to_be_visible()
    page.get_by_label("Antworten aus einer Datei zurückholen").set_input_files(
        {"name": "a.json", "mimeType": "application/json", "buffer": saved_file.read_bytes()}
    )
    expect(page.get_by_text("Was in der Datei steht, ist wieder da.")).to_be_visible()
    page.get_by_text("Diesen Kurs auf meinem Gerät behalten").first.click()
    expect(
        page.get_by_text(re.compile(r"Der Kurs braucht auf diesem Gerät etwa [\d.,]+ kB, in \d+ Dateien\."))
    ).to_be_visible()

    follow(page, page.get_by_role("link", name="Nächste Fragen"))
    is_in(page, "de")
    page.get_by_label("Das Kennwort Ihrer Gruppe").fill("ganz und gar falsch")
    page.get_by_role("button", name="Öffnen").click()
    expect(page.get_by_text("Das ist es noch nicht.")).to_be_visible()
    page.get_by_label("Das Kennwort Ihrer Gruppe").fill(PHRASE)
    page.get_by_role("button", name="Öffnen").click()
    page.get_by_label("Arbeitsblatt: Mein Plan").get_by_role("textbox").fill("Ben.")
    page.get_by_role("button", name="Diese Lektion als geschafft markieren").click()
    expect(page.get_by_text("2 von 2 Lektionen geschafft")).to_be_visible()
    is_in(page, "de")

    page.goto("/courses/ruhig/")
    expect(page.get_by_role("link", name="Weiter, wo Sie waren: Fragen").first).to_be_visible()
    for place in ("/courses/", "/courses/ruhig/all/", "/courses/ruhig/workbook/"):
        page.goto(place)
        is_in(page, "de")
    expect(page.locator("[data-answer=wann]")).to_have_value("Gestern.")
    page.goto("/courses/ruhig/certificate/")
    page.get_by_label("Ihr Name").fill("Ada Lernt")
    page.get_by_label("Abgeschlossen am").fill("2026-11-01")
    assert (
        "habe die 2 Lektionen des Kurses Ruhig führen von Anna Berger durchgearbeitet"
        in page.locator("main").inner_text()
    )
    expect(page.get_by_text("2 von 2 Lektionen geschafft").first).to_be_visible()
    is_in(page, "de")


def test_a_course_in_another_language_than_the_site_is_taken_at_ones_own_pace(page: Any) -> None:
    page.goto("/courses/")
    follow(page, page.get_by_role("link", name="Calm"))
    is_in(page, "en")
    assert "1 lesson in 1 module, 5 minutes with all exercises." in page.locator("main").inner_text()
    assert page.locator(".course-price").inner_text() == "Free"
    expect(page.get_by_role("link", name="Enroll in Calm")).to_have_attribute("href", "/kontakt/")
    page.get_by_role("link", name="Try a free lesson: Breathe").first.click()
    page.get_by_label("To reflect on: Today").get_by_role("textbox").fill("At noon.")
    page.get_by_role("button", name="Mark this lesson as done").click()
    expect(page.get_by_text("1 of 1 lesson done")).to_be_visible()
    is_in(page, "en")
    page.goto("/courses/calm/workbook/")
    expect(page.locator("[data-answer=when]")).to_have_value("At noon.")
    is_in(page, "en")
    page.goto("/courses/calm/certificate/")
    page.get_by_label("your name").fill("Ada Learner")
    assert "have worked through the 1 lesson of the course Calm by Anna Berger" in page.locator("main").inner_text()
    is_in(page, "en")


def test_the_feed_of_a_german_course_is_read(site: BuiltSite) -> None:
    feed = feedparser.parse(site["courses/ruhig/feed/index.xml"])
    assert feed.bozo is False
    assert (feed.feed.language, feed.feed.title) == ("de", "Ruhig führen | Ruhig führen")
    assert "Vorsicht" in feed.entries[0].content[0].value
    assert not ENGLISH.search(re.sub("<[^>]*>", " ", feed.entries[0].content[0].value))
