"""The header key that holds the author's own keys."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from lodestar.base.front_matter.fields import Fields, Rare


def _own_keys(value: Any) -> Any:
    if not isinstance(value, dict):
        raise ValueError('"extra" has no keys below it; write them indented, a line each, between lines "---"')
    return value


Own = Rare[Annotated[dict[str, Any], BeforeValidator(_own_keys)]]


class PostExtra(Fields):
    """The author's own keys of a post."""

    extra: Own = {}  # noqa: RUF012 - pydantic copies it
    """Keys of your own, each with a text or a list; templates get them as they are written."""


class PageExtra(Fields):
    """The author's own keys of a page."""

    extra: Own = {}  # noqa: RUF012 - pydantic copies it
    """Keys of your own, each with a text or a list; templates get them as they are written."""
