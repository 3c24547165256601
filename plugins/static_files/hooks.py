"""Where static files meet Lodestar's signals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from plugins.build.read import digest
from plugins.site import File, Output, Site


def outputs(site: Site) -> Iterator[Output]:
    """At `get_outputs`: files below content/ that are no content, and the theme's static files but for its CSS and the scripts of courses."""
    for file in site.static:
        yield Output(file.path, "copy", file, f"{site.shown}/{file.path}")
    theme = Path(site.settings["THEME"])
    for path in sorted((theme / "static").rglob("*")):
        name = path.relative_to(theme).as_posix()
        if path.is_file() and not name.startswith(("static/css/", "static/course/")):
            target = name.replace("static/root/", "", 1) if name.startswith("static/root/") else "theme/" + name[7:]
            yield Output(target, "copy", File(name, digest(str(path))), f"theme/{name}")
