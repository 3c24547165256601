"""Where static files meet Lodestar's signals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from plugins.files import digest
from plugins.site import File, Output, Site

DATA = frozenset({"redirects.txt", "navigation.yaml"})
"""Files that the importer leaves beside the content for its author; they are no part of the site."""


def outputs(site: Site) -> Iterator[Output]:
    """At `get_outputs`: files below content/ that are no content, and the theme's static files but for its CSS and the scripts of courses."""
    for file in site.static:
        if file.path in DATA:
            continue
        yield Output(file.path, site.copiers.get(file.path, "copy"), file, f"{site.shown}/{file.path}")
    theme = Path(site.settings["THEME"])
    for path in sorted((theme / "static").rglob("*")):
        name = path.relative_to(theme).as_posix()
        if path.is_file() and not name.startswith(("static/css/", "static/course/")):
            target = name.replace("static/top/", "", 1) if name.startswith("static/top/") else "theme/" + name[7:]
            yield Output(target, "copy", File(name, digest(str(path))), f"theme/{name}")
