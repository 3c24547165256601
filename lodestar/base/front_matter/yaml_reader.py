"""Reads YAML as used in headers: strings, and lists and mappings of them, with their lines.

The parser's events are read one by one. So nesting is limited before the parser's stack overflows, aliases are refused
before they are expanded, and what YAML silently removes from a value (a comment, an anchor, a tag) is
named: it is legal, and no author means it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import yaml

from lodestar.base.front_matter.fault import Fault, joined
from lodestar.base.front_matter.yaml_faults import explain_error, in_quotes

LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""The one parser for reading and editing: the library's two do not agree on every sign (`[Why?]`)."""
DEEPEST = 20
"""How deep lists and mappings may be nested; a course, the deepest of all, needs four."""
NULL = frozenset({"null", "Null", "NULL", "~"})
"""YAML's words for null (YAML 1.2.2, section 10.2.1.1)."""
COMMENT = re.compile(r"(?<=[ \t])#.*")
SURE = re.compile(r"[a-z0-9_-]+|[0-9][0-9 :T.Z+-]*|/\S*")
"""Matches values that a comment cannot have cut: a date, a number, an address, one word in lower case."""

Place = tuple[str | int, ...]


class Yaml(NamedTuple):
    """The content of a YAML text."""

    value: Any
    """Strings, lists and mappings of strings; None for an empty text."""
    lines: dict[Place, int]
    """The line of each key and list entry by its path."""


def read_yaml(text: str, first: int = 1, name: Callable[[str], str] = str) -> Yaml:
    """Parse a YAML text that begins on the line `first` of its file; `name` normalizes its outermost keys.

    Raises Fault, with everything that is wrong.
    """
    reader = _Reader(text, first, name)
    try:
        value = reader.read()
    except yaml.YAMLError as error:
        raise explain_error(error, text, first, lambda part, line: read_yaml(part, line, name)) from None
    if reader.faults:
        raise joined(reader.faults)
    return Yaml(value, reader.lines)


class _Reader:
    def __init__(self, text: str, first: int, name: Callable[[str], str]) -> None:
        self.lines: dict[Place, int] = {}
        self.faults: list[Fault] = []
        self._text, self._first, self._name = text, first, name
        parser: Any = LOADER(text)
        self._next: Callable[[], Any] = parser.get_event
        self._scalars: list[tuple[int, int]] | None = [] if "#" in text else None
        """Where scalars begin and end; a `#` elsewhere begins a comment."""

    def read(self) -> Any:
        """Return the value of the text. Raises Fault, yaml.YAMLError."""
        value: Any = None
        documents = 0
        while not isinstance(event := self._next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise Fault(self._line(event), "a second header within the header", "delete the line before it")
                value = self._value(self._next(), ())
        if self._scalars is not None:
            self._find_comments(self._scalars)
        return value

    def _value(self, event: Any, path: Place) -> Any:
        mark, kind = event.start_mark, type(event)
        if event.anchor is not None or (kind is not yaml.AliasEvent and event.tag is not None):
            self._refuse(mark, f'a value that begins with "{self._text[mark.index]}"')
        if kind is yaml.ScalarEvent:
            if self._scalars is not None:
                self._scalars.append((mark.index, event.end_mark.index))
            return "" if event.value in NULL and not event.style else event.value
        if kind is yaml.AliasEvent:
            return ""
        if len(path) >= DEEPEST:
            raise Fault(mark.line + self._first, "lists nested too deeply", f"nest at most {DEEPEST} of them")
        return self._list(path) if kind is yaml.SequenceStartEvent else self._mapping(path)

    def _list(self, path: Place) -> list[Any]:
        items: list[Any] = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            place = (*path, len(items))
            self.lines[place] = event.start_mark.line + self._first
            items.append(self._value(event, place))
        return items

    def _mapping(self, path: Place) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        while type(event := self._next()) is not yaml.MappingEndEvent:
            line = self._line(event)
            word = self._value(event, path)
            if not isinstance(word, str):
                raise Fault(line, "a key that is not a word", 'write "key: value"')
            key = word if path else self._name(word)
            place = (*path, key)
            if key in fields:
                cure = f"keep one of them (the other is on line {self.lines[place]})"
                self.faults.append(Fault(line, f'"{key}" stands twice', cure))
            else:
                self.lines[place] = line
            value = self._value(self._next(), place)
            fields.setdefault(key, value)
        return fields

    def _line(self, event: Any) -> int:
        return int(event.start_mark.line) + self._first

    def _refuse(self, mark: Any, fault: str) -> None:
        line = mark.line + self._first
        if not self.faults or self.faults[-1].line != line:  # of several on one line, the first is the cause
            self.faults.append(Fault(line, fault, in_quotes(self._text.split("\n")[mark.line])))

    def _find_comments(self, scalars: list[tuple[int, int]]) -> None:
        """Record the comments that cut words off: those after words, and those in place of words."""
        spans = iter([*scalars, (len(self._text), len(self._text))])
        start, end = next(spans)
        for match in COMMENT.finditer(self._text):
            while end <= match.start():
                start, end = next(spans)
            if start <= match.start():  # within a text of several lines, or in quotes
                continue
            begin = self._text.rfind("\n", 0, match.start()) + 1
            preceding = self._text[begin : match.start()].strip()
            if preceding and not _is_harmless(preceding, match[0], self._text[match.end() :]):
                line = self._text.count("\n", 0, begin) + self._first
                fault = f'"{_shortened(match[0])}" would be dropped: a "#" behind a space begins a comment'
                cure = in_quotes(self._text[begin : match.end()]) + ", or the comment on a line of its own"
                self.faults.append(Fault(line, fault, cure))


def _is_harmless(preceding: str, comment: str, following_text: str) -> bool:
    """Return whether a comment follows a value that is complete without it."""
    if preceding.endswith(('"', "'", "]", "}", "|", ">", "|-", ">-")):
        return True
    if not re.match(r"# +\S", comment):
        return False
    if preceding.startswith("- ") or preceding.endswith((",", "[", "{")):  # an entry of a list
        return True
    value = preceding.partition(":")[2].strip()
    if not value:
        following = following_text.lstrip("\n").split("\n")[0]
        return following.startswith((" ", "-"))  # the list below the key
    return SURE.fullmatch(value) is not None


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
