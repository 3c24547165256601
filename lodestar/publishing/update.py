"""Updates Lodestar in a site that was begun with an older version, and goes back: the author's files stay as they
are, byte for byte.

To git, a reverted merge is still merged: the next version would come without the changes of the last one. So
going back is a commit of its own, and the next update reverts that first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from lodestar.publishing.git import git, identity, reason_of
from lodestar.publishing.ledger import FOLDER
from lodestar.publishing.sample import is_sample
from lodestar.publishing.target_file import NAME as TARGETS

AUTHORS_FILES = ("content", FOLDER, "redirects.txt", TARGETS, "LICENSE-CONTENT.md")
"""The author's files, which an update never touches."""
SHARED = ("publishconf.py",)
"""Files that both change; in lines that both changed, the author's win."""
REMOTE = "lodestar"
"""The name of the git remote from which Lodestar comes."""
STEP = re.compile(r"lodestar: (Update to|Go back from|Take up) (v?\S+)")
"""Matches the subjects of commits made here."""
QUICK = ("-c", "http.lowSpeedLimit=100", "-c", "http.lowSpeedTime=30")
SSH = "ssh -o BatchMode=yes -o ConnectTimeout=20"
"""The ssh command, which does not wait for a host that does not answer."""


class NotUpdated(Exception):
    """Nothing was changed; the message says why."""


class Disputed(NotUpdated):
    """Somebody changed Lodestar itself here; a person has to decide whether the new version's lines win."""

    def __init__(self, message: str, names: Sequence[str]) -> None:
        super().__init__(message)
        self.names = tuple(names)


class UpdateStep(NamedTuple):
    """The last commit by which Lodestar was updated or reverted here."""

    commit: str
    action: str
    version: str

    @property
    def back(self) -> bool:
        """Whether it reverted an update."""
        return self.action == "Go back from"


def newest(root: Path) -> str:
    """Return the newest version with a tag here; empty for none."""
    tags = git("tag", "--list", "v*", root=root).stdout.split()
    versions = [
        (tuple(map(int, match.groups())), tag) for tag in tags if (match := re.fullmatch(r"v(\d+)\.(\d+)\.(\d+)", tag))
    ]
    return max(versions)[1] if versions else ""


def source_of(root: Path) -> str:
    """Return the address that Lodestar comes from, as configured in git; empty for none."""
    process = git("remote", "get-url", REMOTE, root=root)
    return process.stdout.strip() if process.returncode == 0 else ""


def name_source(root: Path, address: str) -> None:
    """Configure in git where Lodestar comes from. Raises NotUpdated."""
    word = "set-url" if source_of(root) else "add"
    _must(root, "remote", word, "--", REMOTE, address)


def fetch(root: Path, source: str) -> None:
    """Fetch versions from an address. Raises NotUpdated."""
    own_ssh = git("config", "core.sshCommand", root=root).returncode == 0
    _must(
        root,
        *QUICK,
        "fetch",
        "--quiet",
        "--tags",
        "--",
        source,
        **({} if own_ssh else {"GIT_SSH_COMMAND": SSH}),
    )


def version_at(root: Path, commit: str = "HEAD") -> str:
    """Return the version of Lodestar in a commit; empty where it names none."""
    match = re.search(r'^version = "([^"]+)"', git("show", f"{commit}:pyproject.toml", root=root).stdout, re.MULTILINE)
    return match[1] if match else ""


def news(root: Path, version: str) -> list[str]:
    """Return the lines of a version's changelog that are new here."""
    before, after = (git("show", f"{name}:CHANGELOG.md", root=root).stdout.splitlines() for name in ("HEAD", version))
    old_lines = set(before)
    return [re.sub(r"[*`]", "", line[2:]) for line in after if line.startswith("- ") and line not in old_lines]


def has_version(root: Path, version: str) -> bool:
    """Return whether a site has a version and did not revert it. Raises NotUpdated for an unknown version."""
    commit = _must(root, "rev-parse", "--verify", f"{version}^{{commit}}").strip()
    last = last_step(root)
    return _contains(root, commit) and not (last and last.back)


def last_step(root: Path) -> UpdateStep | None:
    """Return the last update or revert here; None for none."""
    pattern = r"--grep=^lodestar: \(Update to\|Go back from\|Take up\) v"
    commit, _, subject = git("log", "--first-parent", "-1", "--format=%H %s", pattern, root=root).stdout.partition(" ")
    match = STEP.match(subject)
    return UpdateStep(commit, *match.groups()) if match else None


def update(root: Path, version: str, anyway: bool = False, trial: Callable[[], str] = str) -> str:
    """Merge a version into the site in the folder `root` and return its commit.

    `anyway`: where somebody changed Lodestar itself here, too, the version's lines win; the changes are committed
    before. `trial` answers why the version does not run, if it does not. Raises NotUpdated, and Disputed where that is the question.
    """
    if has_version(root, version):
        raise NotUpdated("this site has that version already")
    commit = _must(root, "rev-parse", "--verify", f"{version}^{{commit}}").strip()
    if git("merge-base", "HEAD", commit, root=root).returncode:
        raise NotUpdated(
            "the version has no history in common with this site; docs/updating.md says how to go without git"
        )

    def change(before: str) -> None:
        message = f"lodestar: Update to {version}"
        last = last_step(root)
        reverted = last if last and last.back else None
        if reverted:
            _reverse(root, reverted, f"lodestar: Take up {reverted.version} again", anyway)
        if not _contains(root, commit):
            merged = git("merge", "--quiet", "--no-ff", "--no-commit", commit, root=root, **identity(root))
            _finish(root, "MERGE_HEAD", reason_of(merged), message, anyway)
            if reverted:  # one step, so that going back leads to where the author was
                words = ("commit-tree", "HEAD^{tree}", "-p", before, "-p", commit, "-m", message)
                _must(root, "reset", "--quiet", "--soft", _must(root, *words, **identity(root)).strip())
        if reason := trial():
            raise NotUpdated(reason)

    return _change_wholly(root, change, anyway)


def go_back(root: Path, anyway: bool = False) -> str:
    """Revert the last update and return the commit; `anyway` as in `update`. Raises NotUpdated."""
    last = last_step(root)
    if last is None or last.back:
        raise NotUpdated("there was no update that could be taken back")
    return _change_wholly(
        root, lambda _: _reverse(root, last, f"lodestar: Go back from {last.version}", anyway), anyway
    )


def _change_wholly(root: Path, change: Callable[[str], None], anyway: bool) -> str:
    """Make a change completely, or not at all."""
    if any(_is_open(root, name) for name in ("MERGE_HEAD", "REVERT_HEAD")):
        raise NotUpdated("another update was begun and not finished; git merge --abort takes it back")
    _record(root, anyway)
    before = _must(root, "rev-parse", "HEAD").strip()
    try:
        change(before)
    except NotUpdated:
        _must(root, "reset", "--quiet", "--keep", before)
        raise
    return _must(root, "rev-parse", "HEAD").strip()


def _reverse(root: Path, step: UpdateStep, message: str, anyway: bool) -> None:
    """Revert a commit's changes of Lodestar."""
    merge = (
        ("-m", "1") if git("rev-parse", "--verify", "--quiet", f"{step.commit}^2", root=root).returncode == 0 else ()
    )
    process = git("revert", "--no-commit", *merge, step.commit, root=root, **identity(root))
    _finish(root, "REVERT_HEAD", reason_of(process), message, anyway)


def _finish(root: Path, sign: str, reason: str, message: str, anyway: bool) -> None:
    """Resolve and commit a merge or revert that was begun."""
    if not _is_open(root, sign):
        raise NotUpdated(f"git says: {reason}")
    if not is_sample(root / "content"):
        _keep_authors_files(root)
    for path in _unmerged(root, SHARED):
        _must(root, "checkout", "--quiet", "--ours", "--", path)
        _must(root, "add", "--", path)
    if (conflicts := _unmerged(root, ())) and not anyway:
        _must(root, "reset", "--quiet", "--merge")
        raise Disputed(
            f"somebody changed Lodestar itself here, in lines that the new version changes too: {_few(conflicts)}; "
            "--anyway lets the new version's stand",
            conflicts,
        )
    for path in conflicts:
        if git("checkout", "--quiet", "--theirs", "--", path, root=root).returncode:  # the commit has no such file
            _must(root, "rm", "--quiet", "--force", "--", path)
        else:
            _must(root, "add", "--", path)
    _must(root, "commit", "--quiet", "--no-verify", "--allow-empty", "-m", message, **identity(root))


def _record(root: Path, anyway: bool) -> None:
    """Commit the author's changes first. Raises Disputed where something else was changed."""
    names = [name for name in (*AUTHORS_FILES, *SHARED) if (root / name).exists()]
    _must(root, "add", "--", *names)
    rest_of_project = [".", *(f":(exclude){name}" for name in (*AUTHORS_FILES, *SHARED))]
    listed = _must(root, "diff", "--name-only", "-z", "HEAD", "--", *rest_of_project).split("\0")
    if (changed := sorted(filter(None, listed))) and not anyway:
        raise Disputed(
            f"Lodestar itself was changed here and not recorded: {_few(changed)}; commit that or take it back, or let "
            "--anyway commit it",
            changed,
        )
    if changed:
        _must(root, "add", "--update", "--", *rest_of_project)
    if git("diff", "--cached", "--quiet", root=root).returncode:
        message = "content: Keep what there is before an update"
        _must(root, "commit", "--quiet", "--no-verify", "-m", message, **identity(root))


def _keep_authors_files(root: Path) -> None:
    """Restore the author's files that the merge changed, and leave out the new sample texts of a version.

    Nothing else is touched: the author may be writing meanwhile.
    """
    listed = (
        ("diff", "--cached", "--name-only", "--no-renames", "-z", "HEAD", "--", *AUTHORS_FILES),
        ("ls-tree", "-r", "--name-only", "-z", "HEAD", "--", *AUTHORS_FILES),
    )
    merged, before = (set(filter(None, _must(root, *words).split("\0"))) for words in listed)
    _must(root, "reset", "--quiet", "HEAD", "--", *AUTHORS_FILES)
    if restored := sorted(merged & before):
        _must(root, "checkout-index", "--force", "-z", "--stdin", stdin="\0".join(restored))
    for name in merged - before:
        (root / name).unlink(missing_ok=True)
        for folder in (root / name).parents:
            if folder == root or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()


def _contains(root: Path, commit: str) -> bool:
    return git("merge-base", "--is-ancestor", commit, "HEAD", root=root).returncode == 0


def _is_open(root: Path, sign: str) -> bool:
    return git("rev-parse", "--verify", "--quiet", sign, root=root).returncode == 0


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _unmerged(root: Path, names: Sequence[str]) -> list[str]:
    listed = _must(root, "diff", "--name-only", "-z", "--diff-filter=U", "--", *names).split("\0")
    return sorted(filter(None, listed))


def _must(root: Path, *words: str, stdin: str = "", **environment: str) -> str:
    process = git(*words, root=root, stdin=stdin, **environment)
    if process.returncode:
        raise NotUpdated(f"git says: {reason_of(process)}")
    return process.stdout
