"""Which files of the typeface a site has, and which letters are in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lodestar.base.fingerprints import fingerprint
from lodestar.base.values import Value

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
GREEK = ((0x370, 0x3FF),)
CYRILLIC = ((0x400, 0x45F), (0x490, 0x491), (0x2116, 0x2116))
SCRIPTS = {"el": GREEK, **dict.fromkeys(("be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"), CYRILLIC)}
"""Languages that write with other letters than Latin ones, beside these."""
WITHOUT = frozenset(
    [
        "am", "ar", "bn", "ckb", "dv", "fa", "gu", "he", "hi", "hy", "ja", "ka", "km", "kn", "ko", "lo", "ml", "mr", "my",
        "ne", "or", "pa", "ps", "sd", "si", "ta", "te", "th", "ti", "ug", "ur", "yi", "zh",
    ]
)  # fmt: skip
"""Languages in scripts that the typeface has no letters for."""


class Face(Value):
    """One file of the typeface: a style, and the letters in it."""

    name: str
    """`regular`, `italic` or `bold`."""
    letters: tuple[tuple[int, int], ...]
    """The first and last of each range of code points."""
    source: str
    """A hash of the file that it is cut from."""

    @property
    def address(self) -> str:
        """Where it is published; a change of what is in it changes its address."""
        return f"theme/serif-{self.name}.{fingerprint(self)[:12]}.woff2"


def faces(settings: Mapping[str, Any]) -> Iterator[Face]:
    """Yield the files of the typeface that a site has.

    None where its theme does not show them, or the typeface lacks the letters of its language.
    """
    language = settings["DEFAULT_LANG"].lower()
    main = language.partition("-")[0]
    shown = settings["TYPEFACE"].enabled and (Path(settings["THEME"]) / LINK).is_file()
    if not shown or main in WITHOUT:
        return
    letters = (*LATIN, *SCRIPTS.get(main, ()), *SIGNS)
    for name in FILES:
        yield Face(name, letters, _digest(name))


def file_of(name: str) -> Path:
    """Return where a file of the typeface lies as it comes."""
    spec = find_spec(PACKAGE)
    assert spec is not None and spec.origin is not None, PACKAGE
    return Path(spec.origin).parent / "files" / FILES[name]


@cache
def _digest(name: str) -> str:
    return fingerprint(file_of(name).read_bytes())
