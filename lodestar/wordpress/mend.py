"""Mends XML that is not well-formed, where that is safe: a filter between the file and the XML parser.

Used only when an export does not parse as it is. No mend adds or removes a line, so that line numbers stay right.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from lodestar.wordpress.problems import ImportNote

CHUNK = 1 << 16
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
ENTITY = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos);)")
CHARACTER = re.compile(r"&#(?:x([0-9A-Fa-f]{1,6})|(\d{1,7}));")
OPENING = re.compile(r"<([A-Za-z_][\w.:-]*)[^<>]*>\s*$")
START, END = "<![CDATA[", "]]>"
LOOK_BEHIND, LOOK_AHEAD = 200, 200
"""Characters of context before and after a CDATA delimiter that decide what it is."""


def mended(stream: BinaryIO, path: str, notes: list[ImportNote]) -> Iterator[bytes]:
    """Yield the bytes of an export, mended; each mend is added to `notes` with its line."""
    state = _State(path, notes)
    rest, first = b"", True
    for block in _utf8(stream):
        text, rest = _decode(rest + block, state, final=False)
        yield state.feed(_from_start(text, state) if first else text).encode()
        first = False
    text, _ = _decode(rest, state, final=True)
    yield state.feed(text).encode()
    yield state.finish().encode()


def _utf8(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the bytes of a file, converted to UTF-8 from UTF-16, as Windows programs save it."""
    start = stream.read(CHUNK)
    if start[:2] not in (b"\xff\xfe", b"\xfe\xff") and start[:4] not in (b"<\0?\0", b"\0<\0?"):
        yield start.removeprefix(b"\xef\xbb\xbf")
        yield from iter(lambda: stream.read(CHUNK), b"")
        return
    name = "utf-16" if start[0] in b"\xff\xfe" else "utf-16-le" if start[0] else "utf-16-be"
    decoder = codecs.getincrementaldecoder(name)("replace")
    yield decoder.decode(start).encode("utf-8", "replace")
    for block in iter(lambda: stream.read(CHUNK), b""):
        yield decoder.decode(block).encode("utf-8", "replace")


def _from_start(text: str, state: _State) -> str:
    """Return the beginning of a file from `<?xml` or `<rss` on, without the declaration, since the result is UTF-8.

    A blank line or a plugin's warning may precede it; empty lines are kept in its place.
    """
    match = re.search(r"<\?xml[^>]*\?>|<rss\b", text)
    if match is None:
        return text
    prefix = text[: match.start()]
    if prefix:
        fault = (
            f'"{" ".join(prefix.split())[:60]}" before the beginning'
            if prefix.strip()
            else "an empty line before <?xml"
        )
        state.note([], fault, "left out")
    declaration = match[0] if match[0].startswith("<?") else ""
    return "\n" * (prefix + declaration).count("\n") + text[match.start() + len(declaration) :]


def _decode(data: bytes, state: _State, final: bool) -> tuple[str, bytes]:
    """Return the decoded text, and the bytes of an incomplete character; invalid bytes are read as Windows-1252."""
    parts = []
    while True:
        try:
            parts.append(data.decode())
            return "".join(parts), b""
        except UnicodeDecodeError as error:
            parts.append(data[: error.start].decode())
            if not final and error.end == len(data) and len(data) - error.start < 4:
                return "".join(parts), data[error.start :]
            wrong = data[error.start : error.end]
            parts.append(wrong.decode("cp1252", "replace"))
            state.note(parts, f"byte 0x{wrong[0]:02x} is not UTF-8", "read as Windows-1252; look at the word")
            data = data[error.end :]


class _State:
    """The position of the filter in the file."""

    def __init__(self, path: str, notes: list[ImportNote]) -> None:
        self.path, self.notes = path, notes
        self.line = 1
        self.waiting = ""
        self.before = ""
        self.inside = ""
        """The element whose CDATA section is open."""
        self.open = False

    def note(self, parts: list[str], fault: str, cure: str) -> None:
        line = self.line + self.waiting.count("\n") + sum(part.count("\n") for part in parts)
        self.notes.append(ImportNote(self.path, line, fault, cure, "mend"))

    def feed(self, text: str) -> str:
        """Add text, and return what can be decided so far; a tail that needs more context waits."""
        self.waiting += text
        return self._run(len(self.waiting) - LOOK_AHEAD)

    def finish(self) -> str:
        return self._run(len(self.waiting))

    def _run(self, limit: int) -> str:
        results, place = [], 0
        text = self.waiting
        while place < limit:
            mark = END if self.open else START
            start = text.find(mark, place)
            end = min(limit, len(text)) if start < 0 or start >= limit else start
            if start < 0 or start >= limit:  # a delimiter may straddle the limit
                end = max(place, end - len(mark) + 1) if limit < len(text) else end
                results.append(self._plain(text[place:end]))
                place = end
                break
            results.append(self._plain(text[place:start]))
            place = start + len(mark)
            results.append(self._mark(text, start, place))
        self.waiting = text[place:]
        return "".join(results)

    def _mark(self, text: str, start: int, position: int) -> str:
        """Return what to write for the CDATA mark that ends at `position`."""
        if not self.open:
            opening = OPENING.search(self.before)
            self.inside = opening[1] if opening else self.inside
            self.open = True
            return self._passed(START)
        following = text[position : position + LOOK_AHEAD].lstrip()
        if following.startswith((f"</{self.inside}", START, "<!--")) or (
            not following and position + LOOK_AHEAD > len(text)
        ):
            self.open = False
            return self._passed(END)
        self.notes.append(ImportNote(self.path, self.line, '"]]>" inside a text', "kept as it stands", "mend"))
        return self._passed("]]]]><![CDATA[>")

    def _plain(self, text: str) -> str:
        if CONTROL.search(text):
            for control in CONTROL.finditer(text):
                self._at(text, control.start(), f"control character U+{ord(control[0]):04X}", "left out")
            text = CONTROL.sub("", text)
        if not self.open and "&" in text:
            for bare in ENTITY.finditer(text):
                self._at(text, bare.start(), 'a bare "&"', 'read as "&amp;"')
            text = ENTITY.sub("&amp;", text)
            text = CHARACTER.sub(lambda match: self._character(text, match), text)
        return self._passed(text)

    def _character(self, text: str, match: re.Match[str]) -> str:
        number = int(match[1], 16) if match[1] else int(match[2])
        if number in (9, 10, 13) or 32 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0x10000 <= number < 0x110000:
            return match[0]
        self._at(text, match.start(), f'"{match[0]}" is no character', "left out")
        return ""

    def _at(self, text: str, place: int, fault: str, cure: str) -> None:
        self.notes.append(ImportNote(self.path, self.line + text.count("\n", 0, place), fault, cure, "mend"))

    def _passed(self, text: str) -> str:
        self.line += text.count("\n")
        self.before = (self.before + text)[-LOOK_BEHIND:]
        return text
