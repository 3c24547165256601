"""Search: what is covered, indexes that stay as they are, files through the same door as all others."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import pytest

from lodestar.base.values import Body
from plugins.search.core import Record, in_groups
from plugins.search.steady import decode, encode, zipped

SITE = """\
-- content/posts/shown.md --
---
title: Shown
date: 2026-01-01
tags: [alpha, beta, gamma]
categories: [Leadership]
---
The wombat sleeps.
-- content/posts/hidden.md --
---
title: Hidden
date: 2026-01-02
status: hidden
---
The numbat hides.
-- content/posts/draft.md --
---
title: Draft
date: 2026-01-02
status: draft
---
The quokka waits.
-- content/pages/about.md --
---
title: About
---
The bilby digs.
"""


@pytest.fixture
def build(build_site, tmp_path):
    """Builds sites with search."""
    folder = tmp_path / "theme"
    shutil.copytree(Path(__file__).parents[1] / "tiny-theme", folder)
    (folder / "templates" / "search.html").write_text("{{ page.indexes|join(' ') }}\n")
    return lambda text="", **settings: build_site(text, theme=folder, **{"SEARCH": {"enabled": True}, **settings})


def words(built) -> str:
    """Return all words of the index."""
    fragments = sorted((built.output / "search").rglob("*.pf_fragment"))
    return " ".join(gzip.decompress(path.read_bytes()).decode() for path in fragments)


def test_only_what_readers_may_find_is_covered(build) -> None:
    result = words(build(SITE))
    assert "wombat" in result
    assert "bilby" in result
    assert "numbat" not in result
    assert "quokka" not in result


def test_a_page_with_an_address_of_its_own_is_covered_as_any_other(build) -> None:
    result = words(build(SITE.replace("title: Shown", "title: Shown\nurl: /über")))
    assert "wombat" in result and '"url":"/%C3%BCber/"' in result


def test_results_can_be_filtered(build) -> None:
    result = words(build(SITE))
    for part in ('"tag":["alpha","beta","gamma"]', '"category":["Leadership"]', '"year":["2026"]'):
        assert part in result, result


def test_the_same_pages_give_the_same_bytes(build, tmp_path) -> None:
    built = build(SITE)
    first = {path: (built.output / path).read_bytes() for path in built.files()}
    for number in range(3):
        built = build("", CACHE_PATH=str(tmp_path / f"cache{number}"), OUTPUT_PATH=str(tmp_path / f"output{number}"))
        other_output = tmp_path / f"output{number}"
        assert {
            path.relative_to(other_output).as_posix(): path.read_bytes()
            for path in other_output.rglob("*")
            if path.is_file()
        } == first


def test_the_index_is_made_only_when_what_it_covers_changed(build, monkeypatch) -> None:
    build(SITE)
    monkeypatch.setattr("plugins.search.index._make", None)
    built = build("-- content/calls/c.md --\n---\nheading: H\nurl: /about/\nlink_text: L\ndefault: true\n---\ntext\n")
    assert built.code == 0
    with pytest.raises(TypeError):
        build("-- content/posts/new.md --\n---\ntitle: New\ndate: 2026-02-02\n---\ntext\n")


def test_the_files_of_an_old_index_go_with_it(build) -> None:
    before = {path for path in build(SITE).files() if path.startswith("search/")}
    after = {path for path in build("-- content/posts/shown.md --\n(deleted)\n").files() if path.startswith("search/")}
    assert before - after
    assert "search/1/pagefind.js" in after


def test_a_new_post_touches_the_newest_index_alone(build) -> None:
    text = "".join(
        f"-- content/posts/p{n}.md --\n---\ntitle: P{n}\ndate: 2026-01-0{n}\n---\nword{n}\n" for n in range(1, 6)
    )
    built = build(text, SEARCH={"posts": 2})
    assert built["search/index.html"].strip() == "/search/1/ /search/2/ /search/3/"
    before = {
        path: (built.output / path).read_bytes() for path in built.files() if path.startswith(("search/1", "search/2"))
    }
    built = build("-- content/posts/p6.md --\n---\ntitle: P6\ndate: 2026-01-06\n---\nword6\n", SEARCH={"posts": 2})
    assert {path: (built.output / path).read_bytes() for path in before} == before
    assert "word6" in words(built)


def test_parts_hold_the_oldest_posts_first() -> None:
    posts = [Record(f"/{n}/", str(n), Body("k"), "", f"2026-01-0{n}") for n in range(1, 6)]
    page = Record("/about/", "About", Body("k"), "Pages")
    groups = in_groups([page, *posts], 2)
    assert [[record.title for record in group] for group in groups] == [["About", "1", "2"], ["3", "4"], ["5"]]
    assert in_groups([], 2) == [[]]


@pytest.mark.parametrize(
    "value", [0, 23, 24, 255, 256, 65_535, 65_536, 2**40, "", "é" * 300, [], ["a", [1, [300] * 30]]]
)
def test_what_is_decoded_is_encoded_alike(value) -> None:
    assert decode(encode(value), 0) == (value, len(encode(value)))


def test_a_site_with_nothing_to_find_builds_without_an_index(build) -> None:
    built = build("-- content/posts/draft.md --\n---\ntitle: Draft\ndate: 2026-01-02\nstatus: draft\n---\nNot yet.\n")
    assert built.code == 0, built.messages
    assert not [path for path in built.files() if path.startswith("search/1/")]


@pytest.mark.says
def test_a_site_whose_search_fails_is_not_published(build, monkeypatch) -> None:
    monkeypatch.setattr("pagefind.service.get_executable", lambda: None)
    built = build(SITE)
    assert built.code == 1
    assert built.messages == [
        "pelicanconf.py:1: the search index could not be made (Pagefind has no program for this machine); "
        'mend this, or write SEARCH = {"enabled": False}'
    ]


NAMED = """\
-- content/posts/a.md --
---
title: A
date: 2026-01-01
tags: [Führung, リーダー]
categories: [Coaching/Teams]
authors: [Ada]
---
Words.
-- content/posts/b.md --
---
title: B
date: 2026-01-02
tags: [Führung]
---
More words.
-- content/posts/hidden.md --
---
title: C
date: 2026-01-03
tags: [secret]
status: draft
---
Words.
-- content/authors/ada.md --
---
name: Ada
---
-- content/categories/coaching.md --
---
label: Coaching
---
-- content/tags/fuhrung.md --
---
label: Führung
synonyms: [leading]
---
"""


def test_names_of_subjects_and_people_are_listed_with_where_they_lead(build) -> None:
    built = build(NAMED)
    assert json.loads(built["search/names.json"]) == [
        ["Subject", "Führung", "/tag/fuhrung/", 2, ["leading"]],
        ["Author", "Ada", "/author/ada/", 1, []],
        ["Category", "Coaching", "/category/coaching/", 1, []],
        ["Category", "Teams", "/category/coaching/teams/", 1, []],
        ["Subject", "リーダー", "/tag/ri-da-/", 1, []],
    ]


def test_a_post_is_found_by_the_names_it_is_filed_under_and_by_its_summary(build) -> None:
    result = words(build(NAMED.replace("title: A", "title: A\nsummary: A wallaby.")))
    assert "Führung, leading, リ ー ダ ー , Teams, Ada" in result
    assert "wallaby" in result


def test_the_words_of_an_excerpt_are_the_text_s_own(build) -> None:
    fragments = words(build(NAMED)).split("pagefind_dcd")
    assert {json.loads(text)["content"] for text in fragments if text.strip()} == {"Words.", "More words."}


def test_a_file_of_the_index_is_the_same_with_every_python(monkeypatch: pytest.MonkeyPatch) -> None:
    result = zipped(b"words")
    compress = gzip.compress
    monkeypatch.setattr(
        gzip,
        "compress",
        lambda data, mtime: compress(data, mtime=mtime)[:9] + b"\xff" + compress(data, mtime=mtime)[10:],
    )
    assert zipped(b"words") == result and gzip.decompress(result) == b"words"


MIXED = SITE + (
    "-- content/posts/zuhoeren.md --\n---\ntitle: Zuhören\ndate: 2026-01-03\nlang: de\n---\nDas Wombatgehege schläft.\n"
    "-- content/posts/ling.md --\n---\ntitle: 領導力\ndate: 2026-01-04\nlang: zh-Hant\n---\n好的領導者先聽。\n"
    "-- content/pages/ueber.md --\n---\ntitle: Über uns\nlang: de\n---\nWir.\n"
)


def test_each_language_has_indexes_of_its_own(build) -> None:
    built = build(MIXED)
    assert built["search/index.html"].strip() == "/search/1/ /search/de-1/ /search/zh-hant-1/"
    entries = {name: json.loads(built[f"search/{name}/pagefind-entry.json"]) for name in ("1", "de-1", "zh-hant-1")}
    assert {name: [*entry["languages"]] for name, entry in entries.items()} == {
        "1": ["en"], "de-1": ["de"], "zh-hant-1": ["zh-Hant"],
    }  # fmt: skip
    assert "search/de-1/wasm.de.pagefind" in built and "search/zh-hant-1/wasm.unknown.pagefind" in built
    assert '"lang":"de"' in words(built) and '"lang":"en"' not in words(built)


def test_signs_of_a_script_without_spaces_are_words_each_and_the_title_stays_whole(build) -> None:
    result = words(build(MIXED))
    assert "好 的 領 導 者 先 聽" in result and '"title":"領導力"' in result


def test_a_german_subject_has_a_name_in_plain_letters(build) -> None:
    built = build(SITE.replace("tags: [alpha, beta, gamma]", "tags: [Führung]"), DEFAULT_LANG="de")
    rows = json.loads(built["search/names.json"])
    assert [row[4] for row in rows if row[1] == "Führung"] == [["Fuehrung"]]
