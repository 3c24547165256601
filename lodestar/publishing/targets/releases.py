"""A folder of complete releases, and a link to the one that readers see.

    PATH/current -> releases/20260318T080000Z     what the web server serves
    PATH/releases/20260318T080000Z/               a release; files that did not change are hard links
    PATH/manifests/20260318T080000Z.txt           what it holds
    PATH/announced.txt                            whom it was told to

The switch is one rename of the link, so every request is answered from one release. An unfinished release
is in `releases/.incoming-PUBLISHER`, which is never served.

Several may publish to one folder. Each fills an incoming folder of its own name, so that no release ever mixes two.
To finish, a publisher takes the lock `PATH/.publishing`, a link whose text names the machine and process that hold it,
and checks that readers still have the release that it began from; if not, another was faster, and it stops.
A lock is taken over when its machine is this one and its process has ended, or when it is ten minutes old by the clock
of the target; clocks of publishers are never compared. An incoming folder in which nothing changed for a day is
nobody's, and is removed.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from abc import abstractmethod
from collections.abc import Callable

from lodestar.base.digest import digest
from lodestar.publishing.manifest import HEAD, NAME_FORM, Manifest
from lodestar.publishing.targets.base import DeployFailed, Parcel, Say, busy, outgoing, overtaken, publisher

ANNOUNCED = "announced.txt"
STATE = """
cd -- "$root" 2>/dev/null || exit 0
[ -e current ] && [ ! -L current ] && echo a folder && exit 0
current=$(readlink current) || exit 0
echo "$current"
cat "manifests/${current##*/}.txt" 2>/dev/null || true
"""
"""Prints where the link leads, and the manifest of that release."""
WRITABLE = """
path=$root
until [ -e "$path" ]; do path=$(dirname -- "$path"); done
[ -d "$path" ] && [ -w "$path" ] && [ -x "$path" ] || { echo "$path: permission denied" >&2; exit 1; }
"""
BEGIN = f"""
mkdir -p -- "$root/releases" "$root/manifests" && cd -- "$root/releases" || exit 1
for old in .incoming .incoming-{"[0-9a-f]" * 12}; do
  [ -d "$old" ] && [ "$old" != "$incoming" ] && changed=$(find "$old" -cmin -1440) && [ -z "$changed" ] || continue
  rm -rf "$old"
done
"""
HOLD = """
set -eu
export LC_ALL=C
umask 022
cd -- "$root"
me="$(uname -n):$$"
mine() {
  [ "$(readlink .publishing)" = "$me" ]
}
held() {
  case $(readlink .publishing) in
    "$me") return 1 ;;
    "$(uname -n):"*)
      pid=$(readlink .publishing)
      kill -0 "${pid##*:}" 2>/dev/null || [ -d "/proc/${pid##*:}" ] || return 1
      ;;
  esac
  [ -z "$(find .publishing -mmin +10 2>/dev/null)" ]
}
tries=0
until ln -s "$me" .publishing 2>/dev/null; do
  held || { rm -f .publishing; continue; }
  tries=$((tries + 1))
  [ $tries -lt 20 ] || { echo "busy $(readlink .publishing)"; exit 0; }
  sleep 1
done
trap 'rm -f "manifests/$name.new"; if mine; then rm -f .publishing; fi' EXIT
current=$(readlink current || true)
"""
"""Takes the lock."""
STILL = """
[ "${current##*/}" = "$current_before" ] || { echo overtaken; exit 0; }
"""
"""Continues if readers still have the release `current_before`."""
FINISH = """
cat > "manifests/$name.new"
[ "$(tail -n 1 "manifests/$name.new")" = end ] && [ "$(find "releases/$incoming" ! -type d -print0 | tr -cd '\\000' | wc -c)" -eq "$count" ] || {
  echo "what was sent did not arrive whole" >&2
  exit 1
}
printf %s "$kept" | while IFS= read -r path; do
  [ -e "current/$path" ] && [ ! -e "releases/$incoming/$path" ] || continue
  mkdir -p "releases/$incoming/$(dirname "$path")"
  ln "current/$path" "releases/$incoming/$path" 2>/dev/null || cp "current/$path" "releases/$incoming/$path"
done
mv "manifests/$name.new" "manifests/$name.txt"
rm -rf "releases/$name"
mv "releases/$incoming" "releases/$name"
"""
"""Reads the manifest from standard input; `kept` names styles that open pages may still request."""
SWITCH = """
mine || { echo overtaken; exit 0; }
rm -f .current.new
ln -s "releases/$name" .current.new
mv -Tf .current.new current 2>/dev/null || mv -fh .current.new current
"""
"""`mv` replaces the link itself: GNU's way, else that of BSD."""
OURS = f"""
ours() {{
  ls -1 manifests | sort -r | while IFS= read -r file; do
    old=${{file%.txt}}
    [ -d "releases/$old" ] && [ "$(head -n 1 "manifests/$file")" = "{HEAD} $old" ] && echo "$old" || :
  done
}}
"""
"""Lists the releases, newest first; a folder without a manifest of ours is somebody else's."""
UNDONE = """
rm -rf "releases/$current_before" "manifests/$current_before.txt"
"""
"""Takes away what was gone back from: who goes back once more means the release before both."""
AMEND = f"""
mkdir -p -- "$root"
{HOLD}
[ "$(head -n 1 {ANNOUNCED} 2>/dev/null)" = "$mark" ] || {{ echo overtaken; exit 0; }}
cat > {ANNOUNCED}.new
mv {ANNOUNCED}.new {ANNOUNCED}
"""
"""Replaces the record of announcements if its first line, a hash of the others, is still `mark`."""
PRUNE = """
ours | grep -vx "$name" | tail -n "+$keep" | while IFS= read -r old; do
  rm -rf "releases/$old" "manifests/$old.txt"
done
"""


class Releases:
    """Publishes to a folder of releases, here or on another machine."""

    def __init__(self, root: str, keep: int, place: str) -> None:
        self._root, self._keep, self._place = root, keep, place

    @abstractmethod
    def _shell(self, script: str) -> list[str]:
        """Return the command that runs a script on the machine with the folder."""

    @abstractmethod
    def _send(self, parcel: Parcel, before: Manifest | None, incoming: str) -> None:
        """Fill the folder `incoming` below the releases with exactly the files of the parcel."""

    def manifest(self) -> Manifest | None:
        """Return the manifest of the release that readers have; None for none."""
        return self._state()[1]

    def deploy(self, parcel: Parcel, before: Manifest | None, say: Say) -> None:
        """Create the release beside the others, then switch to it."""
        name = parcel.manifest.release
        current, last = self._state()
        if (last and last.release) != (before and before.release):
            raise overtaken(self._place, last)
        if name == current:
            return
        incoming = f".incoming-{publisher()}"
        self._run_script(BEGIN, incoming=incoming)
        self._send(parcel, before, incoming)
        self._hold(
            FINISH + SWITCH + OURS + PRUNE,
            parcel.manifest.text(),
            name=name,
            current_before=current,
            incoming=incoming,
            count=str(len(parcel.manifest.files)),
            kept="".join(f"{path}\n" for path in outgoing(before, parcel.manifest)),
            keep=str(self._keep),
        )
        say(f"Readers of {self._place} now see the release {name}.")

    def try_out(self) -> None:
        """Check that the folder, or the one in which it would be created, is writable."""
        self.manifest()
        self._run_script(WRITABLE)

    def rollback(self, say: Say) -> str:
        """Let the link lead to the release before the current one, which goes."""
        current, _ = self._state()
        earlier = [name for name in self._run_script(f'cd -- "$root" && {OURS}\nours').split() if name < current]
        if not earlier:
            raise DeployFailed(
                f"{self._place} holds no release before {current or 'the first'}; there is nothing to go back to"
            )
        self._hold(SWITCH + UNDONE, name=earlier[0], current_before=current)
        say(f"Readers of {self._place} see the release {earlier[0]} again.")
        return earlier[0]

    def amend(self, change: Callable[[str], str]) -> str:
        """Change the record of announcements beside the releases."""
        while True:
            mark, _, text = self._run_script(f'cat "$root/{ANNOUNCED}" 2>/dev/null || true').partition("\n")
            if mark != (digest(text.encode()) if text else ""):
                raise DeployFailed(
                    f"{self._place}: {self._root}/{ANNOUNCED} is damaged; delete it, and what published/ has takes its place"
                )
            new = change(text)
            if new == text:
                return text
            stdin = f"{digest(new.encode())}\n{new}"
            answer, _, holder = self._run_script(AMEND, stdin, mark=mark, name="").strip().partition(" ")
            if answer == "busy":
                raise busy(self._place, holder)
            if answer != "overtaken":
                return new

    def _state(self) -> tuple[str, Manifest | None]:
        """Return the name of the release that readers see (empty for none), and its manifest.

        Raises DeployFailed when they see something that is not a release of ours.
        """
        link, _, text = self._run_script(STATE).partition("\n")
        name = link.removeprefix("releases/")
        if link and not re.fullmatch(NAME_FORM, name):
            raise DeployFailed(
                f"{self._place}: {self._root}/current is no release of ours ({link}); it stays as it is: name another folder"
            )
        manifest = Manifest.parse(text)
        return name, manifest if manifest and manifest.release == name else None

    def _hold(self, script: str, stdin: str = "", **names: str) -> None:
        """Run a script under the lock. Raises DeployFailed, also when another publisher is at work or was faster."""
        answer, _, holder = self._run_script(HOLD + STILL + script, stdin, **names).strip().partition(" ")
        if answer == "busy":
            raise busy(self._place, holder)
        if answer == "overtaken":
            raise overtaken(self._place, self.manifest())

    def _run_script(self, script: str, stdin: str = "", **names: str) -> str:
        """Run a script with variables on the machine with the folder, and return its output. Raises DeployFailed."""
        head = "".join(f"{name}={shlex.quote(value)}\n" for name, value in {"root": self._root, **names}.items())
        return self._run(self._shell(head + script), stdin)

    def _run(self, command: list[str], stdin: str = "") -> str:
        try:
            process = subprocess.run(command, input=stdin.encode(), capture_output=True)
        except FileNotFoundError:
            raise DeployFailed(f"{command[0]} is not on this machine; install it, then publish again") from None
        if process.returncode:
            message = process.stderr.decode().strip() or f"{command[0]} ended with {process.returncode}"
            reason = message.splitlines()[-1]
            raise DeployFailed(f"{self._place}: {reason}; readers have what they had. Mend that, then publish again")
        return process.stdout.decode()
