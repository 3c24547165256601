"""Unpacks archives of exports, as WordPress.com sends them, safely and into a temporary folder."""

from __future__ import annotations

import gzip
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, NamedTuple

from lodestar.wordpress.problems import ImportRefused

ZIP, GZIP = b"PK\x03\x04", b"\x1f\x8b"
LARGEST = 4 << 30
"""The most bytes that an archive may unpack to; the largest blogs need a tenth of it."""
BLOCK = 1 << 20


class ExportFile(NamedTuple):
    """A file to read, and its name in messages."""

    path: Path
    shown: str


@contextmanager
def unpacked(paths: Sequence[Path]) -> Iterator[tuple[ExportFile, ...]]:
    """Yield the exports in some files and archives, in order. Raises ImportRefused for an archive without one."""
    with ExitStack() as ending:
        exports: list[ExportFile] = []
        for number, path in enumerate(paths):
            with open(path, "rb") as stream:
                start = stream.read(4)
            if start != ZIP and start[:2] != GZIP:
                exports.append(ExportFile(path, str(path)))
                continue
            folder = Path(ending.enter_context(TemporaryDirectory(prefix=f"export-{number}-")))
            try:
                exports += _zip(path, folder) if start == ZIP else [_gzip(path, folder)]
            except (zipfile.BadZipFile, EOFError, zlib.error, gzip.BadGzipFile, NotImplementedError) as error:
                fault = f"this archive is damaged ({error})"
                raise ImportRefused(str(path), 1, fault, "download the export again") from None
        yield tuple(exports)


def _zip(path: Path, folder: Path) -> Iterator[ExportFile]:
    """Yield the exports in a .zip; the names in it are not used as paths."""
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if _is_export(member)]
        if not members:
            raise ImportRefused(
                str(path), 1, "there is no export (.xml) in this archive", "name the archive with the export"
            )
        if any(member.flag_bits & 1 for member in members):
            raise ImportRefused(str(path), 1, "this archive has a password", "unpack it, and name the .xml files in it")
        room = LARGEST
        for number, member in enumerate(sorted(members, key=lambda member: member.filename)):
            target = folder / f"{number}.xml"
            with archive.open(member) as stream:
                room -= _copy(stream, target, path, room)
            yield ExportFile(target, f"{path}/{member.filename}")


def _is_export(member: zipfile.ZipInfo) -> bool:
    name = member.filename
    return name.lower().endswith(".xml") and not member.is_dir() and not name.startswith("__MACOSX/")


def _gzip(path: Path, folder: Path) -> ExportFile:
    target = folder / "0.xml"
    with gzip.open(path) as stream:
        _copy(stream, target, path, LARGEST)
    return ExportFile(target, str(path))


def _copy(stream: IO[bytes] | gzip.GzipFile, target: Path, path: Path, room: int) -> int:
    """Unpack one file, and return its size. Raises ImportRefused for one larger than `room`."""
    size, free = 0, shutil.disk_usage(target.parent).free
    with open(target, "wb") as out:
        while block := stream.read(BLOCK):
            size += len(block)
            if size > min(room, free - BLOCK):
                fault = "this archive unpacks to more than there is room for"
                raise ImportRefused(str(path), 1, fault, "unpack it, and name the .xml files in it")
            out.write(block)
    return size
