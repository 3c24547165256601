"""From what pydantic says of a header to what its author can mend."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError

from lodestar.base.front_matter.declared import left_out
from lodestar.base.front_matter.header import Header
from lodestar.base.front_matter.pelican_keys import PELICAN_KEYS
from lodestar.base.problems import Problem, did_you_mean, unread

EXAMPLES = {
    "title": 'add a line "title: ..."',
    "date": 'add a line "date: 2026-03-18"',
    "name": 'add a line "name: ..."',
    "label": 'add a line "label: ..."',
}


def explain(error: ValidationError, model: type[BaseModel], header: Header, path: str, kind: str = "") -> list[Problem]:
    """Return every fault that `error` names, as a problem at its line in the file `path` of a kind of content.

    A key of a plugin that is left out stops nothing: readers only miss what the plugin would show.
    """
    return [_problem(fault, model, header, path, kind) for fault in error.errors()]


def _problem(fault: Any, model: type[BaseModel], header: Header, path: str, of: str) -> Problem:
    place = tuple(part for part in fault["loc"] if isinstance(part, str | int))
    name = next((part for part in reversed(place) if isinstance(part, str)), "")
    given, kind, line = fault["input"], fault["type"], header.line(*place)
    if kind == "extra_forbidden":
        known = keys_of(model, place[:-1])
        what, cure = f'unknown key "{name}"', did_you_mean(name, known, "known keys: " + ", ".join(sorted(known)))
        if len(place) == 1 and name in PELICAN_KEYS:
            what, cure = f'"{name}" is a key of Pelican\'s that nothing reads here', PELICAN_KEYS[name]
        elif len(place) == 1 and (plugin := left_out(of, name)):
            return Problem(path, line, *unread(name, plugin), fatal=False)
    elif kind == "missing":
        what, cure = f'no "{name}"', EXAMPLES.get(name, f'add a line "{name}: ..."')
    elif kind in ("string_too_short", "too_short"):
        what, cure = f'"{name}" is empty', EXAMPLES.get(name, f'write something after "{name}:"')
    elif kind == "literal_error":
        words = [word for word in fault["ctx"]["expected"].replace(" or ", ", ").replace("'", "").split(", ") if word]
        what, cure = f'unknown {name} "{given}"', did_you_mean(str(given), words, "known: " + ", ".join(words))
    elif kind == "value_error":
        what, _, cure = str(fault["ctx"]["error"]).partition("; ")
    elif kind == "string_pattern_mismatch":
        what, cure = f'{name} "{given}" is not of the right form', _form(name)
    elif given in ("", None):
        what, cure = f'"{name}" is empty', EXAMPLES.get(name, f'write something after "{name}:", or delete the line')
    else:
        what, cure = f"{name} is {given!r}", fault["msg"][0].lower() + fault["msg"][1:]
    return Problem(path, line, what, cure)


def _form(name: str) -> str:
    forms = {
        "slug": "use lower-case letters, digits and single hyphens, such as first-ninety-days",
        "url": "begin it with / or https://",
    }
    return forms.get(name, "begin it with / and use no spaces, such as /2015/10/old-title/")


def keys_of(model: type[BaseModel], place: tuple[str | int, ...] = ()) -> set[str]:
    """Return the keys that a mapping at `place` below `model` may hold."""
    for part in place:
        if isinstance(part, str):
            annotation = model.model_fields[part].annotation
            options = [annotation, *getattr(annotation, "__args__", ())]
            model = next(each for each in options if isinstance(each, type) and issubclass(each, BaseModel))
    return {field.alias or name for name, field in model.model_fields.items()}
