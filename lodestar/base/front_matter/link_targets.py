"""Resolves what addresses in a text refer to inside the site."""

from __future__ import annotations

import re
from urllib.parse import unquote

from lodestar.base.values import Reference

KINDS = "filename|attach|static|tag|category|author|index"
BRACED = re.compile(rf"^[{{|]({KINDS})[}}|](.*)$", re.DOTALL)
"""Pelican's links inside the site: `{filename}/posts/x.md`, `{tag}listening`."""
PLACEHOLDER = re.compile(rf"\{{(?:{KINDS})\}}")
"""Matches the beginning of such a link; in finished HTML it is a broken link."""
SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:|^//", re.IGNORECASE)


def refer(url: str, image: bool, folder: str) -> Reference | None:
    """Return what an address in a body refers to inside the site; None for another site's or a place on the same page.

    `folder` is the folder, below content/, of the file that contains the address.
    """
    if SCHEME.match(url) or url.startswith("#") or not url:
        return None
    match = BRACED.match(url)
    path = match[2] if match else url
    cut = min((path.index(mark) for mark in "?#" if mark in path), default=len(path))
    path, suffix = path[:cut], path[cut:]
    if match and match[1] in ("tag", "category", "author"):
        return Reference(match[1], unquote(path).strip(), suffix, image, url)
    if match and match[1] == "index":
        return Reference("path", "/", suffix, image, url)
    if match or not path.startswith("/"):
        target = path[1:] if path.startswith("/") else _join(folder, path)
        return Reference(
            "filename" if match and match[1] == "filename" else "static", unquote(target), suffix, image, url
        )
    return Reference("path", path, suffix, image, url)


def _join(folder: str, path: str) -> str:
    parts = folder.split("/") if folder else []
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
