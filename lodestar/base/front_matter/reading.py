"""Reads one file: its bytes become a validated value, or a list of everything that is wrong with it."""

from __future__ import annotations

import importlib
import re
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec
from pydantic import BaseModel, ValidationError

from lodestar.base.digest import digest
from lodestar.base.files import LARGE, ReadFile, file_digest
from lodestar.base.front_matter import models
from lodestar.base.front_matter.declared import Shape, combined, left_out, shape
from lodestar.base.front_matter.defaults import KINDS, Defaults
from lodestar.base.front_matter.document import MarkdownReader
from lodestar.base.front_matter.faults import explain, keys_of
from lodestar.base.front_matter.fields import Fields
from lodestar.base.front_matter.header import Fault, Header, decode, parse
from lodestar.base.front_matter.merges import mark_in
from lodestar.base.front_matter.options import Options
from lodestar.base.front_matter.typography import substitutes
from lodestar.base.front_matter.words import plain_text
from lodestar.base.languages import FOLDER, Languages, using
from lodestar.base.problems import Problem, did_you_mean
from lodestar.base.slugs import LONGEST_SLUG, is_slug
from lodestar.base.values import Document, Source, Value

Model = TypeVar("Model", bound=Fields)
Kept = TypeVar("Kept", bound=Source)


MARKDOWN_SIGN = re.compile(r"[*_`\[<\\]")
UNKNOWN_TAG = re.compile(
    r"<(?!/?(?:a|abbr|b|br|cite|code|del|em|i|img|ins|kbd|mark|q|s|small|span|strong|sub|sup|u)\b)"
)
"""Matches a `<` that begins no inline element and is therefore plain text."""


class _Stop(Exception):
    """Stops reading a file whose problems are recorded already."""


class FileReader:
    """One file while it is being read: the argument of a kind's function."""

    def __init__(self, path: str, header: Header, options: Options, reader: MarkdownReader, kind: str = "") -> None:
        self.path = path
        self.kind = kind
        self.header = header
        self.bodies: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.unread: dict[str, str] = {}
        """Header keys that no enabled plugin reads, each with the plugin that would."""
        self._options, self._reader = options, reader

    def validate(self, model: type[Model]) -> Model:
        """Return the header as an instance of `model`, with the keys that plugins declare for this kind of content.

        Stops reading this file when it is not valid.
        """
        extended: Any = combined(model, self._options.declared.get(self.kind, ()))
        fields = {key: value for key, value in self.header.fields.items() if value != ""}
        fields = self._settings_values(extended) | fields
        for key in sorted(fields.keys() - keys_of(extended)):
            if plugin := left_out(self.kind, key):
                del fields[key]
                self.unread[key] = plugin
        context = {
            "zone": ZoneInfo(self._options.timezone),
            "separated": self.header.separated,
            "signs": substitutes(self._options.markdown),
        }
        try:
            checked: Model = extended.model_validate(fields, context=context)
        except ValidationError as error:
            self.problems += explain(error, extended, self.header, self.shown, self.kind)
            raise _Stop from None
        return checked

    def _settings_values(self, extended: type[BaseModel]) -> dict[str, Any]:
        """Return the values that Pelican's settings give to keys of this kind."""
        values = self._options.defaults.values_for(self.kind, self.path)
        if unknown := values.keys() - keys_of(extended):
            cores: dict[str, type[Fields]] = {"posts": models.Post, "pages": models.PageHeader}
            known_keys = {key for kind, core in cores.items() for key in self._keys_of(kind, core)}
            for key in unknown - known_keys:
                fault = f'the settings give texts the key "{key}" (DEFAULT_METADATA and its kin), which nothing reads'
                self.problems.append(Problem("pelicanconf.py", 1, fault, did_you_mean(key, known_keys, "take it out")))
        return {key: value for key, value in values.items() if key not in unknown}

    def _keys_of(self, kind: str, core: type[Fields]) -> set[str]:
        return keys_of(combined(core, self._options.declared.get(kind, ())))

    def value(self, type_: type[Kept], core: type[Fields], front: Fields, **overrides: Any) -> Kept:
        """Return the value of the file: an instance of `type_` with the values of its header `front`.

        `overrides` replace the header's values, or add to them. Keys that the model `core` lacks were
        declared by plugins, and are kept in `fields` or, for a text in Markdown, in `documents`.
        """
        shaped = shape(type(front), core)
        values = {
            name: self._plain_value(name, getattr(front, name), shaped)
            for name in type_.__struct_fields__
            if name in shaped.core
        }
        documents: dict[str, Document] = {}
        fields: dict[str, Any] = {}
        for name, default, markdown in shaped.added:
            value = getattr(front, name)
            if value == default:
                continue
            if markdown:
                documents[name] = self.part(name, value)
            else:
                fields[name] = self._plain_value(name, value, shaped)
        if "slug" not in overrides:
            overrides["slug"] = values.get("slug") or self._slug(values.get("title", ""))
        picture_keys = tuple(name for name in shaped.pictures if getattr(front, name))
        extras = {"documents": documents, "fields": fields, "pictures": picture_keys, "unread": self.unread}
        return type_(**{**values, "path": self.path, **extras, **overrides})

    def _plain_value(self, name: str, value: Any, shaped: Shape) -> Any:
        return self.plain_words(name, value) if name in shaped.paragraphs else plain(value)

    def plain_words(self, key: str, text: str) -> str:
        """Return a sentence of the header under `key` without its Markdown, as lists and feeds show it.

        A text that Markdown would not make one paragraph stays as it is.
        """
        if not MARKDOWN_SIGN.search(text):
            return text
        html = self._reader.convert(UNKNOWN_TAG.sub("&lt;", text), self.path, self.header.line(key))[1]
        single = html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1
        return plain_text(html) if single else text

    @property
    def shown(self) -> str:
        """Return the file's path as the author knows it."""
        return f"{self._options.shown}/{self.path}"

    def body(self) -> Document:
        """Return the text after the header, as a document."""
        return self._convert(self.header.body, self.header.body_line)

    def without_header(self) -> Source:
        """Return the text below a header that cannot be used, with what decides whether readers see it."""
        fields = {key: str(self.header.fields.get(key, "")) for key in ("status", "date")}
        return Source(self.path, "", self.body(), fields=fields)

    def part(self, key: str, text: str) -> Document:
        """Return the text of the header under `key` as a document."""
        return self._convert(text, self.header.line(key))

    def text(self, text: str, line: int) -> Document:
        """Return a text that begins on line `line` of the file as a document."""
        return self._convert(text, line)

    @property
    def defaults(self) -> Defaults:
        """What Pelican's settings say of texts."""
        return self._options.defaults

    def html(self, document: Document) -> str:
        """Return the HTML of one of this file's documents."""
        return self.bodies.get(document.key, "")

    def slug_of_name(self) -> str:
        """Return the file's name as a slug. Raises Fault when it is not a valid one."""
        name = self.path.rpartition("/")[2].rpartition(".")[0]
        if not is_slug(name) or len(name) > LONGEST_SLUG:
            cure = 'rename it with lower-case letters, digits and hyphens, or add a line "slug: ..."'
            raise Fault(1, f'the file name "{name}" cannot be an address', cure)
        return name

    def _slug(self, title: str) -> str:
        """Return the slug of a file without one: its name, or as `SLUGIFY_SOURCE` says. Raises Fault as `slug_of_name`."""
        defaults = self._options.defaults
        if not defaults.slug or self.kind not in KINDS:
            return self.slug_of_name()
        slug = defaults.slug_of(
            self.header.fields.get("title") or title, self.path.rpartition("/")[2].rpartition(".")[0]
        )
        if not slug.strip("-."):
            raise Fault(self.header.line("title"), "no letter of it can be an address", 'add a line "slug: ..."')
        return slug

    def _convert(self, text: str, line: int) -> Document:
        document, html = self._reader.convert(text, self.path, line)
        if html:
            self.bodies[document.key] = html
        return document


class Reading:
    """Reads files with one set of options; there is one in each process."""

    def __init__(self, root: str, options: Options) -> None:
        self._root, self._options = root, options
        self._reader = MarkdownReader(options.markdown)
        self._makers: dict[str, Callable[[FileReader], Value]] = {}
        self._languages = Languages(options.language, Path(root) / FOLDER)

    def read(self, path: str, kind: str) -> ReadFile:
        """Read the file at `path`, below the content folder, of a kind of content."""
        with using(self._languages[""]):
            return self._read(path, kind)

    def _read(self, path: str, kind: str) -> ReadFile:
        shown = f"{self._options.shown}/{path}"
        try:
            with open(f"{self._root}/{path}", "rb") as stream:
                data = stream.read()
        except OSError as error:
            return _unreadable(path, shown, error)
        hash = digest(data)
        try:
            header = parse(path, decode(data))
            file = FileReader(path, header, self._options, self._reader, kind)
        except Fault as fault:
            problems = [Problem(shown, item.line, item.what, item.cure) for item in fault.every]
            return ReadFile(path, hash, b"", problems=tuple(problems))
        value = faulty = b""
        try:
            try:
                value = msgspec.msgpack.encode(self._maker(kind)(file))
            except _Stop:
                faulty = msgspec.msgpack.encode(file.without_header())
        except Fault as fault:
            file.problems.append(Problem(shown, fault.line, fault.what, fault.cure))
        return ReadFile(path, hash, value, tuple(file.bodies.items()), tuple(file.problems), faulty)

    def copied(self, path: str) -> ReadFile:
        """Return the hash of a file that is copied as it is, or the problem that keeps it from readers."""
        full_path, shown = f"{self._root}/{path}", f"{self._options.shown}/{path}"
        try:
            with open(full_path, "rb") as stream:
                data = stream.read(LARGE)
        except OSError as error:
            return _unreadable(path, shown, error)
        if len(data) == LARGE:  # not a text
            return ReadFile(path, file_digest(full_path), b"")
        fault = mark_in(data)
        problems = [Problem(shown, fault.line, fault.what, fault.cure)] if fault else []
        return ReadFile(path, digest(data), b"", problems=tuple(problems))

    def _maker(self, kind: str) -> Callable[[FileReader], Value]:
        if kind not in self._makers:
            module, _, function = self._options.makers[kind].partition(":")
            self._makers[kind] = getattr(importlib.import_module(module), function)
        return self._makers[kind]


def _unreadable(path: str, shown: str, error: OSError) -> ReadFile:
    problem = Problem(shown, 1, f"cannot be read ({error.strerror})", "check the file and its permissions")
    return ReadFile(path, "", b"", problems=(problem,))


def iso(moment: datetime | None) -> str:
    """Return a moment in ISO 8601, to the second; empty for None."""
    return moment.isoformat(timespec="seconds") if moment else ""


def plain(value: Any) -> Any:
    """Return a header's value as plain data, which can be stored."""
    if isinstance(value, str):  # the most frequent; asking whether a value is a model takes longest
        return value
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, BaseModel):
        return {name: plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, tuple | list):
        return tuple(map(plain, value))
    return "" if value is None else value


def reader(root: str, options: Options) -> Callable[[tuple[str, str]], tuple[int, ReadFile]]:
    """Return a function that reads a file below the folder `root`, given its path and the name of its kind.

    It returns the time at which it began, in nanoseconds, and the result.
    """
    reading = Reading(root, options)

    def read(task: tuple[str, str]) -> tuple[int, ReadFile]:
        path, kind = task
        began = time.time_ns()
        return began, reading.read(path, kind) if kind else reading.copied(path)

    return read
