"""A git commit of the content after publishing, with a message about what changed, pushed where the author wants it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from lodestar.base.front_matter.header import Fault, decode, split
from lodestar.desk.jobs import Job
from lodestar.desk.kinds import kind_of
from lodestar.desk.saving import readable
from lodestar.publishing.git import address_of, git, identity, reason_of
from lodestar.publishing.ledger import FOLDER
from lodestar.publishing.secrets import git_environment
from lodestar.publishing.settings import PagesTarget, Target
from lodestar.publishing.target_file import NAME as TARGETS

NAMED = 2
"""Most texts that a message names for each verb."""
VERBS = {"waiting": "Publish", "changed": "Change", "withdrawn": "Take back", "draft": "Draft", "scheduled": "Schedule"}
"""The verb of a message, by the state of a text with readers before."""
ORDER = ("Publish", "Change", "Take back", "Remove", "Schedule", "Draft")


def is_repository(content: Path) -> bool:
    """Return whether a folder is in a git repository."""
    try:
        return git("rev-parse", "--is-inside-work-tree", root=content).stdout.strip() == "true"
    except OSError:
        return False


def commit(job: Job, content: Path, states: Mapping[str, str]) -> None:
    """Commit the content, the ledger and the redirect rules, and nothing else.

    `states` has the state of each text with readers before it was published, by path.
    """
    names = [str(content), *(name for name in (FOLDER, "redirects.txt", TARGETS) if Path(name).exists())]
    git("add", "--", *names)
    listed = git("diff", "--cached", "--no-renames", "-z", "--name-status", "--", *names).stdout.split("\0")
    changed = list(zip(listed[1::2], listed[::2], strict=False))
    if not changed:
        job.lines.append("Record: nothing has changed since the last one.")
        return
    top = Path(git("rev-parse", "--show-toplevel").stdout.strip())
    message = f"content: {_message(top, content, changed, states)}"
    process = git("commit", "--quiet", "--only", "-m", message, "--", *names, **identity())
    line = (
        f"Record: {message}."
        if process.returncode == 0
        else f"Record not kept: {(process.stderr or process.stdout).strip()}"
    )
    job.lines.append(line)


def remote_of(content: Path, target: Target | None) -> str:
    """Return the address to push to: the repository of a target, else git's remote `origin`; empty where there is none."""
    if not is_repository(content):
        return ""
    remote = address_of(target.remote) if isinstance(target, PagesTarget) else address_of("origin")
    return remote if remote != "origin" else ""


def send(job: Job, remote: str) -> None:
    """Push the commit to the repository at an address, rebased onto what others pushed meanwhile."""
    key = git_environment(remote)
    branch = git("symbolic-ref", "--short", "HEAD").stdout.strip()
    words = ("push", "--quiet", remote, f"HEAD:refs/heads/{branch}")
    process = git(*words, **key)
    if process.returncode and any(sign in process.stderr for sign in ("fetch first", "non-fast-forward")):
        if git("pull", "--quiet", "--rebase", "--autostash", remote, branch, **identity(), **key).returncode:
            git("rebase", "--abort")
            job.lines.append(
                "Record not sent: somebody else changed the same lines there; ask whoever keeps it with you."
            )
            return
        process = git(*words, **key)
    job.lines.append(f"Record not sent: {reason_of(process)}" if process.returncode else f"Record sent to {remote}.")


def _message(top: Path, content: Path, changed: Sequence[tuple[str, str]], states: Mapping[str, str]) -> str:
    """Return what was done, in words: `Publish “A Red Door”; change “About”`."""
    results: dict[str, list[str]] = {}
    for name, status in changed:
        try:
            path = (top / name).relative_to(content.resolve()).as_posix()
        except ValueError:
            continue  # the ledger and the rules follow from the rest
        if (kind := kind_of(path)) is None or not path.endswith(".md"):
            continue
        verb = "Remove" if status == "D" else VERBS.get(states.get(path, ""), "Change")
        results.setdefault(verb, []).append(f"“{_title(top / name, kind.heading)}”")
    parts = []
    for verb in (verb for verb in ORDER if verb in results):
        titles = results[verb]
        suffix = f" and {len(titles) - NAMED} more" if len(titles) > NAMED else ""
        parts.append(f"{verb} {', '.join(titles[:NAMED])}{suffix}")
    sentence = "; ".join(part if not number else part[0].lower() + part[1:] for number, part in enumerate(parts))
    return sentence or "Change files of the site"


def _title(file: Path, heading: str) -> str:
    stem = file.stem.replace("-", " ")
    try:
        return str(split(decode(readable(file) or b"")).fields.get(heading) or stem)
    except Fault:
        return stem
