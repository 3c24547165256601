"""Makes the value of a file of comments."""

from __future__ import annotations

from collections.abc import Iterator

from lodestar.base.digest import key_of
from lodestar.base.front_matter.bounds import check_bounds
from lodestar.base.front_matter.characters import forbidden_in
from lodestar.base.front_matter.header import Fault
from lodestar.base.front_matter.reading import FileReader, iso
from lodestar.base.front_matter.words import plain_text
from lodestar.base.markers import WORD
from lodestar.base.problems import Problem
from lodestar.base.values import Document
from plugins.comments.cleaning import clean
from plugins.comments.core import CommentsFile, StoredComment
from plugins.comments.models import CommentFile, LeftComment

LONGEST = 65_535
"""The most characters of a comment; WordPress keeps as many bytes (`wp_comments.comment_content`)."""

REPEATED = 500
"""The most headings, code blocks and the like in a comment."""


def comments(file: FileReader) -> CommentsFile:
    """Return the comments under one post. Raises Fault."""
    entries = file.validate(CommentFile).items
    names = [entry.id or str(number) for number, entry in enumerate(entries, start=1)]
    file.problems += _problems(file, entries, names)
    stored_comments = tuple(
        StoredComment(
            name,
            entry.name,
            iso(entry.date),
            _text(file, index, entry.text),
            entry.reply_to,
            entry.url,
            entry.author,
            entry.kind != "comment",
            entry.post,
        )
        for index, (name, entry) in enumerate(zip(names, entries, strict=True))
    )
    return CommentsFile(
        path=file.path,
        slug=file.path.rpartition("/")[2].rpartition(".")[0],
        body=Document(""),
        comments=stored_comments,
    )


def _problems(file: FileReader, entries: tuple[LeftComment, ...], names: list[str]) -> Iterator[Problem]:
    for index, (entry, name) in enumerate(zip(entries, names, strict=True)):
        line = file.header.line("items", index)
        if name in names[:index]:
            yield Problem(file.shown, line, f'two comments have the id "{name}"', "give this one another")
        if entry.reply_to and entry.reply_to not in names[:index]:
            line = file.header.line("items", index, "reply_to")
            earlier_ids = ", ".join(names[:index]) or "none"
            yield Problem(
                file.shown,
                line,
                f'it answers "{entry.reply_to}", which is no comment before it',
                f"before it are: {earlier_ids}",
            )


def _text(file: FileReader, index: int, text: str) -> Document:
    line = file.header.line("items", index, "text")
    try:
        check_text(text, line)
    except Fault as fault:  # the other comments are checked, too
        file.problems.append(Problem(file.shown, fault.line, fault.what, fault.cure))
        return Document("")
    html = clean(text)
    key = key_of(html)
    file.bodies[key] = html
    return Document(key, len(plain_text(html).split()))


def check_text(text: str, line: int) -> None:
    """Raise Fault for a text that no page can show, or that would take the build too long."""
    if WORD in text:
        raise Fault(line, f'the text holds "{WORD}", which is reserved', "write it otherwise")
    if len(text) > LONGEST:
        raise Fault(line, f"the comment has {len(text)} characters", f"delete it, or leave at most {LONGEST}")
    if reference := forbidden_in(text):
        raise Fault(line, f'"{reference}" is no character that a page may hold', "delete it")
    check_bounds(text, line, REPEATED)
