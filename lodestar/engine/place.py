"""Refuse output folders in which a build would overwrite what the author wrote."""

from __future__ import annotations

from pathlib import Path


def refusal(output: Path, content: Path, theme: Path) -> str:
    """Return why a site cannot be written to `output`; empty where it can."""
    if ".git" in output.resolve().parts:
        return "this folder is git's own"
    for noun, folder in (("the content", content), ("the theme", theme), ("the repository", Path.cwd())):
        if _same(output, folder):
            return f"this folder is that of {noun}"
        if any(_same(output, above) for above in folder.resolve().parents):
            return f"this folder holds {noun} ({folder})"
        if folder in (content, theme) and any(_same(folder, above) for above in output.resolve().parents):
            return f"this folder lies in that of {noun} ({folder})"
    return ""


def _same(one: Path, other: Path) -> bool:
    """Return whether two paths lead to one folder: by links, or in spellings that the file system takes for equal."""
    try:
        return one.samefile(other)
    except OSError:
        return one.resolve() == other.resolve()
