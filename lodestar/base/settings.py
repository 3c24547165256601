"""Reads the settings of a plugin into a frozen model, and reports all faults at once.

The models are msgspec's, not pydantic's as for content: they are made on every run, and a run with nothing to do
must start at once.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, TypeVar, dataclass_transform, get_args, get_type_hints

import msgspec


@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))
class SettingsModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A plugin's settings: frozen, and a key that nobody reads is refused."""


Model = TypeVar("Model", bound=SettingsModel)
PLACE = re.compile(r" - at `\$(.*)`$")
UNKNOWN = re.compile(r"Object contains unknown field `(\w+)`")


class SettingsError(SystemExit):
    """A fault in the settings; ends the run with exit code 1, without a traceback."""


def parse(model: type[Model], name: str, raw: Any) -> Model:
    """Validate the dict `raw`, the value of the setting `name`, and return it as a `model`.

    Raises SettingsError with one line for every fault.
    """
    if isinstance(raw, model):
        return raw
    entries = {} if raw is None else raw
    if not isinstance(entries, dict):
        raise SettingsError(f'pelicanconf.py: {name} is {raw!r}; write {name} = {{"key": value}}')
    types = _types_of(model)
    faults = []
    values: dict[str, Any] = {}
    for key, value in entries.items():
        if key not in types:
            faults.append(f"pelicanconf.py: {name}[{key!r}] is not a setting; known are {', '.join(sorted(types))}")
            continue
        try:
            values[key] = msgspec.convert(value, types[key])
        except msgspec.ValidationError as error:
            faults.append(_explain(name, key, value, types[key], str(error)))
    required = set(model.__struct_fields__[: len(model.__struct_fields__) - len(model.__struct_defaults__)])
    faults += [f"pelicanconf.py: {name} has no {key!r}; add it" for key in sorted(required - entries.keys())]
    if faults:
        raise SettingsError("\n".join(faults))
    return model(**values)


@cache
def _types_of(model: type[SettingsModel]) -> dict[str, Any]:
    """Return the type of each key of a model; to read them takes longer than all the rest, and desks read settings often."""
    return get_type_hints(model, include_extras=True)


def _explain(name: str, key: str, value: Any, kind: Any, error: str) -> str:
    place = PLACE.search(error)
    models = [item for item in (kind, *get_args(kind)) if isinstance(item, type) and issubclass(item, SettingsModel)]
    if (unknown := UNKNOWN.fullmatch(error)) and len(models) == 1:
        names = ", ".join(sorted(models[0].__struct_fields__))
        return f"pelicanconf.py: {name}[{key!r}][{unknown[1]!r}] is not a setting; known are {names}"
    return f"pelicanconf.py: {name}[{key!r}]{place[1] if place else ''} is {value!r}; {PLACE.sub('', error).lower()}"
