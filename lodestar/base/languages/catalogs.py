"""The languages of a site: the catalogs beside this file, and the author's own in `content/languages/`."""

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
"""The folder below content/ for the author's own catalogs."""
ENDING = ".po"


def languages_of(settings: Mapping[str, Any]) -> Languages:
    """Return the languages of a site with Pelican's `settings`."""
    return Languages(str(settings.get("DEFAULT_LANG") or "en"), Path(settings["PATH"]) / FOLDER)


def is_catalog(path: str) -> bool:
    """Return whether a path below content/ is one of the author's own catalogs."""
    folder, _, name = path.rpartition("/")
    return folder == FOLDER and name.endswith(ENDING) and bool(LANGUAGE.fullmatch(_code(name)))


class Languages:
    """The languages available to a site, by code; the empty code means the site's own."""

    def __init__(self, default: str = "en", own: Path | None = None) -> None:
        self.default = default
        self.own = tuple(catalogs(own)) if own else ()
        """The author's own catalogs, each with the code of its language."""
        self._languages: dict[str, Language] = {}

    def __getitem__(self, code: str) -> Language:
        code = code or self.default
        if code not in self._languages:
            paths = tuple(self._paths(code))
            self._languages[code] = Language(
                code, paths, digest(b"\0".join(map(readable_bytes, paths))) if paths else ""
            )
        return self._languages[code]

    @property
    def with_words(self) -> tuple[Language, ...]:
        """The languages with catalogs."""
        return tuple(self[code] for code in sorted(self._by_code))

    def _paths(self, code: str) -> Iterator[Path]:
        """Yield the catalogs of a language in order: `pt-BR` before `pt`, and the author's own before ours."""
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
    """Return the code of a catalog's language: `pt-BR` for `pt-BR.po` and for gettext's `pt_BR.po`."""
    return name.removesuffix(ENDING).replace("_", "-")
