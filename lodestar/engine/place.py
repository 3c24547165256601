"""Refuse output folders in which a build would overwrite what the author wrote."""

from __future__ import annotations

from pathlib import Path

from lodestar.base.files import shown


def refusal(output: Path, content: Path, theme: Path) -> str:
    """Return why a site cannot be written to `output`; empty where it can."""
    for noun, folder in (("the content", content), ("the theme", theme), ("the repository", Path.cwd())):
        if any(_is_same(output, parent) for parent in folder.resolve().parents):
            return f"this folder holds {noun} ({shown(folder)})"
    return "this folder is that of the repository" if _is_same(output, Path.cwd()) else inside(output, content, theme)


def inside(place: Path, content: Path, theme: Path) -> str:
    """Return the author's folder that a place is, or is in; empty for none."""
    if ".git" in place.resolve().parts:
        return "this folder is git's own"
    for noun, folder in (("the content", content), ("the theme", theme)):
        if _is_same(place, folder):
            return f"this folder is that of {noun}"
        if any(_is_same(folder, parent) for parent in place.resolve().parents):
            return f"this folder lies in that of {noun} ({shown(folder)})"
    return ""


def _is_same(folder: Path, second_folder: Path) -> bool:
    """Return whether two paths are the same folder, by links or by spellings that the file system treats alike."""
    try:
        return folder.samefile(second_folder)
    except OSError:
        return folder.resolve() == second_folder.resolve()
