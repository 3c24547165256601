"""The editor's form for a kind of content, derived from its model: a field added to the model appears in the form."""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

from lodestar.base.front_matter.fields import key_of
from lodestar.base.front_matter.manual import keys

FIRST = ("title", "name", "label", "heading", "summary", "promise", "categories", "tags", "date", "status", "authors")
"""The first fields of a form, in this order; what few texts need is folded away."""

PAGE = re.compile(r";? \[[^\]]*\]\([^)]*\.md\)[^.;]*")
"""A reference to a page of the documentation, which the desk does not show."""
PATH = re.compile(r", as (?:a path|paths) below content/(?:, such as `[^`]+`)?")
"""How a file writes a path, which a form offers by title."""
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


class Field(NamedTuple):
    """One key of a header, as the editor shows it."""

    name: str
    label: str
    help: str
    widget: str
    """`text`, `area`, `date`, `number`, `select`, `check`, `lines`, `terms`, `picture`, `call`, `color`, `zone`, `place`,
    `file`, `files`, `menu`, `rows`, `record`, `pairs` or `yaml`."""
    required: bool
    options: tuple[str, ...] = ()
    default: str = ""
    folded: bool = False
    """Whether it stands among the fields that few texts need."""
    inner: tuple[Field, ...] = ()
    """The fields of a nested value: of a `record`, or of each of the `rows`."""
    group: str = ""
    """The heading below which a long form shows it."""
    of: str = ""
    """The kind of content whose files it names."""
    setting: str = ""
    """The setting of `pelicanconf.py` that holds its value when the site is read."""


@cache
def fields(model: type[BaseModel]) -> tuple[Field, ...]:
    """Return the fields of a model in the order of the form; a field that describes another one (`image_alt`) follows it."""
    results = _fields(model)
    own = {field.name: number for number, field in enumerate(results)}
    rank = {name: number for number, name in enumerate(FIRST)}

    def position(field: Field) -> tuple[int, int]:
        return rank.get(field.name, len(rank)), own.get(field.name.partition("_")[0], own[field.name])

    return tuple(sorted(results, key=position))


def _fields(model: type[BaseModel]) -> tuple[Field, ...]:
    """Return the fields of a model in their own order."""
    help = _help(model)
    return tuple(_field(info.alias or name, info, help) for name, info in model.model_fields.items())


def order(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the order of the keys in a file: that of the model, with ids and old addresses last."""
    own = list(model.model_fields)
    late = [name for name in own if name in ("id", "aliases")]
    names = [name for name in own if name not in late] + late
    return tuple(model.model_fields[name].alias or name for name in names)


def _help(model: type[BaseModel]) -> dict[str, str]:
    results: dict[str, str] = {}
    for item in reversed(model.__mro__):
        if issubclass(item, BaseModel) and item is not BaseModel:
            file = inspect.getsourcefile(item)
            with suppress(KeyError):  # a class that is not at the top level of its file
                results |= dict(keys(Path(file), item.__name__)) if file else {}
    return results


def _field(name: str, info: Any, help: Mapping[str, str]) -> Field:
    kind = _bare_type(info.annotation)
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
    inner: tuple[Field, ...] = ()
    part = _bare_type(get_args(kind)[0]) if get_origin(kind) in (tuple, list) else None
    if key.widget:
        widget = key.widget
    elif key.of:
        widget = "files" if key.listed else "file"
    elif get_origin(kind) is Literal:
        widget, options = "select", tuple(str(argument) for argument in get_args(kind))
    elif part is str:
        widget = "lines"
    elif isinstance(part, type) and issubclass(part, BaseModel):
        widget, inner = "rows", _fields(part)
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        widget, inner = "record", _fields(kind)
    elif get_origin(kind) is dict:
        widget, inner = "pairs", PAIR
    else:
        widget = {bool: "check", int: "number", datetime: "date", str: "text"}.get(kind, "yaml")
    if widget == "menu":
        inner = ENTRY
    text = LINK.sub(r"\1", PAGE.sub("", PATH.sub("", help.get(name, "")))).replace("`", "")
    required = info.is_required() and not key.late
    folded = key.rare and not required
    return Field(name, label, text, widget, required, options, default, folded, inner, key.group, key.of, key.setting)


def _bare_type(annotation: Any) -> Any:
    """Return the type of an annotation, without metadata and without None."""
    while get_origin(annotation) in (Union, types.UnionType) or hasattr(annotation, "__metadata__"):
        options = [argument for argument in get_args(annotation) if argument is not type(None)]
        annotation = options[0]
    return annotation


ENTRY = (
    Field("label", "Words", "What readers see.", "text", True),
    Field(
        "url",
        "Leads to",
        "A page of the site, by its name or its address; or a whole address elsewhere.",
        "place",
        True,
    ),
)
"""The fields of an entry of a menu."""
PAIR = (
    Field("key", "Name", "What templates call it.", "text", True),
    Field("value", "Value", "A text; several lines make a list.", "area", True),
)
"""The fields of one of the author's own keys."""
