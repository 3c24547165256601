"""Which settings the author names, and where: Pelican joins them with its defaults before a plugin sees any."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from pelican.settings import DEFAULT_CONFIG

COMPUTED = frozenset({"ARTICLE_EXCLUDES", "PAGE_EXCLUDES", "CSS_FILE", "FEED_DOMAIN", "PAGINATION_PATTERNS"})
"""What Pelican changes itself, so that a value says nothing about who wrote it."""


class Named:
    """The names that a site's settings give, for one site that is made of `settings`."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._modules, self._settings = list(_modules(settings)), settings
        written = {name for module in self._modules for name in vars(module) if name.isupper()}
        differing = {
            name
            for name, value in settings.items()
            if name.isupper() and name not in COMPUTED and value != DEFAULT_CONFIG.get(name)
        }
        self.names = frozenset(written & settings.keys() | differing)

    def place(self, name: str) -> str:
        """Return where a setting is written, as `pelicanconf.py:12`; `the command line` where no file names it."""
        for module in sorted(self._modules, key=lambda module: not self._says(module, name)):
            path = Path(module.__file__ or "")
            if line := max(_lines(path, name), default=0):
                return f"{path.name}:{line}"
        return "the command line"

    def _says(self, module: ModuleType, name: str) -> bool:
        """Whether a module says of a setting what holds: another file may be overruled by one that takes its names."""
        return bool(vars(module).get(name) == self._settings.get(name))


def _lines(path: Path, name: str) -> Iterator[int]:
    """Yield the lines of a file of Python on which a name, or an item of it, is given a value."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        target = node.value if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) else node
        if (
            isinstance(target, ast.Name)
            and target.id == name
            and (target is not node or isinstance(target.ctx, ast.Store))
        ):
            yield target.lineno


def _modules(settings: Mapping[str, Any]) -> Iterator[ModuleType]:
    """The settings file and what it takes names from: Pelican keeps it as a module, and its lists and tables as they are."""
    for module in list(sys.modules.values()):
        known = getattr(module, "__dict__", {})
        if isinstance(module, ModuleType) and "PLUGINS" in known and "SITENAME" in known:
            kept = (name for name, value in known.items() if name.isupper() and isinstance(value, list | dict))
            if any(settings.get(name) is known[name] for name in kept):
                yield module
