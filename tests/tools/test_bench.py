"""The measuring itself: memory of all processes together, shares, growth, and what the command says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lodestar.base.root import ROOT
from lodestar.commands import bench
from tests.web import PATIENCE
from tools.bench import generators
from tools.bench.generators import SiteGenerator
from tools.bench.memory import memory, peak
from tools.bench.report import TableRow, exponent, growth, table
from tools.bench.runner import PHASES, BenchSite, Measurement, changed, snapshot, timed

FORKING = """
import os, sys
shared = b"x" * 60_000_000
ready, child_ready = os.pipe()
child = os.fork()
own = b"y" * (40_000_000 if child == 0 else 1)
if child == 0:
    os.write(child_ready, b".")
else:
    os.read(ready, 1)
    print("ready", flush=True)
sys.stdin.read()
"""
"""Two processes that wait until their input ends, once both hold what they take."""
WAIT = f"""
import os, time
def wait(name):
    end = time.monotonic() + {PATIENCE}
    while not os.path.exists(name) and time.monotonic() < end:
        time.sleep(0.01)
"""
ALONE = "import sys; print('ready', flush=True); sys.stdin.read()"


def waiting(program: str) -> float:
    """Return the megabytes of a program's processes, once it says that it is ready."""
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.readline() == b"ready\n"
        return memory(process.pid) / 1024


def row(seconds: tuple[float, ...], changed_files: int, memory: float) -> TableRow:
    results = {
        phase: [Measurement(duration, 2 * duration, 0.0)] for phase, duration in zip(PHASES, seconds, strict=True)
    }
    return TableRow(results, changed_files, memory)


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux says what processes share")
def test_memory_that_processes_share_counts_once() -> None:
    assert 85 < waiting(FORKING) - waiting(ALONE) < 115


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux says what processes share")
def test_the_most_that_a_command_takes_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[int] = []

    def look(process: int) -> int:
        measured.append(memory(process))
        if max(measured) > 55 * 1024:
            (tmp_path / "seen").touch()
        if measured[-1] < max(measured) / 2:
            (tmp_path / "seen again").touch()
        return measured[-1]

    monkeypatch.setattr("tools.bench.memory.memory", look)
    program = "data = b'x' * 60_000_000; wait('seen'); del data; wait('seen again')"
    assert peak([sys.executable, "-c", WAIT + program], str(tmp_path), {}) > 55
    assert measured[-1] < 55 * 1024, "it is not what the command takes in the end"


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        peak([sys.executable, "-c", "raise SystemExit(3)"], str(tmp_path), {})
    with pytest.raises(SystemExit, match=r"exit 3: no such post"):
        timed([sys.executable, "-c", "print('no such post'); raise SystemExit(3)"], tmp_path)


def test_python_keeps_what_it_compiles_as_it_does_for_an_author(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    timed([sys.executable, "-c", "import sys; raise SystemExit(sys.dont_write_bytecode)"], tmp_path)


def test_the_table_gives_seconds_shares_and_what_is_allowed() -> None:
    rows = {"lodestar": row((2, 0.5, 0.6, 0.7), 30, 240), "hugo": row((1, 2, 2, 2), 181, 250.4)}
    lines = list(table(rows, 1000, "people"))
    assert lines[0] == "\n1,000 posts (people), median of 1: seconds (ours / theirs)\n"
    assert lines[-6:] == [
        "| lodestar | 2.00 | 0.50 | 0.60 | 0.70 | 30 | 240 |",
        "| lodestar, processor | 4.00 | 1.00 | 1.20 | 1.40 |  |  |",
        "| hugo | 1.00 (2.00) | 2.00 (0.25) | 2.00 (0.30) | 2.00 (0.35) | 181 | 250 |",
        "| hugo, processor | 2.00 | 4.00 | 4.00 | 4.00 |  |  |",
        "| at most, of hugo | (1.9) | (0.15) | (0.4) | (0.4) |  |  |",
        "| at most |  |  |  |  | 40 | 250 |",
    ]


def test_a_build_that_left_something_stale_is_named() -> None:
    our_row = row((1, 1, 1, 1), 1, 1)
    our_row.results["edit"] = [Measurement(1, 1, 0, ("tag feed",))]
    assert list(table({"lodestar": our_row}, 5, "plain"))[-1].endswith("lodestar one edited: tag feed")


def test_growth_in_step_with_the_number_of_posts_is_one() -> None:
    assert exponent(2, 20, 10) == pytest.approx(1)
    assert exponent(3, 3, 10) == 0
    rows = {100: row((1, 1, 1, 1), 10, 50), 1000: row((10, 1, 2, 100), 10, 500)}
    assert list(growth(rows))[-1] == "| 100 | 1,000 | 1.00 | 0.00 | 0.30 | 2.00 | 0.00 | 1.00 |"
    assert list(growth({100: rows[100]})) == []


def test_the_time_of_a_build_in_a_feed_is_no_change(tmp_path: Path) -> None:
    (tmp_path / "feed").mkdir()
    for text in ("<a/><lastBuildDate>1</lastBuildDate>", "<a/><lastBuildDate>2</lastBuildDate>", "<b/>"):
        (tmp_path / "feed/index.xml").write_text(text)
        (tmp_path / f"{len(list(tmp_path.iterdir()))}.html").write_text("x")
        if text == "<a/><lastBuildDate>1</lastBuildDate>":
            before = snapshot(tmp_path)
        elif "<a/>" in text:
            assert changed(before, snapshot(tmp_path)) == 1, "the new page alone"
    assert changed(before, snapshot(tmp_path)) == 3


def small_site(folder: Path) -> BenchSite:
    """Return a site of Pelican's that is never built."""
    return BenchSite(generators.pelican(), "people", 5, folder, patience=0)


def test_what_a_clean_build_must_not_find_is_moved_and_not_deleted(tmp_path: Path) -> None:
    site = small_site(tmp_path)
    for name in ("output/a.html", "cache/store"):
        (site.folder / name).parent.mkdir(parents=True)
        (site.folder / name).write_text("x")
    site.prepare("clean")
    assert not (site.folder / "output").exists() and not (site.folder / "cache").exists()
    assert sorted(path.name for path in (tmp_path / "aside").iterdir()) == ["pelican-5-1-cache", "pelican-5-1-output"]


def test_an_edit_and_an_addition_are_taken_back_before_the_next_clean_build(tmp_path: Path) -> None:
    site = small_site(tmp_path)
    texts = {path.name: path.read_text() for path in site.folder.glob("content/*.md")}
    site.prepare("edit")
    stale = site.prepare("add")
    edited = {path.name: path.read_text() for path in site.folder.glob("content/*.md")}
    assert len(edited) == 6 and sum(edited[name] != text for name, text in texts.items()) == 1
    assert stale() == ("post", "index", "feed", "tag", "tag feed", "category", "category feed"), "nothing is built yet"
    site.prepare("clean")
    assert {path.name: path.read_text() for path in site.folder.glob("content/*.md")} == texts


def test_hugo_is_the_one_on_the_path_else_the_locked_one_else_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(name: str) -> Path:
        raise OSError(f"{name} could not be installed")

    def command() -> list[str] | None:
        hugo = generators.hugo()
        return hugo and hugo.command

    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(generators, "apart", refuse)
    assert command() is None
    package = tmp_path / "env/lib/python3.11/site-packages/hugo/binaries/hugo"
    package.parent.mkdir(parents=True)
    package.touch()
    monkeypatch.setattr(generators, "apart", lambda name: tmp_path / "env/bin")
    assert command() == [str(package), "--quiet"]
    (tmp_path / "hugo").write_text("#!/bin/sh\n")
    (tmp_path / "hugo").chmod(0o755)
    assert command() == [str(tmp_path / "hugo"), "--quiet"]


def test_a_peer_that_is_missing_is_named_and_the_others_are_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def site(generator: SiteGenerator, *_: object) -> str:
        return generator.name

    monkeypatch.setitem(generators.FINDERS, "hugo", lambda: None)
    monkeypatch.setattr(bench, "BenchSite", site)
    monkeypatch.setattr(bench, "measure", lambda sites, runs: {name: row((runs, 1, 1, 1), 1, 1) for name in sites})
    assert bench.run(bench.parser().parse_args(["--sizes", "10,20000"])) == 0
    text = capsys.readouterr().out
    assert "Not on this machine, and it cannot be installed, so not measured: hugo" in text
    assert "| lodestar | 5.00 |" in text and "| pelican | 5.00 (1.00) |" in text, "five runs of a small blog"
    assert "| lodestar | 3.00 |" in text and "| pelican | 3.00" not in text, "three of a large one, and ours alone"


def test_a_peer_that_nobody_knows_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.run(bench.parser().parse_args(["--peers", "hugo,jekyll"])) == 2
    assert capsys.readouterr().out == "There is no peer jekyll; there are hugo, pelican.\n"


@pytest.mark.slow
def test_the_command_measures_a_blog_and_finds_each_change_where_it_belongs() -> None:
    words = ["bench", "--sizes", "12", "--runs", "1", "--peers", "pelican", "--patience", "0"]
    result = subprocess.run([sys.executable, "tasks.py", *words], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "12 posts (people), median of 1" in result.stdout
    assert "| lodestar |" in result.stdout and "| pelican |" in result.stdout
    assert "Not as expected" not in result.stdout, result.stdout
