"""Words, dates, numbers and lists in the language in use."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from lodestar.base.html import show
from lodestar.base.languages import (
    ENGLISH,
    Languages,
    current,
    full_date,
    gettext,
    listed,
    long_date,
    month,
    ngettext,
    number,
    pgettext,
    plural_forms,
    price,
    using,
)
from lodestar.base.languages.reading import faults, translations
from lodestar.base.markers import LANGUAGE, said_later
from lodestar.base.values import Body

POLISH = """msgid "one post"
msgid_plural "%(num)s posts"
msgstr[0] "wpis"
msgstr[1] "%(num)s wpisy"
msgstr[2] "%(num)s wpisów"
"""
DAY = "2025-02-05T08:30:00-06:00"
FRENCH = """msgid ""
msgstr "Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Hello, %(name)s"
msgstr "Bonjour, %(name)s"

msgid "one post"
msgid_plural "%(num)s posts"
msgstr[0] "%(num)s article"
msgstr[1] "%(num)s articles"

msgctxt "button"
msgid "Search"
msgstr "Chercher"

#, fuzzy
msgid "Perhaps"
msgstr "Peut-être"

msgid "Still to do"
msgstr ""
"""


@pytest.fixture
def french(tmp_path: Path) -> Languages:
    (tmp_path / "fr.po").write_text(FRENCH, encoding="utf-8")
    return Languages("fr", tmp_path)


@pytest.mark.parametrize(
    ("code", "day", "month_", "thousands", "list_of_three"),
    [
        ("en", "February 5, 2025", "February 2025", "12,345", "A, B and C"),
        ("en-US", "February 5, 2025", "February 2025", "12,345", "A, B and C"),
        ("en-GB", "5 February 2025", "February 2025", "12,345", "A, B and C"),
        ("de", "5. Februar 2025", "Februar 2025", "12.345", "A, B und C"),
        ("de-CH", "5. Februar 2025", "Februar 2025", "12'345", "A, B und C"),
        ("pt-BR", "5 de fevereiro de 2025", "fevereiro de 2025", "12.345", "A, B e C"),
        ("he", "5 בפברואר 2025", "פברואר 2025", "12,345", "A, B וC"),
        ("tlh", "February 5, 2025", "February 2025", "12,345", "A, B, and C"),
    ],
)
def test_dates_numbers_and_lists_are_those_of_the_language(code, day, month_, thousands, list_of_three):
    with using(Languages()[code]):
        assert (long_date(DAY), month(DAY)) == (day, month_)
        assert (number(12345), listed(["A", "B", "C"])) == (thousands, list_of_three)
        assert listed(["A"]) == "A" and listed([]) == ""
    assert current() is ENGLISH


@pytest.mark.parametrize(("code", "direction"), [("en", "ltr"), ("de", "ltr"), ("ar", "rtl"), ("he-IL", "rtl")])
def test_a_language_knows_its_direction(code, direction):
    assert Languages()[code].direction == direction


@pytest.mark.parametrize(
    ("code", "day", "short_day", "prices"),
    [
        ("en", "Monday, March 1, 2027", "Monday, March 1", ["$249 (USD)", "€9.50 (EUR)", "1249 CHF"]),
        ("de", "Montag, 1. März 2027", "Montag, 1. März", ["249 $ (USD)", "9,50 €", "1.249 CHF"]),
        ("pl", "poniedziałek, 1 marca 2027", "poniedziałek, 1 marca", ["249 USD", "9,50 €", "1 249 CHF"]),
    ],
)
def test_days_and_prices_are_those_of_the_language(code, day, short_day, prices):
    with using(Languages()[code]):
        assert (full_date("2027-03-01"), full_date("2027-03-01", year=False)) == (day, short_day)
        amounts = (("249", "USD"), ("9.50", "EUR"), ("1249", "CHF"))
        assert [price(*amount).replace("\xa0", " ") for amount in amounts] == prices


def test_scripts_get_every_form_of_a_message(french, tmp_path):
    assert plural_forms("one post", "%(num)s posts") == {"one": "one post", "other": "%(num)s posts"}
    with using(french[""]):
        forms = plural_forms("one post", "%(num)s posts")
    assert (forms["one"], forms["other"], forms["many"]) == ("%(num)s article", "%(num)s articles", "%(num)s articles")
    (tmp_path / "pl.po").write_text(POLISH, encoding="utf-8")
    with using(Languages("pl", tmp_path)[""]):
        assert plural_forms("one post", "%(num)s posts") == {
            "one": "wpis",
            "few": "%(num)s wpisy",
            "many": "%(num)s wpisów",
        }


def test_a_stored_text_says_its_words_in_the_language_of_each_page():
    html = f'<p lang="{LANGUAGE}">{said_later("Skip to content")} {said_later("5 % & more")}</p>'
    assert show(html, Body("")) == '<p lang="en">Skip to content 5 % &amp; more</p>'
    with using(Languages()["de"]):
        assert show(html, Body("")) == '<p lang="de">Zum Inhalt springen 5 % &amp; more</p>'


def test_english_is_what_is_written():
    assert gettext("Hello, %(name)s", name="Ada") == "Hello, Ada"
    assert [ngettext("one post", "%(num)s posts", count) for count in (1, 2, 1000)] == [
        "one post",
        "2 posts",
        "1,000 posts",
    ]
    assert gettext("100 % calm") == "100 % calm"
    assert gettext("") == ""


def test_a_catalog_is_a_file_and_no_code(french):
    with using(french[""]):
        assert gettext("Hello, %(name)s", name="Ada") == "Bonjour, Ada"
        assert [ngettext("one post", "%(num)s posts", count) for count in (0, 1, 2)] == [
            "0 article",
            "1 article",
            "2 articles",
        ]
        assert (pgettext("button", "Search"), gettext("Search")) == ("Chercher", "Search")
        assert [gettext(text) for text in ("Perhaps", "Still to do", "Unknown")] == [
            "Perhaps",
            "Still to do",
            "Unknown",
        ]
        with using(french["en"]):
            assert gettext("Hello, %(name)s", name="Ada") == "Hello, Ada"
        assert pgettext("button", "Search") == "Chercher"


def test_a_kind_of_a_language_has_its_own_words_first_and_then_those_of_the_language(french, tmp_path):
    (tmp_path / "fr_CA.po").write_text('msgid "Hello, %(name)s"\nmsgstr "Allô, %(name)s"\n', encoding="utf-8")
    with using(Languages("fr-CA", tmp_path)[""]):
        assert gettext("Hello, %(name)s", name="Ada") == "Allô, Ada"
        assert pgettext("button", "Search") == "Chercher"


def test_the_authors_words_stand_before_ours(tmp_path):
    (tmp_path / "de.po").write_text('msgid "Skip to content"\nmsgstr "Gleich lesen"\n', encoding="utf-8")
    with using(Languages("de", tmp_path)[""]):
        assert gettext("Skip to content") == "Gleich lesen"
    with using(Languages("de")[""]):
        assert gettext("Skip to content") == "Zum Inhalt springen"


def test_a_language_is_known_by_what_its_catalogs_say(french, tmp_path):
    before, whole_digest = french["fr"].digest, french.digest
    assert Languages("en", tmp_path)["fr"].digest == before != "" == french["en"].digest
    (tmp_path / "fr.po").write_text(FRENCH + "\n# another", encoding="utf-8")
    assert Languages("fr", tmp_path)["fr"].digest != before
    assert Languages("fr", tmp_path).digest != whole_digest


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('msgid "A %(b)s"\nmsgstr "%(c)s"\n', 1, 'nothing fills "%(c)s"; known here: %(b)s'),
        ('msgid "A %(b)s"\nmsgstr "%(b)s 5 %"\n', 1, "a stray %; known here: %(b)s; a percent sign is %%"),
        ('msgid "a"\nmsgid_plural "%(num)s a"\nmsgstr[0] "x"\nmsgstr[1] "%(n)s"\n', 1, 'nothing fills "%(n)s"'),
        (
            'msgid "x"\nmsgstr "y"\n\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n',
            4,
            "the message has 1 of 2 plural forms; write msgstr[0] to msgstr[1]",
        ),
        ('msgid "a"\nmsgstr "b"\n<<<<<<< HEAD\n', 3, "write it as gettext does"),
        (
            'msgid ""\nmsgstr "Content-Type: text/plain; charset=klingon\\n"\n\nmsgid "a"\nmsgstr "b"\n',
            1,
            "cannot be read",
        ),
    ],
)
def test_what_is_wrong_in_a_catalog_is_named_and_its_message_left_out(text, line, message, tmp_path):
    path = tmp_path / "nl.po"
    path.write_text(text, encoding="utf-8")
    fault = faults(path, "nl")[0]
    assert message in f"{fault.fault}; {fault.cure}"
    assert fault.line == line
    with using(Languages("nl", tmp_path)[""]):
        assert gettext("A %(b)s", b=1) == "A 1"
        assert ngettext("a", "%(num)s a", 2) == "2 a"


def test_a_catalog_that_is_no_text_is_named(tmp_path):
    (tmp_path / "nl.po").write_bytes(b"\xff\xfe\x00")
    assert faults(tmp_path / "nl.po", "nl")


def test_english_costs_no_babel():
    code = (
        "import sys; from lodestar.base.languages import *\n"
        "with using(languages_of({'PATH': '/nowhere'})['']):\n"
        "    gettext('a'), long_date('2025-02-05'), month('2025-02'), number(1000), listed(['a', 'b']), direction()\n"
        "sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_a_language_goes_to_another_process_with_its_words_read() -> None:
    german = Languages("de")[""]
    assert german.words.gettext("Search") != ""
    copy = pickle.loads(pickle.dumps(german))
    assert copy == german and copy.words.gettext("Other posts") == german.words.gettext("Other posts")


def test_asking_for_a_language_without_a_catalog_makes_none_of_it() -> None:
    languages = Languages("en")
    assert not languages["fr"].catalogs
    assert "fr" not in [language.code for language in languages.with_words]


@pytest.mark.parametrize("plural", ["nplurals=2; plural=foo;", "nplurals=2; plural=(n;"])
def test_plural_forms_that_cannot_be_read_are_a_fault_and_no_traceback(tmp_path: Path, plural: str) -> None:
    path = tmp_path / "fr.po"
    head = f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {plural}\\n"\n'
    path.write_text(f'{head}\nmsgid "%(num)s post"\nmsgid_plural "%(num)s posts"\nmsgstr[0] "un"\nmsgstr[1] "deux"\n')
    [fault] = faults(path, "fr")
    assert "Plural-Forms" in fault.cure
    assert translations(path, "fr").ngettext("a", "b", 2) == "b"
