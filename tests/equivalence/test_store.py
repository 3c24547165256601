"""What earlier builds remembered is believed only as far as it proves itself.

The short form cuts the store at a dozen places; the long one at every thousandth byte.
"""

from __future__ import annotations

import os
import random
import sqlite3
from contextlib import closing

import pytest

from lodestar.engine.store import DAMAGED, OTHER_VERSION
from tests.equivalence.versions import clean, prepare, tree

pytestmark = pytest.mark.seconds

TRUNCATIONS = 1000
"""Bytes between the places at which the store is cut."""
PLACES = 12
"""How many of them the short form tries."""


@pytest.mark.says
def test_a_store_that_was_cut_anywhere_costs_only_time(build_site):
    expected = {}
    for version in (1, 2):
        prepare(build_site, version)
        expected[version] = clean(build_site, f"clean-{version}")
    assert build_site().code == 0
    store = next((build_site.folder / "cache").glob("*.sqlite"))
    lengths = range(0, store.stat().st_size, TRUNCATIONS)
    assert len(lengths) > 40
    for number, length in enumerate(lengths):
        if number % (len(lengths) // PLACES) and "LODESTAR_KILLS" not in os.environ:
            continue
        os.truncate(store, length)
        version = 1 + number % 2
        prepare(build_site, version)
        built = build_site()
        assert built.code == 0
        assert built.run.result.discarded == (DAMAGED if length else "")
        assert tree(build_site.folder / "output") == expected[version]


@pytest.mark.says
def test_bytes_of_the_store_that_changed_anywhere_cost_only_time(build_site):
    chance = random.Random(5)
    expected = {}
    for version in (1, 2):
        prepare(build_site, version)
        expected[version] = clean(build_site, f"clean-{version}")
    assert build_site().code == 0
    store = next((build_site.folder / "cache").glob("*.sqlite"))
    for number in range(PLACES):
        data = bytearray(store.read_bytes())
        for _ in range(20):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        store.write_bytes(data)
        version = 1 + number % 2
        prepare(build_site, version)
        assert build_site().code == 0
        assert tree(build_site.folder / "output") == expected[version]


@pytest.mark.says
@pytest.mark.parametrize("content", [b"no database at all", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_foreign_file_in_the_place_of_the_store_is_discarded_with_a_word(build_site, content):
    prepare(build_site, 1)
    build_site()
    next((build_site.folder / "cache").glob("*.sqlite")).write_bytes(content)
    prepare(build_site, 2)
    built = build_site()
    assert (built.code, built.run.result.discarded) == (0, DAMAGED)
    assert tree(build_site.folder / "output") == clean(build_site, "clean")


def test_a_store_of_another_version_is_discarded_with_a_word(build_site, monkeypatch):
    prepare(build_site, 1)
    build_site()
    assert build_site().run.result.discarded == ""
    monkeypatch.setattr("lodestar.engine.identity.version", lambda name: "another")
    built = build_site()
    assert (built.code, built.run.result.discarded) == (0, OTHER_VERSION)
    assert tree(build_site.folder / "output") == clean(build_site, "clean")


@pytest.mark.says
def test_the_store_of_a_version_with_other_tables_is_another_versions(build_site):
    prepare(build_site, 1)
    build_site()
    store = next((build_site.folder / "cache").glob("*.sqlite"))
    with closing(sqlite3.connect(store)) as database, database:
        database.execute("ALTER TABLE records RENAME TO notes")
    built = build_site()
    assert (built.code, built.run.result.discarded) == (0, OTHER_VERSION)
    assert tree(build_site.folder / "output") == clean(build_site, "clean")


@pytest.mark.says
@pytest.mark.parametrize("post", ["-- content/posts/p.md --\n---\ntitle: Old\ndate: 2026-01-02\n---\nWords.\n", ""])
def test_values_that_an_earlier_build_left_in_the_place_of_newer_ones_cost_only_time(build_site, post):
    """As where a machine loses its power when only a part of what changed has reached the disk."""
    prepare(build_site, 1)
    build_site(post)
    store = next((build_site.folder / "cache").glob("*.sqlite"))
    with closing(sqlite3.connect(store)) as before:
        rows = before.execute("SELECT * FROM records WHERE name = 'values'").fetchall()
    build_site("-- content/posts/p.md --\n---\ntitle: New\ndate: 2026-01-02\n---\nWords.\n")
    with closing(sqlite3.connect(store)) as after, after:
        after.executemany("REPLACE INTO records VALUES (?,?,?)", rows)
    built = build_site("-- content/posts/another.md --\n---\ntitle: A\ndate: 2026-01-03\n---\nWords.\n")
    assert (built.code, built.run.result.discarded) == (0, DAMAGED)
    assert tree(build_site.folder / "output") == clean(build_site, "clean")


@pytest.mark.says
def test_bodies_that_are_damaged_cost_only_time(build_site):
    prepare(build_site, 1)
    build_site()
    store = next((build_site.folder / "cache").glob("*.sqlite"))
    with closing(sqlite3.connect(store)) as database, database:
        database.execute("UPDATE bodies SET html = 'Lies.'")
    for page in (build_site.folder / "output").rglob("*.html"):
        page.unlink()
    built = build_site()
    assert (built.code, built.run.result.discarded) == (0, DAMAGED)
    assert tree(build_site.folder / "output") == clean(build_site, "clean")
