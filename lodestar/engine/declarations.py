"""Collects what enabled plugins declare: kinds of content with the models of their header keys, and slots."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from lodestar.base.kinds import Kind
from lodestar.base.problems import did_you_mean
from lodestar.base.settings import SettingsError
from lodestar.engine.signals import answers, get_fields, get_kinds, get_slots, ordered_answers
from lodestar.engine.theme import Filling, Theme


class Declarations:
    """What plugins declare under some settings, collected on first use, when all plugins are loaded."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = settings

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of content that the enabled plugins read."""
        return declared_kinds(self._settings)

    @cached_property
    def theme(self) -> Theme:
        """The theme with what the enabled plugins add to it."""
        return declared_theme(self._settings)


def declared_kinds(settings: Mapping[str, Any]) -> tuple[Kind, ...]:
    """Return the kinds of content, each with the models of the header keys that plugins declare for it."""
    kinds = [kind for answer in answers(get_kinds, settings) for kind in answer]
    declared = []
    for plugin, answer in ordered_answers(get_fields, settings):
        declared.append(answer)
        names = [kind.name for kind in kinds]
        for name in answer:
            if name not in names and (
                cure := did_you_mean(name, names, "")
            ):  # else the kind of a plugin that is left out
                raise SettingsError(f'pelicanconf.py: {plugin} declares header keys for "{name}"; {cure}')
    return tuple(
        replace(kind, declared=tuple(models[kind.name] for models in declared if kind.name in models)) for kind in kinds
    )


def declared_theme(settings: Mapping[str, Any]) -> Theme:
    """Return the theme with the templates and styles of plugins, and what they show in its slots.

    Raises SettingsError where two plugins of the same name have templates, which are found by that name.
    """
    folders: dict[str, Path] = {}
    fillings: list[Filling] = []
    for plugin, answer in ordered_answers(get_slots, settings):
        name, folder = plugin.rpartition(".")[2], Path(sys.modules[plugin].__file__ or "").parent
        if folders.setdefault(name, folder) != folder:
            raise SettingsError(f"pelicanconf.py: two plugins called {name} bring templates; rename one of them")
        fillings += _fillings(plugin, answer)
    overrides = tuple(map(Path, settings["THEME_TEMPLATES_OVERRIDES"]))
    return Theme(Path(settings["THEME"]), folders, tuple(fillings), overrides)


def _fillings(plugin: str, answer: Mapping[str, str | tuple[str, ...]]) -> Iterator[Filling]:
    for slot, macros in answer.items():
        for item in (macros,) if isinstance(macros, str) else macros:
            template, _, macro = item.partition(":")
            if not (slot.isidentifier() and macro.isidentifier()):
                fault = f'{plugin} says "{item}" of the slot "{slot}"'
                raise SettingsError(f'pelicanconf.py: {fault}; write {{"name_of_slot": "template.html:macro"}}')
            yield Filling(slot, plugin, template, macro)
