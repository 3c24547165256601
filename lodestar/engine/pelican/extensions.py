"""Replaces Markdown extensions given as objects with their names, which can be passed to other processes."""

from __future__ import annotations

from typing import Any


def name_extensions(markdown: dict[str, Any]) -> None:
    """Replace each extension object with its name and options, where it can be made again from these."""
    named = list(markdown.get("extensions", ()))
    configs = dict(markdown.get("extension_configs", {}))
    for number, extension in enumerate(named):
        if not isinstance(extension, str) and (options := _options(extension)) is not None:
            named[number] = f"{type(extension).__module__}:{type(extension).__name__}"
            configs[named[number]] = options
    if named != list(markdown.get("extensions", ())):
        markdown["extensions"], markdown["extension_configs"] = named, configs


def _options(extension: Any) -> dict[str, Any] | None:
    """Return the options of an extension; None where it cannot be made again from them."""
    try:
        options: dict[str, Any] = extension.getConfigs()
        is_reproducible: bool = type(extension)(**options).getConfigs() == options
    except Exception:  # a foreign class with an unknown constructor
        return None
    is_plain = all(isinstance(value, str | int | float | bool | list | dict | None) for value in options.values())
    return options if is_reproducible and is_plain and type(extension).__module__ != "__main__" else None
