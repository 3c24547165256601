"""The appearance of a site: its theme with its styles, and the words of all languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lodestar.base.languages import Languages, languages_of
from lodestar.engine.child import ChildEnded, StandbyChild
from lodestar.engine.theme import Theme

if TYPE_CHECKING:
    from lodestar.engine.ahead import Compilation
    from lodestar.engine.closures import Closures
    from lodestar.engine.site import Output


class Appearance:
    """What the pages of one build share; each part is read once, when it is first asked for."""

    def __init__(self, theme: Theme, settings: Mapping[str, Any]) -> None:
        self.theme = theme
        self.helper: StandbyChild | None = None
        """A child process that makes the style sheets and loads templates meanwhile, and then renders."""
        self.compilation: Compilation | None = None
        """The compilation of all templates, for a first build."""
        self.closures: Closures | None = None
        """The closures of templates, where they were looked at ahead."""
        self._settings = settings
        self._checked = False

    def check(self) -> None:
        """Check the theme, once. Raises SettingsError or TemplateFault."""
        if not self._checked:
            self.theme.check()
        self._checked = True

    def helping_modules(self) -> Iterator[str]:
        """Yield the modules of the functions that plugins give to templates."""
        return (place.partition(":")[0] for place in self._settings.get("HELPERS", {}).values())

    @cached_property
    def languages(self) -> Languages:
        """The languages of the site."""
        return languages_of(self._settings)

    @cached_property
    def styles(self) -> dict[str, Output]:
        """The style sheets, by name."""
        if self.helper:
            with suppress(ChildEnded):  # what is wrong is said here
                styles: dict[str, Output] = self.helper.prepared
                return styles
        from lodestar.engine.stylesheet import styles_of

        return styles_of(self.theme, self._settings)

    @property
    def style_urls(self) -> dict[str, str]:
        """The addresses of the style sheets, by name."""
        return {name: f"/{style.address}" for name, style in self.styles.items()}

    @cached_property
    def digest(self) -> str:
        """Hashes of the theme and of the words of all languages, as they were before anything was made from them."""
        return self.theme.digest() + self.languages.digest
