"""A new version of Lodestar in a site that was begun with an older one: what is the author's stays as it is, byte for byte."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from lodestar.publishing.ledger import FOLDER
from lodestar.publishing.sample import is_sample
from lodestar.publishing.target_file import NAME as TARGETS

HERS = ("content", FOLDER, "redirects.txt", TARGETS, "LICENSE-CONTENT.md")
"""What an update never touches."""
SHARED = ("publishconf.py",)
"""Where both write; in the lines that both changed, the author's stand."""
NOBODY = ("-c", "user.name=Desk", "-c", "user.email=desk@localhost")


class NotUpdated(Exception):
    """Everything is as it was; the message says why."""


def newest(root: Path) -> str:
    """Return the newest version that is known here, by its tag; empty for none."""
    tags = _git(root, "tag", "--list", "v*").stdout.split()
    known = [
        (tuple(map(int, match.groups())), tag) for tag in tags if (match := re.fullmatch(r"v(\d+)\.(\d+)\.(\d+)", tag))
    ]
    return max(known)[1] if known else ""


def fetch(root: Path, source: str) -> None:
    """Fetch what there is at an address. Raises NotUpdated."""
    _must(root, "fetch", "--quiet", "--tags", source)


def update(root: Path, version: str) -> str:
    """Merge a version into the site in the folder `root`; answers its commit. Raises NotUpdated."""
    if _git(root, "rev-parse", "--verify", "--quiet", "MERGE_HEAD").returncode == 0:
        raise NotUpdated("another update was begun and not finished; git merge --abort takes it back")
    commit = _must(root, "rev-parse", "--verify", f"{version}^{{commit}}").strip()
    if _git(root, "merge-base", "HEAD", commit).returncode:
        raise NotUpdated(
            "the version has no history in common with this site; docs/updating.md says how to go without git"
        )
    if _git(root, "merge-base", "--is-ancestor", commit, "HEAD").returncode == 0:
        raise NotUpdated("this site has that version already")
    _record(root)
    merged = _git(root, *_identity(root), "merge", "--quiet", "--no-ff", "--no-commit", commit)
    if _git(root, "rev-parse", "--verify", "--quiet", "MERGE_HEAD").returncode:
        raise NotUpdated(f"git says: {_said(merged)}")
    if not is_sample(root / "content"):
        _keep_hers(root, commit)
    for path in _unmerged(root, SHARED):
        _must(root, "checkout", "--quiet", "--ours", "--", path)
        _must(root, "add", "--", path)
    if conflicts := _unmerged(root, ()):
        _must(root, "merge", "--abort")
        names = ", ".join(conflicts[:3]) + (f" and {len(conflicts) - 3} more" if len(conflicts) > 3 else "")
        raise NotUpdated(
            f"somebody changed Lodestar itself here, in lines that the new version changes too: {names}; that needs a programmer"
        )
    _must(root, *_identity(root), "commit", "--quiet", "--no-verify", "-m", f"lodestar: Update to {version}")
    return _must(root, "rev-parse", "HEAD").strip()


def _record(root: Path) -> None:
    """Commit what is the author's, so that the update can be told from it. Raises NotUpdated where something else was changed."""
    names = [name for name in (*HERS, *SHARED) if (root / name).exists()]
    _must(root, "add", "--", *names)
    others = [f":(exclude){name}" for name in (*HERS, *SHARED)]
    if changed := _must(root, "status", "--porcelain", "--untracked-files=no", "--", ".", *others).splitlines():
        raise NotUpdated(
            f"Lodestar itself was changed here and not recorded: {changed[0][3:]}; commit that, or take it back"
        )
    if _git(root, "diff", "--cached", "--quiet").returncode:
        _must(
            root,
            *_identity(root),
            "commit",
            "--quiet",
            "--no-verify",
            "-m",
            "content: Keep what there is before an update",
        )


def _keep_hers(root: Path, commit: str) -> None:
    """Put back what is the author's, and leave out what the new version has beside it: texts of the sample."""
    listed = _must(root, "ls-tree", "-r", "-z", "--name-only", "HEAD", "--", *HERS).split("\0")
    before = set(filter(None, listed))
    added = (
        set(filter(None, _must(root, "ls-tree", "-r", "-z", "--name-only", commit, "--", *HERS).split("\0"))) - before
    )
    _must(root, "reset", "--quiet", "HEAD", "--", *HERS)
    if before:
        _must(root, "checkout-index", "--force", "-z", "--stdin", given="\0".join(sorted(before)))
    for name in added:
        (root / name).unlink(missing_ok=True)
        for folder in (root / name).parents:
            if folder == root or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()


def _unmerged(root: Path, names: Sequence[str]) -> list[str]:
    listed = _must(root, "diff", "--name-only", "-z", "--diff-filter=U", "--", *names).split("\0")
    return sorted(filter(None, listed))


def _identity(root: Path) -> tuple[str, ...]:
    return () if _git(root, "var", "GIT_COMMITTER_IDENT").returncode == 0 else NOBODY


def _must(root: Path, *words: str, given: str = "") -> str:
    done = _git(root, *words, given=given)
    if done.returncode:
        raise NotUpdated(f"git says: {_said(done)}")
    return done.stdout


def _said(done: subprocess.CompletedProcess[str]) -> str:
    return ((done.stderr.strip() or done.stdout.strip() or "nothing").splitlines())[-1]


def _git(root: Path, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    return subprocess.run(["git", "-C", str(root), *words], input=given, capture_output=True, text=True, env=env)
