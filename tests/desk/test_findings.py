"""What is worth mending: each rule by itself, on plain values."""

from __future__ import annotations

import re

import pytest

from lodestar.base.root import ROOT
from lodestar.desk.check_page import NAMES
from lodestar.desk.checking import Likeness, mended
from lodestar.desk.findings import Ask, Put, Rename, Swap, header, markup, reading, spelling, text
from lodestar.desk.findings.finding import TextLine


def lines(markdown: str) -> list[TextLine]:
    return [TextLine(number, row) for number, row in enumerate(markdown.split("\n"), start=1)]


def rules(findings) -> list[tuple[str, int]]:
    return [(finding.rule, finding.line) for finding in findings]


def test_a_title_too_long_for_a_search_result():
    assert rules(header.title("x" * 61, 2)) == [("title-length", 2)]
    assert rules(header.title("x" * 60, 2)) == []


def test_no_summary_or_one_too_long():
    assert rules(header.summary("", 1)) == [("summary-missing", 1)]
    assert rules(header.summary("x" * 161, 4)) == [("summary-length", 4)]
    assert rules(header.summary("Short and good.", 4)) == []


def test_a_picture_in_the_header_without_words():
    assert rules(header.picture_alt("images/a.png", "", 3)) == [("alt-text", 3)]
    assert rules(header.picture_alt("images/a.png", "A", 3)) == []
    assert rules(header.picture_alt("", "", 3)) == []


def test_tags_that_are_nearly_the_same():
    uses = {"one-on-one": 1, "one-on-ones": 9, "trust": 4, "class": 2}
    results = list(
        header.tag_twins(
            ["one-on-one", "trust", "class"], uses, lambda name: name.lower().replace(" ", "-"), lambda index: 5
        )
    )
    assert [item.quote for item in results] == ["one-on-one"]
    assert results[0].fixes == (Put("tags", ("one-on-ones", "trust", "class")),)


def test_an_unknown_key_can_be_renamed_or_taken_out():
    results = list(
        header.unknown_keys(["tittle", "tags"], ["title", "tags"], {"tittle": "A", "tags": []}, lambda key: 2)
    )
    assert [finding.fixes for finding in results] == [(Rename("tittle", "title"), Put("tittle", None))]


@pytest.mark.parametrize(
    ("key", "value", "fixes"),
    [
        ("draft", "true", (Put("status", "draft"), Put("draft", None))),
        ("draft", "false", (Put("draft", None),)),
        ("published", "no", (Put("status", "draft"), Put("published", None))),
        ("description", "D", (Rename("description", "summary"), Put("description", None))),
        ("lastmod", "2026-01-02", (Rename("lastmod", "modified"), Put("lastmod", None))),
        ("layout", "post", (Put("layout", None),)),
    ],
)
def test_a_key_of_another_system_becomes_what_it_means(key, value, fixes):
    known_keys = ["title", "date", "modified", "summary", "status"]
    [finding] = header.unknown_keys([key], known_keys, {key: value}, lambda key: 2)
    assert finding.fixes == fixes


def test_headings_that_skip_a_level_or_take_the_titles():
    results = list(text.headings(lines("# One\n\n## Two\n\n#### Four\n\n```\n# code\n```")))
    assert rules(results) == [("heading-order", 1), ("heading-order", 5)]
    assert results[1].fixes == (Swap(5, "#### Four", "### Four"),)


def test_pictures_without_words():
    results = list(text.pictures(lines('![](/a.png) ![A](/b.png)\n<img src="/c.png"> <img src="/d.png" alt="">')))
    assert rules(results) == [("alt-text", 1), ("alt-text", 2)]
    assert isinstance(results[0].fixes[0], Ask)


@pytest.mark.parametrize(
    ("address", "places"),
    [
        ("[a](/about/)", []), ("[a](/abaut/)", [1]), ("[a](#here)", []), ("[a](#hare)", [1]), ("[a](#around)", []), ("[a]()", []), ("[a](https://x.example)", []),
        ("![a](</über uns (2).png>)", []), ("![a](</abaut/>)", [1]), ("[a](</abaut/>)", [1]),
        ("`[a](/abaut/)`", [1]), ("    [a](/abaut/)", []), ("[a](/about/ 'Title')", []), ("![a](/abaut/)", [1]),
    ],
)  # fmt: skip
def test_links_that_lead_nowhere(address, places):
    results = list(text.links(lines(address), lambda url: url not in ("/abaut/", "#hare"), ["/about/"], ["here"]))
    assert [item.line for item in results] == places
    if places and "/abaut/" in address:
        sign = "<" if "<" in address else "("
        assert results[0].fixes[0] == Swap(1, f"{sign}/abaut/", f"{sign}/about/", "Write “/about/”")


def test_a_broken_link_can_be_taken_out_and_a_picture_cannot():
    results = list(
        text.links(lines("See [my *old* page](/abaut/ 'Title') and ![a](/gone.png)."), lambda url: False, [], [])
    )
    assert [finding.fixes for finding in results] == [
        (Swap(1, "[my *old* page](/abaut/ 'Title')", "my *old* page", "Take the link out"),),
        (),
    ]


def test_links_whose_words_say_nothing():
    assert rules(text.link_words(lines("[here](/a/) and [the third lesson](/b/)"))) == [("link-words", 1)]


def test_sentences_and_paragraphs_that_are_hard_to_read():
    long_sentence = "Word " + " ".join(["word"] * 35) + "."
    results = list(reading.length(lines(f"Short one. {long_sentence} Short again.\n\n" + "A b c. " * 51)))
    assert rules(results) == [("long-sentence", 1), ("long-paragraph", 3)]
    assert results[0].quote == long_sentence


def test_words_to_avoid_and_what_to_write_instead():
    results = list(reading.avoid(lines("Utilize this. We utilized it. Leverage!"), {"utilize": "use", "leverage": ""}))
    assert [(finding.quote, finding.fixes) for finding in results] == [
        ("Utilize", (Swap(1, "Utilize", "Use"),)),
        ("Leverage", ()),
    ]


def test_an_abbreviation_that_is_nowhere_spelled_out():
    text = "The KPI rose. Objectives and key results (OKR) too, says the OKR. A KPI again, and the USA."
    assert [abbreviation.quote for abbreviation in reading.abbreviations(lines(text), ())] == ["KPI"]
    assert list(reading.abbreviations(lines(text), ["kpi"])) == []
    (finding,) = reading.abbreviations(lines("Our KPIs rose."), ())
    data = mended("posts/a.md", b"Our KPIs rose.\n", finding.fixes[0], "key figures")
    assert data == b"Our key figures (KPI) rose.\n"


def test_spelling_leaves_names_code_addresses_and_the_sites_own_words():
    suggestions = {"teh": ("the",), "ines": ("lines",), "wich": ("which", "witch")}
    results = list(
        spelling.spelling(
            lines("Teh cat, wich ran. I met Ines there. Ines ran. `teh` [x](/teh/)"), {"foo"}, suggestions
        )
    )
    assert [(finding.quote, finding.level) for finding in results] == [("Teh", "must"), ("wich", "look")]
    assert results[0].fixes == (Swap(1, "Teh", "The"),)
    assert list(spelling.spelling(lines("teh"), {"teh"}, suggestions)) == []


def test_a_letter_with_an_accent_is_a_part_of_its_word():
    assert list(spelling.spelling(lines("The café in Zürich"), (), {"caf": ("calf",), "rich": ("reach",)})) == []


def test_codespells_list_is_there():
    assert spelling.mistakes()["recieve"] == ("receive",)


def test_a_post_too_much_like_another():
    first_text = " ".join(f"word{number}" for number in range(400))
    second_text = first_text[: len(first_text) // 2] + " ".join(f"other{number}" for number in range(200))
    likeness = Likeness()
    for name, words in (("one", first_text), ("two", second_text), ("three", "nothing " * 400)):
        likeness.add(name, words)
    near = likeness.of("two", second_text)
    assert near and near[0] == "one" and near[1] > 0.3
    assert likeness.of("three", "nothing " * 400) is None


def test_a_finding_is_mended_in_the_file():
    data = b"---\ntitle: A\ntittle: B\n---\n![](/a.png) teh end\n"
    assert mended("posts/a.md", data, Swap(5, "teh", "the")).endswith(b"the end\n")
    assert b"tittle" not in mended("posts/a.md", data, Put("tittle", None))
    result = mended("posts/a.md", data, Ask("?", line=5, old="![](/a.png)", new="![{}](/a.png)"), "A [red] door")
    assert b"![A (red) door](/a.png)" in result
    assert b"summary: Words" in mended("posts/a.md", data, Ask("?", key="summary"), "Words")


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Bring these:\n- a pen\n- paper", [("no-list", 2)]),
        ("Bring:\n1. a\n2. b", [("no-list", 2)]),
        ("One.\n\nBring:\n- a\n- b", [("no-list", 4)]),
        ("1) One\n2) Two", [("no-list", 1), ("no-list", 2)]),
        ("- a\n  - b\n  - c\n- d", [("flat-list", 2), ("flat-list", 3)]),
        ("- a\n  goes on\n  - b", [("flat-list", 3)]),
        ("1. a\n   - b", [("flat-list", 2)]),
        ("- a\n    - b\n- c", []),
        ("1. a\n\n    more\n2. b\n3. c", [("no-list", 4)]),
        ("1. a\n\n    ```\n    x\n    ```\n2. b", [("no-list", 6)]),
        ("1. a\n\n   more\n\n2. b", [("no-list", 3)]),
        ("1. a\n\n  Not of it, by a slip.", []),
        ("- a\n\n  > said\n  goes on\n\n- b\n\n    more", [("no-list", 3)]),
        ("- a\n\n    ```\n    x\n\n  y\n    ```\n\nEnd.\n\n  Not of it.", []),
        ("- a\n\n    > said\n- b\n\n    more\n- c", [("no-list", 4), ("no-list", 7)]),
        ("- a\n\n    more\n\n- b", []),
        ("Text.\n\n    code\n- a", []),
        ("```\n- a\n\n    more\n- b\n```", []),
        ("~~~\n```\n- a\n\n    more\n- b\n~~~", []),
        (" - a\n - b", []),
        ("Bring these:\n\n- a pen\n- paper", []),
        ("He came\n- as ever - late.", []),
        ("```\nBring:\n- a\n- b\n```", []),
        ("- a\n- b\n\nText.\n\n  - c", []),
        ("::: quiz\nWhat?\n- [ ] a\n- [x] b\n:::\n\nBring:\n- a\n- b", [("no-list", 8)]),
    ],
)
def test_lines_that_look_like_a_list_and_are_shown_otherwise(markdown, expected):
    assert rules(markup.lists(lines(markdown))) == expected


def test_a_list_is_mended_where_its_cure_is_plain():
    data = b"---\ntitle: T\n---\nBring:\n- a\n- b\n\n- c\n  - d\n"
    rows = [TextLine(number, row) for number, row in enumerate(data.decode().split("\n"), start=1)]
    fixes = [finding.fixes[0] for finding in markup.lists(rows[3:])]
    for fix in reversed(fixes):
        data = mended("posts/x.md", data, fix)
    assert data.decode().endswith("---\nBring:\n\n- a\n- b\n\n- c\n    - d\n")


def test_signs_of_other_programs():
    results = list(markup.signs(lines("~~gone~~ and `~~code~~`\n- [ ] task\n- [x](/a)\n~~~\n~~x~~\n~~~")))
    assert rules(results) == [("other-markdown", 1), ("other-markdown", 2)]
    assert results[0].fixes == (Swap(1, "~~gone~~", "<del>gone</del>"),)


def test_signs_of_extensions_and_plugins_that_the_site_does_not_run():
    text = lines("[TOC] and `[TOC]`\n{% youtube abc %}\n\n    :::python\n    x = 1\n\n{{ 1+1 }}")
    shown_html = "<p>[TOC] and</p><p>{% youtube abc %}</p><pre><code>:::python\nx = 1</code></pre><p>{{ 1+1 }}</p>"
    assert sorted(finding.line for finding in markup.unread(text, shown_html)) == [1, 2, 4, 7]
    assert list(markup.unread(text, "<div class=toc></div>")) == [], (
        "where an extension takes them, readers do not see them"
    )


def test_each_rule_has_a_name_on_the_check_page():
    rules_of = re.compile(r'TextFinding\(\s*"([a-z-]+)"')
    used_rules = {
        rule for file in (ROOT / "lodestar/desk").rglob("*.py") for rule in rules_of.findall(file.read_text())
    }
    assert {"blocked", "other-markdown"} <= used_rules <= set(NAMES)
