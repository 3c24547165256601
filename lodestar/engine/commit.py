"""Step 5, commit: only when everything is rendered does the output folder change.

Outputs are rendered into a staging folder beside the output folder. A first build becomes the output folder by one
rename; later ones replace file by file, each by a rename, so that no reader meets half a file.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from lodestar.engine.store import Outputs, stamp


class Staging:
    """A folder on the output folder's own disk in which outputs wait for the commit."""

    def __init__(self, output: Path, make: bool = True) -> None:
        self.output = output
        home = output if _a_disk_of_its_own(output) else output.parent
        # its name is this process's own: workers of a build that was killed may still write for a moment
        self.folder = home / f".{output.name}.staging-{os.getpid()}"
        self._folders = {""}
        if make:
            for left in home.glob(f".{output.name}.staging-*"):
                shutil.rmtree(left, ignore_errors=True)
            self.folder.mkdir(parents=True)

    def write(self, address: str, data: bytes) -> None:
        """Put an output into the folder."""
        folder = address.rpartition("/")[0]
        if folder not in self._folders:
            self._make(folder)
        file = os.open(f"{self.folder}/{address}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(file, view) :]
        finally:
            os.close(file)

    def _make(self, folder: str) -> None:
        """Make a folder below this one; those that exist are remembered, for asking the system costs as much."""
        above = folder.rpartition("/")[0]
        if above and above not in self._folders:
            self._make(above)
        with suppress(FileExistsError):
            os.mkdir(f"{self.folder}/{folder}" if folder else self.folder)
        self._folders.add(folder)

    def commit(self, rendered: Iterable[str], vanished: Iterable[str]) -> None:
        """Move the rendered outputs to where readers find them, then remove the vanished ones.

        Raises OSError when the disk refuses; what was moved and removed by then is put back.
        """
        gone = set(vanished)
        if not self.output.exists():
            os.rename(self.folder, self.output)
            return
        kept = Kept(self.output, self.folder.with_name(f"{self.folder.name}-kept"))
        try:
            for address in sorted(rendered, key=_last_named_last):
                if not self.equal(address):
                    self._clear_way(address, gone, kept)
                    kept.keep(address)
                    self._replace(address)
            for address in sorted(gone):
                kept.keep(address)
                _remove(self.output, address)
        except OSError:
            kept.put_back()
            raise
        finally:
            kept.forget()
            self.discard()

    def discard(self) -> None:
        """Forget what was rendered; the output folder stays as it is."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def stamp(self, address: str) -> bytes:
        """The stamp of an output in its place; empty when it is not there."""
        try:
            return stamp(os.stat(f"{self.output}/{address}"))
        except OSError:
            return b""

    def equal(self, address: str) -> bool:
        """Whether a rendered output is just as the file in its place."""
        return _equal(f"{self.folder}/{address}", f"{self.output}/{address}")

    def altered(self, outputs: Outputs) -> Iterator[str]:
        """The addresses of the outputs that do not stand in their places as they were written."""
        return (address for address, written in outputs.items() if self.stamp(address) != written.stamp)

    def _replace(self, address: str) -> None:
        source, target = f"{self.folder}/{address}", f"{self.output}/{address}"
        try:
            os.replace(source, target)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.replace(source, target)

    def _clear_way(self, address: str, gone: set[str], kept: Kept) -> None:
        """Remove what vanishes and stands where a folder or file of the new site must be."""
        if not gone:
            return
        folder = address.rpartition("/")[0]
        while folder:
            if folder in gone:
                kept.keep(folder)
                _remove(self.output, folder)
                gone.discard(folder)
            folder = folder.rpartition("/")[0]
        if os.path.isdir(self.output / address):
            for below in [each for each in gone if each.startswith(address + "/")]:
                kept.keep(below)
                _remove(self.output, below)
                gone.discard(below)


class Kept:
    """The files that a commit replaces or removes, in a `folder` beside them until it is done."""

    def __init__(self, output: Path, folder: Path) -> None:
        self._output, self._folder = output, folder
        self._replaced: list[str] = []
        self._new: list[str] = []

    def keep(self, address: str) -> None:
        """Keep the file at `address`, which stays where it is too."""
        source, target = f"{self._output}/{address}", f"{self._folder}/{address}"
        if not Path(source).is_file():
            self._new.append(address)
            return
        os.makedirs(os.path.dirname(target), exist_ok=True)
        try:
            os.link(source, target)
        except OSError:  # not every kind of disk knows links
            shutil.copy2(source, target)
        self._replaced.append(address)

    def put_back(self) -> None:
        """Make everything as it was, as far as the disk allows."""
        for address in self._new:
            _remove(self._output, address)
        for address in self._replaced:
            with suppress(OSError):
                os.makedirs(os.path.dirname(f"{self._output}/{address}"), exist_ok=True)
                os.replace(f"{self._folder}/{address}", f"{self._output}/{address}")

    def forget(self) -> None:
        """Let go of what was kept."""
        if self._replaced:
            shutil.rmtree(self._folder, ignore_errors=True)


def _remove(output: Path, address: str) -> None:
    """Remove a file, and the folders above it that are empty then."""
    with suppress(FileNotFoundError, NotADirectoryError):
        os.unlink(output / address)
    folder = (output / address).parent
    while folder != output:
        try:
            folder.rmdir()
        except FileNotFoundError:
            pass
        except OSError:
            break
        folder = folder.parent


def _a_disk_of_its_own(output: Path) -> bool:
    """Whether files beside the output folder cannot be moved into it."""
    try:
        return os.stat(output).st_dev != os.stat(output.parent).st_dev
    except FileNotFoundError:
        return False


def _equal(one: str, other: str) -> bool:
    """Whether two files hold the same bytes."""
    try:
        if os.stat(one).st_size != os.stat(other).st_size:
            return False
        with open(one, "rb") as left, open(other, "rb") as right:
            return left.read() == right.read()
    except (FileNotFoundError, NotADirectoryError):
        return False


def _last_named_last(address: str) -> tuple[int, str]:
    """Pictures and styles first, then pages, then what announces them, so that nothing names what is not there yet."""
    if not address.endswith((".html", ".xml")):
        return 0, address
    return (2 if address.endswith(".xml") or address == "index.html" else 1), address
