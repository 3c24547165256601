"""Words of what is not published are found in any byte of a release, however they are written there."""

from __future__ import annotations

import gzip
import json
import shutil
from html import escape
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest

from tests.conftest import ROOT, sections
from tests.plugins.test_course import COURSE

WORDS = "The quiet plan that nobody outside of this room may ever hear about begins on Monday – so don’t tell."
BODY = "Intro.\n\n## Why\n\nThe quiet *plan* that nobody [outside](https://example.org/) of this room may ever hear about begins on Monday – so don't tell.\n"
MINE = 'stands in {}: "the quiet plan that nobody outside ..."; take it out there'
FILE = "files/a.txt"


def leak(site: Any, data: bytes | str, path: str = FILE) -> None:
    """Put a file among those that are copied as they are."""
    target = Path("content") / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data if isinstance(data, bytes) else data.encode())


def secret(site: Any, front: str = "status: draft\n", date: str = "2026-01-02", body: str = BODY) -> None:
    site.post("one")
    site.post("secret", front, date=date, body=body)


@pytest.mark.parametrize(
    ("front", "date", "kind"),
    [
        ("status: draft\n", "2026-01-02", "this draft"),
        ("", "2027-01-02", "this post, whose date is in the future,"),
        ("status: hidden\n", "2026-01-02", "this hidden post"),
    ],
)
def test_a_run_of_twelve_words_is_found(site: Any, front: str, date: str, kind: str) -> None:
    secret(site, front, date)
    assert site.run("check")[0] == 0
    leak(site, " ".join(WORDS.split()[:12]))
    (output,) = site.refused()
    assert output.startswith("content/posts/secret.md:")
    assert f"{kind} {MINE.format(FILE)}" in output
    leak(site, " ".join(WORDS.split()[:11]))
    assert site.run("check")[0] == 0


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("files/a.txt", BODY),
        ("files/a.csv", WORDS.upper()),
        ("files/a.json", json.dumps({"text": WORDS.replace(" ", "\n")})),
        ("files/a.json", json.dumps({"html": f"<p>{WORDS}</p>"}).replace("<", "\\u003c")),
        ("files/a.html", "".join(f"<i>{word}</i> " for word in WORDS.split())),
        ("files/a.html", WORDS.replace(" ", "&nbsp;").replace("’", "&rsquo;").replace("a", "&#97;")),
        ("files/a.html", f'<p title="{WORDS}">Nothing</p>'),
        ("files/a.html", f"<!-- {WORDS} -->"),
        ("files/a.xml", escape(f"<p>{escape(WORDS)}</p>")),
        ("files/a.bin", b"\x00\xff\xfe" + WORDS.encode() + b"\x00"),
        ("files/a.txt", WORDS.encode("utf-16")),
        ("files/a.gz", gzip.compress(json.dumps({"content": WORDS}).encode())),
        ("files/a.txt", "mailto:x@example.com?body=" + WORDS.replace(" ", "%20")),
        ("images/a.svg", f"<svg xmlns='http://www.w3.org/2000/svg'><desc>{WORDS}</desc></svg>"),
        ("films/a.vtt", f"WEBVTT\n\n00:01.000 --> 00:02.000\n{WORDS}\n"),
        ("files/a.pdf", b"%PDF-1.7\n% " + WORDS.encode()),
    ],
)  # fmt: skip
def test_it_is_found_in_whatever_form(site: Any, path: str, data: bytes | str) -> None:
    secret(site)
    leak(site, data, path)
    (output,) = site.refused()
    assert f"this draft stands in {path}: " in output
    assert output.endswith("; take it out there, or publish the post")


def test_words_that_a_published_text_has_too_are_no_secret(site: Any) -> None:
    secret(site)
    site.post("two", body=f"She wrote: {WORDS}")
    assert site.run("check")[0] == 0
    (Path("content/posts/two.md")).unlink()
    leak(site, WORDS)
    assert "this draft stands in files/a.txt" in site.refused()[0]


def test_a_draft_that_is_a_new_version_of_a_published_post_passes(site: Any) -> None:
    text = " ".join(f"word{number}" for number in range(60))
    site.post("two", body=text)
    secret(site, body=f"{text}\n\n{WORDS}\n")
    assert site.run("check")[0] == 0


def test_a_draft_of_a_page_and_comments_on_a_draft_are_secret(site: Any) -> None:
    site.post("one")
    site.file("pages/plan.md", f"---\ntitle: Plan\nstatus: draft\n---\n{BODY}")
    leak(site, WORDS)
    assert "content/pages/plan.md:9: this draft stands in files/a.txt" in site.refused()[0]
    site.file("pages/plan.md", "---\ntitle: Plan\nstatus: draft\n---\nNothing.\n")
    site.file(
        "comments/pages/plan.yaml",
        f"- name: Ann\n  date: 2026-01-03 10:00\n  text: {json.dumps(WORDS, ensure_ascii=False)}\n",
    )
    assert "content/comments/pages/plan.yaml:3: this text, which readers cannot see, stands" in site.refused()[0]


def test_the_text_of_a_lesson_for_those_who_enrolled_is_secret_and_what_its_page_says_is_not(site: Any) -> None:
    shutil.copytree(ROOT / "theme", "theme", dirs_exist_ok=True)
    site.file("posts/one.md", "---\ntitle: One\ndate: 2026-01-01\nid: urn:x:one\nauthors: Ann\n---\nText.\n")
    front = (
        'summary: "A summary of the lesson in more than twelve words, which everyone may read on the lesson\'s page."'
    )
    for path, text in sections(COURSE.replace("access: enrolled", f"access: enrolled\n{front}")).items():
        site.file(path.removeprefix("content/"), text.replace("Canarytext.", WORDS))
    site.file("pages/privacy.md", "---\ntitle: Privacy\n---\nText.\n")
    assert site.run("check") == (0, ANY)
    leak(site, WORDS)
    output = site.refused()[0]
    assert output.startswith(
        "content/courses/calm/01-breathe/02-out.md:9: this lesson, which is for those who enrolled, stands"
    )


def test_each_text_is_named_once_for_each_file(site: Any) -> None:
    secret(site, body=BODY + "\n" + " ".join(f"and{number}" for number in range(40)))
    leak(site, WORDS + " ".join(f"and{number}" for number in range(40)))
    leak(site, WORDS, "files/b.txt")
    assert [line.partition("stands in ")[2].partition(":")[0] for line in site.refused()] == [
        "files/a.txt",
        "files/b.txt",
    ]


def test_what_was_clean_is_not_looked_at_again_and_a_new_draft_looks_anew(site: Any) -> None:
    secret(site, body="Nothing of the kind.")
    leak(site, WORDS)
    assert [site.run("check")[0] for _ in range(2)] == [0, 0]
    secret(site)
    assert site.run("check")[0] == 1
