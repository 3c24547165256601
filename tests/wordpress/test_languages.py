"""Of a blog in several languages the import tells for each post which one it is in, and which others say the same."""

from __future__ import annotations

import pytest
import yaml

from tests.wordpress.conftest import Importing
from tests.wordpress.exports import export, item, meta, term

ENGLISH, GERMAN = "posts/2020/post-1.md", "posts/2020/post-2.md"


def polylang(language: str, name: str) -> dict[str, str]:
    return {"terms": term(name, language, "language") + term("pll_5f", "pll_5f", "post_translations")}


def wpml(language: str, source: str) -> dict[str, str]:
    facts = {"language_code": language, "source_language_code": source, "translation_group": "17"}
    return {"meta": "".join(meta(f"_wpml_import_{key}", value) for key, value in facts.items())}


@pytest.mark.parametrize(
    ("english", "german"),
    [(polylang("en", "English"), polylang("de", "Deutsch")), (wpml("en", ""), wpml("de", "en"))],
    ids=["polylang", "wpml"],
)
def test_each_post_says_its_language_and_the_text_it_is_a_version_of(
    importing: Importing, english: dict[str, str], german: dict[str, str]
) -> None:
    single_item = item(3, "Seul.", terms=term("Français", "fr", "language"))
    result = importing(export(item(1, "Hello.", **english), item(2, "Hallo.", **german), single_item, item(4, "x")))
    assert "lang: en" in result.header(ENGLISH) and "translations" not in "".join(result.header(ENGLISH))
    assert "lang: de" in result.header(GERMAN) and f"translations: [{ENGLISH}]" in result.header(GERMAN)
    assert "lang: fr" in result.header("posts/2020/post-3.md")
    assert "lang" not in "".join(result.header("posts/2020/post-4.md"))
    assert "Languages of the texts: 1 en, 1 de, 1 fr." in result.output
    assert "1 whose version in another they are" not in result.output or "and 1 whose" in result.output
    assert "no field for" not in result.output


def test_a_language_that_is_no_tag_is_kept_aside(importing: Importing) -> None:
    result = importing(export(item(1, "x", terms=term("Klartext", "klartext", "language"))))
    assert yaml.safe_load(result[".import/unplaced.yaml"]) == {ENGLISH: {"lang": "klartext"}}


def test_a_blog_in_one_language_is_not_spoken_of(importing: Importing) -> None:
    assert "Languages" not in importing(export(item(1, "x"))).output


@pytest.mark.parametrize(
    "text", ["[:en]Hello.[:de]Hallo.[:]", "<!--:en--><p>Hello.</p><!--:--><!--:de--><p>Hallo.</p><!--:-->", "{:en}Hello.{:}{:de}Hallo.{:}"]
)  # fmt: skip
def test_a_text_in_several_languages_is_named_and_keeps_all_of_them(importing: Importing, text: str) -> None:
    result = importing(export(item(1, text)))
    assert f"several languages (en, de) in one text, {ENGLISH}; they stand there one after another" in result.output
    assert "Hello." in result.body(ENGLISH)
    assert "Hallo." in result.body(ENGLISH)
