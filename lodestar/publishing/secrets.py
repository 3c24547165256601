"""Keys and passwords for places: from the environment, else from a file outside the project that only its owner can read.

They are kept by place, not by site: a settings file that names another place gets none of
them. They are never printed, and no message contains one.
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
"""The environment variable with the token for a git remote."""
AWS = {"access_key": "AWS_ACCESS_KEY_ID", "secret_key": "AWS_SECRET_ACCESS_KEY"}
"""The names of a bucket's keys here, and their environment variables."""
HELPER = f'!f() {{ test "$1" = get && echo username=x-access-token && echo "password=${TOKEN}"; }}; f'
"""Git's credential helper, which reads the variable, so that no command line contains the token."""


class NotPrivate(Exception):
    """The folder of secrets is not private; the message says why."""


def folder() -> Path:
    """Return the folder of secrets (XDG Base Directory Specification; on Windows that of the user's programs)."""
    base = os.environ.get("XDG_CONFIG_HOME") or (os.environ.get("APPDATA") if os.name == "nt" else "")
    return (Path(base) if base else Path.home() / ".config") / "lodestar"


def place_of(target: Target, remote: str = "") -> str:
    """Return the place of a target's secrets; empty for one that needs none. `remote` is the address of a branch."""
    if isinstance(target, S3Target):
        return f"s3 {target.endpoint or 'amazon'} {target.bucket}"
    if isinstance(target, PagesTarget):
        return git_place(remote or target.remote)
    return ""


def git_place(remote: str) -> str:
    """Return the place of a repository reached by https; empty for any other."""
    parts = urlsplit(remote)
    path = parts.path.removesuffix("/").removesuffix(".git")
    return f"git https://{parts.netloc.rpartition('@')[2]}{path}" if parts.scheme == "https" else ""


def secrets_of(place: str) -> dict[str, str]:
    """Return the secrets kept for a place; none from a file that others could have read or written."""
    return _read_secrets().get(place, {}) if place else {}


def keep_secrets(place: str, values: Mapping[str, str]) -> None:
    """Keep secrets for a place; an empty value leaves the kept one. Raises NotPrivate and OSError."""
    new_values = {key: value.strip() for key, value in values.items() if value.strip()}
    if not place or not new_values:
        return
    secrets = _read_secrets()
    secrets[place] = {**secrets.get(place, {}), **new_values}
    replace(private_folder() / "secrets.json", msgspec.json.format(msgspec.json.encode(secrets)), private=True)


def private_folder() -> Path:
    """Create the folder of secrets, which only its owner can open. Raises NotPrivate where it is inside the project."""
    path = folder().resolve()
    if path.is_relative_to(Path.cwd().resolve()):
        raise NotPrivate(
            f"{path} lies in the folder of your site, which others may read; let XDG_CONFIG_HOME name another"
        )
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def _read_secrets() -> dict[str, dict[str, str]]:
    file = folder() / "secrets.json"
    with suppress(OSError, msgspec.MsgspecError):
        status = os.lstat(file)
        is_private = os.name == "nt" or (status.st_uid == os.getuid() and not stat.S_IMODE(status.st_mode) & 0o077)
        if stat.S_ISREG(status.st_mode) and is_private:
            return msgspec.json.decode(file.read_bytes(), type=dict[str, dict[str, str]])
    return {}


def bucket_keys(target: S3Target) -> dict[str, str]:
    """Return the keys of a bucket as arguments of boto3; none where the environment has some, which take precedence."""
    if any(os.environ.get(name) for name in (*AWS.values(), "AWS_PROFILE")):
        return {}
    secrets = secrets_of(place_of(target))
    return {name.lower(): secrets[key] for key, name in AWS.items()} if secrets.keys() >= AWS.keys() else {}


def git_environment(remote: str) -> dict[str, str]:
    """Return environment variables that let git in at a remote; no helper stores the token, and no other host gets it."""
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
    """Return the file of this desk's own SSH key; with `make` it is created if needed. Raises NotPrivate,
    OSError."""
    import subprocess

    file = folder() / "key"
    if make and not file.is_file():
        private_folder()
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "lodestar", "-f", str(file)]
        subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return file


def ssh_options(target: RsyncTarget) -> list[str]:
    """Return the options by which ssh uses the desk's own key; none where there is none, or the target names another."""
    file = ssh_key()
    if not file.is_file() or re.search(r"^-i", " ".join(target.ssh)):
        return []
    known_hosts = file.with_name("known_hosts")
    return [
        "-i",
        str(file),
        "-o",
        f'UserKnownHostsFile="{known_hosts}" ~/.ssh/known_hosts',
        "-o",
        "StrictHostKeyChecking=accept-new",
    ]
