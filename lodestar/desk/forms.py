"""The editor's form for a kind of content, made of its model: a field added to a model appears by itself."""

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
"""The order of the form: what every text needs comes first, what few need folds away."""

PAGE = re.compile(r";? \[[^\]]*\]\([^)]*\.md\)[^.;]*")
"""What a docstring says of a page of the documentation, which nobody at the desk has before her."""
PATH = re.compile(r", as (?:a path|paths) below content/(?:, such as `[^`]+`)?")
"""What a file has to say of a value that a form offers by its name."""
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
    """The fields of a value that has some of its own: of a `record`, of each of the `rows`."""
    group: str = ""
    """Below which heading it stands in a long form."""
    of: str = ""
    """The kind of content whose files it names."""
    setting: str = ""
    """The setting of `pelicanconf.py` that holds its value when the site is read."""


@cache
def fields(model: type[BaseModel]) -> tuple[Field, ...]:
    """Return the fields of a model, in the order of the form; what says more of another one (`image_alt`) stands below it."""
    results = _fields(model)
    own = {field.name: number for number, field in enumerate(results)}
    rank = {name: number for number, name in enumerate(FIRST)}

    def at(field: Field) -> tuple[int, int]:
        return rank.get(field.name, len(rank)), own.get(field.name.partition("_")[0], own[field.name])

    return tuple(sorted(results, key=at))


def _fields(model: type[BaseModel]) -> tuple[Field, ...]:
    """Return the fields of a model in their own order."""
    help = _help(model)
    return tuple(_field(info.alias or name, info, help) for name, info in model.model_fields.items())


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
    inner: tuple[Field, ...] = ()
    part = _inner(get_args(kind)[0]) if get_origin(kind) in (tuple, list) else None
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


def _inner(annotation: Any) -> Any:
    """Return an annotation without what is said about it, and without None."""
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
"""The fields of a value of the author's own."""
