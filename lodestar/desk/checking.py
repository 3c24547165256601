"""The findings of each file: everything that the checks of `desk.findings` yield for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, unquote

from lodestar.base.digest import digest
from lodestar.base.front_matter.declared import left_out
from lodestar.base.front_matter.edit import edit, rename_key
from lodestar.base.front_matter.fields import key_of
from lodestar.base.front_matter.header import Fault, Header, decode, split
from lodestar.base.front_matter.link_targets import refer
from lodestar.base.markers import ID
from lodestar.base.values import Document, Reference
from lodestar.desk import lists
from lodestar.desk.findings import (
    Ask,
    Fix,
    Put,
    Rename,
    Swap,
    TextFinding,
    alike,
    header,
    markup,
    reading,
    spelling,
    text,
)
from lodestar.desk.findings.finding import TextLine
from lodestar.desk.forms import fields, order
from lodestar.desk.kinds import TextKind, kind_of
from lodestar.desk.library import names_in, text_in
from lodestar.desk.saving import readable
from lodestar.desk.writing import address, converted
from lodestar.engine.blocked import blocked_by, cure
from lodestar.engine.markup import unclosed

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

IDS = re.compile(r'\bid="([^"\x00-\x1f]+)"')
"""Ids on a page, which links may name."""
NAMED = re.compile(r"\{#([\w-]+)")
"""Ids that blocks of a lesson declare."""
COMPARED = 2000
"""Most texts of a site for which a broken link is compared with all of them."""


class Context(NamedTuple):
    """What the checks of one file need to know about the rest of the site."""

    words: frozenset[str]
    avoided: Mapping[str, str]
    uses: Mapping[str, int]
    """Number of posts by tag."""
    titles: Mapping[str, str]
    """Title of each file, by path."""
    instants: Mapping[str, float]
    answered: frozenset[str]
    """Every address that answers."""
    files: tuple[str, ...]
    """Links to all texts, from which a correction is chosen; empty where there are too many to compare."""


def context(desk: Desk) -> Context:
    """Return what the checks need to know about the site, as it is now."""
    rows = desk.library.rows()
    uses = Counter(tag for row in rows if row.kind == "post" for tag in row.tags)
    return Context(
        lists.words(desk.content),
        lists.avoided(desk.content),
        uses,
        {row.path: row.title for row in rows},
        {row.path: row.instant for row in rows},
        frozenset(desk.builder.known.addresses),
        tuple(f"{{filename}}/{row.path}" for row in rows) if len(rows) < COMPARED else (),
    )


def findings_of(
    desk: Desk, path: str, data: bytes, shared: Context, likeness: Likeness | None = None
) -> list[TextFinding]:
    """Return the findings of a file, those that must be fixed first."""
    kind = kind_of(path, desk.settings)
    try:
        head = split(decode(data))
    except Fault as fault:
        return [TextFinding("unreadable", "must", item.line, item.what, item.cure) for item in fault.every]
    if kind is None:
        return []
    results = [*_header(desk, path, kind, head, shared), *_text(desk, path, data, head, shared)]
    if likeness and kind.name == "post":
        near = likeness.of(path, head.body)
        if near and shared.instants.get(near[0], 0) <= shared.instants.get(path, 0):
            results += alike.alike(shared.titles.get(near[0], near[0]), near[1], f"/write/{quote(near[0])}")
    return sorted(set(results), key=lambda finding: (finding.level != "must", finding.line, finding.rule, finding.what))


def _header(desk: Desk, path: str, kind: TextKind, head: Header, shared: Context) -> Iterator[TextFinding]:
    values, names = head.fields, {field.name for field in fields(kind.model)}
    names |= {key for key in values.keys() - names if left_out(kind.files.name, key)}
    yield from header.unknown_keys(values, names, values, lambda key: head.line(key))
    yield from header.title(text_in(values.get(kind.heading)), head.line(kind.heading))
    if "summary" in names and kind.name in ("post", "page", "lesson"):
        yield from header.summary(text_in(values.get("summary")), head.line("summary"))
    for key in (name for name, info in kind.model.model_fields.items() if key_of(info).picture):
        yield from header.picture_alt(
            text_in(values.get(key)), text_in(values.get(f"{key}_alt")), head.line(key), f"{key}_alt"
        )
    if kind.name == "post":
        tags = names_in(values.get("tags"))
        yield from header.tag_twins(tags, shared.uses, desk.slug, lambda index: head.line("tags", index))
        place = desk.place_of(path)
        if place:
            yield from header.call(text_in(values.get("call")), place.call, place.why, head.line("call"))


def _text(desk: Desk, path: str, data: bytes, head: Header, shared: Context) -> Iterator[TextFinding]:
    lines = [TextLine(head.body_line + number, row) for number, row in enumerate(head.body.split("\n"))]
    read_file = converted(desk, path, data)
    for problem in read_file.problems:
        if not problem.fatal:
            yield TextFinding("unread-key", "look", problem.line, problem.what, problem.cure)
        elif not problem.what.startswith("unknown key"):
            yield TextFinding("invalid", "must", problem.line, problem.what, problem.cure)
    if not answered_yet(desk):  # no build to check links against: take the problems that it reported
        for problem in desk.builder.problems:
            if problem.path == f"{desk.shown}/{path}" and problem not in read_file.problems:
                yield TextFinding("invalid", "must", problem.line, problem.what, problem.cure)
    folder = path.rpartition("/")[0]

    def answers(url: str) -> bool:
        if url.startswith("#"):  # the theme's own markup has ids, too
            return bool(desk.url_of(path)) and url[1:] in _places(desk, path)
        reference = refer(url, False, folder)
        if reference is None or not shared.answered:
            return True
        if reference.kind == "path":
            return reference.target in shared.answered or f"{reference.target}/" in shared.answered
        if reference.kind in ("filename", "static") and reference.target in shared.titles:
            return _has_place(desk, reference)
        if reference.kind == "filename" and reference.target.endswith(".md"):
            return False  # even where the last good build still had it
        return bool(address(desk, reference))

    anchors = [heading.id for heading in read_file.document.headings]
    anchors += IDS.findall(read_file.html.replace(ID, "")) + NAMED.findall(head.body)
    for tag, line in read_file.document.unclosed:
        yield TextFinding("unclosed-html", "must", line, *unclosed(tag), tag)
    yield from _blocked(desk, read_file.document, lines)
    yield from markup.lists(lines)
    yield from markup.signs(lines)
    yield from markup.unread(lines, read_file.html)
    yield from text.headings(lines)
    yield from text.pictures(lines)
    yield from text.links(lines, answers, shared.files, anchors) if "(" in head.body else ()
    yield from text.link_words(lines)
    yield from reading.length(lines)
    yield from reading.avoid(lines, shared.avoided)
    yield from reading.abbreviations(lines, shared.words)
    yield from spelling.spelling(lines, shared.words, spelling.mistakes())


def _blocked(desk: Desk, document: Document, lines: list[TextLine]) -> Iterator[TextFinding]:
    """Yield what the site's content policy blocks, once the policy is known."""
    last_build = desk.builder.known
    for load in dict.fromkeys(document.loads) if answered_yet(desk) else ():
        if result := blocked_by(last_build.policy, load, last_build.url):
            places = [line.number for line in lines if load.written in unescape(line.text)] or [lines[0].number]
            fault = f"the site's content policy keeps {result.name} from readers"
            yield from (TextFinding("blocked", "must", number, fault, cure([result]), load.url) for number in places)


def _has_place(desk: Desk, reference: Reference) -> bool:
    """Return whether the built page of a file has the id that a link names; True where nothing was built."""
    _, mark, place = reference.suffix.partition("#")
    places = _places(desk, reference.target) if mark and place else frozenset()
    return not places or unquote(place) in places


def _places(desk: Desk, path: str) -> frozenset[str]:
    """Return the ids on the built page of a file; empty where there is none."""
    url = desk.url_of(path)
    page = desk.builder.paths.output / url.strip("/") / "index.html"
    if not url.endswith("/") or not page.is_file():
        return frozenset()
    return frozenset(map(unescape, IDS.findall(page.read_text(encoding="utf-8", errors="replace"))))


def answered_yet(desk: Desk) -> bool:
    """Return whether a build has succeeded, so that the site's addresses are known."""
    return bool(desk.builder.known.addresses)


def id_of(finding: TextFinding) -> str:
    """Return the id of a finding in forms."""
    return digest(repr((finding.rule, finding.line, finding.what, finding.quote)).encode())


class NotMended(Exception):
    """A finding was not fixed; the message says why, in words for the author."""


def mended(path: str, data: bytes, fix: Fix, answer: str = "", settings: Mapping[str, Any] | None = None) -> bytes:
    """Return a file with one fix applied. Raises NotMended, CannotEdit, Fault."""
    kind = kind_of(path, settings)
    keys = order(kind.model) if kind else ()
    if isinstance(fix, Ask):
        words = " ".join(answer.split())
        if not words:
            raise NotMended("write some words first")
        if fix.key:
            return edit(data, {fix.key: words}, None, keys)
        escaped = words.replace("[", "(").replace("]", ")").replace('"', "”")
        fix = Swap(fix.line, fix.old, fix.new.replace("{}", escaped))
    if isinstance(fix, Rename):
        return rename_key(data, fix.key, fix.name)
    if isinstance(fix, Put):
        return edit(data, {fix.key: fix.value}, None, keys)
    rows = data.decode("utf-8").split("\n")
    if fix.line > len(rows) or fix.old not in rows[fix.line - 1]:
        raise NotMended("the text changed meanwhile; look at it again")
    row = rows[fix.line - 1]
    rows[fix.line - 1] = row.replace(fix.old, fix.new, 1)
    return "\n".join(rows).encode()


class Likeness:
    """An index of the runs of words in posts, to find posts that are alike."""

    def __init__(self) -> None:
        self._runs: dict[str, frozenset[int]] = {}
        self._where: dict[int, list[str]] = {}

    def add(self, path: str, body: str) -> None:
        """Index a text."""
        for number in self._runs.get(path, frozenset()):
            self._where[number].remove(path)
        self._runs[path] = alike.runs(body)
        for number in self._runs[path]:
            self._where.setdefault(number, []).append(path)

    def take(self, content: Path, path: str) -> None:
        """Index the text of a file."""
        data = readable(content / path) or b""
        self.add(path, data.decode("utf-8", "replace").partition("\n---\n")[2])

    def of(self, path: str, body: str) -> tuple[str, float] | None:
        """Return the path of the text most like one, and the share of runs they have in common; None where none is alike."""
        return alike.nearest(path, alike.runs(body), self._where)
