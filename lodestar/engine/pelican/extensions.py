"""Extensions of Markdown that settings and plugins give as objects: named as texts, which every process can be given."""

from __future__ import annotations

from typing import Any


def name_extensions(markdown: dict[str, Any]) -> None:
    """Put the name of an extension, and its options, in the place of each object that can be made anew of these."""
    named = list(markdown.get("extensions", ()))
    configs = dict(markdown.get("extension_configs", {}))
    for number, extension in enumerate(named):
        if not isinstance(extension, str) and (options := _options(extension)) is not None:
            named[number] = f"{type(extension).__module__}:{type(extension).__name__}"
            configs[named[number]] = options
    if named != list(markdown.get("extensions", ())):
        markdown["extensions"], markdown["extension_configs"] = named, configs


def _options(extension: Any) -> dict[str, Any] | None:
    """Return the options of an extension; None where one with the same options cannot be made of them."""
    try:
        options: dict[str, Any] = extension.getConfigs()
        same: bool = type(extension)(**options).getConfigs() == options
    except Exception:  # a class of somebody else, made in a way that is not known
        return None
    plain = all(isinstance(value, str | int | float | bool | list | dict | None) for value in options.values())
    return options if same and plain and type(extension).__module__ != "__main__" else None
