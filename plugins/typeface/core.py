"""The files of the typeface on a site, and the letters in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lodestar.base.fingerprints import fingerprint
from lodestar.base.values import Value
from lodestar.engine.identity import version

PACKAGE = "font_source_serif_pro"
"""Holds Source Serif Pro as it comes from Adobe, under the SIL Open Font License 1.1."""
LINK = "templates/components/head/typeface.html"
"""What a theme that shows the typeface has: the link that fetches it early."""
FILES = {"regular": "SourceSerifPro-Regular.ttf", "italic": "SourceSerifPro-It.ttf", "bold": "SourceSerifPro-Bold.ttf"}
LATIN = ((0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x1E80, 0x1E85), (0x1E9E, 0x1E9E), (0x1EF2, 0x1EF3))
SIGNS = (
    (0x2010, 0x2027),
    (0x2030, 0x203A),
    (0x2044, 0x2044),
    (0x20AC, 0x20AC),
    (0x2122, 0x2122),
    (0x2190, 0x2193),
    (0x2212, 0x2212),
)
SCRIPTS: dict[str, tuple[tuple[int, int], ...]] = {
    "Latn": (),
    "Grek": ((0x370, 0x3FF),),
    "Cyrl": ((0x400, 0x4FF), (0x2116, 0x2116)),
}
"""The scripts (ISO 15924) that the typeface has letters for, beside Latin ones, which every site has."""
MORE = {
    "az": ((0x18F, 0x18F), (0x259, 0x259)),
    "vi": ((0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x300, 0x323), (0x1EA0, 0x1EF9)),
}
"""Letters of languages that few others have."""


class Face(Value):
    """One file of the typeface: a style, and the letters in it."""

    name: str
    """`regular`, `italic` or `bold`."""
    letters: tuple[tuple[int, int], ...]
    """The first and last of each range of code points."""
    source: str
    """A hash of the file that it is cut from, and of what cuts it."""

    @property
    def address(self) -> str:
        """Where it is published; a change of what is in it changes its address."""
        return f"theme/serif-{self.name}.{fingerprint(self)[:12]}.woff2"


def faces(settings: Mapping[str, Any]) -> Iterator[Face]:
    """Yield the files of the typeface that a site has.

    None where its theme does not show them, or the typeface lacks the letters of its language.
    """
    language = settings["DEFAULT_LANG"].lower()
    script = script_of(language)
    if not settings["TYPEFACE"].enabled or script not in SCRIPTS or not (Path(settings["THEME"]) / LINK).is_file():
        return
    letters = (*LATIN, *SCRIPTS[script], *MORE.get(language.partition("-")[0], ()), *SIGNS)
    for name in FILES:
        yield Face(name, letters, _digest(name))


def script_of(language: str) -> str:
    """Return the script that a language is written with (ISO 15924): what its tag says, else the usual one by CLDR."""
    main, *parts = language.split("-")
    if main == "en" and not parts:
        return "Latn"
    from babel.core import get_global

    script = next((part.title() for part in parts if len(part) == 4), "")
    likely_subtags = get_global("likely_subtags")
    likely = likely_subtags.get("_".join([main, *(part.upper() for part in parts)])) or likely_subtags.get(main) or ""
    return script or next((part for part in likely.split("_") if len(part) == 4), "Latn")


def file_of(name: str) -> Path:
    """Return the path of a file of the typeface in its package."""
    spec = find_spec(PACKAGE)
    assert spec is not None and spec.origin is not None, PACKAGE
    return Path(spec.origin).parent / "files" / FILES[name]


@cache
def _digest(name: str) -> str:
    code = Path(__file__).with_name("cut.py").read_bytes()
    return fingerprint((file_of(name).read_bytes(), code, version("fonttools"), version("brotli")))
