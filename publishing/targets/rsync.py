"""A folder on another machine, over ssh: the same layout as `folder`, the same single rename that switches.

rsync sends only what changed; what did not is a hard link to the release before. A transfer that was cut off goes on
where it stopped.
"""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

from publishing.manifest import Manifest
from publishing.settings import RsyncTarget
from publishing.targets.base import Failed, Parcel, Say, outgoing
from publishing.targets.folder import INCOMING, RELEASES

STATE = """
mkdir -p "$root/releases" "$root/manifests" && cd "$root" || exit 1
readlink current 2>/dev/null || echo
cat "manifests/$(basename "$(readlink current 2>/dev/null)").txt" 2>/dev/null || true
"""
"""The release that readers see, and what it holds."""
SWITCH = """
rm -f .current.new
ln -s "releases/$name" .current.new
mv -Tf .current.new current 2>/dev/null || mv -fh .current.new current
"""
"""`mv` replaces the link itself: GNU's way, else that of BSD."""
FINISH = """
set -eu
cd "$root"
cat > "manifests/$name.new"
printf %s "$kept" | while IFS= read -r path; do
  [ -e "current/$path" ] && [ ! -e "releases/.incoming/$path" ] || continue
  mkdir -p "releases/.incoming/$(dirname "$path")"
  ln "current/$path" "releases/.incoming/$path"
done
mv "manifests/$name.new" "manifests/$name.txt"
rm -rf "releases/$name"
mv "releases/.incoming" "releases/$name"
"""
"""The manifest comes on standard input; `kept` names styles that pages in browsers may still ask for."""
PRUNE = """
ls -1 releases | sort -r | grep -vx "$name" | tail -n "+$keep" | while IFS= read -r old; do
  rm -rf "releases/$old" "manifests/$old.txt"
done
"""


class Rsync:
    """Publishes to a folder of another machine."""

    def __init__(self, target: RsyncTarget) -> None:
        self._target = target
        self._ssh = ["ssh", "-p", str(target.port), "-o", "BatchMode=yes", *target.ssh]

    def manifest(self) -> Manifest | None:
        """What readers have now."""
        return self._state()[1]

    def deploy(self, parcel: Parcel, say: Say) -> None:
        """Send the release beside the others, then switch."""
        name, root = parcel.manifest.release, self._target.path
        current, before = self._state()
        if name == current:
            return
        link = [f"--link-dest={root}/{RELEASES}/{current}/"] if current else []
        exactly = ["-rl", "--checksum", "--delete", "--chmod=D755,F644", "--perms"]
        self._send([*exactly, *link, f"{parcel.folder}/"], f"{RELEASES}/{INCOMING}/")
        kept = "".join(f"{path}\n" for path in outgoing(before, parcel.manifest))
        script = FINISH + SWITCH + PRUNE
        self._remote(script, parcel.manifest.text(), name=name, kept=kept, keep=str(self._target.keep))
        say(f"Readers of {self._target.host} now see the release {name}.")

    def rollback(self, say: Say) -> str:
        """Let the link lead to the release before the current one."""
        current = self._state()[0]
        names = self._remote('ls -1 "$root/releases" 2>/dev/null || true').split()
        earlier = sorted(name for name in names if name < current and not name.startswith("."))
        if not earlier:
            raise Failed(
                f"{self._target.host} holds no release before {current or 'the first'}; there is nothing to go back to"
            )
        self._remote('set -eu\ncd "$root"\n' + SWITCH, name=earlier[-1])
        say(f"Readers of {self._target.host} see the release {earlier[-1]} again.")
        return earlier[-1]

    def _state(self) -> tuple[str, Manifest | None]:
        """The name of the release that readers see, and what it holds."""
        first, _, rest = self._remote(STATE).partition("\n")
        return Path(first.strip()).name, Manifest.parse(rest)

    def _remote(self, script: str, given: str = "", **names: str) -> str:
        """Run a script there with some names set; answers what it prints. Raises Failed."""
        head = "".join(f"{name}={shlex.quote(value)}\n" for name, value in {"root": self._target.path, **names}.items())
        done = self._run([*self._ssh, self._target.host, "sh -c " + shlex.quote(head + script)], given)
        return done.stdout

    def _send(self, arguments: list[str], place: str) -> None:
        target = f"{self._target.host}:{self._target.path}/{place}"
        self._run(["rsync", "-s", "-e", shlex.join(self._ssh), *arguments, target])

    def _run(self, command: list[str], given: str = "") -> subprocess.CompletedProcess[str]:
        try:
            done = subprocess.run(command, input=given, capture_output=True, text=True)
        except FileNotFoundError:
            raise Failed(f"{command[0]} is not on this machine; install it, then publish again") from None
        if done.returncode:
            said = (done.stderr.strip() or f"{command[0]} ended with {done.returncode}").splitlines()[-1]
            raise Failed(f"{self._target.host}: {said}; readers have what they had. Mend that, then publish again")
        return done
