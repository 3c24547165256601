"""Read one file: bytes to a validated value, or to everything that is wrong with it."""

from __future__ import annotations

import hashlib
import importlib
import time
from collections.abc import Callable
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec
from pydantic import BaseModel, ValidationError

from plugins.files import ReadFile, digest
from plugins.front_matter.document import Reader
from plugins.front_matter.faults import explain
from plugins.front_matter.header import Fault, Header, decode, listing, split
from plugins.front_matter.options import Options
from plugins.problems import Problem
from plugins.values import Document, Value

Model = TypeVar("Model", bound=BaseModel)
SLUG_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")


class _Stop(Exception):
    """Ends the reading of a file whose problems are already noted."""


class FileReader:
    """One file while it is being read; what a kind's function is given."""

    def __init__(self, path: str, header: Header, options: Options, reader: Reader) -> None:
        self.path = path
        self.header = header
        self.bodies: dict[str, str] = {}
        self.problems: list[Problem] = []
        self._options, self._reader = options, reader

    def validate(self, model: type[Model]) -> Model:
        """The header as a `model`; ends the reading of this file when it does not fit."""
        fields = {key: value for key, value in self.header.fields.items() if value != ""}
        try:
            return model.model_validate(fields, context={"zone": ZoneInfo(self._options.timezone)})
        except ValidationError as error:
            self.problems += explain(error, model, self.header, self.shown)
            raise _Stop from None

    @property
    def shown(self) -> str:
        """The file's path as the author knows it."""
        return f"{self._options.shown}/{self.path}"

    def body(self) -> Document:
        """The text after the header, as a document."""
        return self._convert(self.header.body, self.header.body_line)

    def part(self, key: str, text: str) -> Document:
        """A text of the header, under `key`, as a document."""
        return self._convert(text, self.header.line(key))

    def text(self, text: str, line: int) -> Document:
        """A text that begins on the line `line` of the file, as a document."""
        return self._convert(text, line)

    def html(self, document: Document) -> str:
        """The HTML of one of this file's documents."""
        return self.bodies.get(document.key, "")

    def slug_of_name(self) -> str:
        """The file's name as a slug. Raises Fault when it does not serve as one."""
        name = self.path.rpartition("/")[2].rpartition(".")[0]
        if not name or not SLUG_CHARACTERS.issuperset(name):
            cure = 'rename it with lower-case letters, digits and hyphens, or add a line "slug: ..."'
            raise Fault(1, f'the file name "{name}" cannot be an address', cure)
        return name

    def _convert(self, text: str, line: int) -> Document:
        document, html = self._reader.convert(text, self.path, line)
        if html:
            self.bodies[document.key] = html
        return document


class Reading:
    """Reads files with one set of options; one a process."""

    def __init__(self, root: str, options: Options) -> None:
        self._root, self._options = root, options
        self._reader = Reader(options.markdown)
        self._makers: dict[str, Callable[[FileReader], Value]] = {}

    def read(self, path: str, maker: str) -> ReadFile:
        """Read the file `path` below the content folder with the function `maker` (`module:name`)."""
        shown = f"{self._options.shown}/{path}"
        try:
            with open(f"{self._root}/{path}", "rb") as stream:
                data = stream.read()
        except OSError as error:
            problem = Problem(shown, 1, f"cannot be read ({error.strerror})", "check the file and its permissions")
            return ReadFile(path, "", b"", problems=(problem,))
        digest = hashlib.blake2b(data, digest_size=16).hexdigest()
        try:
            header = (listing if path.endswith(".yaml") else split)(decode(data))
            file = FileReader(path, header, self._options, self._reader)
        except Fault as fault:
            return ReadFile(path, digest, b"", problems=(Problem(shown, fault.line, fault.what, fault.cure),))
        try:
            value = msgspec.msgpack.encode(self._maker(maker)(file))
        except Fault as fault:
            file.problems.append(Problem(shown, fault.line, fault.what, fault.cure))
            value = b""
        except _Stop:
            value = b""
        return ReadFile(path, digest, value, tuple(file.bodies.items()), tuple(file.problems))

    def _maker(self, name: str) -> Callable[[FileReader], Value]:
        if name not in self._makers:
            module, _, function = name.partition(":")
            self._makers[name] = getattr(importlib.import_module(module), function)
        return self._makers[name]


def reader(root: str, options: Options) -> Callable[[tuple[str, str]], tuple[int, ReadFile]]:
    """A function that reads files below the folder `root`, given a path and what makes its value.

    It answers with the moment at which it began, in nanoseconds, and with what became of the file; one that makes no
    value is only hashed.
    """
    reading = Reading(root, options)

    def read(task: tuple[str, str]) -> tuple[int, ReadFile]:
        path, maker = task
        seen = time.time_ns()
        return seen, reading.read(path, maker) if maker else ReadFile(path, digest(f"{root}/{path}"), b"")

    return read
