"""What the tests of the importer may use: `importing`, which imports a text and shows the files."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from lodestar.wordpress.command import main
from tests.wordpress.exports import EXPORTS

collect_ignore = [] if EXPORTS else ["test_others.py", "test_moved.py"]
"""Tests of the exports of others."""


class Imported:
    """A content folder after an import."""

    def __init__(self, folder: Path, code: int, output: str, errors: str) -> None:
        self.folder, self.code, self.output, self.errors = folder, code, output, errors

    def __getitem__(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def __contains__(self, path: str) -> bool:
        return (self.folder / path).exists()

    def body(self, path: str) -> str:
        """Return the Markdown of a content file."""
        return self[path].split("---\n", 2)[2].strip("\n")

    def header(self, path: str) -> list[str]:
        """Return the lines of a content file's front matter."""
        return self[path].split("---\n", 2)[1].splitlines()

    def files(self) -> list[str]:
        """Return every file that the site would see."""
        results = (path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())
        return sorted(path for path in results if not path.startswith("."))

    def everything(self, with_hidden: bool = False) -> str:
        """Return the text of every file that the site would see, or of all."""
        paths = (path for path in self.folder.rglob("*") if path.is_file())
        return "\n".join(
            path.read_text(encoding="utf-8", errors="replace")
            for path in paths
            if with_hidden or ".import" not in path.relative_to(self.folder).parts
        )


def accounts(report: str) -> tuple[int, ...]:
    """Return how many words went in, came out, were kept from readers, were lost, and were added, as a report says."""
    forms = (r"words (\d+) to", r"words \d+ to (\d+)", r"  (\d+) of these words", r"  (\d+) words are not", r"  (\d+) words were added")  # fmt: skip
    return tuple(int(match[1]) if (match := re.search(form, report)) else 0 for form in forms)


Importing = Callable[..., Imported]


@pytest.fixture
def importing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Importing:
    """Import texts or files of exports into `content/` of the test's folder."""

    def run(*exports: str | Path, options: tuple[str, ...] = ()) -> Imported:
        paths = []
        for number, text in enumerate(exports):
            path = text if isinstance(text, Path) else tmp_path / f"export-{number}.xml"
            if isinstance(text, str):
                path.write_bytes(text.encode("utf-8", "surrogateescape"))
            paths.append(str(path))
        capsys.readouterr()
        code = main([*paths, "--content", str(tmp_path / "content"), *options])
        printed = capsys.readouterr()
        return Imported(tmp_path / "content", code, printed.out, printed.err)

    return run
