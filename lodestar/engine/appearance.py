"""The appearance of a site: its theme with its styles, and the words of all languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lodestar.base.languages import Languages, languages_of
from lodestar.engine.theme import Theme

if TYPE_CHECKING:
    from lodestar.engine.site import Output


class Appearance:
    """What the pages of one build share; each part is read once, when it is first asked for."""

    def __init__(self, theme: Theme, settings: Mapping[str, Any]) -> None:
        self.theme = theme
        self._settings = settings

    @cached_property
    def languages(self) -> Languages:
        """The languages of the site."""
        return languages_of(self._settings)

    @cached_property
    def styles(self) -> dict[str, Output]:
        """The style sheets, by name."""
        from lodestar.engine.stylesheet import styles_of

        return styles_of(self.theme, self._settings)

    @cached_property
    def digest(self) -> str:
        """Hashes of the theme and of the words of all languages, as they were before anything was made from them."""
        return self.theme.digest() + self.languages.digest
