"""From a file of comments to its value."""

from __future__ import annotations

from collections.abc import Iterator

from lodestar.base.front_matter.header import Fault
from lodestar.base.front_matter.reading import FileReader, iso
from lodestar.base.front_matter.words import plain_text
from lodestar.base.markers import WORD
from lodestar.base.problems import Problem
from lodestar.base.values import Document, key_of
from plugins.comments.cleaning import clean
from plugins.comments.core import CommentsFile, StoredComment
from plugins.comments.models import CommentFile, LeftComment


def comments(file: FileReader) -> CommentsFile:
    """The comments under one post. Raises Fault."""
    entries = file.validate(CommentFile).items
    names = [entry.id or str(number) for number, entry in enumerate(entries, start=1)]
    file.problems += _problems(file, entries, names)
    left = tuple(
        StoredComment(
            name,
            entry.name,
            iso(entry.date),
            _text(file, index, entry.text),
            entry.reply_to,
            entry.url,
            entry.author,
            entry.kind != "comment",
        )
        for index, (name, entry) in enumerate(zip(names, entries, strict=True))
    )
    return CommentsFile(path=file.path, slug=file.slug_of_name(), body=Document(""), comments=left)


def _problems(file: FileReader, entries: tuple[LeftComment, ...], names: list[str]) -> Iterator[Problem]:
    for index, (entry, name) in enumerate(zip(entries, names, strict=True)):
        line = file.header.line("items", index)
        if name in names[:index]:
            yield Problem(file.shown, line, f'two comments have the id "{name}"', "give this one another")
        if entry.reply_to and entry.reply_to not in names[:index]:
            line = file.header.line("items", index, "reply_to")
            known = ", ".join(names[:index]) or "none"
            yield Problem(
                file.shown,
                line,
                f'it answers "{entry.reply_to}", which is no comment before it',
                f"before it are: {known}",
            )


def _text(file: FileReader, index: int, text: str) -> Document:
    if WORD in text:
        line = file.header.line("items", index, "text")
        raise Fault(line, f'the text holds "{WORD}", which is reserved', "write it otherwise")
    html = clean(text)
    key = key_of(html)
    file.bodies[key] = html
    return Document(key, len(plain_text(html).split()))
