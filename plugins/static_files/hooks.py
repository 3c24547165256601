"""The receivers of Lodestar's signals for static files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lodestar.base.files import file_digest
from lodestar.base.problems import Problem
from lodestar.engine.scan import LEFTOVER, NO_FILE
from lodestar.engine.site import Output, Site
from lodestar.engine.static import File


def outputs(site: Site) -> Iterator[Output]:
    """At `get_outputs`: media and other files from below content/, and of the theme what stands at the site's top and its
    static files, but for its CSS, the scripts of courses, and what the author has a file of her own for."""
    own_addresses = set()
    for file in site.static:
        address = site.addresses.copied(file.path)
        own_addresses.add(address)
        yield Output(address, site.copiers.get(file.path, "copy"), file, f"{site.shown}/{file.path}")
    theme = Path(site.settings["THEME"])
    for path in sorted((theme / "templates" / "top").glob("*")):
        if path.is_file() and not LEFTOVER(path.name) and path.name not in own_addresses:
            yield Output(path.name, f"top/{path.name}", None, f"theme/templates/top/{path.name}")
    for path in sorted((theme / "static").rglob("*")):
        name = path.relative_to(theme).as_posix()
        if path.exists() and not path.is_file() and not path.is_dir():
            site.problems.append(Problem(f"theme/{name}", 1, NO_FILE, "delete it", fatal=False))
        elif path.is_file() and not LEFTOVER(path.name) and not name.startswith(("static/css/", "static/course/")):
            target = name.replace("static/top/", "", 1) if name.startswith("static/top/") else "theme/" + name[7:]
            if target not in own_addresses:
                yield Output(target, "copy", File(name, file_digest(str(path))), f"theme/{name}")
