"""The site as commands see it: which settings file, which folders, and a build of it."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from commands.environment import ROOT

if TYPE_CHECKING:
    from plugins.build.run import Result, Run
    from plugins.site import Site

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


def load(given: SiteOptions, choices: dict[str, Any], progress: Callable[[str, int, int], None] | None = None) -> Any:
    """Pelican, with the site's settings and plugins, not yet run."""
    for kind, path in (("folder", Path(given.content)), ("settings file", Path(given.settings))):
        if not path.exists():
            print(f"there is no {kind} {path}; name one that exists", file=sys.stderr)
            raise SystemExit(1)
    _quiet_logging()
    from pelican import Pelican
    from pelican.settings import read_settings

    override = {
        "PATH": str(Path(given.content).absolute()),
        "OUTPUT_PATH": str(Path(given.output).absolute()),
        "PROGRESS": progress,
    }
    settings = read_settings(given.settings, override=override)
    settings["BUILD"] = {**(settings.get("BUILD") or {}), **choices}
    made: Any = Pelican
    return made(settings)


def build(
    given: SiteOptions, choices: dict[str, Any], progress: Callable[[str, int, int], None] | None = None
) -> Result:
    """Build the site with Pelican, in this process. Raises SystemExit(1) when something in the content is wrong."""
    pelican = load(given, choices, progress)
    run: Run = pelican.settings["BUILD_RUN"]
    with open(os.devnull, "w") as nowhere:  # Pelican prints a count of what its own generators read
        console = _console()
        kept = console._file
        console.file = nowhere
        try:
            pelican.run()
        finally:
            console._file = kept  # asking for `file` would pin the stream of this moment
    return run.result


def related(given: SiteOptions) -> Site:
    """The site with everything related, for commands that look and change nothing."""
    run: Run = load(given, {}).settings["BUILD_RUN"]
    return run.look()


def _console() -> Any:
    from pelican.log import console

    return console


def _quiet_logging() -> None:
    """Messages as plain lines on standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
