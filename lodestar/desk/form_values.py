"""What a form shows of a header, and what a submitted form changes in it.

A nested value is shown by its own fields: a record as a mapping of them, rows as a list of mappings.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Any, NamedTuple

import yaml
from pydantic import BaseModel

from lodestar.base.front_matter.edit import YamlText, as_list, same
from lodestar.base.front_matter.write import block
from lodestar.desk.forms import Field, fields
from lodestar.desk.incoming import Form

TRUE = frozenset({"true", "yes", "on", "1", "t", "y"})
NESTED = ("rows", "record", "menu", "pairs")
"""The widgets of nested values."""
NOWHERE = 1_000_000
"""The position of a row that requests none: after all others."""


class ShownField(NamedTuple):
    """A field, and the value that it shows."""

    field: Field
    value: Any
    """A string; a list of strings for `lines` and `terms`; mappings of these for nested values."""


class TypedFields(str):
    """Text of a nested value that may not be YAML yet."""


def shown(model: type[BaseModel], header: Mapping[str, Any]) -> list[ShownField]:
    """Return the fields of a form with their values in a header."""
    return [ShownField(_fitting(field, header), shown_value(field, header.get(field.name))) for field in fields(model)]


def _fitting(field: Field, header: Mapping[str, Any]) -> Field:
    """Return a field, as plain YAML where its value is nested deeper than the form can show."""
    value = header.get(field.name)
    return field if field.widget not in NESTED or _fits(field, value) else field._replace(widget="yaml", inner=())


def _fits(field: Field, value: Any) -> bool:
    if value in (None, "", [], (), {}):
        return True
    if isinstance(value, TypedFields):
        return False
    if field.widget == "record":
        return isinstance(value, Mapping) and all(
            inner.widget not in NESTED or _fits(inner, value.get(inner.name)) for inner in field.inner
        )
    if field.widget == "rows" or isinstance(value, list):  # a list of entries is how they are typed
        return isinstance(value, list) and all(isinstance(item, Mapping) for item in value)
    flat = (str, list) if field.widget == "pairs" else str
    return isinstance(value, Mapping) and all(
        isinstance(item, flat) and all(isinstance(name, str) for name in (item if isinstance(item, list) else ()))
        for item in value.values()
    )


def shown_value(field: Field, value: Any) -> Any:
    """Return what a field shows of a value in a header."""
    match field.widget:
        case "terms" | "lines" | "files":
            return list(map(str, as_list(value)))
        case "record":
            values = value if isinstance(value, Mapping) else {}
            return {inner.name: shown_value(inner, values.get(inner.name)) for inner in field.inner}
        case "rows" | "menu" | "pairs" if not isinstance(value, str):
            return [
                {inner.name: shown_value(inner, item.get(inner.name)) for inner in field.inner}
                for item in _rows(field, value)
            ]
    if isinstance(value, TypedFields):
        return str(value)
    if field.widget in ("yaml", *NESTED):
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


def _rows(field: Field, value: Any) -> Iterable[Mapping[str, Any]]:
    """Return the entries of a value as mappings of their fields."""
    if isinstance(value, Mapping):
        key_name, value_name = (inner.name for inner in field.inner)
        return [
            {key_name: key, value_name: "\n".join(item) if isinstance(item, list) else item}
            for key, item in value.items()
        ]
    return [item for item in value or () if isinstance(item, Mapping)]


def unknown(model: type[BaseModel], header: Mapping[str, Any]) -> dict[str, str]:
    """Return the keys of a header that the model does not know, as text; they are kept as they are."""
    names = {field.name for field in fields(model)}
    return {
        key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for key, value in header.items()
        if key not in names
    }


def changes(model: type[BaseModel], header: Mapping[str, Any], form: Form) -> dict[str, Any]:
    """Return what a submitted form changes in a header; a field that the form does not have is left alone."""
    results: dict[str, Any] = {}
    for field in (_fitting(field, header) for field in fields(model)):
        if f"has.{field.name}" not in form.values:
            continue
        old, new = shown_value(field, header.get(field.name)), submitted(field, form)
        if old == new or (field.name not in header and not new and field.widget != "check"):
            continue
        if field.widget == "yaml":
            if not same(header.get(field.name), YamlText(new)):
                results[field.name] = YamlText(new) if new.strip() else None
        elif field.widget == "check":
            results[field.name] = "true" if new else "false"
        elif field.widget == "record":
            results |= _record_changes(field, header.get(field.name), old, new)
        elif field.widget in NESTED:
            results[field.name] = _rows_value(field, header.get(field.name), new)
        else:
            results[field.name] = new or None
    return results


def _record_changes(
    field: Field, value: Any, old_values: Mapping[str, Any], new_values: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the changes of a record: of single keys where the header has them, else of the whole record."""
    current = value if isinstance(value, Mapping) else {}
    new = {
        inner.name: plain(inner, new_values[inner.name], current.get(inner.name))
        for inner in field.inner
        if old_values[inner.name] != new_values[inner.name]
    }
    merged = {key: item for key, item in {**current, **new}.items() if item not in (None, "", [], {})}
    if not merged:
        return {field.name: None}
    flat = all(isinstance(item, str) or (isinstance(item, list) and _names(item)) for item in new.values())
    if current and flat and all(current.get(key) not in (None, "") and item for key, item in new.items()):
        return {f"{field.name}.{key}": item for key, item in new.items()}
    return {field.name: YamlText("\n".join(block(merged)))} if new else {}


def _rows_value(field: Field, value: Any, new_rows: Sequence[Mapping[str, Any]]) -> Any:
    """Return the new value of rows; unchanged rows keep what the form does not show of them."""
    if field.widget == "menu":
        return {row["label"]: row["url"] for row in new_rows} or None
    if field.widget == "pairs":
        rows = {row["key"]: row["value"] for row in new_rows if row["key"]}
        entries: Any = {key: item.split("\n") if "\n" in item else item for key, item in rows.items()}
    else:
        old_rows = [(shown_value(field, [item])[0], item) for item in value or ()]
        entries = [
            next((item for old_row, item in old_rows if old_row == row), None)
            or {
                inner.name: entry
                for inner in field.inner
                if (entry := plain(inner, row[inner.name])) not in ("", [], {})
            }
            for row in new_rows
        ]
    return YamlText("\n".join(block(entries))) if entries else None


def plain(field: Field, value: Any, old_value: Any = None) -> Any:
    """Return the value of a field as a file holds it."""
    if field.widget == "check":
        return ("true" if value else "false") if (value or field.default == "true" or old_value) else ""
    if field.widget == "record":
        values = {inner.name: plain(inner, value[inner.name]) for inner in field.inner}
        return {key: item for key, item in values.items() if item not in ("", [], {})}
    if field.widget == "rows":
        return [{inner.name: plain(inner, row[inner.name]) for inner in field.inner} for row in value]
    return value if value != field.default or field.widget != "select" else ""


def _names(value: Sequence[Any]) -> bool:
    return all(isinstance(item, str) for item in value)


def typed(model: type[BaseModel], header: Mapping[str, Any], form: Form) -> dict[str, Any]:
    """Return a header with everything as it was typed, to show a form again."""
    results = dict(header)
    for field in (_fitting(field, header) for field in fields(model)):
        if f"has.{field.name}" in form.values:
            value = submitted(field, form)
            results[field.name] = (
                TypedFields(value)
                if field.widget == "yaml"
                else ("true" if value else "false")
                if field.widget == "check"
                else value
            )
    return results


def submitted(field: Field, form: Form, prefix: str = "") -> Any:
    """Return the submitted value of a field; `prefix` is the beginning of its name in the form."""
    name = prefix + field.name
    match field.widget:
        case "terms" | "files":
            return terms(form.all(name))
        case "lines":
            return [" ".join(row.split()) for row in form.get(name).splitlines() if row.strip()]
        case "color":
            return form.get(name) if form.get(f"{name}.own") else ""
        case "yaml":
            return form.get(name).replace("\r\n", "\n").strip()
        case "record":
            return {inner.name: submitted(inner, form, f"{name}.") for inner in field.inner}
        case "rows" | "menu" | "pairs":
            ids = sorted(dict.fromkeys(form.all(f"{name}.row")), key=lambda id: _place(form.get(f"{name}.{id}.place")))
            rows = [{inner.name: submitted(inner, form, f"{name}.{id}.") for inner in field.inner} for id in ids]
            return [row for row in rows if any(row.values())]
        case "area":
            return "\n".join(row.rstrip() for row in form.get(name).strip().splitlines())
    return form.get(name).strip()


def _place(text: str) -> int:
    """Return the requested position of a row; rows with the same one keep their order."""
    return int(text) if text.isdecimal() else NOWHERE


def terms(texts: Iterable[str]) -> list[str]:
    """Return the distinct names in some texts, separated by commas; a name in double quotes may hold commas."""
    rows = (csv.reader(StringIO(text.replace("\n", ",")), skipinitialspace=True) for text in texts)
    names = (" ".join(name.split()) for row in rows for line in row for name in line)
    return list(dict.fromkeys(name for name in names if name))


def in_one_line(names: Iterable[str]) -> str:
    """Return names on one line, as `terms` reads them."""
    return ", ".join('"{}"'.format(name.replace('"', '""')) if {",", '"'} & set(name) else name for name in names)
