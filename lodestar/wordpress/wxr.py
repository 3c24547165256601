"""Reads an export as a stream with expat: no entities, no network, one item in memory at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from lodestar.wordpress.mend import CHUNK, mended
from lodestar.wordpress.model import WxrAuthor, WxrChannel, WxrItem, WxrTerm
from lodestar.wordpress.parts import Draft, item_of, term_of
from lodestar.wordpress.problems import ImportNote, ImportRefused

WORDPRESS = re.compile(r"https?://wordpress\.org/export/1\.\d+/(excerpt/)?$")
KNOWN = {
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://wellformedweb.org/CommentAPI/": "wfw",
}
USUAL = {"wp": "wp", "content": "content", "excerpt": "excerpt", "dc": "dc", "wfw": "wfw"}
"""The namespaces of prefixes that the file does not declare."""
TRUNCATED = frozenset({"no element found", "unclosed token", "unclosed CDATA section", "partial character"})
DEEPEST = 40
"""The greatest nesting depth of elements; an export needs seven."""

AROUND = 2
"""The nesting depth of an item or a term."""

Event = WxrChannel | WxrAuthor | WxrTerm | WxrItem


OTHERS = {
    b"<!doctype html": ("a web page", "log in to the blog, and download the export again"),
    b"<html": ("a web page", "log in to the blog, and download the export again"),
}
"""Beginnings of files that are mistaken for an export."""


class NoExport(ImportRefused):
    """A file that is not an export, even after mending."""


class WxrReader:
    """Reads one file; `mends` are the notes on changes that made it readable."""

    def __init__(self, path: Path, shown: str = "") -> None:
        self.path, self.shown = path, shown or str(path)
        self.mends: list[ImportNote] = []
        self._mend = False

    def prepare(self) -> None:
        """Read the file once to find out whether it needs mending. Raises ImportRefused."""
        with open(self.path, "rb") as stream:
            start = stream.read(1000).lstrip()
        for sign, (noun, cure) in OTHERS.items():
            if start[: len(sign)].lower() == sign:
                raise NoExport(self.shown, 1, f"this is {noun}, and no export", cure)
        try:
            self._mend = False
            self._exhaust()
        except NoExport:
            raise
        except ImportRefused:
            self._mend = True
            self._exhaust()

    def events(self) -> Iterator[Event]:
        """Yield the channel, authors, terms and items of the file, in order, after `prepare`. Raises ImportRefused."""
        yield from self._read(plain=not self._mend, keep=True)

    def _exhaust(self) -> None:
        for _ in self._read(plain=not self._mend, keep=False):
            pass

    def _read(self, plain: bool, keep: bool) -> Iterator[Event]:
        self.mends.clear()
        with open(self.path, "rb") as stream:
            source = iter(lambda: stream.read(CHUNK), b"") if plain else mended(stream, self.shown, self.mends)
            handler = _WxrHandler(self.shown, keep, self.mends, None if plain else "utf-8")
            for block in source:
                yield from handler.feed(block, False)
            yield from handler.feed(b"", True)


class _WxrHandler:
    """Turns expat's events into values."""

    def __init__(self, path: str, keep: bool, mends: list[ImportNote], encoding: str | None) -> None:
        self.path, self.keep, self.mends = path, keep, mends
        self.ended = False
        """Whether the outermost element is closed."""
        self.over = False
        """Whether the rest of the file is not XML, and left out."""
        self.feed_like = self.wordpress = False
        """Whether an element of WordPress's own namespace was found: a feed has none."""
        self.ready: list[Event] = []
        self.scopes: list[dict[str, str]] = [dict(USUAL)]
        self.names: list[str] = []
        self.lines: list[int] = []
        self.text: list[str] = []
        self.draft: Draft | None = None
        self.sub: Draft | None = None
        self.channel: dict[str, str] = {}
        self.parser = expat.ParserCreate(encoding)
        self.parser.buffer_text = True
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        handlers: dict[str, Callable[..., Any]] = {
            "StartElementHandler": self._start,
            "EndElementHandler": self._end,
            "CharacterDataHandler": self.text.append,
            "StartDoctypeDeclHandler": self._doctype,
        }
        for name, handler in handlers.items():
            setattr(self.parser, name, handler)

    def feed(self, block: bytes, final: bool) -> Iterator[Event]:
        """Yield the values that are complete after one more block. Raises ImportRefused."""
        try:
            if not self.over:
                self.parser.Parse(block, final)
        except expat.ExpatError as error:
            if not self.ended:
                raise self._refuse(error) from None
            self.over = True
            self.mends.append(ImportNote(self.path, error.lineno, "something stands after the end", "left out", "mend"))
        except LookupError:
            raise ImportRefused(self.path, 1, "an encoding that is not known", "export again as UTF-8") from None
        if final and not self.wordpress:
            fault, cure = "this is no WordPress export", "choose the .xml file of Tools, Export"
            if self.feed_like:
                fault, cure = "this is a feed, and no export", f"give it with --feed {self.path}, beside the export"
            raise NoExport(self.path, 1, fault, cure)
        ready, self.ready = self.ready, []
        yield from ready

    def _refuse(self, error: expat.ExpatError) -> ImportRefused:
        fault = expat.errors.messages.get(error.code, str(error)) if hasattr(expat.errors, "messages") else str(error)
        if any(word in fault for word in TRUNCATED):
            place = f" inside <{self.names[-1]}>, which begins on line {self.lines[-1]}" if self.names else ""
            return ImportRefused(
                self.path, error.lineno, f"the file ends too early{place}", "download the export again"
            )
        return ImportRefused(
            self.path, error.lineno, f"this is not well-formed XML ({fault})", "mend that line, or export again"
        )

    def _doctype(self, name: str, *_: Any) -> None:
        line = self.parser.CurrentLineNumber
        if name.lower() == "html":
            noun, cure = OTHERS[b"<html"]
            raise NoExport(self.path, line, f"this is {noun}, and no export", cure)
        raise NoExport(self.path, line, "a document type (<!DOCTYPE)", "delete it; no WordPress export has one")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        declared = {name[6:]: value for name, value in attributes.items() if name.startswith("xmlns:")}
        self.scopes.append(
            {**self.scopes[-1], **{k: _meaning(v) for k, v in declared.items()}} if declared else self.scopes[-1]
        )
        name = self._name(tag)
        if len(self.names) >= DEEPEST:
            raise NoExport(self.path, self.parser.CurrentLineNumber, "elements nested too deeply", "export again")
        self.names.append(name)
        self.lines.append(self.parser.CurrentLineNumber)
        self.text.clear()
        self.wordpress = self.wordpress or name.startswith("wp:")
        self.feed_like = self.feed_like or name in ("rss", "feed", "channel")
        if not self.keep:
            return
        if name in STARTS and self.draft is None:
            self.draft = Draft(name, self.lines[-1], attributes)
        elif self.draft is not None and self.draft.name == "item" and name in SUBS:
            self.sub = Draft(name, self.lines[-1], attributes)
        elif self.draft is not None and name == "content:encoded":
            self.draft.body_line = self.lines[-1]

    def _end(self, tag: str) -> None:
        name, line = self.names.pop(), self.lines.pop()
        self.ended = not self.names and self.feed_like
        self.scopes.pop()
        if not self.keep:
            self.text.clear()
            return
        text = "".join(self.text)
        self.text.clear()
        if self.sub is not None and name == self.sub.name:
            self._end_sub(self.sub, text)
        elif self.sub is not None:
            self.sub.fields.setdefault(name, text)
        elif self.draft is not None and name == self.draft.name and len(self.names) == AROUND:
            self._end_draft(self.draft)
        elif self.draft is not None:
            if not (name == "content:encoded" and name in self.draft.fields):
                self.draft.fields.setdefault(name, text)
        elif len(self.names) == 2:
            self._channel(name, text.strip(), line)

    def _end_sub(self, sub: Draft, text: str) -> None:
        self.sub = None
        assert self.draft is not None
        sub.fields.setdefault("", text)
        self.draft.subs.append(sub)

    def _end_draft(self, draft: Draft) -> None:
        self.draft = None
        self._announce()
        if draft.name == "item":
            self.ready.append(item_of(draft, self.path))
        elif draft.name == "wp:author":
            login = draft.line_of("wp:author_login")
            if login:
                name = draft.line_of("wp:author_display_name") or login
                self.ready.append(WxrAuthor(draft.number("wp:author_id"), login, name))
        elif term := term_of(draft):
            self.ready.append(term)

    def _channel(self, name: str, text: str, line: int) -> None:
        self.channel.setdefault(name, text)
        self.channel.setdefault(f"{name} line", str(line))

    def _announce(self) -> None:
        """Emit the channel before the first thing in it."""
        if "announced" in self.channel:
            return
        values = self.channel
        values["announced"] = "yes"
        link = values.get("wp:base_blog_url") or values.get("link", "")
        self.ready.append(
            WxrChannel(
                values.get("title", ""),
                link,
                values.get("language", ""),
                values.get("wp:wxr_version", ""),
                values.get("description", ""),
            )
        )

    def _name(self, tag: str) -> str:
        prefix, colon, local = tag.rpartition(":")
        return f"{self.scopes[-1].get(prefix, '?')}:{local}" if colon else local


STARTS = frozenset({"item", "wp:author", "wp:category", "wp:tag", "wp:term"})
SUBS = frozenset({"category", "wp:comment", "wp:postmeta"})


def _meaning(uri: str) -> str:
    """Return the short name of a namespace: `wp`, `excerpt`, `content`, `dc`, or `?`."""
    if match := WORDPRESS.match(uri):
        return "excerpt" if match[1] else "wp"
    return KNOWN.get(uri, "?")
