"""The options that reading depends on, from Pelican's settings; imports nothing that only reading a file needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from lodestar.base.front_matter.defaults import Defaults
from lodestar.base.languages import languages_of
from lodestar.base.values import Value

if TYPE_CHECKING:
    from lodestar.base.kinds import Kind

META = "markdown.extensions.meta"
"""An extension that Pelican adds to read headers. Ours are read already; it would take a body's first lines for one."""
OUR_OWN = ("lodestar.", "plugins.", "markdown.extensions.")
"""Prefixes of plugins and extensions whose code or version is part of the identity anyway."""
SHIPPED = frozenset(
    [
        "abbr",
        "admonition",
        "attr_list",
        "codehilite",
        "def_list",
        "extra",
        "fenced_code",
        "footnotes",
        "legacy_attrs",
        "legacy_em",
        "md_in_html",
        "meta",
        "nl2br",
        "sane_lists",
        "smarty",
        "tables",
        "toc",
        "wikilinks",
    ]
)
"""Markdown's own extensions by their short names."""


class Options(Value):
    """What reading depends on besides the file itself; a change makes every stored value stale."""

    shown: str
    """Path of the content folder as the author knows it."""
    timezone: str
    markdown: dict[str, Any]
    makers: dict[str, str] = msgspec.field(default_factory=dict)
    """The function that makes the value of a file (`module:function`), by the name of its kind."""
    declared: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """The models of header keys that plugins declare (`module:Model`), by the name of the kind."""
    defaults: Defaults = Defaults()
    """Header values that come from Pelican's settings."""
    language: str = "en"
    """The code of the site's language."""
    words: str = ""
    """A hash of the catalogs of all languages: Markdown extensions may put words into HTML."""


def options(settings: Mapping[str, Any], shown: str, kinds: Iterable[Kind] = ()) -> Options:
    """Return the options that Pelican's settings give."""
    markdown = dict(settings["MARKDOWN"])
    configs = markdown.get("extension_configs", {})
    markdown["extensions"] = [name for name in markdown.get("extensions", ()) if name != META]
    markdown["extension_configs"] = {name: config for name, config in configs.items() if name != META}
    makers = {kind.name: kind.maker for kind in kinds}
    declared = {kind.name: kind.declared for kind in kinds if kind.declared}
    defaults = settings.get("DEFAULTS") or Defaults()
    languages = languages_of(settings)
    return Options(
        shown,
        settings.get("TIMEZONE") or "UTC",
        markdown,
        makers,
        declared,
        defaults,
        languages.default,
        languages.digest,
    )
