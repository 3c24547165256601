"""The notes of an import: faults of an export, what was left behind, what the author should check."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class ImportNote:
    """A note with its place: `path:line: what was found; what to do`."""

    path: str
    """The export, or a file below the content folder."""
    line: int
    """Counted from 1."""
    what: str
    cure: str
    kind: str = "note"
    """`fault` (something in the export is wrong), `loss` (something is not in the new text), `mend`, `conflict`,
    `hidden` (kept from readers), `added` (words that the text of the export did not have), `note`."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}; {self.cure}"


class ImportRefused(Exception):
    """An export that cannot be read, or an option that cannot be honored; nothing has been written."""

    def __init__(self, path: str, line: int, fault: str, cure: str) -> None:
        super().__init__(f"{path}:{line}: {fault}; {cure}")
        self.note = ImportNote(path, line, fault, cure, "fault")
