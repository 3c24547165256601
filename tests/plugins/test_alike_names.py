"""Names of which an address shows the same are two, until their author says that they are one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.plugins.test_term_names import post_with_tags

ALIKE = {
    "two words that sound alike in Chinese": ("会议", "回忆"),
    "an umlaut": ("schon", "schön"),
    "an umlaut, the other way around": ("schön", "schon"),
    "a sharp s": ("Maße", "Masse"),
    "signs that an address drops": ("C", '"C#"'),
    "more signs": ('"C++"', '"C#"'),
    "a question mark": ('"Why? How"', "Why How"),
    "an accent": ("résumé", "resume"),
    "Greek accents": ("νόμος", "νομός"),
    "a slash": ("Work/Life", "WorkLife"),
}
UNQUOTED = str.maketrans({'"': ""})


@pytest.mark.says
@pytest.mark.parametrize("key", ["tags", "categories"])
@pytest.mark.parametrize(("first_name", "second_name"), ALIKE.values(), ids=ALIKE)
def test_names_that_only_an_address_makes_one_are_refused(
    build_site: Any, first_name: str, second_name: str, key: str
) -> None:
    if key == "categories" and "/" in first_name:
        first_name = first_name.replace("/", "\\/")
    kind, first, second = (
        {"tags": "tag", "categories": "category"}[key],
        first_name.translate(UNQUOTED),
        second_name.translate(UNQUOTED),
    )
    built = build_site(post_with_tags(1, first_name, key=key) + post_with_tags(2, second_name, key=key))
    assert built.code == 1
    (message,) = built.messages
    assert message.startswith(
        f'content/posts/p2.md:4: the {kind} "{second}" would have the address of "{first}", /{kind}/'
    )
    assert "if they are one; if not, give one of them a file with a slug of its own: content/" in message


@pytest.mark.parametrize(("first_name", "second_name"), ALIKE.values(), ids=ALIKE)
def test_the_cure_for_names_alike_is_a_file_with_a_slug_of_its_own(
    build_site: Any, first_name: str, second_name: str
) -> None:
    file = f"-- content/tags/another.md --\n---\nlabel: {second_name}\n---\n"
    links = f"[a](<{{tag}}{first_name.translate(UNQUOTED)}>) [b](<{{tag}}{second_name.translate(UNQUOTED)}>)"
    built = build_site(post_with_tags(1, first_name, body=links) + post_with_tags(2, second_name) + file)
    assert built.code == 0, built.messages
    assert len(built.run.result.site.tags) == 2
    assert '">a</a> <a href="/tag/another/">b</a>' in built["2026/01/01/p1/index.html"]
    assert '<a href="/tag/another/">a</a>' not in built["2026/01/01/p1/index.html"]


@pytest.mark.parametrize(("first_name", "second_name"), ALIKE.values(), ids=ALIKE)
def test_a_synonym_says_that_names_alike_are_one(build_site: Any, first_name: str, second_name: str) -> None:
    file = f"-- content/tags/name.md --\n---\nlabel: {first_name}\nslug: own\nsynonyms: [{second_name}]\n---\n"
    built = build_site(post_with_tags(1, first_name) + post_with_tags(2, second_name) + file)
    assert built.code == 0, built.messages
    assert list(built.run.result.site.tags) == ["own"]
