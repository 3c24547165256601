"""A new version of Lodestar in a site that was begun with an older one: what is the author's stays as it is, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from lodestar.publishing.git import git, identity, reason_of
from lodestar.publishing.ledger import FOLDER
from lodestar.publishing.sample import is_sample
from lodestar.publishing.target_file import NAME as TARGETS

HERS = ("content", FOLDER, "redirects.txt", TARGETS, "LICENSE-CONTENT.md")
"""What an update never touches."""
SHARED = ("publishconf.py",)
"""Where both write; in the lines that both changed, the author's stand."""


class NotUpdated(Exception):
    """Everything is as it was; the message says why."""


def newest(root: Path) -> str:
    """Return the newest version that is known here, by its tag; empty for none."""
    tags = git("tag", "--list", "v*", root=root).stdout.split()
    known = [
        (tuple(map(int, match.groups())), tag) for tag in tags if (match := re.fullmatch(r"v(\d+)\.(\d+)\.(\d+)", tag))
    ]
    return max(known)[1] if known else ""


def fetch(root: Path, source: str) -> None:
    """Fetch what there is at an address. Raises NotUpdated."""
    _must(root, "fetch", "--quiet", "--tags", source)


def update(root: Path, version: str) -> str:
    """Merge a version into the site in the folder `root` and return its commit. Raises NotUpdated."""
    if git("rev-parse", "--verify", "--quiet", "MERGE_HEAD", root=root).returncode == 0:
        raise NotUpdated("another update was begun and not finished; git merge --abort takes it back")
    commit = _must(root, "rev-parse", "--verify", f"{version}^{{commit}}").strip()
    if git("merge-base", "HEAD", commit, root=root).returncode:
        raise NotUpdated(
            "the version has no history in common with this site; docs/updating.md says how to go without git"
        )
    if git("merge-base", "--is-ancestor", commit, "HEAD", root=root).returncode == 0:
        raise NotUpdated("this site has that version already")
    _record(root)
    merged = git("merge", "--quiet", "--no-ff", "--no-commit", commit, root=root, **identity(root))
    if git("rev-parse", "--verify", "--quiet", "MERGE_HEAD", root=root).returncode:
        raise NotUpdated(f"git says: {reason_of(merged)}")
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
    _must(root, "commit", "--quiet", "--no-verify", "-m", f"lodestar: Update to {version}", **identity(root))
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
    if git("diff", "--cached", "--quiet", root=root).returncode:
        _must(
            root,
            "commit",
            "--quiet",
            "--no-verify",
            "-m",
            "content: Keep what there is before an update",
            **identity(root),
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


def _must(root: Path, *words: str, given: str = "", **environment: str) -> str:
    done = git(*words, root=root, given=given, **environment)
    if done.returncode:
        raise NotUpdated(f"git says: {reason_of(done)}")
    return done.stdout
