"""Names of which an address shows the same are two, until their author says that they are one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.plugins.test_term_names import tagged

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
@pytest.mark.parametrize(("one", "other"), ALIKE.values(), ids=ALIKE)
def test_names_that_only_an_address_makes_one_are_refused(build_site: Any, one: str, other: str, key: str) -> None:
    if key == "categories" and "/" in one:
        one = one.replace("/", "\\/")
    kind, first, second = (
        {"tags": "tag", "categories": "category"}[key],
        one.translate(UNQUOTED),
        other.translate(UNQUOTED),
    )
    built = build_site(tagged(1, one, key=key) + tagged(2, other, key=key))
    assert built.code == 1
    (said,) = built.messages
    assert said.startswith(
        f'content/posts/p2.md:4: the {kind} "{second}" would have the address of "{first}", /{kind}/'
    )
    assert "if they are one; if not, give one of them a file with a slug of its own: content/" in said


@pytest.mark.parametrize(("one", "other"), ALIKE.values(), ids=ALIKE)
def test_the_cure_for_names_alike_is_a_file_with_a_slug_of_its_own(build_site: Any, one: str, other: str) -> None:
    file = f"-- content/tags/another.md --\n---\nlabel: {other}\n---\n"
    links = f"[a](<{{tag}}{one.translate(UNQUOTED)}>) [b](<{{tag}}{other.translate(UNQUOTED)}>)"
    built = build_site(tagged(1, one, body=links) + tagged(2, other) + file)
    assert built.code == 0, built.messages
    assert len(built.run.result.site.tags) == 2
    assert '">a</a> <a href="/tag/another/">b</a>' in built["2026/01/01/p1/index.html"]
    assert '<a href="/tag/another/">a</a>' not in built["2026/01/01/p1/index.html"]


@pytest.mark.parametrize(("one", "other"), ALIKE.values(), ids=ALIKE)
def test_a_synonym_says_that_names_alike_are_one(build_site: Any, one: str, other: str) -> None:
    file = f"-- content/tags/name.md --\n---\nlabel: {one}\nslug: own\nsynonyms: [{other}]\n---\n"
    built = build_site(tagged(1, one) + tagged(2, other) + file)
    assert built.code == 0, built.messages
    assert list(built.run.result.site.tags) == ["own"]
