"""The blog's own files: which address means which file, whatever its size or host, and where the file lies here."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, unquote

from lodestar.wordpress.pictures import Lying, check
from lodestar.wordpress.urls import split
from plugins.pictures.clean import scrubbed
from plugins.pictures.segments import Damaged

UPLOADS = re.compile(r"/wp-content/(?:uploads|blogs\.dir/\d+/files)/(?:sites/\d+/)?(.+)$")
WORDPRESS_COM = re.compile(r"(?:^|\.)(?:files\.wordpress\.com|wp\.com)$")
PHOTON = re.compile(r"^i\d\.wp\.com$")
SIZED = re.compile(r"-(?:\d{1,5}x\d{1,5}|scaled|rotated|e\d{10,13})(?=\.[A-Za-z0-9]{2,5}$)")
ODD = re.compile(r"[^A-Za-z0-9._-]+")
PICTURES = frozenset(["jpg", "jpeg", "jpe", "png", "gif", "webp", "avif", "bmp", "ico", "svg"])
NEVER = frozenset({
    "php", "phtml", "html", "htm", "js", "mjs", "exe", "sh", "bat", "cmd", "htaccess", "md", "yaml", "yml",
    "xml", "xhtml", "shtml",
})  # fmt: skip
"""Kinds of files that would be run or read as pages or content; never taken."""


def upload_of(url: str) -> str:
    """The path below the uploads folder that an address means (`2012/12/x.jpg`); empty for a file from elsewhere.

    Which blog's host it is does not matter here, nor do `?w=` and other forms of size.
    """
    host, path = _whose(url)
    if found := UPLOADS.search(path):
        return safe_path(found[1])
    return safe_path(path.lstrip("/")) if WORDPRESS_COM.search(host) and re.match(r"/\d{4}/\d\d/.", path) else ""


def _whose(url: str) -> tuple[str, str]:
    """Host and path of an address, seen through the servers that only make pictures smaller."""
    parts = split(f"https:{url}" if url.startswith("//") else url)
    host, path = (parts.hostname or "").lower(), parts.path
    if PHOTON.match(host):
        host, _, rest = path.lstrip("/").partition("/")
        path = f"/{rest}"
    return host.removeprefix("www."), path


def safe_path(path: str) -> str:
    """A path whose parts are plain names; empty when nothing is left."""
    parts = [ODD.sub("-", part).lstrip(".-")[-120:] for part in unquote(path, errors="replace").split("/")]
    return "/".join(part for part in parts if part)


def originals(upload: str) -> list[str]:
    """The paths that may be the original of an upload, the most likely first."""
    found, name = [upload], upload
    while (shorter := SIZED.sub("", name)) != name:
        found.insert(0, shorter)
        name = shorter
    return list(dict.fromkeys([*found, *(re.sub(r"(\.[^.]+)$", r"-scaled\1", each) for each in found[:1])]))


def forms(url: str, upload: str) -> tuple[str, ...]:
    """The addresses at which an upload may be had, given one that means it: that of the original first."""
    parts = split(f"https:{url}" if url.startswith("//") else url)
    folder, _, name = parts.path.rpartition("/")
    paths = (f"{folder}/{upload.rpartition('/')[2]}", f"{folder}/{name}")
    quoted = (quote(path, safe="/%:@!$&'()*+,;=~") for path in paths)
    return tuple(dict.fromkeys(parts._replace(path=path, query="", fragment="").geturl() for path in quoted))


class Library:
    """Files of the old blog: those that lie in the content folder, and those that can be brought there."""

    def __init__(
        self,
        content: Path,
        known: Sequence[str],
        sources: Iterable[Path] = (),
        fetched: Path | None = None,
        hosts: Iterable[str] = (),
        reasons: Mapping[str, str] | None = None,
    ) -> None:
        self.hosts = {_whose(url)[0] for url in known} | {host.removeprefix("www.") for host in hosts}
        """The blog's own hosts; a file of another WordPress blog is none of ours."""
        self.reasons = reasons or {}
        """Why uploads could not be fetched."""
        self.fetched = fetched
        """Where files were fetched to; there they are removed once they have been brought."""
        self.content = content
        self.known = frozenset(filter(None, map(upload_of, known)))
        """Uploads that the export lists as attachments."""
        self.missing: dict[str, str] = {}
        """Addresses of files that are nowhere, and why."""
        self.installed: list[str] = []
        self._paths, self._names = _files(sources)
        self._here: dict[str, str] = {}

    def original(self, url: str) -> str:
        """The upload that an address means, in its largest form; empty for a file from elsewhere."""
        upload = upload_of(url)
        if not upload:
            return ""
        candidates = originals(upload)
        found = next((each for each in (upload, *candidates) if each in self.known), "")
        return found or (candidates[0] if _whose(url)[0] in self.hosts else "")

    def local(self, url: str) -> str:
        """Path below content/ of the file an address means; empty when it is from elsewhere or not there."""
        upload = self.original(url)
        if not upload:
            return ""
        if upload not in self._here:
            self._here[upload] = self._find(url, upload)
        return self._here[upload]

    def address(self, url: str) -> str:
        """The address here of the file an address means; empty as for `local`."""
        local = self.local(url)
        return f"/{local}" if local else ""

    def _find(self, url: str, upload: str) -> str:
        others = (each for each in originals(upload_of(url)) if each not in self.known)
        for each in dict.fromkeys([upload, *others]):
            target = place_of(each)
            if target and (self.content / target).is_file():
                return target
            source = self._paths.get(each.lower()) or self._only(each)
            if target and source:
                reason = self._bring(source, target)
                if not reason:
                    return target
                self.missing[url] = reason
        self.missing.setdefault(url, self.reasons.get(upload, "not found"))
        return ""

    def _only(self, upload: str) -> Path | None:
        """A file of the same name elsewhere in the folder, if there is but one."""
        found = self._names.get(upload.rpartition("/")[2].lower(), ())
        return found[0] if len(found) == 1 else None

    def _bring(self, source: Path, target: str) -> str:
        """Copy a file into the content folder, without the facts cameras add; a reason when it may not come."""
        goal = self.content / target
        if not goal.parent.resolve().is_relative_to(self.content.resolve()):
            return "its folder leads out of the content folder"
        try:
            data = source.read_bytes()
            check(target, data)
            data = scrubbed(data)
            goal.parent.mkdir(parents=True, exist_ok=True)
            part = goal.with_name(f".{goal.name}.part")
            part.write_bytes(data)
            os.replace(part, goal)
        except Lying as lying:
            return str(lying)
        except Damaged as damage:
            return f"the file {damage}"
        except OSError as error:
            return error.strerror or str(error)
        if self.fetched and source.is_relative_to(self.fetched):
            source.unlink(missing_ok=True)
        self.installed.append(target)
        return ""


def place_of(upload: str) -> str:
    """Where an upload lies below content/; empty for kinds of files that may not come."""
    kind = upload.rpartition(".")[2].lower()
    if "." not in upload or kind in NEVER:
        return ""
    return f"images/{upload}" if kind in PICTURES else f"files/{upload}"


def _files(sources: Iterable[Path]) -> tuple[Mapping[str, Path], Mapping[str, tuple[Path, ...]]]:
    """Every file below the folders, by each of its last parts (`2012/12/x.jpg`) and by its name."""
    paths: dict[str, Path] = {}
    names: dict[str, tuple[Path, ...]] = {}
    for source in sources:
        for folder, _, files in os.walk(source):
            for name in sorted(files):
                if name.endswith(".part"):
                    continue
                path = Path(folder) / name
                if path.is_symlink() or not path.is_file():
                    continue
                parts = safe_path(path.relative_to(source).as_posix()).lower().split("/")
                for length in range(len(parts), 0, -1):
                    paths.setdefault("/".join(parts[-length:]), path) if length > 1 else None
                paths.setdefault("/".join(parts), path)
                names[parts[-1]] = (*names.get(parts[-1], ()), path)
    return paths, names
