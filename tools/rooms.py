"""The rooms of the code, the imports between them, and the diagram of both in `docs/architecture.md`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from lodestar.base.root import ROOT

ARROWS: dict[str, frozenset[str]] = {
    "lodestar/base": frozenset(),
    "lodestar/engine": frozenset({"lodestar/base"}),
    "plugins": frozenset({"lodestar/base", "lodestar/engine"}),
    "lodestar/publishing": frozenset({"lodestar/base", "lodestar/engine", "plugins"}),
    "lodestar/html_to_markdown": frozenset({"lodestar/base"}),
    "lodestar/wordpress": frozenset({"lodestar/base", "lodestar/engine", "plugins", "lodestar/html_to_markdown"}),
    "lodestar/pelican_import": frozenset(
        {"lodestar/base", "lodestar/engine", "plugins", "lodestar/html_to_markdown", "lodestar/wordpress"}
    ),
    "lodestar/desk": frozenset(
        {"lodestar/base", "lodestar/engine", "lodestar/publishing", "plugins", "lodestar/html_to_markdown"}
    ),
    "lodestar/commands": frozenset(
        {
            "lodestar/base",
            "lodestar/engine",
            "plugins",
            "lodestar/publishing",
            "lodestar/html_to_markdown",
            "lodestar/wordpress",
            "lodestar/pelican_import",
            "lodestar/desk",
            "tools",
        }
    ),
}
"""Each room, lowest first, and the rooms that it may import."""
SHOWN = {
    "lodestar/commands": (1, 0, "one module a command"),
    "lodestar/desk": (0, 1, "write, see, check, publish"),
    "lodestar/publishing": (0, 2, "ledger, checks, targets"),
    "lodestar/pelican_import": (2, 1, "moving in"),
    "lodestar/wordpress": (2, 2, "moving in"),
    "lodestar/html_to_markdown": (2, 3, "what is pasted or moves in"),
    "plugins": (0, 3, "features, one folder each"),
    "lodestar/engine": (0, 4, "read, relate, plan, render, commit"),
    "lodestar/base": (1, 5, "front matter, addresses, HTML, files"),
}
"""Column and row of each room in the diagram, and what it holds."""
PICTURE = ROOT / "docs" / "pictures" / "rooms.svg"
WIDTH, HEIGHT, COLUMN, ROW, EDGE = 210, 58, 200, 100, 10
"""Pixels: width and height of a room, from column to column, from row to row, and the margin."""
HEAD = f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * (EDGE + COLUMN) + WIDTH} {2 * EDGE + 5 * ROW + HEIGHT}" font-family="system-ui, sans-serif" role="img">
<title>The rooms of the code; an arrow leads from a room to one that it imports</title>
<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">\
<path d="M0 0 8 4 0 8z" fill="#1f4d4a"/></marker></defs>
<rect width="100%" height="100%" fill="#fff"/>"""


def imports(path: Path) -> Iterator[str]:
    """Yield the modules that a Python file imports; names imported from a module count as modules."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(module: str) -> str:
    """Return the room of a module; empty for modules of other packages, and for ours that belong to no room."""
    parts = module.split(".")
    return next((room for room in ARROWS if room.split("/") == parts[: room.count("/") + 1]), "")


def crossings(room: str) -> Iterator[tuple[Path, str, str]]:
    """Yield each import from a room into another: the file, the module and the module's room."""
    for path in sorted((ROOT / room).rglob("*.py")):
        for module in imports(path):
            if (other := room_of(module)) and other != room:
                yield path, module, other


def draw() -> str:
    """Return the diagram as SVG; arrows that follow from others are left out."""
    imported = {room: {other for _, _, other in crossings(room)} for room in ARROWS}
    arrows = [_arrow(room, other) for room in ARROWS for other in ARROWS if other in _direct(room, imported)]
    return "\n".join([HEAD, *arrows, *map(_box, ARROWS), "</svg>\n"])


def _direct(room: str, imported: dict[str, set[str]]) -> set[str]:
    """Return the rooms that a room imports and that no other room imported by it imports."""
    return imported[room] - set().union(*(imported[between] for between in imported[room] & imported.keys()))


def _corner(room: str) -> tuple[int, int]:
    column, row, _ = SHOWN[room]
    return EDGE + column * COLUMN, EDGE + row * ROW


def _arrow(room: str, other: str) -> str:
    (x1, y1), (x2, y2) = _corner(room), _corner(other)
    line = f"M{x1 + WIDTH // 2} {y1 + HEIGHT} {x2 + WIDTH // 2} {y2}"
    return f'<path d="{line}" stroke="#1f4d4a" stroke-width="1.5" fill="none" marker-end="url(#tip)"/>'


def _box(room: str) -> str:
    x, y = _corner(room)
    return "\n".join(
        [
            f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="#fbf5ea" stroke="#1f4d4a"/>',
            f'<text x="{x + 10}" y="{y + 24}" font-size="15" font-weight="600">{room}</text>',
            f'<text x="{x + 10}" y="{y + 44}" font-size="11">{SHOWN[room][2]}</text>',
        ]
    )
