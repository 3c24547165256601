"""What must be known of the site that the blog moves into; read, never run."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class SiteFacts:
    """The settings and the content model, as far as the import depends on them."""

    timezone: str = ""
    author: str = ""
    fields: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Keys that the front matter of a `post` and `page` may have, and those of a `comment`."""

    def has(self, kind: str, key: str) -> bool:
        """Whether a post or page may carry the key."""
        return key in self.fields.get(kind, frozenset())


def facts(folder: Path) -> SiteFacts:
    """The facts of the site in `folder`; defaults where it has no `pelicanconf.py`."""
    settings = _assignments(folder / "pelicanconf.py")
    return SiteFacts(str(settings.get("TIMEZONE", "")), str(settings.get("AUTHOR", "")), _fields())


@lru_cache(maxsize=1)
def _fields() -> dict[str, frozenset[str]]:
    """The keys of the content model, so that a key it learns is used from that day on."""
    try:
        from plugins.front_matter import models
    except ImportError:
        return {}
    found = {"post": frozenset(models.Post.model_fields), "page": frozenset(models.StandalonePage.model_fields)}
    try:
        from plugins.comments.models import LeftComment
    except ImportError:
        return found
    return found | {"comment": frozenset(LeftComment.model_fields)}


def _assignments(path: Path) -> dict[str, Any]:
    """Names and values of the plain assignments in a settings file."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return {}
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                found[node.targets[0].id] = ast.literal_eval(node.value)
            except ValueError:
                continue
    return found


def post_address(slug: str, date: datetime) -> str:
    """The address the site's rules give a post."""
    return (
        f"/{date:%Y}/{date:%m}/{date:%d}/{slug}/"
        if date.year >= 1000
        else f"/{date.year:04d}/{date:%m}/{date:%d}/{slug}/"
    )


def site_slug(name: str) -> str:
    """The slug the site gives the name of a tag or category that has none of its own."""
    from pelican.settings import DEFAULT_CONFIG
    from pelican.utils import slugify

    given: Any = DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"]
    rules = tuple(tuple(rule) for rule in given)
    return str(slugify(name, rules, preserve_case=False, use_unicode=False))
