"""The blog's own files: finds the file for an address, in any size and on any host, and its place here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, unquote

from lodestar.base.files import replace
from lodestar.html_to_markdown.urls import split
from lodestar.wordpress.names import clean_path, latin, unique
from lodestar.wordpress.pictures import Lying, cleaned
from lodestar.wordpress.shelf import Shelf
from plugins.pictures.segments import Damaged

UPLOADS = re.compile(r"/wp-content/(?:uploads|blogs\.dir/\d+/files)/(?:sites/\d+/)?(.+)$")
WORDPRESS_COM = re.compile(r"(?:^|\.)(?:files\.wordpress\.com|wp\.com)$")
PHOTON = re.compile(r"^i\d\.wp\.com$")
SIZED = re.compile(r"-(?:\d{1,5}x\d{1,5}|scaled|rotated|e\d{10,13})(?=\.[A-Za-z0-9]{2,5}$)")
LISTED = re.compile(r"/(?:uploads(?:/sites/\d+)?|files)/(.+)$|/(\d{4}/\d\d/[^/]+)$")
PICTURES = frozenset(["jpg", "jpeg", "jpe", "png", "gif", "webp", "avif", "bmp", "ico", "svg"])
NEVER = frozenset({
    "php", "phtml", "html", "htm", "js", "mjs", "exe", "sh", "bat", "cmd", "htaccess", "md", "yaml", "yml",
    "xml", "xhtml", "shtml",
})  # fmt: skip
"""Kinds of files that would be executed, or read as pages or content; never imported."""


def upload_of(url: str) -> str:
    """Return the path below the uploads folder of an address (`2012/12/x.jpg`); empty for a file of another site.

    The host does not matter here, nor do `?w=` and other ways to ask for a size.
    """
    host, path = _host_and_path(url)
    if match := UPLOADS.search(path):
        return clean_path(match[1])
    return clean_path(path.lstrip("/")) if WORDPRESS_COM.search(host) and re.match(r"/\d{4}/\d\d/.", path) else ""


def _host_and_path(url: str) -> tuple[str, str]:
    """Return the host and path of an address, without any proxy that only resizes pictures."""
    parts = split(f"https:{url}" if url.startswith("//") else url)
    host, path = (parts.hostname or "").lower(), parts.path
    if PHOTON.match(host):
        host, _, rest = path.lstrip("/").partition("/")
        path = f"/{rest}"
    return host.removeprefix("www."), path


def below_uploads(url: str) -> str:
    """Return the path, below the uploads folder, of a file in the export, wherever that folder is.

    Bedrock has `/app/uploads/`, old multisite networks `/files/`, and a CDN often only the month.
    """
    path = _host_and_path(url)[1]
    match = LISTED.search(path)
    return upload_of(url) or clean_path((match[1] or match[2]) if match else path)


def originals(upload: str) -> list[str]:
    """Return the possible paths of an upload's original, the most likely first."""
    names, name = [upload], upload
    while (shorter := SIZED.sub("", name)) != name:
        names.insert(0, shorter)
        name = shorter
    return list(dict.fromkeys([*names, *(re.sub(r"(\.[^.]+)$", r"-scaled\1", path) for path in names[:1])]))


def forms(url: str, upload: str) -> tuple[str, ...]:
    """Return the addresses of an upload, given one of them; that of the original comes first."""
    parts = split(f"https:{url}" if url.startswith("//") else url)
    folder, _, name = parts.path.rpartition("/")
    original = quote(upload.rpartition("/")[2], safe=":@!$&'()*+,;=~")
    quoted = (quote(f"{folder}/{file_name}", safe="/%:@!$&'()*+,;=~") for file_name in (original, name))
    return tuple(dict.fromkeys(parts._replace(path=path, query="", fragment="").geturl() for path in quoted))


class MediaLibrary:
    """The files of the old blog: those in the content folder, and those that can be copied there."""

    def __init__(
        self,
        content: Path,
        known: Sequence[str],
        shown: Iterable[str] = (),
        sources: Iterable[Path] = (),
        fetched: Path | None = None,
        hosts: Iterable[str] = (),
        reasons: Mapping[str, str] | None = None,
    ) -> None:
        self.hosts = {_host_and_path(url)[0] for url in known} | {host.removeprefix("www.") for host in hosts}
        """The blog's own hosts; files of other WordPress blogs are not ours."""
        self.reasons = reasons or {}
        """Why files could not be fetched, by their paths."""
        self.fetched = fetched
        """The folder of fetched files; a file is removed from it once it is copied."""
        self.content = content
        self.known = frozenset(filter(None, map(below_uploads, known)))
        """Uploads that the export lists as attachments."""
        self._listed = {_host_and_path(url): below_uploads(url) for url in known}
        self._listed = {(host, clean_path(path)): upload for (host, path), upload in self._listed.items()}
        self.missing: dict[str, str] = {}
        """Addresses of missing files, each with the reason."""
        self.installed: list[str] = []
        self._shelf = Shelf(sources)
        self._here: dict[str, str] = {}
        self._names = unique((*self.known, *filter(None, map(self.original, shown))))

    def original(self, url: str) -> str:
        """Return the largest form of the upload at an address; empty for a file of another site."""
        host, path = _host_and_path(url)
        listed = (self._listed.get((host, form)) for form in (clean_path(path), *originals(clean_path(path))))
        upload = next(filter(None, listed), "") or upload_of(url)
        if not upload:
            return ""
        candidates = originals(upload)
        listed_upload = next((form for form in (upload, *candidates) if form in self.known), "")
        return listed_upload or (candidates[0] if host in self.hosts else "")

    def local(self, url: str) -> str:
        """Return the path below content/ of the file at an address; empty when it is another site's or missing."""
        upload = self.original(url)
        if not upload:
            return ""
        if upload not in self._here:
            self._here[upload] = self._find(url, upload)
        return self._here[upload]

    def address(self, url: str) -> str:
        """Return the address here of the file at an address; empty as for `local`."""
        local = self.local(url)
        return f"/{local}" if local else ""

    def place(self, upload: str) -> str:
        """Return the path of an upload below content/; empty for kinds of files that are not imported."""
        name = self._names.get(upload) or latin(upload)
        kind = name.rpartition(".")[2].lower()
        if "." not in name or kind in NEVER:
            return ""
        return f"images/{name}" if kind in PICTURES else f"files/{name}"

    def _find(self, url: str, upload: str) -> str:
        alternatives = (path for path in originals(upload_of(url)) if path not in self.known)
        for path in dict.fromkeys([upload, *alternatives]):
            target = self.place(path)
            if target and (self.content / target).is_file():
                return target
            source = self._shelf.find(path, target)
            if target and source:
                reason = self._bring(source, target)
                if not reason:
                    return target
                self.missing[_readable(url)] = reason
        self.missing.setdefault(_readable(url), self.reasons.get(self.place(upload), "not found"))
        return ""

    def _bring(self, source: Path, target: str) -> str:
        """Copy a file into the content folder, without camera metadata; return the reason if it is refused."""
        destination = self.content / target
        if not destination.parent.resolve().is_relative_to(self.content.resolve()):
            return "its folder leads out of the content folder"
        try:
            data = source.read_bytes()
            replace(destination, cleaned(target, data))
        except Lying as mismatch:
            return str(mismatch)
        except Damaged as damage:
            return f"the file {damage}"
        except OSError as error:
            return error.strerror or str(error)
        if self.fetched and source.is_relative_to(self.fetched):
            source.unlink(missing_ok=True)
        self.installed.append(target)
        return ""


def _readable(url: str) -> str:
    """Return an address in the complete and readable form for messages."""
    return unquote(url, errors="replace")
