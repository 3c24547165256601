"""The site as commands see it: which settings file, which folders, and a build of it."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from lodestar.base.problems import Problem
from lodestar.base.root import ROOT
from lodestar.base.site_file import site_of
from lodestar.engine.light_pelican import import_pelican

if TYPE_CHECKING:
    from lodestar.engine.beside import Standby
    from lodestar.engine.result import Result
    from lodestar.engine.run import Run
    from lodestar.engine.site import Site

SETTINGS = "pelicanconf.py"
PRODUCTION = "publishconf.py"


class SiteOptions(NamedTuple):
    """Which site to build, and where."""

    content: str
    output: str
    settings: str

    @classmethod
    def of(cls, options: argparse.Namespace) -> SiteOptions:
        """From a command's options."""
        settings = options.settings or str(ROOT / (PRODUCTION if options.production else SETTINGS))
        return cls(options.content, options.output, settings)


def site_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that say which site is meant."""
    parser.add_argument("--content", default="content", metavar="DIR", help="where the content is (default: content)")
    parser.add_argument("--output", default="output", metavar="DIR", help="where the site goes (default: output)")
    parser.add_argument("--production", action="store_true", help="build it as it is published")
    parser.add_argument("--settings", default="", metavar="FILE", help="another settings file than the site's own")


def below(path: str, content: str) -> str:
    """A path below the content folder, where it is one."""
    try:
        return Path(path).resolve().relative_to(Path(content).resolve()).as_posix()
    except ValueError:
        return path


def load(
    given: SiteOptions,
    choices: dict[str, Any],
    progress: Callable[[str, int, int], None] | None = None,
    settings: Mapping[str, Any] = MappingProxyType({}),
) -> Any:
    """Pelican, with the site's settings and plugins, not yet run."""
    for kind, path in (("folder", Path(given.content)), ("settings file", Path(given.settings))):
        if not path.exists():
            sys.stderr.write(f"there is no {kind} {path}; name one that exists\n")
            raise SystemExit(1)
    _quiet_logging()
    pelican = import_pelican()
    from pelican.settings import read_settings

    override = {
        "PATH": str(Path(given.content).absolute()),
        "OUTPUT_PATH": str(Path(given.output).absolute()),
        "PROGRESS": progress,
        **settings,
    }
    sys.modules.pop(Path(SETTINGS).stem, None)  # a process that lives on would keep what publishconf.py imported once
    with site_of(Path(given.content)):
        read = read_settings(given.settings, override=override)
    read["BUILD"] = {**(read.get("BUILD") or {}), **choices}
    return pelican.Pelican(read)


def build(
    given: SiteOptions,
    choices: dict[str, Any],
    progress: Callable[[str, int, int], None] | None = None,
    beside: Standby | None = None,
) -> Result:
    """Build the site with Pelican, in this process. Raises SystemExit(1) when something in the content is wrong."""
    return run_quietly(load(given, choices, progress, {"BESIDE": beside})).result


def run_quietly(pelican: Any) -> Run:
    """Run Pelican, and give the build that it was."""
    run: Run = pelican.settings["BUILD_RUN"]
    with open(os.devnull, "w") as nowhere:  # Pelican prints a count of what its own generators read
        from pelican.log import console

        kept = console._file
        console.file = nowhere
        try:
            pelican.run()
        finally:
            console._file = kept  # asking for `file` would pin the stream of this moment
            run.end()
    return run


def related(given: SiteOptions, **settings: Any) -> Site:
    """The site with everything related, for commands that look and change nothing; `settings` take the place of the
    site's own, such as the moment `NOW`.
    """
    from lodestar.engine.summary import Meter

    with Meter() as meter:
        run: Run = load(given, {}, meter.show, settings).settings["BUILD_RUN"]
        return run.look()


class Heard(logging.Handler):
    """Keeps what plugins say is wrong."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.problems: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a problem as it is, and any other message as one without a place."""
        fatal = record.levelno >= logging.ERROR
        first = record.args[0] if isinstance(record.args, tuple) and record.args else None
        if isinstance(first, Problem):
            self.problems.append(first)
        elif record.exc_info and isinstance(record.exc_info[1], Exception):
            self.problems.append(broken(record.exc_info[1], record.getMessage() + ": "))
        else:
            self.problems.append(Problem("", 0, record.getMessage(), "", fatal))


def broken(error: Exception, what: str = "") -> Problem:
    """A fault in a plugin or template function: its own words, and where it arose."""
    if isinstance(error, SyntaxError) and error.filename:  # its frames are those of the import
        cure = "look for a quote, comma or bracket that is missing or one too many, here or in the line before"
        return Problem(
            os.path.relpath(error.filename), error.lineno or 0, f"{what}Python cannot read this: {error.msg}", cure
        )
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    return Problem(
        os.path.relpath(last.filename) if last else "",
        (last and last.lineno) or 0,
        f"{what}{type(error).__name__}: {error}",
        "this is a fault in the code, not in your text",
    )


@contextmanager
def hearing(quiet: bool = False) -> Iterator[Heard]:
    """Keep what is said to be wrong meanwhile; `quiet`: and do not print it."""
    heard = Heard()
    loggers = [logging.getLogger(name) for name in ("lodestar", "plugins", "pelican")]
    for logger in loggers:
        logger.addHandler(heard)
        logger.propagate = not quiet
    try:
        yield heard
    finally:
        for logger in loggers:
            logger.removeHandler(heard)
            logger.propagate = True


def stopped(stop: SystemExit) -> list[Problem]:
    """What a build that stopped says in the exception itself: a fault in a setting, one a line."""
    return [Problem("", 0, line, "") for line in stop.code.splitlines()] if isinstance(stop.code, str) else []


def _quiet_logging() -> None:
    """Messages as plain lines on standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
