"""A branch that the host serves: every release is a commit on top of the last one, and one push switches to it.

Only objects and `refs/lodestar/*` are written in the author's repository: no branch, no index, no working tree.
The record of announcements is one file in commits of its own, below `refs/lodestar/announced/` at the remote: no
branch that a host serves or a person sees.
A commit is ours when its subject says `Publish NAME` and its tree holds the manifest of that release. A branch that
ends with any other commit is somebody else's, and is refused.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

from lodestar.publishing.git import address_of, git, identity, reason_of
from lodestar.publishing.manifest import NAME_FORM, Manifest, ReleaseFile
from lodestar.publishing.secrets import git_environment
from lodestar.publishing.settings import PagesTarget
from lodestar.publishing.targets.base import DeployFailed, Parcel, Say, outgoing, overtaken

MANIFEST = ".lodestar-release.txt"
SUBJECT = "Publish "
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
"""The hash of the empty tree, which every repository has."""
REF = "refs/lodestar/published"
"""Points to what was fetched or pushed last, so that git fetches less and does not collect it as garbage."""
ANNOUNCED = "announced.txt"
ADVICE = 'name a branch of its own, such as "branch": "gh-pages", in publishconf.py (and in the settings of the host)'


class GitHubPages:
    """Publishes to a branch."""

    def __init__(self, target: PagesTarget, again: bool = False) -> None:
        self._target, self._again = target, again
        self._branch = f"refs/heads/{target.branch}"

    def manifest(self) -> Manifest | None:
        """Return the manifest of the branch at its remote. Raises DeployFailed when it may not be published to."""
        return self._last(self._tip())

    def damaged(self, manifest: Manifest, folder: Path, files: Mapping[str, ReleaseFile]) -> list[str]:
        """Return nothing: commits cannot be altered, and a commit after a release is refused."""
        return []

    def deploy(self, parcel: Parcel, before: Manifest | None, say: Say) -> None:
        """Commit the site on top of the release `before`, and push it."""
        tip = self._tip()
        current = self._last(tip)
        if (current and current.release) != (before and before.release):
            raise overtaken(self._place, current)
        name = parcel.manifest.release
        if current and current.release == name and not self._again:
            return
        self._push(self._commit(self._tree(parcel, tip, before), SUBJECT + name, tip), tip)
        say(f"Pushed the release {name} to {self._target.branch}; the host shows it within minutes.")

    def try_out(self) -> None:
        """Try a push with `--dry-run`."""
        tip = self._tip()
        commit = self._commit(tip + "^{tree}" if tip else EMPTY_TREE, f"{SUBJECT}trial", tip)
        self._ask("push", "--quiet", "--no-verify", "--dry-run", self._target.remote, f"{commit}:{self._branch}")

    def rollback(self, say: Say) -> str:
        """Push the previous release again, as a new commit: nothing is removed from the branch."""
        tip = self._tip()
        current = self._last(tip)
        if current is None:
            raise DeployFailed(f"{self._place} holds no release; there is nothing to go back to")
        standing = self._standing(tip)
        if len(standing) < 2:
            raise DeployFailed(
                f"{self._place} holds no release before {current.release}; there is nothing to go back to"
            )
        name, commit = standing[-2]
        self._push(self._commit(f"{commit}^{{tree}}", SUBJECT + name, tip), tip)
        say(f"Pushed the release {name} again; the host shows it within minutes.")
        return name

    def amend(self, change: Callable[[str], str]) -> str:
        """Change the record of announcements, by a push that only succeeds on top of what was read.

        No two commits are the same, so of two processes that claim a letter in the same second only one succeeds.
        """
        ref = f"refs/lodestar/announced/{self._target.branch}"
        while True:
            tip = self._ask("ls-remote", self._target.remote, ref).partition("\t")[0]
            if tip:
                self._ask(
                    "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=", self._target.remote, ref
                )
            text = self._ask("show", f"{tip}:{ANNOUNCED}") if tip else ""
            new = change(text)
            if new == text:
                return text
            blob = self._ask("hash-object", "-w", "--stdin", stdin=new).strip()
            tree = self._ask("mktree", stdin=f"100644 blob {blob}\t{ANNOUNCED}\n").strip()
            commit = self._commit(tree, f"Note what was announced ({uuid.uuid4()})", tip)
            lease = f"--force-with-lease={ref}:{tip}"
            process = self._git("push", "--quiet", "--no-verify", lease, self._target.remote, f"{commit}:{ref}")
            current_tip = (
                self._ask("ls-remote", self._target.remote, ref).partition("\t")[0] if process.returncode else commit
            )
            if current_tip == commit:
                return new
            if current_tip == tip:
                raise DeployFailed(
                    f"{self._target.remote}: {reason_of(process)}; what was announced could not be noted there"
                )

    @property
    def _place(self) -> str:
        return f"{self._target.remote}, branch {self._target.branch}"

    def _tip(self) -> str:
        """Fetch the last commit of the branch at the remote and return its hash; empty where the branch does not exist.

        Raises DeployFailed when the remote cannot be reached, or the branch ends with a commit that is not ours.
        """
        self._refuse_the_source()
        listed = self._ask("ls-remote", "--symref", self._target.remote, "HEAD", self._branch)
        rows = [line.split("\t") for line in listed.splitlines()]
        tip = next((hash for hash, name in rows if name == self._branch), "")
        if not tip:
            return ""
        self._ask(
            "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=", self._target.remote, self._branch
        )
        # a killed git may have locked the ref: without it, git only forgets the commit sooner
        self._git("update-ref", REF, tip)
        foreign = "" if self._last(tip) else tip
        if [f"ref: {self._branch}", "HEAD"] in rows and not foreign:  # the page where people see the source
            own_commits = {commit for _, commit in self._releases(tip)}
            foreign = next((hash for hash in self._ask("rev-list", tip).split() if hash not in own_commits), "")
        if foreign:
            commit = self._git("show", "-s", "--format=%h “%s” by %an", foreign).stdout.strip()
            cure = "publish --again goes on above it" if self._releases(tip) and foreign == tip else ADVICE
            raise DeployFailed(f"{self._place} holds what no release made ({commit}); it stays as it is: {cure}")
        return tip

    def _refuse_the_source(self) -> None:
        """Raise DeployFailed when the branch is checked out here and the remote is one of this repository's."""
        if f"branch {self._branch}" not in self._git("worktree", "list", "--porcelain").stdout.splitlines():
            return
        remotes = self._git("remote").stdout.split()
        own_remotes = {".", *remotes, *(_bare(self._git("remote", "get-url", name).stdout) for name in remotes)}
        if _bare(self._target.remote) in own_remotes:
            raise DeployFailed(f"{self._place} is what you write on here, and the site would take its place: {ADVICE}")

    def _releases(self, tip: str) -> list[tuple[str, str]]:
        """Return the name and commit of every release of ours on the branch, newest first."""
        logged = self._ask("log", "--first-parent", "--format=%H %s", tip, "--")
        releases = re.findall(rf"^(\w+) {SUBJECT}({NAME_FORM})$", logged, re.MULTILINE)
        queries = "".join(f"{commit}:{MANIFEST}\n" for commit, _ in releases)
        lines = self._ask("cat-file", "--batch-check", stdin=queries).splitlines()
        return [(name, commit) for (commit, name), line in zip(releases, lines, strict=True) if "missing" not in line]

    def _standing(self, tip: str) -> list[tuple[str, str]]:
        """Return the releases that were not gone back from, the newest last: a name that comes again undoes what followed it."""
        standing: dict[str, str] = {}
        for name, commit in reversed(self._releases(tip)):
            if name in standing:
                while standing.popitem()[0] != name:
                    pass
            standing[name] = commit
        return list(standing.items())

    def _last(self, tip: str) -> Manifest | None:
        """Return the manifest of the branch's last commit, or with `--again` of the last one that is ours."""
        commits = [commit for _, commit in self._releases(tip)[:1]] if tip and self._again else [tip]
        return next(filter(None, map(self._release, filter(None, commits))), None)

    def _release(self, commit: str) -> Manifest | None:
        """Return the manifest in a commit of ours; None for any other commit."""
        subject = self._git("show", "-s", "--format=%s", commit).stdout.strip()
        manifest = Manifest.parse(self._git("show", f"{commit}:{MANIFEST}").stdout)
        return manifest if manifest and subject == SUBJECT + manifest.release else None

    def _tree(self, parcel: Parcel, tip: str, before: Manifest | None) -> str:
        """Write the site as a git tree, through a separate index, and return the tree's hash."""
        with tempfile.TemporaryDirectory(prefix="lodestar-") as folder:
            own_files = {".nojekyll": "", MANIFEST: parcel.manifest.text()}
            if self._target.cname:
                own_files["CNAME"] = f"{self._target.cname}\n"
            for name, text in own_files.items():
                (Path(folder) / name).write_text(text, encoding="utf-8", newline="\n")
            files = {path: parcel.folder.resolve() / path for path in parcel.manifest.files}
            files |= {name: Path(folder) / name for name in own_files}
            stdin = "".join(f"{path}\n" for path in files.values())
            blobs = self._ask("hash-object", "-w", "--no-filters", "--stdin-paths", stdin=stdin).split()
            rows = dict(zip(files, blobs, strict=True))
            for path in outgoing(before, parcel.manifest):
                if blob := self._git("rev-parse", "--verify", "--quiet", f"{tip}:{path}").stdout.strip():
                    rows[path] = blob
            index = "".join(f"100644 {blob}\t{path}\0" for path, blob in rows.items())
            own_index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            self._ask("update-index", "-z", "--index-info", stdin=index, **own_index)
            return self._ask("write-tree", **own_index).strip()

    def _commit(self, tree: str, message: str, parent: str) -> str:
        """Make a commit, even where git has no name configured, and return its hash."""
        parents = ("-p", parent) if parent else ()
        return self._ask("commit-tree", tree, *parents, "-m", message, **identity()).strip()

    def _push(self, commit: str, expected: str) -> None:
        """Push a commit if the branch still ends with the commit `expected`. Raises DeployFailed."""
        lease = f"--force-with-lease={self._branch}:{expected}"
        words = ("push", "--quiet", "--no-verify", lease, self._target.remote, f"{commit}:{self._branch}")
        process = self._git(*words)
        if process.returncode:
            current_tip = self._tip()
            if current_tip not in (expected, commit):
                raise overtaken(self._place, self._last(current_tip))
            if current_tip == expected:
                raise DeployFailed(
                    f"{self._target.remote}: {reason_of(process)}; readers have what they had. Publish again"
                )
        self._git("update-ref", REF, commit)

    def _ask(self, *words: str, stdin: str = "", **environment: str) -> str:
        """Run git and return what it prints. Raises DeployFailed with git's error message."""
        process = self._git(*words, stdin=stdin, **environment)
        if process.returncode:
            raise DeployFailed(f"{self._target.remote}: {reason_of(process)}; mend that, then publish again")
        return process.stdout

    @cached_property
    def _key(self) -> Mapping[str, str]:
        """Return the environment variables that let git in at the remote."""
        return git_environment(address_of(self._target.remote))

    def _git(self, *words: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        return git(*words, stdin=stdin, **{**self._key, **environment})


def _bare(address: str) -> str:
    """Return a repository's address without endings that make no difference."""
    return address.strip().removesuffix("/").removesuffix(".git")
