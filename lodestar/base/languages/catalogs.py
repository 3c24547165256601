"""Which languages a site can speak: the catalogs beside this file, and those of its author in `content/languages/`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from lodestar.base.digest import digest
from lodestar.base.files import readable_bytes
from lodestar.base.language_tags import shortened
from lodestar.base.languages.language import Language
from lodestar.base.site_file import LANGUAGE

OURS = Path(__file__).parent
FOLDER = "languages"
"""The folder below content/ in which the author may have catalogs of her own."""
ENDING = ".po"


def languages_of(settings: Mapping[str, Any]) -> Languages:
    """Return the languages of a site with Pelican's `settings`."""
    return Languages(str(settings.get("DEFAULT_LANG") or "en"), Path(settings["PATH"]) / FOLDER)


def is_catalog(path: str) -> bool:
    """Return whether a file below content/, given by its path there, is a catalog of the author's own."""
    folder, _, name = path.rpartition("/")
    return folder == FOLDER and name.endswith(ENDING) and bool(LANGUAGE.fullmatch(_code(name)))


class Languages:
    """The languages that a site can speak, each by its code; the empty one names the site's own."""

    def __init__(self, default: str = "en", own: Path | None = None) -> None:
        self.default = default
        self.own = tuple(catalogs(own)) if own else ()
        """The author's own catalogs, each with the code of its language."""
        self._known: dict[str, Language] = {}

    def __getitem__(self, code: str) -> Language:
        code = code or self.default
        if code not in self._known:
            paths = tuple(self._paths(code))
            self._known[code] = Language(code, paths, digest(b"\0".join(map(readable_bytes, paths))) if paths else "")
        return self._known[code]

    @property
    def with_words(self) -> tuple[Language, ...]:
        """The languages for which there are catalogs."""
        return tuple(self[code] for code in sorted(self._by_code))

    def _paths(self, code: str) -> Iterator[Path]:
        """Yield where the words of a language are looked for: a kind of Portuguese, then Portuguese, hers before ours."""
        for tag in shortened(code.lower()):
            yield from self._by_code.get(tag, ())

    @cached_property
    def _by_code(self) -> Mapping[str, list[Path]]:
        results: dict[str, list[Path]] = defaultdict(list)
        for path, code in (*self.own, *catalogs(OURS)):
            results[code.lower()].append(path)
        return results

    @cached_property
    def digest(self) -> str:
        """A hash of all catalogs."""
        paths = sorted(path for paths in self._by_code.values() for path in paths)
        return digest(b"\0".join(path.name.encode() + b"\0" + readable_bytes(path) for path in paths))


def catalogs(folder: Path) -> list[tuple[Path, str]]:
    """Return the catalogs in a folder, each with the code of its language."""
    paths = sorted(path for path in folder.glob(f"*{ENDING}") if path.is_file())
    return [(path, code) for path in paths if LANGUAGE.fullmatch(code := _code(path.name))]


def _code(name: str) -> str:
    """Return the code of a catalog's language: `pt-BR` of `pt_BR.po`, as gettext's own tools name it, too."""
    return name.removesuffix(ENDING).replace("_", "-")
