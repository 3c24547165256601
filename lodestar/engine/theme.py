"""Finds templates and styles: in the theme first, then beside the code of plugins.

A theme opens slots (`{% from "slots/under_title.html" import under_title %}`), and plugins fill them
(`get_slots`). The template of a slot is generated here; a theme may override it, as it may
override any file of a plugin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from lodestar.base.fingerprints import fingerprint
from lodestar.base.problems import TemplateFault, did_you_mean
from lodestar.base.settings import SettingsError
from lodestar.engine.identity import PLUGINS, digest_of
from lodestar.engine.pelican.jinja import OwnJinja

SLOTS = "slots/"
"""The folder of slots, in the names of templates."""
OF_THEME = "!theme"
"""Begins the name of a template of the theme itself, ignoring overrides."""
PASSED = ("at", "ids")
"""Arguments that a slot passes to macros that take them, after the part itself: its place, and the prefix of ids."""
MACRO = re.compile(r"{%-?\s*macro\s+(\w+)\s*\(([^)]*)\)")
OPENED = re.compile(r"[\"']slots/(\w+)\.html[\"']")


class Filling(NamedTuple):
    """What a plugin shows in a slot: the part that its macro is named after."""

    slot: str
    plugin: str
    template: str
    macro: str


class Theme(NamedTuple):
    """A theme with what enabled plugins add to it."""

    folder: Path
    plugins: Mapping[str, Path] = {}
    """The folder of each plugin with templates or styles, by the last part of its name."""
    fillings: tuple[Filling, ...] = ()
    """The fillings of slots, in the order of PLUGINS."""
    overrides: tuple[Path, ...] = ()
    """`THEME_TEMPLATES_OVERRIDES`: folders searched for a template before the theme."""
    own: OwnJinja = OwnJinja()
    """What settings and other plugins give to templates."""

    def find(self, name: str) -> tuple[str, str]:
        """Return the text of a template, and its place for messages. Raises TemplateFault for a missing one."""
        plugin, _, rest = name.partition("/")
        places = [(folder / name, (folder / name).as_posix()) for folder in self.overrides]
        if plugin == OF_THEME:  # as in Pelican: what a template of an override extends
            name, places = rest, []
        places.append((self.folder / "templates" / name, f"theme/templates/{name}"))
        if plugin in self.plugins:
            places.append((self.plugins[plugin] / rest, f"plugins/{name}"))
        for path, shown in places:
            try:
                return path.read_text(encoding="utf-8"), shown
            except FileNotFoundError:
                continue
        if name.startswith(SLOTS):
            return self.slot(name.removeprefix(SLOTS).removesuffix(".html")), name
        cure = "docs/themes.md lists those that a theme has, and how to copy one"
        raise TemplateFault(f"{(self.folder / 'templates' / name).as_posix()}: there is no such template; {cure}")

    def slot(self, name: str) -> str:
        """Return the template of a slot, whose macro shows each filling for which the part exists."""
        fillings = [filling for filling in self.fillings if filling.slot == name]
        imports = [
            f'{{% from "{filling.template}" import {filling.macro} as show_{filling.macro} %}}' for filling in fillings
        ]
        calls = "".join(f"{{{{ {self._call(filling)} if parts.{filling.macro} is defined }}}}" for filling in fillings)
        macro = [f'{{% macro {name}(parts, at, ids="") %}}', calls, "{%- endmacro %}"]
        return "\n".join([f"{{# The slot {name}, made of what plugins put into it. #}}", *imports, *macro, ""])

    def _call(self, filling: Filling) -> str:
        macros = dict(MACRO.findall(self.find(filling.template)[0]))
        names = ", ".join(sorted(macros)) or "none"
        place = f"{filling.plugin} fills the slot {filling.slot}"
        if filling.macro not in macros:
            cure = did_you_mean(filling.macro, macros, f"macros there: {names}")
            raise TemplateFault(f'{place} with a macro "{filling.macro}", which {filling.template} has not; {cure}')
        parameters = [item.partition("=")[0].strip() for item in macros[filling.macro].split(",")]
        arguments = "".join(f", {name}={name}" for name in PASSED if name in parameters)
        return f"show_{filling.macro}(parts.{filling.macro}{arguments})"

    def names(self) -> tuple[str, ...]:
        """Return the names of the templates of the theme itself and of what overrides them."""
        return tuple(sorted({file.relative_to(folder).as_posix() for folder, file in self._files()}))

    def opened_slots(self) -> frozenset[str]:
        """Return the names of the slots that templates of the theme open."""
        texts = (path.read_text(encoding="utf-8") for _, path in self._files())
        return frozenset(name for text in texts for name in OPENED.findall(text))

    def _files(self) -> Iterator[tuple[Path, Path]]:
        folders = (self.folder / "templates", *self.overrides)
        return ((folder, path) for folder in folders for path in folder.rglob("*.*") if path.is_file())

    def check(self) -> None:
        """Raise SettingsError for a filling of an unknown slot; a theme need not open every slot.

        Raises TemplateFault for a missing template or macro.
        """
        opened = self.opened_slots()
        own_slots = {filling.slot for filling in self.fillings if filling.plugin.startswith("plugins.")}
        faults = [
            f"{filling.plugin} fills the slot {filling.slot}, which the theme does not open; {cure}"
            for filling in self.fillings
            if filling.slot not in opened | own_slots and (cure := did_you_mean(filling.slot, opened, ""))
        ]
        if faults:
            raise SettingsError("\n".join(faults))
        for name in {filling.slot for filling in self.fillings}:
            self.slot(name)

    def styles(self) -> Iterator[tuple[str, Path]]:
        """Yield the name and place of each style sheet; those of plugins are among the theme's components, if it has any."""
        folder = self.folder / "static" / "css"
        sheets = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.css") if path.is_file()}
        for name, place in self.plugins.items() if sheets else ():
            for path in place.glob("*.css"):
                if f"{name}/{path.name}" not in sheets:
                    sheets.setdefault(f"components/{path.name}", path)
        yield from sheets.items()

    def digest(self) -> str:
        """Return a hash of every file of the theme, and of all files except code in the folders of plugins."""
        folders = [PLUGINS, *sorted(folder for folder in self.plugins.values() if PLUGINS not in folder.parents)]
        folders += self.overrides
        added = [digest_of(folder, "*", excluded_ending=".py") for folder in folders]
        return digest_of(self.folder, "*", *added, fingerprint(self.fillings), self.own.digest)
