"""Old addresses that lead to new ones: `aliases` of posts and pages, synonyms of tags and categories, address rules.

Connects to Pelican's `initialized` and Lodestar's `get_outputs` and `get_closing_outputs`. Setting: `REDIRECTS`. Rules for hosts that redirect by
themselves come from `plugins.hosting`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lodestar.base.problems import in_order
from lodestar.base.settings import SettingsError, parse
from lodestar.engine.signals import connect, get_closing_outputs, get_outputs
from plugins.redirects.rules import IMPORTED_FILE, read_file
from plugins.redirects.settings import RedirectSettings


def configure(pelican: Any) -> None:
    """At `initialized`: the rules become a setting, so that a change of them makes the site anew."""
    settings = parse(RedirectSettings, "REDIRECTS", pelican.settings.get("REDIRECTS"))
    rules, problems = read_file(Path(settings.file), Path(settings.file).name)
    imported_file = Path(pelican.settings["PATH"]) / IMPORTED_FILE
    imported_rules, imported_problems = read_file(imported_file, f"{imported_file.parent.name}/{IMPORTED_FILE}")
    rules, problems = [*rules, *imported_rules], [*problems, *imported_problems]
    if problems:
        raise SettingsError("\n".join(map(str, in_order(problems))))
    pelican.settings["REDIRECTS"] = settings
    pelican.settings["REDIRECT_RULES"] = tuple(rules)


def register() -> None:
    """Connect to Pelican's and Lodestar's signals."""
    from pelican import signals

    signals.initialized.connect(configure)
    connect(get_outputs, "plugins.redirects.hooks:outputs")
    connect(get_closing_outputs, "plugins.redirects.hooks:closing_outputs")
