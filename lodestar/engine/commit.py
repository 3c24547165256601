"""Step 5, commit: change the output folder, once everything is rendered.

Outputs are rendered into a staging folder next to the output folder. The first build becomes the output folder by one
rename; later builds replace file by file, each by a rename, so that no reader gets half a file.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from lodestar.engine.store import Outputs, stamp


class Staging:
    """A folder on the file system of the output folder, where outputs wait for the commit."""

    def __init__(self, output: Path, make: bool = True) -> None:
        self.output = output
        home = output if _is_mount(output) else output.parent
        # named by process: workers of a killed build may still write for a moment
        self.folder = home / f".{output.name}.staging-{os.getpid()}"
        self._folders = {""}
        if make:
            for leftover in home.glob(f".{output.name}.staging-*"):
                shutil.rmtree(leftover, ignore_errors=True)
            self.folder.mkdir(parents=True)

    def write(self, address: str, data: bytes) -> None:
        """Write an output to the staging folder."""
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
        """Make a folder below this one. Existing ones are remembered: asking the system costs as much as making one."""
        parent = folder.rpartition("/")[0]
        if parent and parent not in self._folders:
            self._make(parent)
        with suppress(FileExistsError):
            os.mkdir(f"{self.folder}/{folder}" if folder else self.folder)
        self._folders.add(folder)

    def commit(self, rendered: Iterable[str], vanished: Iterable[str]) -> None:
        """Move the rendered outputs into the output folder, then remove the vanished ones.

        Raises OSError when the disk refuses a step; all steps before it are undone.
        """
        obsolete = set(vanished)
        if not self.output.exists():
            os.rename(self.folder, self.output)
            return
        backups = Backups(self.output, self.folder.with_name(f"{self.folder.name}-backups"))
        try:
            for address in sorted(rendered, key=_links_last):
                if not self.equal(address):
                    self._clear_way(address, obsolete, backups)
                    backups.add(address)
                    self._replace(address)
            for address in sorted(obsolete):
                backups.add(address)
                _remove(self.output, address)
        except OSError:
            backups.restore()
            raise
        finally:
            backups.delete()
            self.discard()

    def discard(self) -> None:
        """Delete the staging folder; the output folder stays as it is."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def stamp(self, address: str) -> bytes:
        """Return the stamp of an output in the output folder; empty where it is missing."""
        try:
            return stamp(os.stat(f"{self.output}/{address}"))
        except OSError:
            return b""

    def equal(self, address: str) -> bool:
        """Return whether a rendered output has the same bytes as the file that it would replace."""
        return _equal(f"{self.folder}/{address}", f"{self.output}/{address}")

    def altered(self, outputs: Outputs) -> Iterator[str]:
        """Yield the addresses of outputs whose files are missing or no longer as they were written."""
        return (address for address, output in outputs.items() if self.stamp(address) != output.stamp)

    def _replace(self, address: str) -> None:
        source, target = f"{self.folder}/{address}", f"{self.output}/{address}"
        try:
            os.replace(source, target)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.replace(source, target)

    def _clear_way(self, address: str, obsolete: set[str], backups: Backups) -> None:
        """Remove vanished files that stand where the new site needs a folder, or folders where it needs a file."""
        if not obsolete:
            return
        folder = address.rpartition("/")[0]
        while folder:
            if folder in obsolete:
                backups.add(folder)
                _remove(self.output, folder)
                obsolete.discard(folder)
            folder = folder.rpartition("/")[0]
        if os.path.isdir(self.output / address):
            for nested in [item for item in obsolete if item.startswith(address + "/")]:
                backups.add(nested)
                _remove(self.output, nested)
                obsolete.discard(nested)


class Backups:
    """Backups of the files that a commit replaces or removes, in a `folder` that exists until it is done."""

    def __init__(self, output: Path, folder: Path) -> None:
        self._output, self._folder = output, folder
        self._replaced: list[str] = []
        self._new: list[str] = []

    def add(self, address: str) -> None:
        """Back up the file at `address`, which also stays where it is."""
        source, target = f"{self._output}/{address}", f"{self._folder}/{address}"
        if not Path(source).is_file():
            self._new.append(address)
            return
        os.makedirs(os.path.dirname(target), exist_ok=True)
        try:
            os.link(source, target)
        except OSError:  # a file system without hard links
            shutil.copy2(source, target)
        self._replaced.append(address)

    def restore(self) -> None:
        """Restore the output folder, as far as the disk allows."""
        for address in self._new:
            _remove(self._output, address)
        for address in self._replaced:
            with suppress(OSError):
                os.makedirs(os.path.dirname(f"{self._output}/{address}"), exist_ok=True)
                os.replace(f"{self._folder}/{address}", f"{self._output}/{address}")

    def delete(self) -> None:
        """Delete the backups."""
        if self._replaced:
            shutil.rmtree(self._folder, ignore_errors=True)


def _remove(output: Path, address: str) -> None:
    """Remove a file, and the folders above it that this leaves empty."""
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


def _is_mount(output: Path) -> bool:
    """Return whether the output folder is a mount, so that files next to it cannot be renamed into it."""
    try:
        return os.stat(output).st_dev != os.stat(output.parent).st_dev
    except FileNotFoundError:
        return False


def _equal(first: str, second: str) -> bool:
    """Return whether two files hold the same bytes."""
    try:
        if os.stat(first).st_size != os.stat(second).st_size:
            return False
        with open(first, "rb") as left, open(second, "rb") as right:
            return left.read() == right.read()
    except (FileNotFoundError, NotADirectoryError):
        return False


def _links_last(address: str) -> tuple[int, str]:
    """Return a sort key: pictures and styles first, then pages, then feeds and the home page, which link to them."""
    if not address.endswith((".html", ".xml")):
        return 0, address
    return (2 if address.endswith(".xml") or address == "index.html" else 1), address
