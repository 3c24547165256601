"""Addresses in plain letters as each language writes them, or in its own script; those of before lead on."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lodestar.base.addresses import Addresses
from lodestar.base.slugs import LONGEST_NAME, in_any_script, is_slug, plain_letters, usable
from tests.conftest import SiteBuilder

RULES = [(r"[^\w\s-]", ""), (r"(?u)\A\s*", ""), (r"(?u)\s*\Z", ""), (r"[-\s]+", "-")]
POST = "-- content/posts/a.md --\n---\ntitle: A\ndate: 2026-01-01\ntags: [Führung]\n---\nx\n"


def slug(name: str, lang: str = "en", **settings: object) -> str:
    return Addresses({"DEFAULT_LANG": lang, "SLUG_REGEX_SUBSTITUTIONS": RULES, **settings}).slug(name)


@pytest.mark.parametrize(
    ("lang", "name", "result"),
    [
        ("de", "Über Größe & Maß", "ueber-groesse-mass"),
        ("de-AT", "Öl", "oel"),
        ("da", "Ål på Ærø", "aal-paa-aeroe"),
        ("nb", "Ære", "aere"),
        ("sr-Latn", "Đak", "djak"),
        ("bg", "Въпрос", "vapros"),
        ("sv", "Ångström", "angstrom"),
        ("fr", "Œuvre d’été", "oeuvre-dete"),
        ("tr", "Işık", "isik"),
        ("en", "Über", "uber"),
    ],
)
def test_each_language_has_its_own_plain_letters(lang: str, name: str, result: str) -> None:
    assert slug(name, lang) == result


def test_rules_of_the_settings_decide_alone() -> None:
    assert slug("Über uns", "de", SLUG_REGEX_SUBSTITUTIONS=[("b", "x"), *RULES]) == "uxer-uns"
    assert slug("Über uns", "de", SLUGIFY_PRESERVE_CASE=True) == "Ueber-uns"


def test_a_setting_keeps_the_script_with_its_marks() -> None:
    assert slug("Führung & Co", "de", SLUGIFY_USE_UNICODE=True) == "führung-co"
    assert slug("नेतृत्व की कला!", "hi", SLUGIFY_USE_UNICODE=True) == "नेतृत्व-की-कला"
    assert slug("領導力：第一課", "zh", SLUGIFY_USE_UNICODE=True) == "領導力第一課"


@given(st.text(max_size=300))
def test_what_is_made_of_a_title_can_name_a_file(title: str) -> None:
    slug = usable(in_any_script(title))
    assert not slug or (is_slug(slug) and len(slug.encode()) <= LONGEST_NAME)


@pytest.mark.parametrize("text", ["führung", "नेतृत्व", "a--b", "a_b", "2024", "領導力"])
def test_letters_of_any_script_make_a_slug(text: str) -> None:
    assert is_slug(text)


@pytest.mark.parametrize(
    "text", ["", "-a", "a-", "A", "Führung", "a.b", "a b", "a/b", "fu\u0308hrung", "\u0301a", "a" * 30 + "領" * 80]
)
def test_capitals_signs_and_letters_in_pieces_make_none(text: str) -> None:
    assert not is_slug(text)


def test_a_file_may_have_a_name_in_its_own_script(build_site: SiteBuilder) -> None:
    built = build_site("-- content/posts/führung.md --\n---\ntitle: A\ndate: 2026-01-01\n---\nx\n")
    assert "2026/01/01/führung/index.html" in built


def test_a_tag_of_a_german_site_stands_where_germans_look_for_it_and_its_old_address_leads_there(
    build_site: SiteBuilder,
) -> None:
    built = build_site(POST, DEFAULT_LANG="de")
    assert "tag/fuehrung/index.html" in built
    assert re.search(r"/tag/fuehrung/", built["tag/fuhrung/index.html"])


def test_a_tag_with_a_file_stays_where_it_is(build_site: SiteBuilder) -> None:
    built = build_site(POST + "-- content/tags/fuhrung.md --\n---\nlabel: Führung\n---\n", DEFAULT_LANG="de")
    assert "tag/fuhrung/index.html" in built and "tag/fuehrung/index.html" not in built


def test_an_old_address_at_which_another_tag_stands_is_left_to_it(build_site: SiteBuilder) -> None:
    built = build_site(POST.replace("[Führung]", "[Führung, Fuhrung]"), DEFAULT_LANG="de")
    assert "tag/fuehrung/index.html" in built
    assert "moved to" not in built["tag/fuhrung/index.html"]


def test_letters_of_no_rule_stay() -> None:
    assert plain_letters("é ñ ü", "fr") == "é ñ ü"
