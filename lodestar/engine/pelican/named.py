"""Finds the settings that the author wrote, and where: plugins see them merged with Pelican's defaults."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from pelican.settings import DEFAULT_CONFIG

COMPUTED = frozenset({"ARTICLE_EXCLUDES", "PAGE_EXCLUDES", "CSS_FILE", "FEED_DOMAIN", "PAGINATION_PATTERNS"})
"""Settings that Pelican changes itself, so that a value does not show whether the author set it."""


class Named:
    """The settings that a site's author wrote, for the site built with `settings`."""

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
        """Return where a setting is written, as `pelicanconf.py:12`; `the command line` where no file has it."""
        for module in sorted(self._modules, key=lambda module: not self._sets(module, name)):
            path = Path(module.__file__ or "")
            if line := max(_lines(path, name), default=0):
                return f"{path.name}:{line}"
        return "the command line"

    def _sets(self, module: ModuleType, name: str) -> bool:
        """Return whether a module has the effective value of a setting: a file that imports it may override it."""
        return bool(vars(module).get(name) == self._settings.get(name))


def _lines(path: Path, name: str) -> Iterator[int]:
    """Yield the lines of a Python file that assign to a name or to an item of it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        target = node.value if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) else node
        if (
            isinstance(target, ast.Name)
            and target.id == name
            and (target is not node or isinstance(target.ctx, ast.Store))
        ):
            yield target.lineno


def _modules(settings: Mapping[str, Any]) -> Iterator[ModuleType]:
    """Yield the module of the settings file, and those that it imports names from."""
    for module in list(sys.modules.values()):
        attributes = getattr(module, "__dict__", {})
        if isinstance(module, ModuleType) and "PLUGINS" in attributes and "SITENAME" in attributes:
            containers = (
                name for name, value in attributes.items() if name.isupper() and isinstance(value, list | dict)
            )
            if any(settings.get(name) is attributes[name] for name in containers):
                yield module
