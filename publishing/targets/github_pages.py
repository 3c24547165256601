"""A branch that the host serves: ghp-import makes one commit of the whole site, and one push switches to it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from publishing.manifest import Manifest
from publishing.settings import PagesTarget
from publishing.targets.base import Failed, Parcel, Say, outgoing

MANIFEST = ".lodestar-release.txt"
STALE = 3.0
"""Seconds after which a lock of git's is believed to be nobody's."""
REF = "refs/lodestar/published"
"""Where what was fetched of the served branch is kept."""


class GitHubPages:
    """Publishes to a branch."""

    def __init__(self, target: PagesTarget) -> None:
        self._target = target

    def manifest(self) -> Manifest | None:
        """What the branch holds at its remote."""
        if not self._fetch():
            return None
        done = self._git("show", f"{REF}:{MANIFEST}")
        return Manifest.parse(done.stdout.decode()) if done.returncode == 0 else None

    def deploy(self, parcel: Parcel, say: Say) -> None:
        """Commit the site to the branch, and push it."""
        from ghp_import import GhpError, ghp_import

        before = self.manifest()
        self._begin_at_remote()
        with tempfile.TemporaryDirectory(prefix="lodestar-") as folder:
            site = Path(folder) / "site"
            shutil.copytree(parcel.folder, site)
            self._keep(site, before, parcel)
            (site / MANIFEST).write_text(parcel.manifest.text(), encoding="utf-8")
            options = {"cname": self._target.cname} if self._target.cname else {}
            try:
                ghp_import(
                    str(site),
                    remote=self._target.remote,
                    branch=self._target.branch,
                    mesg=f"Publish {parcel.manifest.release}",
                    push=True,
                    force=True,
                    nojekyll=True,
                    use_shell=False,
                    **options,
                )
            except (GhpError, subprocess.CalledProcessError, OSError) as error:
                raise Failed(f"{self._target.remote}: {error}; readers have what they had. Publish again") from None
        say(f"Pushed the release {parcel.manifest.release} to {self._target.branch}; the host shows it within minutes.")

    def rollback(self, say: Say) -> str:
        """Push the commit before the last one."""
        if not self._fetch():
            raise Failed(f"{self._target.remote} has no branch {self._target.branch}; there is nothing to go back to")
        parent = self._git("rev-parse", "--verify", "--quiet", f"{REF}~1")
        if parent.returncode:
            raise Failed("the branch holds one release only; there is nothing to go back to")
        commit = parent.stdout.decode().strip()
        done = self._git("push", "--force", self._target.remote, f"{commit}:refs/heads/{self._target.branch}")
        if done.returncode:
            raise Failed(f"{self._target.remote}: {_said(done)}")
        self._git("update-ref", f"refs/heads/{self._target.branch}", commit)
        message = self._git("show", "-s", "--format=%s", commit).stdout.decode().strip()
        name = message.removeprefix("Publish ")
        say(f"Pushed the release {name} again; the host shows it within minutes.")
        return name

    def _begin_at_remote(self) -> None:
        """Let the branch go on from what is at its remote: in a fresh clone ghp-import would begin it anew, and the
        releases before could not be gone back to."""
        names = [f"refs/heads/{self._target.branch}"]
        if ":" not in self._target.remote and "/" not in self._target.remote:
            names.append(f"refs/remotes/{self._target.remote}/{self._target.branch}")
        self._clear_locks([*names, "packed-refs"])
        commit = self._git("rev-parse", "--verify", "--quiet", REF).stdout.decode().strip()
        for name in names if commit else ():
            self._git("update-ref", name, commit)

    def _clear_locks(self, names: Iterable[str]) -> None:
        """Take away what a git that was killed has left; one at work keeps such a file for an instant only."""
        folder = Path(self._git("rev-parse", "--git-common-dir").stdout.decode().strip())
        for name in names:
            lock = folder / f"{name}.lock"
            with suppress(FileNotFoundError):
                while time.time() - lock.stat().st_mtime < STALE:
                    time.sleep(0.1)
                lock.unlink()

    def _keep(self, site: Path, before: Manifest | None, parcel: Parcel) -> None:
        """Take styles over from the last release that pages in browsers may still ask for."""
        for path in outgoing(before, parcel.manifest):
            done = self._git("show", f"{REF}:{path}")
            if done.returncode == 0:
                (site / path).parent.mkdir(parents=True, exist_ok=True)
                (site / path).write_bytes(done.stdout)

    def _fetch(self) -> bool:
        """Whether the remote has the branch; fetches it. Raises Failed when the remote cannot be reached."""
        found = self._git("ls-remote", "--exit-code", self._target.remote, f"refs/heads/{self._target.branch}")
        if found.returncode == 2:
            self._git("update-ref", "-d", REF)
            return False
        if found.returncode:
            raise Failed(f"{self._target.remote}: {_said(found)}; mend that, then publish again")
        self._clear_locks([REF])
        fetched = self._git(
            "fetch", "--quiet", "--no-tags", self._target.remote, f"+refs/heads/{self._target.branch}:{REF}"
        )
        if fetched.returncode:
            raise Failed(f"{self._target.remote}: {_said(fetched)}; mend that, then publish again")
        return True

    def _git(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        asking = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
        return subprocess.run(["git", *words], capture_output=True, env=asking)


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """What git says is wrong: advice that it adds is left out."""
    lines = (done.stderr.decode().strip() or "git failed").splitlines()
    return next((line for line in lines if line.startswith(("fatal: ", "error: "))), lines[-1])
