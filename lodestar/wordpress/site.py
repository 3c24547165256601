"""What must be known of the site that the blog moves into; read, never run."""

from __future__ import annotations

import ast
import contextlib
from datetime import datetime
from pathlib import Path
from typing import Any


def settings_of(folder: Path) -> dict[str, Any]:
    """Return the settings of the site in `folder` that are plain values; none where it has no `pelicanconf.py`.

    Those of `publishconf.py`, where the address of the real site is, win.
    """
    settings: dict[str, Any] = {}
    for name in ("pelicanconf.py", "publishconf.py"):
        try:
            tree = ast.parse((folder / name).read_text(encoding="utf-8"))
        except (OSError, SyntaxError, ValueError):
            continue
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                settings.pop(node.targets[0].id, None)  # the last one counts, be it plain or not
                with contextlib.suppress(ValueError):
                    settings[node.targets[0].id] = ast.literal_eval(node.value)
    return settings


def post_address(slug: str, date: datetime) -> str:
    """Return the address the site's rules give a post."""
    return (
        f"/{date:%Y}/{date:%m}/{date:%d}/{slug}/"
        if date.year >= 1000
        else f"/{date.year:04d}/{date:%m}/{date:%d}/{slug}/"
    )


def site_slug(name: str) -> str:
    """Return the slug the site gives the name of a tag or category that has none of its own."""
    from pelican.settings import DEFAULT_CONFIG
    from pelican.utils import slugify

    given: Any = DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"]
    rules = tuple(tuple(rule) for rule in given)
    return str(slugify(name, rules, preserve_case=False, use_unicode=False))
