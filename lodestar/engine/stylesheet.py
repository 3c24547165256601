"""Joins the theme's CSS into a few files whose names change with their content, so that browsers may cache them for ever.

One file is for every page. Styles that only some pages need are in a folder below `components/`, and each such folder makes a
file of its own, which those pages link, so that a post fits into the first round trip.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Template

from lodestar.base.below import path_of_site, put_css_below
from lodestar.engine.accent import TEMPLATE, accent
from lodestar.engine.facts import SITE
from lodestar.engine.site import Output
from lodestar.engine.theme import Theme

COMPONENTS = "components"
FIRST = "layers.css"
"""Fixes the order of the layers, so that the order of the other files does not matter."""
TOKEN = re.compile(
    r"(?P<comment>/\*.*?(?:\*/|\Z))"
    r"|(?P<kept>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|\\.|url\(\s*[^\s\"'()](?:[^\\)]|\\.)*\))",
    re.DOTALL | re.IGNORECASE,
)
"""Matches comments, and what must stay as it is: strings, escapes and addresses (CSS Syntax 3, section 4.3)."""
SPACE = re.compile(r"\s+")
PARTING = " \t\r\n\f{}();,"
"""Characters next to which a comment does not separate tokens."""
AROUND = re.compile(r"\s*([{};,>])\s*|(:)\s+")


def styles_of(theme: Theme, settings: Mapping[str, Any]) -> dict[str, Output]:
    """Return the outputs that hold the CSS of a site with Pelican's settings, by name."""
    base = path_of_site(str(settings["SITEURL"]).rstrip("/"))
    return stylesheets(theme, base, settings.get("SITE") or {}, settings.get("GIVEN") or {})


def stylesheets(
    theme: Theme,
    base: str = "",
    site_values: Mapping[str, Any] = MappingProxyType({}),
    plugin_values: Mapping[str, Any] = MappingProxyType({}),
) -> dict[str, Output]:
    """Return the outputs with the CSS of the theme and of plugins, by name; none for a theme without CSS.

    `base` is the site's path. The first sheet also gets what the theme's template of styles makes of the author's
    values of the site (`site_values`) and of the values that plugins give to every template (`plugin_values`).
    """
    files = sorted(theme.styles(), key=lambda file: (Path(file[0]).name != FIRST, file[0]))
    texts: dict[str, list[str]] = {}
    for name, path in files:
        texts.setdefault(_sheet(name), []).append(minified(path.read_text(encoding="utf-8")))
    if SITE in texts and (theme.folder / "templates" / TEMPLATE).is_file():
        light, dark = accent(site_values, theme.folder)
        css = Template(theme.find(TEMPLATE)[0]).render(
            **plugin_values, light=light, dark=dark, logo=bool(site_values.get("logo"))
        )
        texts[SITE] += [text] if (text := minified(css)) else []
    return {name: _output(name, put_css_below(base, "\n".join(parts))) for name, parts in texts.items()}


def _sheet(name: str) -> str:
    """Return the name of the file for a style sheet: that of the course for `components/course/course-page.css`."""
    match name.split("/"):
        case [layer, folder, _] if layer == COMPONENTS:
            return folder
    return SITE


def _output(name: str, text: str) -> Output:
    digest = hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
    return Output(f"theme/{name}.{digest}.css", "text", text, "theme/static/css")


def minified(css: str) -> str:
    """Return CSS without comments and without needless white space."""
    parts: list[str] = []
    plain, position = "", 0
    for token in TOKEN.finditer(css):
        plain, position = plain + css[position : token.start()], token.end()
        if token["kept"]:
            parts += [_squeezed(plain), token["kept"]]
            plain = ""
        elif plain[-1:].strip(PARTING) and css[position : position + 1].strip(PARTING):
            plain += "/**/"  # the tokens it separates must not be joined
    return "".join([*parts, _squeezed(plain + css[position:])]).strip()


def _squeezed(css: str) -> str:
    return AROUND.sub(lambda match: match[1] or match[2], SPACE.sub(" ", css))
