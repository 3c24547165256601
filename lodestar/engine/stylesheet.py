"""The theme's CSS, joined into one file whose name changes with its content, so that browsers may keep it for ever."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Template

from lodestar.base.below import put_css_below
from lodestar.engine.accent import TEMPLATE, accent
from lodestar.engine.site import Output
from lodestar.engine.theme import Theme

FIRST = "layers.css"
"""Fixes the order of the layers, so that the order of the other files does not matter."""
TOKEN = re.compile(
    r"(?P<comment>/\*.*?(?:\*/|\Z))"
    r"|(?P<kept>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|\\.|url\(\s*[^\s\"'()](?:[^\\)]|\\.)*\))",
    re.DOTALL | re.IGNORECASE,
)
"""Comments, and what stays letter for letter: strings, escaped letters and addresses (CSS Syntax 3, section 4.3)."""
SPACE = re.compile(r"\s+")
PARTING = " \t\r\n\f{}();,"
"""Signs beside which a comment parts nothing."""
AROUND = re.compile(r"\s*([{};,>])\s*|(:)\s+")


def stylesheet(theme: Theme, base: str = "", said: Mapping[str, Any] = MappingProxyType({})) -> Output | None:
    """Return the output that holds the CSS of the theme and of plugins; None for a theme without any.

    `base` is the site's path. What the author says of the site (`said`) adds to it what the theme has for that.
    """
    files = sorted(theme.styles(), key=lambda file: (Path(file[0]).name != FIRST, file[0]))
    if not files:
        return None
    text = put_css_below(base, "\n".join(minified(path.read_text(encoding="utf-8")) for _, path in files))
    if (theme.folder / "templates" / TEMPLATE).is_file():
        light, dark = accent(said, theme.folder)
        own = minified(Template(theme.find(TEMPLATE)[0]).render(light=light, dark=dark, logo=bool(said.get("logo"))))
        text += f"\n{own}" if own else ""
    digest = hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
    return Output(f"theme/site.{digest}.css", "text", text, "theme/static/css")


def minified(css: str) -> str:
    """Return CSS without comments and without needless white space."""
    parts: list[str] = []
    plain, done = "", 0
    for token in TOKEN.finditer(css):
        plain, done = plain + css[done : token.start()], token.end()
        if token["kept"]:
            parts += [_squeezed(plain), token["kept"]]
            plain = ""
        elif plain[-1:].strip(PARTING) and css[done : done + 1].strip(PARTING):
            plain += "/**/"  # what it parts must not become one word, nor the one stand within the other
    return "".join([*parts, _squeezed(plain + css[done:])]).strip()


def _squeezed(css: str) -> str:
    return AROUND.sub(lambda match: match[1] or match[2], SPACE.sub(" ", css))
