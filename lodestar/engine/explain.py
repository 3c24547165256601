"""Explain why an output was or was not rendered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lodestar.engine.plan import is_folder
from lodestar.engine.site import Output
from lodestar.engine.store import Written

PARTS = ("template", "facts about the site", "words of the language", "value")
"""The ingredients of a fingerprint, in order."""


def explain(
    request: str, fingerprints: Mapping[str, str], stored: Mapping[str, Written], rendered: Iterable[Output]
) -> str:
    """Return a sentence that says why the output `request` (a path or an address) was or was not rendered."""
    path = request.strip("/")
    names = (path, f"{path}/index.html".lstrip("/"), f"{path}/index.xml")
    folder = next((name for name in fingerprints if is_folder(name) and f"{path}/".startswith(name)), "")
    address = next((name for name in names if name in fingerprints), folder)
    if not address:
        return f"{request}: no output has this address"
    if all(output.address != address for output in rendered):
        return f"{address}: not rendered; template, facts about the site, words of the language and value are as in the last build"
    if not stored:
        return f"{address}: rendered; no earlier build is remembered"
    last = next((row for name, row in stored.items() if name == address or (folder and name.startswith(folder))), None)
    if last is None:
        return f"{address}: rendered; it is new"
    if not last.fingerprint:
        return f"{address}: rendered; the last build was cut short before it was sure of it"
    pairs = zip(PARTS, last.fingerprint.split(), fingerprints[address].split(), strict=True)
    different = [name for name, old, new in pairs if old != new]
    if not different:
        return f"{address}: rendered; its file was missing or altered"
    return f"{address}: rendered; {' and '.join(different)} changed"
