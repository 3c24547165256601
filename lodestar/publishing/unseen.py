"""Warns of unpublished texts in a repository that others can read."""

from __future__ import annotations

import subprocess
from pathlib import Path

from lodestar.base.kinds import TEXTS
from lodestar.engine.site import Site

KINDS = (*TEXTS, "lessons")


def readable_by_others(site: Site) -> str:
    """Return a line with the number of unpublished texts, where the repository has a remote; else
    nothing."""
    texts = [text for kind in KINDS for text in site.content.get(kind, ())]
    unseen = [text for text in texts if text.path not in site.urls or not getattr(text, "free", True)]
    remotes = _remotes(Path(site.settings["PATH"])) if unseen else []
    if not remotes:
        return ""
    texts_are = "1 text is" if len(unseen) == 1 else f"{len(unseen):,} texts are"
    return (
        f"{texts_are} not for every reader (drafts, posts that wait, lessons for those enrolled), but for whoever can "
        f'read the repository at the git remote "{remotes[0]}": keep it private (docs/deploying.md says how).'
    )


def _remotes(folder: Path) -> list[str]:
    try:
        return subprocess.run(["git", "-C", str(folder), "remote"], capture_output=True, text=True).stdout.split()
    except OSError:  # git is not installed
        return []
