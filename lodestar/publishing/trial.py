"""A trial of a target: whether the site could be published there now, and if not, what is missing, in plain words.

Readers do not notice it. In a bucket an object is written and deleted, since permission to read and permission to
write are separate there; a branch, a folder and a server are asked without writing.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from lodestar.publishing.git import git
from lodestar.publishing.hosts import own_domain
from lodestar.publishing.sample import NOBODYS
from lodestar.publishing.settings import FolderTarget, PagesTarget, RsyncTarget, Target
from lodestar.publishing.targets import deployer
from lodestar.publishing.targets.base import DeployFailed


class Lack(NamedTuple):
    """Something that is missing."""

    words: str
    """What is missing, and what helps."""
    details: str = ""
    """The messages of programs."""
    cure: str = ""
    """What the desk can do about it: `repository` creates one, `site` links to the form with the site's address."""


KEY = "Look whether the access token is right, is for this repository, and may read and write its contents"
MEANINGS: tuple[tuple[str, str], ...] = (
    (r"Unable to locate credentials|NoCredentials", "The access key and the secret key are missing"),
    (r"InvalidAccessKeyId|SignatureDoesNotMatch|InvalidToken", "The bucket does not take these keys. Copy both once more"),
    (r"NoSuchBucket", "There is no such bucket. Look at its name and its region, or make it"),
    (r"AccessDenied|Forbidden", "The keys may not do what is needed: read, write, list and delete in the bucket"),
    (r"PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraint", "The bucket is in another region"),
    (r"could not read (Username|Password)|terminal prompts disabled", f"The repository lets nobody in without a token. {KEY}"),
    (r"Authentication failed|Invalid username|\b401\b", f"The repository does not take this token. {KEY}"),
    (r"Permission to .* denied|\b403\b|denied to", f"The token lets this computer read and not write. {KEY}"),
    (r"[Rr]epository .*not found|does not appear to be a git repository|does not exist|\b404\b",
     "There is no such repository, or the token is not for it. Copy the address from your browser, and look at the token"),
    (r"Permission denied \(|publickey", "The server does not know the public key of this computer. Give it to your host"),
    (r"[Hh]ost key verification failed", "The server is not the one that it was the last time. Ask your host whether that is right"),
    (r"[Cc]ould not resolve|Name or service not known|nodename nor servname",
     "There is no computer of that name. Look whether it is spelled right, and whether you are on-line"),
    (r"Connection (refused|timed out)|Could not connect|No route to host|Network is unreachable|Failed to connect|endpoint URL",
     "Nobody answers there. Look whether the address is right, and whether you are on-line"),
    (r"holds what no release made|is what you write on here",
     "This branch holds something else, which the site would take the place of. Name a branch of its own"),
    (r"current is a folder|no release of ours|holds something else",
     "Something else is in this folder, which the site would take the place of. Name a folder of its own"),
    (r"[Pp]ermission denied", "The folder may not be written. Let your account write there, or name another"),
)  # fmt: skip
"""Messages of programs, and their meaning."""
UNKNOWN = "It did not work"


def plain(details: str) -> Lack:
    """Return a program's message in plain words."""
    meaning = next((words for form, words in MEANINGS if re.search(form, details)), UNKNOWN)
    return Lack(meaning, details)


def lacks_of(target: Target, address: str, cache: Path) -> list[Lack]:
    """Return everything that prevents publishing a site with that `address` to a target now."""
    results = list(_address(target, address))
    results += _folder(target) if isinstance(target, FolderTarget) else ()
    results += _programs(target)
    if all(lack.cure == "site" for lack in results):
        try:
            deployer(target, cache).try_out()
        except (DeployFailed, OSError) as reason:
            results.append(plain(str(reason)))
    return results


def _address(target: Target, address: str) -> Iterator[Lack]:
    host = urlsplit(address).hostname or ""
    if not host or NOBODYS.fullmatch(host):
        yield Lack("Your site has no address of its own yet", f"address: {address or '(empty)'}", "site")
    elif isinstance(target, PagesTarget) and target.cname and target.cname != own_domain(address):
        yield Lack(
            f"The address of your site is {host} now, and GitHub is told {target.cname}. Save this form once more"
        )


def _programs(target: Target) -> Iterator[Lack]:
    needed = {PagesTarget: ("git",), RsyncTarget: ("ssh", "rsync")}.get(type(target), ())
    for name in needed:
        if not shutil.which(name):
            yield Lack(
                f"The program {name} is missing on this computer. Install it, then test again",
                f"{name}: not on the PATH",
            )
    if isinstance(target, PagesTarget) and shutil.which("git"):
        if git("rev-parse", "--git-dir").returncode:
            yield Lack(
                "No history is kept of your site yet, and this host takes it from there",
                "git: not a repository",
                "repository",
            )
        elif "/" not in target.remote and target.remote not in git("remote").stdout.split():
            yield Lack("The address of the repository is missing", f"git: there is no remote {target.remote}")


def _folder(target: FolderTarget) -> Iterator[Lack]:
    path = Path(target.path).expanduser()
    project = Path.cwd().resolve()
    if not path.is_absolute():
        yield Lack(f"“{target.path}” does not say where the folder is. Begin it with /", f"{path}: relative")
    elif path.resolve().is_relative_to(project) or project.is_relative_to(path.resolve()):
        yield Lack(
            "The folder lies where you write. Name one outside of the folder of your site",
            f"{path}: in or above {project}",
        )
    elif path.exists() and not path.is_dir():
        yield Lack("There is a file of that name. Name another folder", f"{path}: no folder")
