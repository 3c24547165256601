"""Step 3, plan: everything that the site will contain, as a list of outputs with one address each."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from lodestar.base.address import Address, answered, quoted
from lodestar.base.problems import Problem
from lodestar.engine.site import Output

LONGEST = 255
"""The most bytes in the name of a file or folder, on Linux, macOS and Windows alike."""


class Plan:
    """Collects outputs; two with the same address, or the same place on a disk, are a problem that names both."""

    def __init__(self) -> None:
        self.outputs: dict[str, Output] = {}
        self.problems: list[Problem] = []
        self._files: dict[str, Output] = {}
        """Outputs by `folded` path, including reserved folders."""
        self._answered: dict[str, Output] = {}
        """Outputs by the path at which a host serves them: the folder of an index, any other file itself."""
        self._folders: dict[str, Output] = {}
        """The first output below each folder."""

    def add(self, outputs: Iterable[Output]) -> None:
        """Add outputs to the plan."""
        for output in outputs:
            parts = output.address.removesuffix("/").split("/")
            if ".." in parts or "" in parts:
                fault = f'"{output.address}" is no place below the output folder'
                self.problems.append(Problem(output.source, 1, fault, "give it another address"))
            elif not (len(output.address) <= LONGEST and output.address.isascii()) and _is_too_long(output, parts):
                fault = f'a part of the address "/{output.address[:40]}…" is longer than a file\'s name may be'
                cure = f"write at most {LONGEST} letters between two slashes"
                self.problems.append(Problem(output.source, 1, fault, cure))
            elif other := self._place(output):
                self.problems.append(_conflict(output, other))

    def _place(self, output: Output) -> Output | None:
        """Add an output, or return the one it conflicts with."""
        path, answer = folded(output.address).removesuffix("/"), folded(answered(output.address))
        if other := self._answered.get(answer) or self._files.get(path) or self._folders.get(path):
            return other
        folders, folder = [], path.rpartition("/")[0]
        while folder and folder not in self._folders:
            if other := self._files.get(folder):
                return other
            folders.append(folder)
            folder = folder.rpartition("/")[0]
        self.outputs[output.address] = self._answered[answer] = self._files[path] = output
        for folder in folders:
            self._folders[folder] = output
        return None

    def addresses(self) -> frozenset[Address]:
        """Return the addresses that answer, in the form of links."""
        return addresses_of(self.outputs)


def addresses_of(outputs: Iterable[str]) -> frozenset[Address]:
    """Return the addresses that answer, in the form of links; a reserved folder has none."""
    return frozenset(url_of(address) for address in outputs if not is_folder(address))


def is_folder(address: str) -> bool:
    """Return whether an output is a folder of files whose names are known only once they are made."""
    return address.endswith("/")


def output_of(outputs: Mapping[str, Output], path: str) -> Output | None:
    """Return the output of the file `path`: its own, or that of a reserved folder around it; None for none."""
    return outputs.get(path) or next(filter(None, (outputs.get(f"{folder}/") for folder in _above(path))), None)


@lru_cache(maxsize=100_000)
def url_of(path: str) -> Address:
    """Return the address at which a host serves the file `path` below the output folder."""
    return Address("/" + quoted(answered(path)))


def _above(path: str) -> Iterator[str]:
    """Yield the folders around a path, the innermost first."""
    while path := path.rpartition("/")[0]:
        yield path


def folded(path: str) -> str:
    """Return a path as the disks of macOS and Windows compare it, without regard to case and Unicode form."""
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()


def _is_too_long(output: Output, parts: list[str]) -> bool:
    """Return whether an output's name is too long for a disk; other checks judge the names of generated outputs."""
    return _rank(output) < 2 and any(len(part.encode()) > LONGEST for part in parts)


def _conflict(output: Output, other: Output) -> Problem:
    """Return the problem of two conflicting outputs, reported for the one that the author can change."""
    if _rank(other) < _rank(output):
        output, other = other, output
    mine, theirs = url_of(output.address), url_of(other.address)
    if mine == theirs:
        fault = f"the address {mine} is also that of {other.source}"
    elif folded(answered(output.address)) == folded(answered(other.address)):
        whose = "another one of this file" if output.source == other.source else f"that of {other.source}"
        fault = f"the address {mine} differs from {theirs}, {whose}, only in ways that not every disk knows"
    elif is_folder(other.address):
        fault = f"{mine} lies where {other.source} has a folder of its own"
    else:
        fault = f"{mine} and {theirs}, that of {other.source}, need a file and a folder of the same name"
    return Problem(output.source, 1, fault, _cure(output, other))


def _rank(output: Output) -> int:
    """Return a sort key for which output is to change: texts first, then theme files, then generated outputs."""
    return 2 if output.source.startswith("the ") else int(output.source.startswith("theme/"))


def _cure(output: Output, other: Output) -> str:
    text = output.source.endswith(".md")
    if output.template == "redirect.html":
        return "delete the alias" if text else "delete the line"
    if text and other.source.endswith(".md"):
        return "give one of them another slug"
    return "give it another slug" if text else "give it another name"
