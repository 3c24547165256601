"""Turns pydantic's errors about a header into problems that its author can mend."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, ValidationError

from lodestar.base.front_matter.declared import left_out
from lodestar.base.front_matter.foreign import counterpart
from lodestar.base.front_matter.header import Header
from lodestar.base.front_matter.invisible import invisible_in
from lodestar.base.problems import Problem, did_you_mean, unread

EXAMPLES = {
    "title": 'add a line "title: ..."',
    "date": 'add a line "date: 2026-03-18"',
    "name": 'add a line "name: ..."',
    "label": 'add a line "label: ..."',
}


def explain(error: ValidationError, model: type[BaseModel], header: Header, path: str, kind: str = "") -> list[Problem]:
    """Return each fault in `error` as a problem at its line in the file `path` of a kind of content.

    A key of a plugin that is left out is a warning: readers only miss what the plugin would show.
    """
    return [_problem(fault, model, header, path, kind) for fault in error.errors()]


def _problem(fault: Any, model: type[BaseModel], header: Header, path: str, kind: str) -> Problem:
    place = tuple(part for part in fault["loc"] if isinstance(part, str | int))
    name = next((part for part in reversed(place) if isinstance(part, str)), "")
    line = header.line(*place)
    if fault["type"] != "extra_forbidden":
        return Problem(path, line, *_fault_and_cure(fault, model, place, name, place in header.lines))
    if len(place) == 1 and (plugin := left_out(kind, name)):
        return Problem(path, line, *unread(name, plugin), fatal=False)
    if sign := invisible_in(name):
        return Problem(path, line, f'the invisible character {sign} in the key "{name}"', "delete it")
    keys = keys_of(model, place[:-1])
    cure = counterpart(name, fault["input"], keys, header.fields) if len(place) == 1 else ""
    cure = cure or did_you_mean(name, keys, "known keys: " + ", ".join(sorted(keys)))
    return Problem(path, line, f'unknown key "{name}"', cure)


def _fault_and_cure(
    fault: Any, model: type[BaseModel], place: tuple[str | int, ...], name: str, is_in_file: bool
) -> tuple[str, str]:
    """Return what is wrong with the value at `place`, and the cure; `is_in_file` says whether the key is in the file."""
    value, kind = fault["input"], fault["type"]
    if kind in ("missing", "string_too_short", "too_short") and not is_in_file:
        return f'no "{name}"', EXAMPLES.get(name, f'add a line "{name}: ..."')
    if isinstance(value, str) and "too_" not in kind and (sign := invisible_in(value)):
        return f"the invisible character {sign} in {name}", "delete it"
    if kind in ("missing", "string_too_short", "too_short"):
        return f'"{name}" is empty', f'write something after "{name}:"'
    if kind == "literal_error":
        words = [word for word in fault["ctx"]["expected"].replace(" or ", ", ").replace("'", "").split(", ") if word]
        return f'unknown {name} "{value}"', did_you_mean(str(value), words, "known: " + ", ".join(words))
    if kind == "value_error":
        what, _, cure = str(fault["ctx"]["error"]).partition("; ")
        return what, cure
    if kind == "string_pattern_mismatch":
        return f'{name} "{value}" is not of the right form', _form(name)
    if kind == "string_too_long":
        return f"{name} has {len(value)} characters", f"write at most {fault['ctx']['max_length']}"
    if value in ("", None):
        return f'"{name}" is empty', EXAMPLES.get(name, f'write something after "{name}:", or delete the line')
    if isinstance(value, list | dict):
        return _fault_in_nested(value, kind, place, name)
    if kind == "bool_parsing":
        return f'{name} "{value}" is neither yes nor no', 'write "true" or "false"'
    if kind.startswith(("int_", "float_", "decimal_")):
        return f'{name} "{value}" is no number', "write a number, such as 20"
    if kind in ("model_type", "dict_type"):
        keys = ", ".join(f'"{key}: ..."' for key in sorted(keys_of(model, place)))
        return f'{name} is "{value}"', f"write {keys} below it, each on a line of its own"
    return f"{name} is {value!r}", fault["msg"][0].lower() + fault["msg"][1:]


def _fault_in_nested(value: Any, kind: str, place: tuple[str | int, ...], name: str) -> tuple[str, str]:
    """Return what is wrong with a list or a mapping where another type is expected, and the cure."""
    shape = "a list" if isinstance(value, list) else "a group of keys"
    if isinstance(place[-1], int):
        return f"an entry of {name} is {shape}", "write it as words, in quotes where it begins with a bracket or brace"
    if kind == "tuple_type":
        return f"{name} is {shape}", f"write a list: {name}: [one, two]"
    if kind != "string_type":
        return f"{name} is {shape}", "write one value"
    if not all(isinstance(item, str) for item in value) or any(value.values() if isinstance(value, dict) else ()):
        return f"{name} is {shape}", "write it on one line, in quotes where it begins with a bracket or brace"
    first, last = "[]" if isinstance(value, list) else "{}"
    words = json.dumps(f"{first}{', '.join(value)}{last}", ensure_ascii=False)
    return f"{name} is {shape}", f"write one line; with its brackets it needs quotes: {name}: {words}"


def _form(name: str) -> str:
    return (
        "begin it with / or https://"
        if name == "url"
        else "begin it with / and use no spaces, such as /2015/10/old-title/"
    )


def keys_of(model: type[BaseModel], place: tuple[str | int, ...] = ()) -> set[str]:
    """Return the keys that a mapping at `place` below `model` may hold."""
    for part in place:
        if isinstance(part, str):
            annotation = model.model_fields[part].annotation
            options = [annotation, *getattr(annotation, "__args__", ())]
            model = next(option for option in options if isinstance(option, type) and issubclass(option, BaseModel))
    return {field.alias or name for name, field in model.model_fields.items()}
