"""What every test may use: `build_site`, and two guards: no signal outlives a test, no warning goes unannounced."""

from __future__ import annotations

import gc
import logging
import os
import re
import sys
from collections.abc import Callable, Generator, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from pelican import Pelican
from pelican.plugins import signals as pelican_signals
from pelican.settings import read_settings

import lodestar.engine.signals
from lodestar.base.site_file import SITE_FILE, site_of
from lodestar.engine import closures, identity, templates
from tests.web import address, browser, playwright, site  # noqa: F401 - fixtures for every test
from tests.wordpress.exports import EXPORTS, others

ROOT = Path(__file__).parents[1]
TINY_THEME = ROOT / "tests" / "tiny-theme"
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")  # a busy machine is no fault of the code
SECTION = re.compile(r"^-- (\S+) --\n", re.MULTILINE)


def pytest_configure() -> None:
    """Refuse to run where LODESTAR_EXPORTS names a folder without exports: their tests would silently be left out."""
    if EXPORTS and not others():
        raise pytest.UsageError(
            f"LODESTAR_EXPORTS names {EXPORTS}, which holds no exports (*.xml); name their folder, or unset it"
        )


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect no garbage while tests are collected, and never look for it in what they leave: that stays to the end.

    Looking takes one of six seconds from each process before its first test, and a twentieth of the time of tests that build.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


MARKS = {
    "browser": ("browser", "playwright", "address", "context", "sealed", "linked"),
    "server": ("servers", "s3", "live", "clone", "kills", "fillable_desk", "moved_site", "moved_blog"),
    "seconds": ("site",),
}
"""Markers that tests get from the fixtures they use."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by what their fixtures start, and begin with the files that take longest, for which processes would wait at the
    end.
    """
    for item in items:
        for mark, fixtures in MARKS.items():
            if not set(fixtures).isdisjoint(getattr(item, "fixturenames", ())):
                item.add_marker(mark)
    ranks: dict[Path, int] = {}
    for item in items:
        is_long = any(item.get_closest_marker(mark) for mark in MARKS)
        rank = 0 if "/journeys/" in item.nodeid else 1 if is_long else 2
        ranks[item.path] = min(rank, ranks.get(item.path, rank))
    items.sort(key=lambda item: ranks[item.path])


def pytest_collection_finish() -> None:
    """Keep nothing compiled from here on: of settings that a test writes twice in a second, Python would take the first."""
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"


def sections(text: str) -> dict[str, str]:
    """Return the files in a text of the form `-- path --`, then the file's lines."""
    parts = SECTION.split(text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


class BuiltSite:
    """A site after a build."""

    def __init__(self, folder: Path, code: int, messages: list[str], run: Any) -> None:
        self.folder, self.code, self.messages, self.run = folder, code, messages, run
        self.output = folder / "output"

    def __getitem__(self, path: str) -> str:
        return (self.output / path).read_text(encoding="utf-8")

    def __contains__(self, path: str) -> bool:
        return (self.output / path).exists()

    def lines(self, path: str) -> list[str]:
        """Return the lines of an output that are not empty, without their indentation."""
        return [line.strip() for line in self[path].splitlines() if line.strip()]

    def files(self) -> list[str]:
        """Return every file of the output."""
        return sorted(path.relative_to(self.output).as_posix() for path in self.output.rglob("*") if path.is_file())


class SiteBuilder:
    """Writes small sites and builds them, each in the test's own folder."""

    def __init__(self, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
        self.folder = folder
        self.expected_warnings = False
        self._caplog = caplog

    def write(self, text: str) -> None:
        """Write the files of a text of sections; a section that is empty deletes its file."""
        for path, body in sections(text).items():
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if body.strip() == "(deleted)":
                target.unlink()
            else:
                target.write_text(body, encoding="utf-8")

    def __call__(self, text: str = "", theme: Path = TINY_THEME, now: datetime = NOW, **settings: Any) -> BuiltSite:
        """Write the files of `text`, build, and say how it went."""
        self.write(text)
        (self.folder / "content").mkdir(exist_ok=True)
        clear_signals()
        override = {
            "PATH": str(self.folder / "content"),
            "OUTPUT_PATH": str(self.folder / "output"),
            "CACHE_PATH": str(self.folder / "cache"),
            "THEME": str(theme),
            "NOW": now,
            "BUILD": {"workers": 1},
            **({} if (self.folder / "content" / SITE_FILE).is_file() else {"AUTHOR": "", "TIMEZONE": "UTC"}),
            "SEARCH": {"enabled": False},
            "PICTURES": {"cards": False},
            **settings,
        }
        self._caplog.clear()
        pelican = None
        try:
            with site_of(self.folder / "content"):
                project_settings = read_settings(str(ROOT / "pelicanconf.py"), override=override)
            pelican = Pelican(project_settings)
            pelican.run()
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
        messages = [
            record.getMessage().replace(f"{self.folder.as_posix()}/", "")
            for record in self._caplog.records
            if record.levelno >= logging.WARNING
        ]
        return BuiltSite(self.folder, code, messages, pelican and pelican.settings.get("BUILD_RUN"))


def clear_signals() -> None:
    """Disconnect every receiver."""
    for module in (pelican_signals, lodestar.engine.signals):
        for name in dir(module):
            signal = getattr(module, name)
            if hasattr(signal, "receivers"):
                signal._clear_state()


@pytest.fixture(scope="session", autouse=True)
def _make_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Hash our code, and parse and compile templates, once and not for each of a thousand sites: half of their time."""
    compiled_folder = str(tmp_path_factory.mktemp("templates"))
    real_init, parse, digest_of = templates.CompiledTemplates.__init__, closures.Closures._parse, identity.digest_of
    environment = templates.Templates
    our_folders = {ROOT / folder for folder in identity.CODE}
    parsed_references: dict[tuple[str, str], tuple[str, ...]] = {}
    digests: dict[tuple[Path, str], str] = {}

    def compile_there(self: templates.CompiledTemplates, folder: str, filters_digest: str) -> None:
        real_init(self, compiled_folder if templates.Templates is environment else folder, filters_digest)

    def parse_once(self: closures.Closures, name: str) -> tuple[str, ...]:
        key = self._theme.own.digest, self._digest(name)
        if key not in parsed_references:
            parsed_references[key] = parse(self, name)
        return parsed_references[key]

    def hash_once(folder: Path, pattern: str, *patterns: str, but: str = "/") -> str:
        if folder not in our_folders or patterns:
            return digest_of(folder, pattern, *patterns, excluded_ending=but)
        if (folder, pattern) not in digests:
            digests[folder, pattern] = digest_of(folder, pattern)
        return digests[folder, pattern]

    templates.CompiledTemplates.__init__ = compile_there  # type: ignore[method-assign]
    closures.Closures._parse = parse_once  # type: ignore[method-assign]
    identity.digest_of = hash_once
    identity.version = cache(identity.version)


@pytest.fixture
def build_site(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> SiteBuilder:
    """Builds small sites: `build_site(\"\"\"-- content/posts/a.md -- ...\"\"\")`."""
    return SiteBuilder(tmp_path, caplog)


@pytest.fixture(autouse=True)
def _no_signal_outlives_a_test() -> Iterator[None]:
    yield
    clear_signals()


@pytest.fixture(autouse=True)
def _no_warning_goes_unannounced(caplog: pytest.LogCaptureFixture, request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that expects warnings or errors in the log says so with the marker `says`."""
    yield
    if request.node.get_closest_marker("says") is None:
        results = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
        assert not results, f"the log says {results}; mark the test with pytest.mark.says if that is meant"


@pytest.fixture(params=["few", pytest.param("many", marks=pytest.mark.slow)])
def kills(request: pytest.FixtureRequest) -> int:
    """How often a test kills what it is about: twice in the suite, as often as its mark says with `test --slow`."""
    if request.param == "few":
        return 2
    mark = request.node.get_closest_marker("kills")
    return int(mark.args[0]) if mark else 60


Build = Callable[..., BuiltSite]
