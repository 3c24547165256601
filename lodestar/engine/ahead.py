"""What a clean build does in this process while others read: the templates are compiled before anyone knows what they show."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from lodestar.engine.store import Store
from lodestar.engine.theme import Theme


def compile_templates(theme: Theme, cache: Path, store: Store) -> None:
    """Compile all templates of a theme, and remember which of them name which; the build finds both below `cache`.

    What is wrong with a template is said once an output needs it.
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
