"""What a build does before it knows that it must: it imports what it will need while a child reads, and has another child
compile the templates of a first build, or get ready to render a later one.

The child that reads has more to import than this process has until then, so even for one text this process would wait for
it as long as the imports here take. The helper of a later build joins the styles and loads templates while this process
relates and plans; then it renders the few outputs of an edit, for which this process need not import Jinja at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from lodestar.engine.appearance import Appearance
from lodestar.engine.build_record import read_build_record
from lodestar.engine.child import Child, ChildEnded, StandbyChild
from lodestar.engine.closures import Closures, References, closures_in, keep_references
from lodestar.engine.signals import modules_of_makers
from lodestar.engine.store import Store
from lodestar.engine.theme import Theme

STEPS = ("blocked", "links", "relate", "write")
"""The modules of the engine that only a build with something to do imports."""
USUAL_TEMPLATES = (
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
EDIT_TEMPLATES = USUAL_TEMPLATES[:4]
"""The templates that nearly every edit needs; others are loaded when they are asked for."""
PART_FOLDERS = ("components/", "layouts/", "slots/")
"""The folders of a theme whose templates make no output of their own."""


def work_ahead(appearance: Appearance, cache: Path, store: Store, cleanup: ExitStack, idle: bool) -> None:
    """Do, while a child reads, what a build with something to do will need; `idle`: there is a core that is idle, or soon will be."""
    with suppress(Exception):  # what is wrong with a plugin or a style is said once it is asked
        for module in (*(f"lodestar.engine.{name}" for name in STEPS), *modules_of_makers()):
            import_module(module)
        _ = appearance.digest  # before anything is made from the theme
        if idle and begin_compiling(appearance, cache, store, cleanup):
            _ = appearance.styles
    if idle and not appearance.compilation:
        start_helper(appearance, cache, store, cleanup)


def begin_compiling(appearance: Appearance, cache: Path, store: Store, cleanup: ExitStack) -> Compilation | None:
    """Return the compilation of all templates, begun now unless it was before, for a first build; None for a later one."""
    if appearance.compilation is None and not read_build_record(store):
        appearance.compilation = Compilation(appearance.theme, cache, cleanup)
    return appearance.compilation


def start_helper(appearance: Appearance, cache: Path, store: Store, cleanup: ExitStack) -> None:
    """Start the helper of a build, and check the theme."""
    if appearance.helper or appearance.theme.own.digest:  # functions cannot be sent to it
        return
    names: tuple[str, ...] = ()
    appearance.closures = closures_in(store, appearance.theme, cache)
    with suppress(Exception):  # a theme may lack one
        names = appearance.closures.names(EDIT_TEMPLATES)
    appearance.helper = StandbyChild(partial(get_ready_to_render, appearance, cache, names))
    cleanup.callback(appearance.helper.end)
    with suppress(Exception):  # the build itself reports what is wrong with the theme
        appearance.check()


def get_ready_to_render(appearance: Appearance, cache: Path, names: tuple[str, ...]) -> Mapping[str, Any]:
    """Make the style sheets, load templates, import what they call, and return the style sheets."""
    styles = appearance.styles
    from lodestar.engine.templates import prepare

    with suppress(Exception):  # what is wrong with a template is said where an output needs it
        prepare(appearance.theme, cache / "templates", names)
        for module in appearance.helping_modules():
            import_module(module)
    return styles


class Compilation:
    """The compilation of a theme's templates in a child process, on a core that has nothing else to do."""

    def __init__(self, theme: Theme, cache: Path, cleanup: ExitStack) -> None:
        self._names = theme.names()
        self._child = Child(partial(compile_templates, theme, cache))
        cleanup.callback(self._child.end)

    def finish(self, store: Store, templates: Iterable[str]) -> None:
        """Wait for some templates, store which of them refer to which, and have the others left out."""
        waiting = {*templates}.intersection(self._names)
        learned: References = {}
        with suppress(ChildEnded):  # the rest is compiled when it is needed
            for name, references in self._child.results():
                learned = references
                waiting.discard(name)
                if not waiting:
                    break
        self._child.stop_receiving()
        keep_references(store, learned)


def compile_templates(theme: Theme, cache: Path) -> Iterator[tuple[str, References]]:
    """Compile a theme's templates; yield the name of each output's, and which of all until then refer to which.

    Faults in a template are reported only when an output needs it.
    """
    closures = Closures(theme, {}, cache)
    for name in compile_order(theme):
        with suppress(Exception):
            closures.names([name])
        yield name, closures.references


def compile_order(theme: Theme) -> Iterator[str]:
    """Yield the names of a theme's templates of outputs: those that nearly every site needs, then the shortest first.

    So a site that needs few of the others waits for little else; parts are compiled with what refers to them.
    """
    yield from USUAL_TEMPLATES
    other_names = [name for name in theme.names() if name not in USUAL_TEMPLATES and not name.startswith(PART_FOLDERS)]
    yield from sorted(other_names, key=lambda name: len(theme.find(name)[0]))
