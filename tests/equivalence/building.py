"""Builds in processes of their own: in one that lives on between builds, as a preview does, or in a fresh one."""

from __future__ import annotations

import gc
import importlib
import logging
import multiprocessing
import os
import pkgutil
import sys
import traceback
from collections.abc import Mapping
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import markdown.extensions
import pelican.settings
from babel import localedata
from PIL import Image

import lodestar.base
import lodestar.engine
import plugins
from lodestar.engine import identity
from lodestar.engine.closures import Closures
from lodestar.engine.identity import PLUGINS
from lodestar.engine.theme import Theme
from plugins.typeface.core import faces
from plugins.typeface.cut import cut
from plugins.typeface.settings import TypefaceSettings
from tests.conftest import clear_signals
from tests.web import ROOT

HOUSE = "house"
"""The plugin and Markdown extension that is not ours; its releases are installed below `elsewhere/`."""
DOUBT = 50_000_000
"""Nanoseconds: little enough for most stamps to be trusted, more than the grain of a file system's times."""
LEAST = 3
"""Tasks a worker, so that even a small site has some."""
convert = markdown.Markdown.convert
"""As it is shipped."""
hash_of = identity.digest_of
PYTHON = "Python"


class Request(NamedTuple):
    """A build to be made."""

    folder: Path
    name: str
    """Of the output folder; the store stands beside it."""
    workers: int
    now: datetime
    settings: Mapping[str, Any]
    without: str = ""
    """A plugin that is left out."""
    upgraded: str = ""
    """A library, a folder of our code, or Python, of which there is another release; it changes every text."""


class Answer(NamedTuple):
    """How a build went."""

    code: int
    messages: list[str]
    rendered: int
    crash: str = ""


def preload() -> None:
    """Import what builds import, parse the templates, and cut the typeface, so that each process need not do it again;
    nothing else outlives a build here.
    """
    for package in (lodestar.base, lodestar.engine, plugins, markdown.extensions):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    for name in ("babel.dates", "babel.messages.pofile", "babel.numbers", "jinja2.ext", "jinja2.meta"):
        importlib.import_module(name)
    theme = Theme(ROOT / "theme", {path.name: path for path in PLUGINS.iterdir()})
    plugin_templates = (path.relative_to(PLUGINS).as_posix() for path in PLUGINS.glob("*/*.html"))
    Closures(theme, {}, None).names([*theme.names(), *plugin_templates])
    for language in ("ar", "de", "en", "he"):
        localedata.load(language)
    Image.init()
    typeface = {"DEFAULT_LANG": "en", "TYPEFACE": TypefaceSettings(), "THEME": str(ROOT / "theme")}
    for face in faces(typeface):
        cut(face)
    gc.freeze()  # what no collection touches, processes share


class File(NamedTuple):
    """A file of an output folder."""

    data: bytes
    changed: int
    """When, in nanoseconds."""
    number: int
    """Of the file on its disk: another one means that it was replaced."""


class Builder:
    """A process that builds what it is asked to."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("fork")
        self._pipe, process_end = context.Pipe()
        self._process = context.Process(target=_serve, args=(process_end,))
        self._process.start()
        process_end.close()

    def ask(self, request: Request) -> None:
        """Begin a build."""
        self._pipe.send(request)

    def answer(self) -> Answer:
        """Wait for the build that was begun. Raises AssertionError when it crashed."""
        answer: Answer = self._pipe.recv()
        assert not answer.crash, answer.crash
        return answer

    def end(self) -> None:
        """End the process, when it has answered what it was asked."""
        self._pipe.send(None)
        self._process.join()
        self._pipe.close()


def _serve(requests: Connection) -> None:
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - Pelican tells each build, and nobody looks
    sys.dont_write_bytecode = True  # Python takes a file of the same second and size for the same
    patched(workers=LEAST, doubt=DOUBT)
    while request := requests.recv():
        try:
            requests.send(_build(request))
        except BaseException:
            requests.send(Answer(-1, [], 0, traceback.format_exc()))


def patched(workers: int, doubt: int) -> None:
    """Make this process use others for few files, and doubt stamps for so many nanoseconds only."""
    from lodestar.engine import last_build, read, write

    read.MIN_FILES, read.MAX_HELD, write.MIN_OUTPUTS, read.SETTLING_TIME, last_build.MANY = (
        workers,
        workers,
        workers,
        doubt,
        0,
    )


def _build(request: Request) -> Answer:
    clear_signals()
    _install(request)
    project_settings = pelican.settings.read_settings(str(ROOT / "pelicanconf.py"))
    override = {
        "PATH": str(request.folder / "content"),
        "OUTPUT_PATH": str(request.folder / request.name),
        "CACHE_PATH": str(request.folder / f"{request.name}-cache"),
        "THEME": str(request.folder / "theme"),
        "NOW": request.now,
        "BUILD": {"workers": request.workers},
        "AUTHOR": "",
        "MENUITEMS": (("About", "/about/"),),
        "LINKS": (),
        "REDIRECTS": {"file": str(request.folder / "redirects.txt")},
        "PLUGINS": [name for name in (*project_settings["PLUGINS"], HOUSE) if name != request.without],
        "MARKDOWN": {
            **project_settings["MARKDOWN"],
            "extensions": [*project_settings["MARKDOWN"]["extensions"], f"{HOUSE}:Closing"],
        },
        "SEARCH": {"enabled": False},
        "PICTURES": {"cards": False},
        **request.settings,
    }
    listener = _Listener()
    loggers = [logging.getLogger(name) for name in ("lodestar", "plugins")]
    for logger in loggers:
        logger.addHandler(listener)
    try:
        run = pelican.Pelican(pelican.settings.read_settings(str(ROOT / "pelicanconf.py"), override=override))
        run.run()
        return Answer(0, sorted(listener.messages), len(run.settings["BUILD_RUN"].result.rendered))
    except SystemExit as stop:
        return Answer(stop.code if isinstance(stop.code, int) else 1, sorted(listener.messages), 0)
    finally:
        for logger in loggers:
            logger.removeHandler(listener)


def _install(request: Request) -> None:
    """Make the releases that are asked for the installed ones, as they would be in a process begun now."""
    plugin_folder = str(request.folder / "elsewhere")
    if plugin_folder not in sys.path:
        sys.path.insert(0, plugin_folder)
    sys.modules.pop(HOUSE, None)
    importlib.invalidate_caches()
    name = request.upgraded

    def digest_of(folder: Path, *patterns: str, **options: str) -> str:
        mark = ["2"] if name and folder == ROOT / name else []
        return hash_of(folder, *patterns, *mark, **options)

    identity.version = lambda library: f"{library} {2 if library == name else 1}"
    identity.sys = SimpleNamespace(version="2" if name == PYTHON else "1", modules=sys.modules, path=sys.path)
    identity.digest_of = digest_of
    markdown.Markdown.convert = lambda self, text: convert(self, text) + f"<!-- {name} -->"


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def tree(folder: Path) -> dict[str, File]:
    """Return every file and every folder below a folder."""
    results = {}
    for place, folders, files in os.walk(folder):
        prefix = place[len(str(folder)) :]
        results.update({f"{prefix}/{name}": File(b"", 0, 0) for name in folders})
        for name in files:
            path = f"{place}/{name}"
            status = os.stat(path)
            with open(path, "rb") as stream:
                results[f"{prefix}/{name}"] = File(stream.read(), status.st_mtime_ns, status.st_ino)
    return results
