"""A record of each version that was published: a commit of the content, named by what changed."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from lodestar.base.front_matter.header import Fault, decode, split
from lodestar.desk.jobs import Job
from lodestar.desk.kinds import kind_of
from lodestar.desk.saving import readable
from lodestar.publishing.ledger import FOLDER

NAMED = 2
"""Texts that a message names for each thing that was done."""
DONE = {"waiting": "Publish", "changed": "Change", "withdrawn": "Take back", "draft": "Draft", "scheduled": "Schedule"}
"""What a commit says was done with a text, by how it stood with readers before."""
ORDER = ("Publish", "Change", "Take back", "Remove", "Schedule", "Draft")


def is_repository(content: Path) -> bool:
    """Return whether a folder lies in a repository of git."""
    try:
        return _git("-C", str(content), "rev-parse", "--is-inside-work-tree").stdout.strip() == "true"
    except OSError:
        return False


def commit(job: Job, content: Path, states: Mapping[str, str]) -> None:
    """Commit the content, the ledger and the rules of addresses, and nothing else.

    `states` says how each text stood with readers before they were published.
    """
    names = [str(content), *(name for name in (FOLDER, "redirects.txt") if Path(name).exists())]
    _git("add", "--", *names)
    listed = _git("diff", "--cached", "--no-renames", "-z", "--name-status", "--", *names).stdout.split("\0")
    changed = list(zip(listed[1::2], listed[::2], strict=False))
    if not changed:
        job.lines.append("Record: nothing has changed since the last one.")
        return
    top = Path(_git("rev-parse", "--show-toplevel").stdout.strip())
    message = f"content: {_named(top, content, changed, states)}"
    nobody = (
        []
        if _git("config", "user.email").stdout.strip()
        else ["-c", "user.name=Desk", "-c", "user.email=desk@localhost"]
    )
    done = _git(*nobody, "commit", "--quiet", "--only", "-m", message, "--", *names)
    said = f"Record: {message}." if done.returncode == 0 else f"Record not kept: {(done.stderr or done.stdout).strip()}"
    job.lines.append(said)


def _named(top: Path, content: Path, changed: Sequence[tuple[str, str]], states: Mapping[str, str]) -> str:
    """Return what was done, in words: `Publish “A Red Door”; change “About”`."""
    results: dict[str, list[str]] = {}
    for name, status in changed:
        try:
            path = (top / name).relative_to(content.resolve()).as_posix()
        except ValueError:
            continue  # the ledger and the rules follow from the rest
        if (kind := kind_of(path)) is None or not path.endswith(".md"):
            continue
        verb = "Remove" if status == "D" else DONE.get(states.get(path, ""), "Change")
        results.setdefault(verb, []).append(f"“{_title(top / name, kind.heading)}”")
    parts = []
    for verb in (verb for verb in ORDER if verb in results):
        titles = results[verb]
        more = f" and {len(titles) - NAMED} more" if len(titles) > NAMED else ""
        parts.append(f"{verb} {', '.join(titles[:NAMED])}{more}")
    whole = "; ".join(part if not number else part[0].lower() + part[1:] for number, part in enumerate(parts))
    return whole or "Change files of the site"


def _title(file: Path, heading: str) -> str:
    stem = file.stem.replace("-", " ")
    try:
        return str(split(decode(readable(file) or b"")).fields.get(heading) or stem)
    except Fault:
        return stem


def _git(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *words], capture_output=True, text=True, stdin=subprocess.DEVNULL)
