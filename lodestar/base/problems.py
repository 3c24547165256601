"""Problems in the content, described so that the author can mend them."""

from __future__ import annotations

from collections.abc import Iterable

from lodestar.base.values import Value

NEAR = 0.6
"""How alike (0 to 1, difflib's ratio) two names must be for one to be proposed instead of the other."""


MANY = 20
"""The most names with a similar beginning that are compared."""


class Problem(Value):
    """A fault at one place: `path:line: what is wrong; what would be right`."""

    path: str
    """Path of the file as the author knows it (`content/posts/2026/x.md`)."""
    line: int
    """Line of the fault, counted from 1."""
    what: str
    """What is wrong."""
    cure: str
    """What would be right."""
    fatal: bool = True
    """Whether the build stops; a problem that is not fatal is a warning."""
    link: str = ""
    """The address, as written, of a broken link; empty for every other problem."""
    missing: str = ""
    """The name, path or address that is missing, where that is the problem."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}; {self.cure}"


class TemplateFault(Exception):
    """An output that cannot be made: the argument is a Problem, or a text that begins with a place in the theme."""


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems without duplicates, ordered by file and line."""
    return sorted(set(problems), key=lambda p: (p.path, p.line, p.what))


def nearest(word: str, names: Iterable[str], least: float = NEAR, ends_alike: bool = False) -> str:
    """Return the name in `names` most like `word`, with a ratio of at least `least`; empty for none.

    `ends_alike`: the last parts of two paths must be as similar, too.
    """
    import difflib

    names_by_fold = {name.casefold(): name for name in sorted(names)}
    matches = difflib.get_close_matches(word.casefold(), names_by_fold, n=MANY, cutoff=least)
    if ends_alike:
        matches = [
            name
            for name in matches
            if difflib.SequenceMatcher(None, _last(name), _last(word.casefold())).ratio() >= least
        ]
    return names_by_fold[matches[0]] if matches else ""


def did_you_mean(word: str, names: Iterable[str], fallback: str, least: float = NEAR) -> str:
    """Return a proposal of the name in `names` nearest to `word`, or `fallback`."""
    name = nearest(word, names, least, "/" in word)  # paths have similar beginnings; their ends decide
    return f'did you mean "{name}"?' if name else fallback


def unread(key: str, plugin: str, other_files: int = 0) -> tuple[str, str]:
    """Return what is wrong with a key of a disabled `plugin`, here and in `other_files` other files, and the cure."""
    extent = f" here and in {other_files} other file{'s' if other_files > 1 else ''}" if other_files else ""
    fault = f'nothing reads the key "{key}"{extent}, since PLUGINS leaves out {plugin}'
    return fault, f'add "{plugin}" to PLUGINS in pelicanconf.py, or delete the line{"s" if other_files else ""}'


def _last(path: str) -> str:
    """Return the last part of a path or an address."""
    return path.rstrip("/").rpartition("/")[2]
