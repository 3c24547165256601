"""Decap's configuration, made of our models: a field added to a model appears in Decap too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from desk.forms import Field, _inner, fields
from desk.kinds import Kind

ADD = "add_"
"""Beginning of the name of the field that adds to a list of names; it is never written."""
MOMENT = "YYYY-MM-DD HH:mm"


def config(
    kinds: Sequence[Kind], shown: str, choices: Mapping[str, Sequence[str]], calls: Sequence[str], proxy: str, site: str
) -> dict[str, Any]:
    """The configuration.

    `choices` are the names that the site has for tags, categories and authors; `proxy` is where Decap finds the desk.
    """
    return {
        "load_config_file": False,
        "backend": {"name": "proxy", "proxy_url": proxy, "branch": "main"},
        "media_folder": f"{shown}/images/posts",
        "public_folder": "/images/posts",
        "site_url": site,
        "logo_url": f"{site}/favicon.svg",
        "slug": {"encoding": "ascii", "clean_accents": True, "sanitize_replacement": "-"},
        "editor": {"preview": True},
        "collections": [
            _collection(kind, shown, choices, calls)
            for kind in kinds
            if not kind.files.file_name and kind.name != "lesson"
        ],
    }


def _collection(kind: Kind, shown: str, choices: Mapping[str, Sequence[str]], calls: Sequence[str]) -> dict[str, Any]:
    path = (
        kind.new.removeprefix(kind.files.folder + "/")
        .removesuffix(".md")
        .replace("{year}", "{{year}}")
        .replace("{slug}", "{{slug}}")
    )
    found: list[dict[str, Any]] = []
    for field in fields(kind.model):
        found += _widgets(field, kind.model, choices, calls)
    found.append({"name": "body", "label": "Text", "widget": "markdown", "modes": ["raw"], "required": False})
    return {
        "name": kind.name, "label": kind.plural, "label_singular": kind.name.capitalize(), "folder": f"{shown}/{kind.files.folder}", "create": True, "delete": False,
        "extension": "md", "format": "yaml-frontmatter", "identifier_field": kind.heading, "slug": "{{slug}}", "summary": "{{" + kind.heading + "}}",
        "path": path, "fields": found,
    }  # fmt: skip


def _widgets(
    field: Field, model: type[BaseModel], choices: Mapping[str, Sequence[str]], calls: Sequence[str]
) -> list[dict[str, Any]]:
    base: dict[str, Any] = {"name": field.name, "label": field.label, "hint": field.help, "required": field.required}
    if field.widget == "terms":
        chosen = {**base, "widget": "select", "multiple": True, "options": list(choices.get(field.name, ()))}
        adder = {
            "name": ADD + field.name,
            "label": f"Add to {field.label.lower()}",
            "hint": "One a line; a comma is part of the name.",
            "widget": "text",
            "required": False,
        }
        return [chosen, adder]
    if field.widget == "yaml":
        return [{**base, **_nested(_annotation(model, field.name))}]
    kinds: dict[str, dict[str, Any]] = {
        "area": {"widget": "text"},
        "lines": {"widget": "list", "field": {"name": "item", "label": "Item", "widget": "string"}},
        "select": {
            "widget": "select",
            "options": [{"label": each or "as the site does", "value": each} for each in field.options],
        },
        "call": {"widget": "select", "options": ["none", *calls]},
        "check": {"widget": "boolean", "default": field.default == "true"},
        "number": {"widget": "number", "value_type": "int"},
        "date": {
            "widget": "datetime",
            "format": MOMENT,
            "date_format": "YYYY-MM-DD",
            "time_format": "HH:mm",
            **({"default": "{{now}}"} if field.required else {"default": ""}),
        },
    }
    more = kinds.get(field.widget, {"widget": "string"})
    default = "draft" if field.name == "status" else field.default  # what is begun here is not published by being saved
    return [{**base, **more, **({"default": default} if field.widget == "select" and default else {})}]


def _annotation(model: type[BaseModel], name: str) -> Any:
    return next(info.annotation for key, info in model.model_fields.items() if (info.alias or key) == name)


def _nested(annotation: Any) -> dict[str, Any]:
    """Widgets for models within models."""
    kind = _inner(annotation)
    if get_origin(kind) in (tuple, list):
        inside = _nested(get_args(kind)[0])
        return (
            {"widget": "list", "fields": inside["fields"]}
            if "fields" in inside
            else {"widget": "list", "field": {"name": "item", "label": "Item", **inside}}
        )
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        inner = [
            {
                "name": info.alias or name,
                "label": (info.alias or name).replace("_", " ").capitalize(),
                "required": False,
                **_nested(info.annotation),
            }
            for name, info in kind.model_fields.items()
        ]
        return {"widget": "object", "collapsed": True, "fields": inner}
    if get_origin(kind) is Literal:
        return {"widget": "select", "options": [str(each) for each in get_args(kind)]}
    return {"widget": {bool: "boolean", int: "number", datetime: "string"}.get(kind, "string")}
