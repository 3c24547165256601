"""The editor's form for a kind of content, made of its model: a field added to a model appears by itself."""

from __future__ import annotations

import inspect
import json
import types
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin

import yaml
from pydantic import BaseModel

from lodestar.base.front_matter.edit import YamlText, same
from lodestar.base.front_matter.fields import key_of
from lodestar.base.front_matter.manual import keys
from lodestar.desk.incoming import Form

FIRST = ("title", "name", "label", "heading", "summary", "promise", "categories", "tags", "date", "status", "authors")
"""The order of the form: what every text needs comes first, what few need folds away."""
TRUE = frozenset({"true", "yes", "on", "1", "t", "y"})


class Field(NamedTuple):
    """One key of a header, as the editor shows it."""

    name: str
    label: str
    help: str
    widget: str
    """`text`, `area`, `date`, `number`, `select`, `check`, `lines`, `terms`, `picture`, `call` or `yaml`."""
    required: bool
    options: tuple[str, ...] = ()
    default: str = ""
    folded: bool = False
    """Whether it stands among the fields that few texts need."""


@cache
def fields(model: type[BaseModel]) -> tuple[Field, ...]:
    """Return the fields of a model, in the order of the form."""
    help = _help(model)
    results = [_field(info.alias or name, info, help) for name, info in model.model_fields.items()]
    rank = {name: number for number, name in enumerate(FIRST)}
    return tuple(sorted(results, key=lambda field: rank.get(field.name, len(rank))))


def order(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the order in which the keys of a file stand: that of the model, ids and old addresses last."""
    own = list(model.model_fields)
    late = [name for name in own if name in ("id", "aliases")]
    names = [name for name in own if name not in late] + late
    return tuple(model.model_fields[name].alias or name for name in names)


def _help(model: type[BaseModel]) -> dict[str, str]:
    results: dict[str, str] = {}
    for item in reversed(model.__mro__):
        if issubclass(item, BaseModel) and item is not BaseModel:
            file = inspect.getsourcefile(item)
            with suppress(KeyError):  # a class that does not stand by itself in its file
                results |= dict(keys(Path(file), item.__name__)) if file else {}
    return results


def _field(name: str, info: Any, help: Mapping[str, str]) -> Field:
    kind = _inner(info.annotation)
    default = (
        info.default
        if isinstance(info.default, str)
        else {True: "true", False: "false"}.get(info.default, "")
        if isinstance(info.default, bool)
        else ""
    )
    label = info.title or name.replace("_", " ").capitalize()
    key = key_of(info)
    options: tuple[str, ...] = ()
    if key.widget:
        widget = key.widget
    elif get_origin(kind) is Literal:
        widget, options = "select", tuple(str(argument) for argument in get_args(kind))
    elif get_origin(kind) in (tuple, list) and _inner(get_args(kind)[0]) is str:
        widget = "lines"
    else:
        widget = {bool: "check", int: "number", datetime: "date", str: "text"}.get(kind, "yaml")
    text = help.get(name, "").replace("`", "")
    required = info.is_required() and not key.late
    return Field(name, label, text, widget, required, options, default, key.rare and not required)


def _inner(annotation: Any) -> Any:
    """Return an annotation without what is said about it, and without None."""
    while get_origin(annotation) in (Union, types.UnionType) or hasattr(annotation, "__metadata__"):
        options = [argument for argument in get_args(annotation) if argument is not type(None)]
        annotation = options[0]
    return annotation


class ShownField(NamedTuple):
    """What a field shows."""

    field: Field
    value: Any
    """A string, or a list of strings for `lines` and `terms`."""


def shown(model: type[BaseModel], header: Mapping[str, Any]) -> list[ShownField]:
    """Return the form for a header."""
    return [ShownField(field, _shown(field, header.get(field.name))) for field in fields(model)]


def unknown(model: type[BaseModel], header: Mapping[str, Any]) -> dict[str, str]:
    """Keys of a header that the model does not know, as text; they are kept as they are."""
    known = {field.name for field in fields(model)}
    return {
        key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for key, value in header.items()
        if key not in known
    }


def _shown(field: Field, value: Any) -> Any:
    if field.widget in ("terms", "lines"):
        return [value] if isinstance(value, str) and value else list(map(str, value or []))
    if isinstance(value, TypedFields):
        return str(value)
    if field.widget == "yaml":
        return (
            ""
            if value in (None, "", [], {})
            else yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=100).strip()
        )
    if field.widget == "check":
        return "true" if (str(value).lower() in TRUE if value not in (None, "") else field.default == "true") else ""
    if value in (None, ""):
        return field.default if field.widget == "select" else ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def changes(model: type[BaseModel], header: Mapping[str, Any], form: Form) -> dict[str, Any]:
    """Return what a submitted form changes in a header; a field that the form does not have is left alone."""
    results: dict[str, Any] = {}
    for field in fields(model):
        if f"has.{field.name}" not in form.values:
            continue
        before, now = _shown(field, header.get(field.name)), _submitted(field, form)
        if before == now or (field.name not in header and not now and field.widget != "check"):
            continue
        if field.widget == "yaml":
            if not same(header.get(field.name), YamlText(now)):
                results[field.name] = YamlText(now) if now.strip() else None
        elif field.widget == "check":
            results[field.name] = "true" if now else "false"
        else:
            results[field.name] = now if now else None
    return results


def typed(model: type[BaseModel], header: Mapping[str, Any], form: Form) -> dict[str, Any]:
    """Return a header with everything as it was typed, to show a form again."""
    results = dict(header)
    for field in fields(model):
        if f"has.{field.name}" in form.values:
            value = _submitted(field, form)
            results[field.name] = (
                TypedFields(value)
                if field.widget == "yaml"
                else ("true" if value else "false")
                if field.widget == "check"
                else value
            )
    return results


class TypedFields(str):
    """Text of a nested value that may not be YAML yet."""


def _submitted(field: Field, form: Form) -> Any:
    if field.widget == "terms":
        return terms(form.all(field.name), form.all(f"{field.name}.new"), form.get(f"{field.name}.first"))
    if field.widget == "lines":
        return [" ".join(row.split()) for row in form.get(field.name).splitlines() if row.strip()]
    if field.widget == "yaml":
        return form.get(field.name).replace("\r\n", "\n").strip()
    text = form.get(field.name)
    return text.strip() if field.widget != "area" else "\n".join(row.rstrip() for row in text.strip().splitlines())


def terms(chosen: Sequence[str], added: Sequence[str], first: str = "") -> list[str]:
    """Chosen names and added ones, each once; a comma is part of a name. `first` goes to the front where it is chosen."""
    results = list(dict.fromkeys(" ".join(part.split()) for part in (*chosen, *added) if part.strip()))
    if first in results:
        results.remove(first)
        results.insert(0, first)
    return results
