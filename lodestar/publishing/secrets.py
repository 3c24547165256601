"""Keys and passwords of places: taken from the environment, else from a file that its owner alone can read, outside the project.

They are kept by the place that they open, not by the site: a file of settings that names another place gets none of
them. Nothing here is printed, and no message holds one.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from lodestar.base.files import replace
from lodestar.publishing.settings import PagesTarget, RsyncTarget, S3Target, Target

TOKEN = "LODESTAR_GIT_TOKEN"
"""The variable of the environment that lets git in at a remote."""
AWS = {"access_key": "AWS_ACCESS_KEY_ID", "secret_key": "AWS_SECRET_ACCESS_KEY"}
"""Names of the keys of a bucket here, and in the environment."""
HELPER = f'!f() {{ test "$1" = get && echo username=x-access-token && echo "password=${TOKEN}"; }}; f'
"""What git asks for a password: the variable, so that it stands on no command line."""


class NotPrivate(Exception):
    """The folder of secrets is no place for them; the message says why."""


def folder() -> Path:
    """Return the folder of secrets (XDG Base Directory Specification; on Windows that of the user's programs)."""
    base = os.environ.get("XDG_CONFIG_HOME") or (os.environ.get("APPDATA") if os.name == "nt" else "")
    return (Path(base) if base else Path.home() / ".config") / "lodestar"


def place_of(target: Target, remote: str = "") -> str:
    """Return the place that a target's secrets open; empty for one that needs none. `remote` is the address of a branch."""
    if isinstance(target, S3Target):
        return f"s3 {target.endpoint or 'amazon'} {target.bucket}"
    if isinstance(target, PagesTarget):
        return git_place(remote or target.remote)
    return ""


def git_place(remote: str) -> str:
    """Return the place of a repository that is reached by https; empty for any other."""
    parts = urlsplit(remote)
    path = parts.path.removesuffix("/").removesuffix(".git")
    return f"git https://{parts.netloc.rpartition('@')[2]}{path}" if parts.scheme == "https" else ""


def secrets_of(place: str) -> dict[str, str]:
    """Return what is kept for a place; nothing from a file that others could have read or written."""
    return _kept().get(place, {}) if place else {}


def keep_secrets(place: str, values: Mapping[str, str]) -> None:
    """Keep secrets of a place; an empty value leaves what is kept. Raises NotPrivate and OSError."""
    given = {key: value.strip() for key, value in values.items() if value.strip()}
    if not place or not given:
        return
    kept = _kept()
    kept[place] = {**kept.get(place, {}), **given}
    replace(private_folder() / "secrets.json", msgspec.json.format(msgspec.json.encode(kept)), private=True)


def private_folder() -> Path:
    """Make the folder of secrets, which its owner alone can open. Raises NotPrivate where it lies in the project."""
    path = folder().resolve()
    if path.is_relative_to(Path.cwd().resolve()):
        raise NotPrivate(
            f"{path} lies in the folder of your site, which others may read; let XDG_CONFIG_HOME name another"
        )
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def _kept() -> dict[str, dict[str, str]]:
    file = folder() / "secrets.json"
    with suppress(OSError, msgspec.MsgspecError):
        known = os.lstat(file)
        alone = os.name == "nt" or (known.st_uid == os.getuid() and not stat.S_IMODE(known.st_mode) & 0o077)
        if stat.S_ISREG(known.st_mode) and alone:
            return msgspec.json.decode(file.read_bytes(), type=dict[str, dict[str, str]])
    return {}


def bucket_keys(target: S3Target) -> dict[str, str]:
    """Return the keys of a bucket as boto3 takes them; nothing where the environment has some, which go first."""
    if any(os.environ.get(name) for name in (*AWS.values(), "AWS_PROFILE")):
        return {}
    kept = secrets_of(place_of(target))
    return {name.lower(): kept[key] for key, name in AWS.items()} if kept.keys() >= AWS.keys() else {}


def git_environment(remote: str) -> dict[str, str]:
    """Return what lets git in at a remote: no program that would remember the token is asked, and no other host is told it."""
    place = git_place(remote)
    token = os.environ.get(TOKEN) or secrets_of(place).get("token", "")
    if not place or not token:
        return {}
    host = "/".join(place.removeprefix("git ").split("/", 3)[:3])
    first = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
    settings = {"GIT_CONFIG_COUNT": str(first + 2), TOKEN: token}
    for number, (key, value) in enumerate((("credential.helper", ""), (f"credential.{host}.helper", HELPER)), first):
        settings |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return settings


def ssh_key(make: bool = False) -> Path:
    """Return the file of this desk's own key for servers; with `make` it is made where there is none. Raises NotPrivate,
    OSError."""
    import subprocess

    file = folder() / "key"
    if make and not file.is_file():
        private_folder()
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "lodestar", "-f", str(file)]
        subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return file


def ssh_options(target: RsyncTarget) -> list[str]:
    """Return what lets ssh in with the desk's own key; nothing where there is none, or the target names another."""
    file = ssh_key()
    if not file.is_file() or re.search(r"^-i", " ".join(target.ssh)):
        return []
    known = file.with_name("known_hosts")
    return [
        "-i",
        str(file),
        "-o",
        f'UserKnownHostsFile="{known}" ~/.ssh/known_hosts',
        "-o",
        "StrictHostKeyChecking=accept-new",
    ]
