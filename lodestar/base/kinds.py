"""Kinds of content."""

from __future__ import annotations

from dataclasses import dataclass

from lodestar.base.values import Source

TEXTS = ("posts", "pages", "courses")
"""The kinds of content whose texts have a page and a language of their own."""
TERM_FOLDERS = {"tag": "tags", "category": "categories", "author": "authors"}
"""The folder below content/ with the files about terms of a kind; header keys that name such terms are called the same."""


@dataclass(frozen=True)
class Kind:
    """A kind of content: the folder of its files, and the function that makes their values."""

    name: str
    folder: str
    """The folder below content/; empty for the file `file_name` directly below it."""
    type: type[Source]
    maker: str
    """`module:function` that makes the value; imported only when a file has to be read."""
    file_name: str = ""
    """The name of its files, where only that one counts."""
    ending: str = ".md"
    """The ending of its files' names; a file ending in `.yaml` is a YAML list."""
    declared: tuple[str, ...] = ()
    """The models of header keys that plugins declare for it (`module:Model`), from `get_fields`."""

    def holds(self, path: str) -> bool:
        """Return whether the file `path` below content/ is of this kind."""
        if not self.folder:
            return path == self.file_name
        ending = f"/{self.file_name}" if self.file_name else self.ending
        return path.endswith(ending) and path.startswith(f"{self.folder}/")
