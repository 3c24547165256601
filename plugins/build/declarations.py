"""What enabled plugins declare, gathered: the kinds of content with the models of their header keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from plugins.signals import answers, get_fields, get_kinds, ordered_answers
from plugins.site import Kind


def declared_kinds(settings: Mapping[str, Any]) -> tuple[Kind, ...]:
    """Return the kinds of content, each with the models of the header keys that plugins declare for it."""
    kinds = [kind for answer in answers(get_kinds, settings) for kind in answer]
    declared = [answer for _, answer in ordered_answers(get_fields, settings)]
    return tuple(
        replace(kind, declared=tuple(models[kind.name] for models in declared if kind.name in models)) for kind in kinds
    )
