"""Placeholders for missing packages while a command's options are read, which needs none of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

OURS = ("lodestar", "plugins", "tools")
"""The packages whose imports may get placeholders."""


def _make_placeholder(_: object, name: str) -> Any:
    """Return what stands under a name of a placeholder, another one; nothing for what Python itself asks for."""
    if name.startswith("__"):
        raise AttributeError(name)
    return Placeholder


class _Kind(type):
    """The type of `Placeholder`: every attribute is another placeholder."""

    def __new__(mcs, name: str, bases: tuple[type, ...], names: dict[str, Any], **_: Any) -> _Kind:
        return super().__new__(mcs, name, bases, names)

    def __init__(cls, name: str, bases: tuple[type, ...], names: dict[str, Any], **_: Any) -> None:
        super().__init__(name, bases, names)

    __getattr__ = _make_placeholder

    def __or__(cls, other: Any) -> Any:
        return cls

    __ror__ = __or__

    def __iter__(cls) -> Iterator[Any]:
        return iter(())


class Placeholder(metaclass=_Kind):
    """Stands for a class, function or value of a missing package; it can be called, subclassed and inspected."""

    def __init__(self, *_: Any, **__: Any) -> None: ...

    def __call__(self, *_: Any, **__: Any) -> Any:  # noqa: D102 - as the class says
        return self

    __getattr__ = _make_placeholder

    def __class_getitem__(cls, _: Any) -> Any:
        return cls

    def __iter__(self) -> Iterator[Any]:
        return iter(())


class _Module(ModuleType):
    __path__: list[str] = []  # noqa: RUF012 - whatever is asked for below it is a placeholder too

    __getattr__ = _make_placeholder


class _PlaceholderFinder(MetaPathFinder, Loader):
    """Finds modules that no other finder has, where code of ours imports them."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> Any:
        """Return a module of placeholders, except for our own modules and for imports of other packages."""
        frame: Any = sys._getframe(1)
        while frame and "importlib" in frame.f_code.co_filename:
            frame = frame.f_back
        asking = frame.f_globals.get("__name__", "") if frame else ""
        if name.partition(".")[0] in OURS or asking.partition(".")[0] not in OURS:
            return None
        self.names.add(name)
        return ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return an empty module."""
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing: the module is empty."""


@contextmanager
def placeholders() -> Iterator[None]:
    """Give placeholders to imports of missing packages; afterwards, modules with placeholders are removed."""
    loaded, finder = set(sys.modules), _PlaceholderFinder()
    sys.meta_path.append(finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in (set(sys.modules) - loaded) if finder.names else ():
            if name in finder.names or name.partition(".")[0] in OURS:
                del sys.modules[name]
