"""The editor's npm packages: where they are stored once fetched, and the addresses of their modules.

`requirements/editor/` locks them with their hashes. Without them the desk works, with a plain text area.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from lodestar.base.digest import digest
from lodestar.base.root import ROOT

LOCK = ROOT / "requirements" / "editor"
FETCHED = ROOT / ".cache" / "editor"
ADDRESS = "/static/packages/"
KEPT = {"Cache-Control": "private, max-age=31536000, immutable"}
"""Cached for good: the address of a package's file changes with the lock."""


def folder() -> Path:
    """Return the folder for the packages of the present lock, whether or not they were fetched."""
    return FETCHED / digest((LOCK / "package-lock.json").read_bytes())[:16]


def imports() -> dict[str, str]:
    """Return the address of each package's module, by name; empty where the packages were not fetched."""
    home = folder()
    return {name: f"{ADDRESS}{home.name}/{name}" for name in _modules(home)} if home.is_dir() else {}


async def package(request: Request) -> Response:
    """Return the module of a package."""
    home = folder()
    module = _modules(home).get(request.path_params["name"]) if home.is_dir() else None
    if module is None or request.path_params["lock"] != home.name:
        raise HTTPException(404)
    return FileResponse(module, media_type="text/javascript; charset=utf-8", headers=KEPT)


@cache
def _modules(home: Path) -> dict[str, Path]:
    lock = json.loads((LOCK / "package-lock.json").read_text(encoding="utf-8"))
    results = {}
    for path in filter(None, lock["packages"]):
        described = json.loads((home / path / "package.json").read_text(encoding="utf-8"))
        results[path.removeprefix("node_modules/")] = home / path / described["exports"]["import"]
    return results
