"""The targets as data: `publish.yaml` beside `publishconf.py`, written by the desk and read by `publishconf.py`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args, get_type_hints

from msgspec import to_builtins

from lodestar.base.front_matter.header import Fault, decode, mapping
from lodestar.base.front_matter.write import scalar
from lodestar.base.settings import SettingsError
from lodestar.publishing.settings import Target, faults_of
from plugins.hosting.settings import HostingSettings

NAME = "publish.yaml"
HEAD = "# Where the site is published. The desk writes this file, and docs/deploying.md lists its keys. No secret stands in it.\n"
HOSTS: tuple[str, ...] = get_args(get_type_hints(HostingSettings)["host"])
"""The values of `host`, as in the setting `HOSTING`."""
KEYS = ("host", "default", "targets")

Targets = dict[str, dict[str, Any]]


def read_targets(file: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the settings HOSTING and PUBLISH in a file; empty ones where there is no file.

    Raises SettingsError with a line for everything that is wrong.
    """
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return {}, {}
    values, faults = parse_targets(data)
    if faults:
        raise SettingsError("\n".join(f"{file.name}:{line}: {fault}" for line, fault in faults))
    hosting = {"host": values["host"]} if "host" in values else {}
    return hosting, {key: values[key] for key in ("targets", "default") if key in values}


def parse_targets(data: bytes) -> tuple[dict[str, Any], list[tuple[int, str]]]:
    """Return the values in a file, and everything that is wrong with it, with lines."""
    try:
        header = mapping(decode(data))
    except Fault as error:
        return {}, [(error.line, f"{error.what}; {error.cure}")]
    values: dict[str, Any] = {key: value for key, value in header.fields.items() if value not in ("", None)}
    faults = [
        (header.line(key), f'"{key}" is not a key; known are {", ".join(KEYS)}') for key in values if key not in KEYS
    ]
    if values.get("host", HOSTS[0]) not in HOSTS:
        faults.append((header.line("host"), f'"host" is {values["host"]!r}; write one of {", ".join(HOSTS)}'))
    targets = values.get("targets", {})
    if not isinstance(targets, dict):
        return values, [
            *faults,
            (header.line("targets"), '"targets" names no place; write "live:" and its keys below it'),
        ]
    for name, target in targets.items():
        for key, fault in faults_of(target, strict=False):
            faults.append((header.line("targets", name, *filter(None, [key])), f'"{key or name}" {fault}'))
    if "default" in values and values["default"] not in targets:
        fault = f'"default" is {values["default"]!r}; write one of {", ".join(targets) or "the targets"}'
        faults.append((header.line("default"), fault))
    if not faults and targets:
        values["targets"] = {name: _converted(target) for name, target in targets.items()}
    return values, sorted(faults)


def _converted(target: Mapping[str, Any]) -> dict[str, Any]:
    """Return a target with its numbers converted from text."""
    from msgspec import convert

    kind: Any = next(model for model in get_args(Target) if model.__struct_config__.tag == target["kind"])
    values: dict[str, Any] = to_builtins(convert(target, kind, strict=False))
    return {key: values[key] for key in target}


def file_content(host: str, default: str, targets: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Return the content of a file with these targets."""
    lines = [HEAD]
    lines += [f"{key}: {scalar(value)}\n" for key, value in (("host", host), ("default", default)) if value]
    lines += ["targets:\n"] if targets else []
    for name, target in targets.items():
        lines.append(f"  {scalar(name)}:\n")
        for key, value in target.items():
            if isinstance(value, str | int):
                lines.append(f"    {key}: {scalar(str(value))}\n")
            else:
                lines.append(f"    {key}: [{', '.join(scalar(str(entry)) for entry in value)}]\n")
    return "".join(lines).encode()
