"""Decides which files below content/ are copied to the site: media, and files that the settings name.

It is an allow list, so that a draft that is not read as a text, whatever its name, is never published.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from lodestar.base.features import folder_left_out
from lodestar.base.kinds import Kind
from lodestar.base.languages.catalogs import FOLDER, is_catalog
from lodestar.base.problems import Problem, nearest
from lodestar.engine.scan import LEFTOVER


class File(NamedTuple):
    """A file below content/ or the theme that is copied as it is."""

    path: str
    hash: str


def _endings(*words: str) -> frozenset[str]:
    return frozenset(" ".join(words).split())


MEDIA = _endings(
    "apng avif bmp cur gif heic heif ico jfif jpe jpeg jpg jxl png svg svgz tif tiff webp",
    "aac aif aiff flac m4a m4b mid midi mp3 oga ogg opus wav weba wma",
    "3gp avi m4v mkv mov mp4 mpeg mpg ogv webm wmv srt vtt",
    "pdf epub eot otf ttf woff woff2 ics vcf",
)
"""Endings of the files that are copied from any folder: pictures; sound; film and its captions; and documents, books,
fonts, calendars and address cards that browsers and devices open."""
MARKDOWN = _endings("md mdown markdn markdown mdtext mdtxt mdwn mdx mkd mkdn qmd rmd")
MARKUP = MARKDOWN | _endings("adoc asciidoc rst rest")
"""Endings of texts that some program turns into pages."""
TEXTS = MARKUP | _endings("htm html org tex text textile txt wiki xhtml")
DATA = frozenset({"redirects.txt", "navigation.yaml"})
"""Files that the importer leaves beside the content for the author; they are not part of the site."""
OF_HOSTS = re.compile(
    r"CNAME|(?:robots|ads|app-ads|humans)\.txt|BingSiteAuth\.xml|google[0-9a-f]+\.html|yandex_[0-9a-f]+\.html"
).fullmatch
"""Files directly below content/ that hosts and search engines request by these names."""
HEADER = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:---[ \t]*\r?\n|:?(?:title|status|date|slug|tags?|category|categories|authors?|summary)[ \t]*:)"
    rb"|.{0,3000}<meta\s+name\s*=\s*[\"']?(?:status|date|tags|category|slug)\b",
    re.IGNORECASE | re.DOTALL,
).match
"""Matches the beginning of a text of the site, including Pelican's HTML."""
HOME = "posts"
"""The folder proposed for a text in no known folder."""
ALIKE = 0.8
"""How alike (0 to 1, difflib's ratio) the name of a folder must be to be taken for a typo."""
HEAD = 4096
"""The number of bytes of a text that are searched for a header."""


class Declared(NamedTuple):
    """The settings about files below content/; part of Pelican's settings, so ordered."""

    static: tuple[str, ...]
    """Files and folders that `STATIC_PATHS` names; "" is all of content/."""
    moved: tuple[tuple[str, str], ...]
    """Files that `EXTRA_PATH_METADATA` puts elsewhere, each with its path on the site."""
    templates: tuple[str, ...]
    """Templates that `TEMPLATE_PAGES` names; their results are published instead of them."""
    excluded: tuple[str, ...] = ()
    """Folders that `STATIC_EXCLUDES` names; none of their files is copied."""
    unread: tuple[str, ...] = ()
    """Folders that `ARTICLE_EXCLUDES` and `PAGE_EXCLUDES` name; none of their texts is read."""

    @property
    def named(self) -> tuple[str, ...]:
        """The paths named individually."""
        return (*filter(None, self.static), *(path for path, _ in self.moved))

    def holds(self, path: str) -> bool:
        """Return whether a file is in a folder that the settings name."""
        return any(not folder or path.startswith(f"{folder}/") for folder in self.static)


def declared(settings: Mapping[str, Any]) -> Declared:
    """Return what Pelican's settings say about files below content/."""
    extra = settings.get("EXTRA_PATH_METADATA") or {}
    moved = {_plain(path): _plain(meta["path"]) for path, meta in extra.items() if meta.get("path")}
    templates = tuple(sorted(map(_plain, settings.get("TEMPLATE_PAGES") or {})))
    unread = (*settings.get("ARTICLE_EXCLUDES", ()), *settings.get("PAGE_EXCLUDES", ()))
    static, excluded, skipped = (
        tuple(sorted(map(_plain, paths))) for paths in (settings["STATIC_PATHS"], settings["STATIC_EXCLUDES"], unread)
    )
    return Declared(static, tuple(sorted(moved.items())), templates, excluded, skipped)


def is_never_copied(path: str) -> bool:
    """Return whether a file is a leftover or a text by its name, and so never meant to be published as it is."""
    name = path.rpartition("/")[2]
    return bool(LEFTOVER(name)) or name.rpartition(".")[2].lower() in MARKUP


def _within(path: str, folders: Collection[str]) -> bool:
    return any(path.startswith(f"{folder}/") for folder in folders)


def _plain(path: str) -> str:
    path = posixpath.normpath(str(path).replace("\\", "/")).lstrip("/")
    return "" if path == "." else path


class Gate:
    """Judges each file that is not read as a text."""

    def __init__(self, root: str, shown: str, settings: Declared, kinds: Sequence[Kind]) -> None:
        self._root, self._shown, self.declared, self._kinds = root, shown, settings, kinds
        self._named = frozenset(settings.named)
        self._folders = {kind.folder for kind in kinds}

    def leaves_out(self, path: str, kind: str) -> bool:
        """Return whether the settings exclude a file: one of an excluded folder is neither read nor copied.

        A folder of static files stays one even where its texts are excluded. Pelican's own folders of pages and
        posts are excluded by Pelican (`configure_settings`), which means nothing here.
        """
        if kind not in ("", "posts", "pages"):
            return False
        if not kind and _within(path, self.declared.excluded):
            return True
        texts = [folder for folder in self.declared.unread if folder not in self._folders]
        if not _within(path, texts):
            return False
        return bool(kind) or path.rpartition(".")[2].lower() in TEXTS or path.startswith(("posts/", "pages/"))

    def judge(self, path: str) -> Problem | bool | None:
        """Return True for a file to copy, None for one that is silently ignored, and a problem for any other."""
        ending = path.rpartition("/")[2].rpartition(".")[2].lower() if "." in path.rpartition("/")[2] else ""
        if ending in MEDIA:
            return True
        if path in DATA or path in self.declared.templates or is_catalog(path):
            return None
        if ending == "po" and path.startswith(f"{FOLDER}/"):
            return self.refuse(
                path, "is a catalog of no language", "name it as its language, such as fr.po or pt-BR.po"
            )
        kind = next((kind for kind in self._kinds if path.startswith(f"{kind.folder}/") and not kind.file_name), None)
        folder = path.partition("/")[0]
        if kind is None and ending in TEXTS and not self._is_requested(path) and (plugin := folder_left_out(folder)):
            fault = f"is not read, since PLUGINS leaves out {plugin}"
            cure = f'add "{plugin}" to PLUGINS in pelicanconf.py, or take it out of {self._shown}/'
            return self.refuse(path, fault, cure, fatal=False)
        if ending in TEXTS or (kind and kind.ending == ".yaml" and ending in ("yaml", "yml")):
            return self._text(path, ending, kind)
        if self._is_requested(path):
            return True
        cure = "name it, or its folder, in STATIC_PATHS to publish it as it is, or take it out"
        return self.refuse(path, "is of no kind that is copied to the site", cure, fatal=False)

    def _is_requested(self, path: str) -> bool:
        """Return whether the settings or a host ask for a file."""
        return path in self._named or self.declared.holds(path) or bool(OF_HOSTS(path))

    def missing(self, paths: Collection[str]) -> Iterator[Problem]:
        """Yield a warning for each file in `EXTRA_PATH_METADATA` that is missing from `paths`."""
        for path, _ in self.declared.moved:
            if path not in paths:
                cure = "write its path below the content folder"
                yield self.refuse(path, "is named in EXTRA_PATH_METADATA and does not exist", cure, fatal=False)

    def _text(self, path: str, ending: str, kind: Kind | None) -> Problem | bool:
        """Return True for an unread text that the settings or a host ask for and that nobody could mean as
        a post."""
        if path in self._named or OF_HOSTS(path) or (ending not in MARKUP and self.declared.holds(path)):
            if not HEADER(self._beginning(path)):
                return True
            cure = f"{self._place(path, ending, kind)}, or take the header out to publish it as it is"
            return self.refuse(path, "begins as a text of the site does, and would be copied as it is", cure)
        if kind:
            fault = f'is not read: the names of texts in {self._shown}/{kind.folder}/ end in "{kind.ending}"'
        else:
            fault = "is a text in no folder that is read"
        return self.refuse(path, fault, f"{self._place(path, ending, kind)}, or take it out of {self._shown}/")

    def _place(self, path: str, ending: str, kind: Kind | None) -> str:
        """Return the folder and name that a text should have, in words."""
        folder, _, name = path.rpartition("/")
        slug = re.sub(r"[^a-z0-9_-]+", "-", name.partition(".")[0].lower()).strip("-") or "text"
        conversion = (
            "" if ending in MARKDOWN | {"txt", "text"} or (kind and kind.ending == ".yaml") else ", written in Markdown"
        )
        if kind:
            return f'name it "{slug}{kind.ending}"{conversion}'
        folders = sorted({kind.folder for kind in self._kinds if kind.ending == ".md"} or {HOME}, key=HOME.__ne__)
        first, _, rest = folder.partition("/")
        if likely_folder := nearest(first, folders, ALIKE):
            folder_path = "/".join(filter(None, (likely_folder, rest)))
            return f"put it at {self._shown}/{folder_path}/{slug}.md{conversion}"
        renamed = "" if name == f"{slug}.md" else f', as "{slug}.md"{conversion}'
        return f"put it under {self._shown}/{folders[0]}/ with status: draft{renamed}"

    def _beginning(self, path: str) -> bytes:
        try:
            with Path(self._root, path).open("rb") as stream:
                return stream.read(HEAD)
        except OSError:
            return b"---\n"

    def refuse(self, path: str, fault: str, cure: str, fatal: bool = True) -> Problem:
        """Return a problem with a file below content/."""
        return Problem(f"{self._shown}/{path}", 1, fault, cure, fatal)
