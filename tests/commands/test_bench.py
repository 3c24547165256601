"""The measuring itself: memory of all processes together, ratios, growth."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import pytest

from commands.bench import exponent, growth, set_aside, table
from commands.memory import peak

FORKING = """
import os, time
shared = b"x" * 60_000_000
child = os.fork()
own = b"y" * (40_000_000 if child == 0 else 1)
time.sleep(0.4)
"""


def row(seconds: tuple[float, ...], changed: int, memory: float) -> dict:
    results = {
        phase: [{"wall": each, "checks": {"post": True, "tag": "-"}}]
        for phase, each in zip(("cold", "noop", "edit", "add"), seconds, strict=True)
    }
    return {**results, "changed": changed, "memory": memory}


def test_memory_that_processes_share_counts_once(tmp_path) -> None:
    alone = peak([sys.executable, "-c", "import time; time.sleep(0.2)"], str(tmp_path), {})
    both = peak([sys.executable, "-c", FORKING], str(tmp_path), {})
    assert 85 < both - alone < 115


def test_a_command_that_fails_is_no_measurement(tmp_path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        peak([sys.executable, "-c", "raise SystemExit(3)"], str(tmp_path), {})


def test_the_table_gives_seconds_ratios_and_aims() -> None:
    rows = {"lodestar": row((2, 0.5, 0.6, 0.7), 30, 240), "hugo": row((1, 2, 2, 2), 181, 250.4)}
    lines = list(table(rows, 1000))
    assert lines[-4:] == [
        "| lodestar | 2.00 | 0.50 | 0.60 | 0.70 | 30 | 240 |",
        "| hugo | 1.00 (2.00) | 2.00 (0.25) | 2.00 (0.30) | 2.00 (0.35) | 181 | 250 |",
        "| aim against hugo | (1.5) | (0.3) | (0.4) | (0.4) |  |  |",
        "| aim |  |  |  |  | 40 | 250 |",
    ]


def test_a_phase_that_left_something_stale_is_named() -> None:
    mine = row((1, 1, 1, 1), 1, 1)
    mine["edit"][0]["checks"]["tag"] = "missing"
    assert list(table({"lodestar": mine}, 5))[-1] == '\nNot as expected after the phase: ["lodestar edit: tag"]'


def test_what_a_clean_build_must_not_find_is_moved_and_not_deleted(tmp_path) -> None:
    for name in ("site/output/a.html", "site/.cache/store"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("x")
    folder = tmp_path / "site"
    site = SimpleNamespace(
        name="x", n=5, serial=2, dir=str(folder), out=str(folder / "output"), p={"caches": [".cache", "gone"]}
    )
    set_aside(site, tmp_path / "aside")
    assert list(folder.iterdir()) == []
    assert sorted(each.name for each in (tmp_path / "aside").iterdir()) == ["x-5-2-.cache", "x-5-2-output"]


def test_growth_in_step_with_the_number_of_posts_is_one() -> None:
    assert exponent(2, 20, 10) == pytest.approx(1)
    assert exponent(3, 3, 10) == 0
    rows = {100: row((1, 1, 1, 1), 10, 50), 1000: row((10, 1, 2, 100), 10, 500)}
    assert list(growth(rows))[-1] == "| 100 | 1,000 | 1.00 | 0.00 | 0.30 | 2.00 | 0.00 | 1.00 |"
    assert list(growth({100: rows[100]})) == []
