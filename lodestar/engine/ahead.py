"""What a build does before it is asked for: it imports what it will need and joins the styles while a child reads, and has
another compile the templates.

The child that reads has more to import than this process has until then, so even for one text this process would wait for
it as long as the imports here take.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
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
USUAL = (
    "article.html",
    "archive.html",
    "home.html",
    "feed.rss.xml",
    "page.html",
    "follow.html",
    "404.html",
    "comments-feed.xml",
)
"""The templates that nearly every site needs, where its theme has them."""
PARTS = ("components/", "layouts/", "slots/")
"""The folders of a theme whose templates make no output of their own."""


def work_ahead(looks: Callable[[], object]) -> None:
    """Import what a build with something to do will need; `looks()` makes what hangs on the theme alone."""
    with suppress(Exception):  # what is wrong with a plugin or a style is said once it is asked
        for module in (*(f"lodestar.engine.{name}" for name in STEPS), *modules_of_makers()):
            import_module(module)
        looks()


class Compilation:
    """The compilation of a theme's templates in a child process, on a core that has nothing else to do."""

    def __init__(self, theme: Theme, cache: Path, ending: ExitStack) -> None:
        self._names = theme.names()
        self._child = Child(partial(compile_templates, theme, cache))
        ending.callback(self._child.end)

    def finish(self, store: Store, templates: Iterable[str]) -> None:
        """Wait for some templates, store which of them refer to which, and have the others left out."""
        from lodestar.engine.write import keep_references

        waiting = {*templates}.intersection(self._names)
        known: References = {}
        with suppress(Gone):  # the rest is compiled when it is needed
            for name, references in self._child.results():
                known = references
                waiting.discard(name)
                if not waiting:
                    break
        self._child.leave()
        keep_references(store, known)


def compile_templates(theme: Theme, cache: Path) -> Iterator[tuple[str, References]]:
    """Compile a theme's templates; yield the name of each output's, and which of all until then refer to which.

    Faults in a template are reported only when an output needs it.
    """
    from lodestar.engine.render import Closures

    closures = Closures(theme, {}, cache)
    for name in in_order(theme):
        with suppress(Exception):
            closures.names([name])
        yield name, closures.references


def in_order(theme: Theme) -> Iterator[str]:
    """Yield the names of a theme's templates of outputs: those that nearly every site needs, then the shortest first.

    So a site that needs few of the others waits for little else; parts are compiled with what refers to them.
    """
    yield from USUAL
    rest = [name for name in theme.names() if name not in USUAL and not name.startswith(PARTS)]
    yield from sorted(rest, key=lambda name: len(theme.find(name)[0]))
