"""What a build does before it is asked for: it imports what it will need and joins the styles while a child reads, and has
another compile the templates.

The child that reads has more to import than this process has until then, so even for one text this process would wait for
it as long as the imports here take.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from lodestar.engine.child import Child, Gone
from lodestar.engine.signals import modules_of_makers
from lodestar.engine.store import Store
from lodestar.engine.theme import Theme

if TYPE_CHECKING:
    from lodestar.engine.render import References

STEPS = ("blocked", "links", "relate", "stylesheet", "write")
"""The modules of the engine that only a build with something to do imports."""


def work_ahead(looks: Callable[[], object]) -> None:
    """Import what a build with something to do will need; `looks()` makes what hangs on the theme alone."""
    with suppress(Exception):  # what is wrong with a plugin or a style is said once it is asked
        for module in (*(f"lodestar.engine.{name}" for name in STEPS), *modules_of_makers()):
            import_module(module)
        looks()


class Compilation:
    """The compilation of a theme's templates in a child process, on a core that has nothing else to do."""

    def __init__(self, theme: Theme, cache: Path, ending: ExitStack) -> None:
        self._child = Child(partial(compile_templates, theme, cache))
        ending.callback(self._child.end)

    def finish(self, store: Store) -> None:
        """Wait until it is done, and store which templates refer to which."""
        from lodestar.engine.write import keep_references

        with suppress(Gone):  # the rest is compiled when it is needed
            for references in self._child.results():
                keep_references(store, references)


def compile_templates(theme: Theme, cache: Path) -> Iterator[References]:
    """Compile all templates of a theme, and yield which of them refer to which.

    Faults in a template are reported only when an output needs it.
    """
    from lodestar.engine.render import Closures

    closures = Closures(theme, {}, cache)
    for name in theme.names():
        with suppress(Exception):
            closures.names([name])
    yield closures.references
