"""Facts about the site that the blog moves into, read from its settings without running them."""

from __future__ import annotations

import ast
import contextlib
from datetime import datetime
from pathlib import Path
from typing import Any


def settings_of(folder: Path) -> dict[str, Any]:
    """Return the plain values among the settings of the site in `folder`; none where it has no `pelicanconf.py`.

    Those of `publishconf.py`, which has the real site's address, take precedence.
    """
    settings: dict[str, Any] = {}
    for name in ("pelicanconf.py", "publishconf.py"):
        try:
            tree = ast.parse((folder / name).read_text(encoding="utf-8"))
        except (OSError, SyntaxError, ValueError):
            continue
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                settings.pop(node.targets[0].id, None)  # the last one counts, plain or not
                with contextlib.suppress(ValueError):
                    settings[node.targets[0].id] = ast.literal_eval(node.value)
    return settings


def post_address(slug: str, date: datetime) -> str:
    """Return the address that the site's rules give to a post."""
    return (
        f"/{date:%Y}/{date:%m}/{date:%d}/{slug}/"
        if date.year >= 1000
        else f"/{date.year:04d}/{date:%m}/{date:%d}/{slug}/"
    )


def site_slug(name: str) -> str:
    """Return the slug that the site makes of the name of a tag or category."""
    from pelican.settings import DEFAULT_CONFIG
    from pelican.utils import slugify

    substitutions: Any = DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"]
    rules = tuple(tuple(rule) for rule in substitutions)
    return str(slugify(name, rules, preserve_case=False, use_unicode=False))
