"""The model of a kind of content: the core's own, with the keys that enabled plugins declare (`get_fields`)."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any, NamedTuple, cast

from pydantic import BaseModel, create_model

from lodestar.base.features import packages
from lodestar.base.front_matter.fields import Fields, key_of
from lodestar.base.settings import SettingsError


@cache
def combined(core: type[Fields], declared: tuple[str, ...]) -> type[Fields]:
    """Return the model `core` extended with the keys of the `declared` models (`module:Model`), in that order.

    Raises SettingsError where two of them declare the same key.
    """
    models = [core, *dict.fromkeys(map(_model, declared))]
    if len(models) == 1:
        return core
    owners: dict[str, type[BaseModel]] = {}
    for model in models:
        for name in model.model_fields:
            owner = owners.setdefault(name, model)
            if owner is not model:
                fault = f'the header key "{name}" is declared by {owner.__module__} and by {model.__module__}'
                raise SettingsError(f"pelicanconf.py: {fault}; rename it in one of them, or leave one plugin out")
    # pydantic lists the fields of the last base first
    bases: Any = tuple(reversed(models))
    result: Any = create_model(core.__name__, __base__=bases, __module__=core.__module__, __doc__=core.__doc__)
    return cast(type[Fields], result)


class Shape(NamedTuple):
    """What reading a file needs to know of a model's keys."""

    core: frozenset[str]
    """The core's own keys."""
    added: tuple[tuple[str, Any, bool], ...]
    """Keys that plugins declare: name, default, and whether it holds Markdown."""
    pictures: tuple[str, ...]
    """Keys that name a picture, whoever declares them."""
    paragraphs: frozenset[str]
    """Keys that hold a sentence or two for readers, whoever declares them."""


@cache
def shape(model: type[BaseModel], core: type[BaseModel]) -> Shape:
    """Return the shape of `model`, which is `core` extended with the keys of plugins."""
    keys = {name: (info, key_of(info)) for name, info in model.model_fields.items()}
    added = ((name, info.default, key.markdown) for name, (info, key) in keys.items() if name not in core.model_fields)
    pictures = tuple(name for name, (_, key) in keys.items() if key.picture)
    paragraphs = frozenset(name for name, (_, key) in keys.items() if key.widget == "area" and not key.markdown)
    return Shape(frozenset(core.model_fields), tuple(added), pictures, paragraphs)


def _model(place: str) -> type[Fields]:
    """Import and return the model `module:Model`. Raises SettingsError where it does not exist."""
    module, _, name = place.partition(":")
    try:
        model = getattr(import_module(module), name)
    except (ModuleNotFoundError, AttributeError) as error:
        if isinstance(error, ModuleNotFoundError) and not module.startswith(error.name or "/"):
            raise  # the module exists, but something it imports does not
        fault = f'a plugin declares its header keys as "{place}", which does not exist'
        raise SettingsError(
            f"pelicanconf.py: {fault}; write its module and class, as plugins.series.fields:PostSeries"
        ) from None
    return cast(type[Fields], model)


@cache
def left_out(kind: str, key: str) -> str:
    """Return the name of the plugin of ours that would read `key` in files of a kind; empty where no plugin would.

    Called only for keys that no enabled plugin reads.
    """
    for name in packages():
        declare = getattr(import_module(name), "declare_fields", None)
        place = declare({}).get(kind) if declare else None
        if place and key in _model(place).model_fields:
            return name
    return ""
