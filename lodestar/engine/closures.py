"""The templates that a template is made of, and a fingerprint of them all."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from lodestar.base.digest import digest
from lodestar.engine.store import Store
from lodestar.engine.theme import Theme

if TYPE_CHECKING:
    from jinja2 import Environment

PLAIN = ("copy", "text")
"""Names for outputs without a template, which are written as they are."""
TEMPLATES = "templates"
"""The name of the record with the references between templates."""
References = dict[str, tuple[str, ...]]
"""The templates to which a template refers, by the digest of its text."""


def is_template(name: str) -> bool:
    """Return whether an output's `template` is one of Jinja's."""
    return name not in PLAIN and ":" not in name


class Closures:
    """The fingerprint of each template together with all that it includes, imports or extends."""

    def __init__(self, theme: Theme, references: References, cache: Path | None) -> None:
        self._theme, self._cache = theme, cache
        self.references = dict(references)
        self.has_learned = False
        """Whether some of them are new."""
        self._digests: dict[str, str] = {}
        self._environment: Environment | None = None

    def __getitem__(self, template: str) -> str:
        names = sorted(self._closure(template, set()))
        return digest("".join(map(self._digest, names)).encode())

    def names(self, templates: Iterable[str]) -> tuple[str, ...]:
        """Return some templates with all that they include, import or extend."""
        results: set[str] = set()
        for template in filter(is_template, templates):
            self._closure(template, results)
        return tuple(sorted(results))

    def _digest(self, name: str) -> str:
        if name not in self._digests:
            text = self._theme.find(name)[0]
            self._digests[name] = digest(f"{name}\0{text}".encode())
        return self._digests[name]

    def _closure(self, name: str, names: set[str]) -> set[str]:
        names.add(name)
        key = self._digest(name)
        if key not in self.references:
            self.references[key] = self._parse(name)
            self.has_learned = True
        for reference in self.references[key]:
            if reference not in names:
                self._closure(reference, names)
        return names

    def _parse(self, name: str) -> tuple[str, ...]:
        from jinja2 import TemplateError, meta  # rarely needed, and slow to import

        from lodestar.engine.render import fault_in
        from lodestar.engine.templates import compiled_folder, environment, keep_compiled

        self._environment = self._environment or environment(self._theme, compiled_folder(self._cache))
        text, place = self._theme.find(name)
        try:
            tree = self._environment.parse(text, name, place)
        except TemplateError as error:
            raise fault_in(error) from None
        results = list(meta.find_referenced_templates(tree))
        if None in results:
            raise ValueError(f"{place} names a template by a computed name; write the name out")
        keep_compiled(self._environment, tree, name, text, place)  # parsing takes a third of compiling
        return tuple(sorted(set(filter(None, results))))


def closures_in(store: Store, theme: Theme, cache: Path) -> Closures:
    """Return the closures of a theme's templates, with the references that the store has."""
    record = store.record(TEMPLATES)
    return Closures(theme, msgspec.msgpack.decode(record, type=References) if record else {}, cache)


def keep_references(store: Store, references: References) -> None:
    """Save the references between templates."""
    store.remember(**{TEMPLATES: msgspec.msgpack.encode(references)})
