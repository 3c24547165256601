"""Where static files meet Lodestar's signals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from plugins.files import digest
from plugins.site import File, Output, Site

DATA = frozenset({"redirects.txt", "navigation.yaml"})
"""Files that the importer leaves beside the content for its author; they are no part of the site."""


def outputs(site: Site) -> Iterator[Output]:
    """At `get_outputs`: files below content/ that are no content, and the theme's static files but for its CSS and the scripts of courses."""
    copiers = site.settings.get("COPIERS", {})  # what other plugins want to copy themselves, by ending
    for file in site.static:
        if file.path in DATA:
            continue
        ending = PurePosixPath(file.path).suffix.lower()
        yield Output(file.path, copiers.get(ending, "copy"), file, f"{site.shown}/{file.path}")
    theme = Path(site.settings["THEME"])
    for path in sorted((theme / "static").rglob("*")):
        name = path.relative_to(theme).as_posix()
        if path.is_file() and not name.startswith(("static/css/", "static/course/")):
            target = name.replace("static/top/", "", 1) if name.startswith("static/top/") else "theme/" + name[7:]
            yield Output(target, "copy", File(name, digest(str(path))), f"theme/{name}")
