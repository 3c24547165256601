"""What a build does in this process while a child reads: it imports what it will need, joins the styles, and may compile
the templates.

The child has more to import than this process has until then, so even for one text this process would wait for it as long
as the imports here take.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from lodestar.engine.signals import modules_of_makers
from lodestar.engine.store import Store
from lodestar.engine.theme import Theme

LONG = 200
"""How many files take at least as long to read as the templates take to compile."""
STEPS = ("blocked", "links", "relate", "stylesheet", "write")
"""The modules of the engine that only a build with something to do imports."""


def work_ahead(theme: Theme, cache: Path, store: Store, looks: Callable[[], object], files: int) -> None:
    """Do what a build will need in any case, while so many files are read; `looks()` makes what hangs on the theme alone."""
    with suppress(Exception):  # what is wrong with a plugin or a style is said once it is asked
        for module in (*(f"lodestar.engine.{name}" for name in STEPS), *modules_of_makers()):
            import_module(module)
        looks()
    if files >= LONG:
        compile_templates(theme, cache, store)


def compile_templates(theme: Theme, cache: Path, store: Store) -> None:
    """Compile all templates of a theme, and store which of them refer to which; the build finds both below `cache`.

    Faults in a template are reported only when an output needs it.
    """
    from lodestar.engine.templates import environment
    from lodestar.engine.write import closures_in, keep_closures

    compiling = environment(theme, cache / "templates")
    closures = closures_in(store, theme)
    for name in theme.names():
        with suppress(Exception):
            for template in closures.names([name]):
                compiling.get_template(template)
    keep_closures(store, closures)
