"""The site as commands see it: its settings file, its folders, and a build of it."""

from __future__ import annotations

import argparse
import logging
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from lodestar.base.problems import Problem
from lodestar.base.root import ROOT
from lodestar.base.settings import SettingsError
from lodestar.base.site_file import site_of
from lodestar.engine.light_pelican import import_pelican, import_whole_pelican, import_with_jinja
from lodestar.engine.pelican.jinja import is_used
from lodestar.engine.pelican.names import foreign, short

if TYPE_CHECKING:
    from lodestar.engine.child import StandbyChild
    from lodestar.engine.result import Result
    from lodestar.engine.run import Run
    from lodestar.engine.site import Site

SETTINGS = "pelicanconf.py"
PRODUCTION = "publishconf.py"
NAMESPACE = re.compile(r"/pelican/plugins/([a-z]\w*)/")
"""The namespace package of Pelican's plugins."""
PLACED = re.compile(r"([^\s:]+):(\d+): (.*?); (.*)")
"""Matches a line with a problem and its place."""


class SiteOptions(NamedTuple):
    """Which site to build, and where."""

    content: str
    output: str
    settings: str

    @classmethod
    def of(cls, options: argparse.Namespace) -> SiteOptions:
        """Return the options from those of a command."""
        settings = options.settings or str(ROOT / (PRODUCTION if options.production else SETTINGS))
        return cls(options.content, options.output, settings)


def site_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose a site."""
    parser.add_argument("--content", default="content", metavar="DIR", help="where the content is (default: content)")
    parser.add_argument("--output", default="output", metavar="DIR", help="where the site goes (default: output)")
    parser.add_argument("--production", action="store_true", help="build it as it is published")
    parser.add_argument("--settings", default="", metavar="FILE", help="another settings file than the site's own")


def content_path(path: str, content: str) -> str:
    """Return a path relative to the content folder, if it is inside."""
    try:
        return Path(path).resolve().relative_to(Path(content).resolve()).as_posix()
    except ValueError:
        return path


def load(
    options: SiteOptions,
    choices: dict[str, Any],
    progress: Callable[[str, int, int], None] | None = None,
    settings: Mapping[str, Any] = MappingProxyType({}),
) -> Any:
    """Return a Pelican object with the site's settings and plugins, not yet run."""
    for kind, path in (("folder", Path(options.content)), ("settings file", Path(options.settings))):
        if not path.exists():
            sys.stderr.write(f"there is no {kind} {path}; name one that exists\n")
            raise SystemExit(1)
    _quiet_logging()
    import_pelican()
    override = {
        "PATH": str(Path(options.content).absolute()),
        "OUTPUT_PATH": str(Path(options.output).absolute()),
        "PROGRESS": progress,
        **settings,
    }
    pelican_settings = _read(options.settings, override)
    foreign_plugins = foreign(pelican_settings["PLUGINS"])
    if import_whole_pelican(foreign_plugins) if foreign_plugins else is_used(pelican_settings) and import_with_jinja():
        pelican_settings = _read(options.settings, override)
    if isinstance(pelican_settings.get("BUILD") or {}, dict):  # otherwise the engine reports it
        pelican_settings["BUILD"] = {**(pelican_settings.get("BUILD") or {}), **choices}
    with blaming(pelican_settings):
        result = sys.modules["pelican"].Pelican(pelican_settings)
    if "BUILD_RUN" not in result.settings:
        fault = "PLUGINS does not begin with the engine, so that nothing would be built"
        raise SettingsError(f'{Path(options.settings).name}: {fault}; write PLUGINS = ["lodestar.engine", ...]')
    return result


def _read(settings: str, override: Mapping[str, Any]) -> dict[str, Any]:
    """Return Pelican's settings. Raises SettingsError where they cannot be read."""
    from pelican.settings import read_settings

    try:
        sys.modules.pop(Path(SETTINGS).stem, None)  # a long-lived process would keep what publishconf.py imported
        with site_of(Path(override["PATH"])):
            return dict(read_settings(settings, override=dict(override)))
    except Exception as error:
        raise SettingsError(_slip(error, settings)) from None


@contextmanager
def blaming(settings: Mapping[str, Any]) -> Iterator[None]:
    """Turn an error that a foreign plugin raises meanwhile into a SettingsError with the plugin's name."""
    names = [short(name) for name in foreign(settings["PLUGINS"])]
    try:
        yield
    except Exception as error:
        for frame in traceback.extract_tb(error.__traceback__):
            place = frame.filename.replace(os.sep, "/")
            installed = NAMESPACE.search(place)  # Pelican imports every installed plugin in its namespace
            named = (name for name in names if f"/{name.replace('.', '/')}/" in place or place.endswith(f"/{name}.py"))
            if name := installed[1] if installed else next(named, ""):
                fault = f'the plugin "{name}" fails: {type(error).__name__}: {error}'
                raise SettingsError(f"pelicanconf.py: {fault}; mend that, or take it away") from None
        raise


def _slip(error: Exception, settings: str) -> str:
    """Return why settings cannot be read: an error in their file, or values that Pelican rejects."""
    from lodestar.engine.pelican.settings import wrong_types

    path = Path(settings)
    written = {name: value for name, value in vars(sys.modules.get(path.stem, sys)).items() if name.isupper()}
    if not isinstance(error, SyntaxError) and (wrong := list(wrong_types(written))):
        return "\n".join(f"{path.name}: {name}{text}" for name, text in wrong)
    last = traceback.extract_tb(error.__traceback__)[-1].filename
    if isinstance(error, SyntaxError) or f"{os.sep}pelican{os.sep}" not in last:
        return str(broken(error))
    return f"{path.name}: {error}; name what is there"


def build(
    options: SiteOptions,
    choices: dict[str, Any],
    progress: Callable[[str, int, int], None] | None = None,
    child: StandbyChild | None = None,
) -> Result:
    """Build the site with Pelican, in this process. Raises SystemExit(1) when something in the content is wrong."""
    return run_quietly(load(options, choices, progress, {"CHILD": child})).result


def run_quietly(pelican: Any) -> Run:
    """Run Pelican, and return the build."""
    run: Run = pelican.settings["BUILD_RUN"]
    with open(os.devnull, "w") as nowhere:  # Pelican prints the counts of its own generators
        from pelican.log import console

        file = console._file
        console.file = nowhere
        try:
            with blaming(pelican.settings):
                pelican.run()
        finally:
            console._file = file  # passing `file` would bind the current stream
            run.end()
    return run


def related(options: SiteOptions, **settings: Any) -> Site:
    """Return the related site, for commands that only look; `settings` override the
    site's own, such as the moment `NOW`.
    """
    from lodestar.engine.summary import Meter

    with Meter() as meter:
        run: Run = load(options, {}, meter.show, settings).settings["BUILD_RUN"]
        return run.look()


class Heard(logging.Handler):
    """Collects the problems in log messages."""

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


def broken(error: Exception, prefix: str = "") -> Problem:
    """Return the problem for an exception in a plugin or template function: its message, and where it was raised."""
    if isinstance(error, SyntaxError) and error.filename:  # its traceback is that of the import
        cure = "look for a quote, comma or bracket that is missing or one too many, here or in the line before"
        return Problem(
            os.path.relpath(error.filename), error.lineno or 0, f"{prefix}Python cannot read this: {error.msg}", cure
        )
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    settings = last is not None and last.name == "<module>" and last.filename.endswith("conf.py")
    return Problem(
        os.path.relpath(last.filename) if last else "",
        (last and last.lineno) or 0,
        f"{prefix}{'the settings cannot be read: ' if settings else ''}{type(error).__name__}: {error}",
        "mend this line of them" if settings else "this is a fault in the code, not in your text",
    )


@contextmanager
def hearing(quiet: bool = False) -> Iterator[Heard]:
    """Collect problems that are logged meanwhile; `quiet`: without printing them."""
    handler = Heard()
    loggers = [logging.getLogger(name) for name in ("lodestar", "plugins", "pelican")]
    propagated = [logger.propagate for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.propagate = logger.propagate and not quiet
    try:
        yield handler
    finally:
        for logger, propagates in zip(loggers, propagated, strict=True):
            logger.removeHandler(handler)
            logger.propagate = propagates


def problems_in(stop: SystemExit) -> list[Problem]:
    """Return the problems in the exception of a stopped build: faults in settings, one per line."""
    lines = stop.code.splitlines() if isinstance(stop.code, str) else []
    placed = ((line, PLACED.fullmatch(line)) for line in lines)
    return [
        Problem(problem[1], int(problem[2]), problem[3], problem[4]) if problem else Problem("", 0, line, "")
        for line, problem in placed
    ]


def _quiet_logging() -> None:
    """Log plain lines to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
