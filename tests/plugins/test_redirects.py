"""Old addresses: from aliases, synonyms and the file of rules; pages for hosts without rules of their own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from plugins.redirects.core import file_of
from plugins.redirects.patterns import expression, order, target
from plugins.redirects.rules import read_rules, with_rules

SITE = """\
-- content/posts/new.md --
---
title: New
date: 2025-02-05
tags: [active listening]
aliases: [/old/, /older.html]
---
Text.
-- content/tags/listening.md --
---
label: listening
synonyms: [active listening]
---
"""


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/old/", "old/index.html"),
        ("/old", "old/index.html"),
        ("/a/old.html", "a/old.html"),
        ("/?p=12", ""),
        ("/x/#y", "x/index.html"),
    ],
)
def test_an_old_address_is_answered_by_a_file(address: str, file: str) -> None:
    assert file_of(address) == file


def test_rules_are_read_and_faults_are_named() -> None:
    rules, problems = read_rules(
        "# why\n\n/a/ /b/\n/c/ gone # by intent\n/?p=1 https://x.example/\nd /e/\n/f/ g\n", "redirects.txt"
    )
    assert [(rule.old, rule.new, rule.line) for rule in rules] == [
        ("/a/", "/b/", 3),
        ("/c/", "gone", 4),
        ("/?p=1", "https://x.example/", 5),
    ]
    assert list(map(str, problems)) == [
        'redirects.txt:6: "d /e/" is no rule; write "/old/ /new/" or "/old/ gone"',
        'redirects.txt:7: "g" is no address; begin it with "/" or "https://", or write "gone"',
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("/a/:x/ /b/:y/", '"/b/:y/" has a "y" that the old address lacks'),
        ("/:x/:x/ /b/", '"/:x/:x/" names a part twice, or more than 9 of them'),
        ("/a/* gone", '"/a/*" means many addresses, which cannot be "gone" together'),
    ],
)
def test_a_pattern_that_says_nothing_is_refused(line: str, fault: str) -> None:
    [problem] = read_rules(line, "redirects.txt")[1]
    assert str(problem) == f"redirects.txt:1: {fault}; write it as /tag/:slug/page/:n/ /tag/:slug/"


@pytest.mark.parametrize(
    ("old_pattern", "new_pattern", "address", "result"),
    [
        ("/tag/:slug/page/:n/", "/tag/:slug/", "/tag/calm/page/2/", "/tag/calm/"),
        ("/tag/:slug/page/:n/", "/tag/:slug/", "/tag/calm/page/2", "/tag/calm/"),
        ("/tag/:slug/page/:n/", "/tag/:slug/", "/tag/calm/page/two/", ""),
        ("/:year/:month/", "/archives/", "/2020/02/", "/archives/"),
        ("/:year/:month/", "/archives/", "/about/me/", ""),
        ("/demo/*", "/*", "/demo/a/b/", "/a/b/"),
        ("/demo/*", "/*", "/demo//evil.example/", ""),
        ("/a.b/:c/", "/:c/", "/aXb/c/", ""),
    ],
)
def test_a_pattern_leads_where_it_says(old_pattern: str, new_pattern: str, address: str, result: str) -> None:
    match = re.fullmatch(expression(old_pattern), address)
    assert (match.expand(target(old_pattern, new_pattern).replace("$", "\\")) if match else "") == result


def test_narrow_patterns_come_first() -> None:
    rules = ["/demo/*", "/:slug/feed/", "/:year/feed/", "/tag/:slug/page/:n/"]
    assert sorted(rules, key=order) == ["/tag/:slug/page/:n/", "/:year/feed/", "/:slug/feed/", "/demo/*"]


def test_rules_are_added_and_taken_out_and_comments_stay() -> None:
    assert with_rules("# why\n/a/ /b/", [("/c/", "/d/")], ["/a/"]) == "# why\n/c/ /d/\n"


def test_pages_stand_at_old_addresses(build_site: Any, tmp_path: Path) -> None:
    (tmp_path / "rules.txt").write_text("/from-a-rule/ /2025/02/05/new/\n/away/ gone\n")
    site = build_site(SITE, REDIRECTS={"file": str(tmp_path / "rules.txt")})
    assert site.code == 0, site.messages
    for path in ("old/index.html", "older.html", "tag/active-listening/index.html", "from-a-rule/index.html"):
        assert path in site
    assert "away/index.html" not in site


def test_rules_that_an_import_left_hold_too_and_are_no_file_of_the_site(build_site: Any) -> None:
    site = build_site(SITE + "-- content/redirects.txt --\n/brought/ /2025/02/05/new/\n")
    assert "brought/index.html" in site
    assert "redirects.txt" not in site


def test_a_rule_below_an_alias_that_is_a_file_is_left_to_hosts_with_rules(build_site: Any) -> None:
    site = build_site(SITE + "-- content/redirects.txt --\n/older.html/feed/ /2025/02/05/new/\n")
    assert site.code == 0, site.messages
    assert "older.html" in site.files()


def test_a_changed_rule_makes_the_site_anew(build_site: Any, tmp_path: Path) -> None:
    rules = tmp_path / "rules.txt"
    rules.write_text("/one/ /2025/02/05/new/\n")
    assert "one/index.html" in build_site(SITE, REDIRECTS={"file": str(rules)})
    rules.write_text("/two/ /2025/02/05/new/\n")
    site = build_site(SITE, REDIRECTS={"file": str(rules)})
    assert "two/index.html" in site
    assert "one/index.html" not in site


def test_an_alias_that_differs_in_case_only_takes_no_page_away(build_site: Any) -> None:
    site = build_site(SITE.replace("/old/", "/2025/02/05/New/"))
    assert site.code == 0, site.messages
    assert "Text." in site["2025/02/05/new/index.html"]
    assert "2025/02/05/New/index.html" not in site.files()


def test_of_two_rules_that_differ_in_case_only_one_has_a_page(build_site: Any, tmp_path: Path) -> None:
    rules = tmp_path / "rules.txt"
    rules.write_text("/Before/feed/ /feed/\n/before/feed/ /feed/\n")
    site = build_site(SITE, REDIRECTS={"file": str(rules)})
    assert site.code == 0, site.messages
    assert [path for path in site.files() if path.lower() == "before/feed/index.html"] == ["Before/feed/index.html"]


@pytest.mark.says
def test_an_alias_that_is_the_address_itself_is_refused(build_site: Any) -> None:
    site = build_site(SITE.replace("/old/", "/2025/02/05/new/"))
    assert site.code == 1
    assert site.messages[0].endswith('the alias "/2025/02/05/new/" is the address itself; delete it')
    site = build_site(SITE + "-- content/redirects.txt --\n/x/ /x/\n")
    assert site.messages[0] == 'content/redirects.txt:1: the alias "/x/" is the address itself; delete it'


def test_a_star_or_colon_that_is_quoted_makes_no_pattern():
    rules, problems = read_rules("/a/%2A /b/\n/a/%3Ax/ /b/\n/caf%c3%a9/ /b/\n/c/* /b/*\n", "redirects.txt")
    assert ([rule.old for rule in rules], problems) == (["/a/%2A", "/a/%3Ax/", "/caf%C3%A9/", "/c/*"], [])
