"""The page that publishes: what will change, one button, progress, the result, and the way back."""

from __future__ import annotations

import difflib
import html
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from lodestar.base.root import ROOT
from lodestar.desk.incoming import form_of
from lodestar.desk.jobs import Job, start
from lodestar.desk.pages import answer
from lodestar.engine.program import PRODUCTION
from lodestar.publishing.ledger import FOLDER
from lodestar.publishing.manifest import read_files
from lodestar.publishing.release import OUTPUT as BUILT
from lodestar.publishing.settings import FolderTarget, PublishSettings

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

SHOWN = 12
"""Pages whose change is shown in full."""
TAG = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]+>", re.DOTALL | re.IGNORECASE)
BREAK = re.compile(r"</(?:p|h[1-6]|li|div|header|footer|nav|title|blockquote|td|th|dt|dd)>|<br\s*/?>", re.IGNORECASE)


class PublishPage:
    """Publishes by the same command as the terminal."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._job: Job | None = None
        self._target = ""

    async def page(self, request: Request) -> Response:
        """Say what would happen, or let it."""
        desk = self._desk
        if request.method == "POST":
            form = await form_of(request, desk.origins.token)
            if self._job is None or self._job.code is not None:
                self._begin(form.get("do"), form.get("target"), form.get("git") == "yes")
            return RedirectResponse("/publish", 303)
        settings, fault = _settings()
        job = self._job
        changes = list(self._changes(settings)) if job and job.code == 0 and job.title == "look" else []
        rows = [row for row in desk.library.rows("post") if row.shown_status == "scheduled"]
        return answer(
            desk, "publish.html", title="Publish", here="publish", targets=sorted(settings.targets) if settings else [], target=self._target, fault=fault,
            job=job, changes=changes, coming=sorted(rows, key=lambda row: row.instant), repository=_is_repository(desk.content), folder=_folder(settings, self._target),
        )  # fmt: skip

    async def lines(self, request: Request) -> Response:
        """How far the work is, for the page's script."""
        job = self._job
        told = {"lines": job.lines, "code": job.code, "progress": job.progress} if job else {"lines": [], "code": 0}
        return JSONResponse(told)

    def _begin(self, what: str, target: str, git: bool) -> None:
        settings, _ = _settings()
        if settings is None or target not in settings.targets or what not in ("look", "publish", "undo"):
            return
        self._target = target
        options = {"look": ["--dry-run"], "publish": [], "undo": ["--rollback"]}[what]
        arguments = ["publish", target, "--content", self._desk.given.content, *options]

        def after(job: Job) -> None:
            if what == "publish" and git:
                _commit(job, self._desk.content)
            if what != "look" and not _folder(settings, target):
                _keep(self._kept(target), Path(BUILT) if what == "publish" else None)

        self._job = start(what, arguments, after)

    def _kept(self, target: str) -> Path:
        """The last release that this desk sent to a target whose releases cannot be read from here."""
        return self._desk.cache / "published" / target

    def _changes(self, settings: PublishSettings | None) -> Iterator[tuple[str, str, Sequence[tuple[str, str]]]]:
        """What is new, changed and gone, page by page, where the last release can be read or was sent from here."""
        folder = _folder(settings, self._target)
        before, after = Path(folder) / "current" if folder else self._kept(self._target), Path(BUILT)
        if not after.is_dir() or not (folder or before.is_dir()):
            return
        old = read_files(before.resolve()) if before.is_dir() else {}
        new = read_files(after)
        pages = [
            path
            for path in sorted(old.keys() | new.keys())
            if path.endswith(".html") and old.get(path) != new.get(path)
        ]
        for number, path in enumerate(pages):
            what = "new" if path not in old else "gone" if path not in new else "changed"
            rows = _difference(before / path, after / path) if number < SHOWN else []
            yield "/" + path.removesuffix("index.html"), what, rows


def _keep(kept: Path, release: Path | None) -> None:
    """Remember a release by links to its files, which later builds replace and do not write into; forget the one before."""
    shutil.rmtree(kept, ignore_errors=True)
    if release:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):  # without it there is no comparison; nothing else is missing
            shutil.copytree(release, kept, copy_function=_link)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without links
        shutil.copyfile(source, target)


def _difference(before: Path, after: Path) -> list[tuple[str, str]]:
    rows = difflib.unified_diff(_words(before), _words(after), lineterm="", n=1)
    kinds = {"+": "add", "-": "cut"}
    return [(kinds.get(row[:1], "same"), row) for row in rows if not row.startswith(("+++", "---", "@@"))][:60]


def _words(page: Path) -> list[str]:
    """A page as it is read, a line a paragraph."""
    text = page.read_text(encoding="utf-8", errors="replace") if page.is_file() else ""
    plain = html.unescape(TAG.sub("", BREAK.sub("\n", text)))
    return [" ".join(row.split()) for row in plain.split("\n") if row.strip()]


def _settings() -> tuple[PublishSettings | None, str]:
    """Where the site can be published, or why that cannot be known."""
    from pelican.settings import read_settings

    from lodestar.publishing.settings import publish_settings

    try:
        return publish_settings(read_settings(PRODUCTION if Path(PRODUCTION).is_file() else str(ROOT / PRODUCTION))), ""
    except SystemExit as stop:
        return None, str(stop.code)
    except Exception as error:
        return None, f"{PRODUCTION} cannot be read: {error}"


def _folder(settings: PublishSettings | None, name: str) -> str:
    target: Any = settings.targets.get(name) if settings else None
    return str(Path(target.path).expanduser()) if isinstance(target, FolderTarget) else ""


def _git(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *words], capture_output=True, text=True, stdin=subprocess.DEVNULL)


def _is_repository(content: Path) -> bool:
    try:
        return _git("-C", str(content), "rev-parse", "--is-inside-work-tree").stdout.strip() == "true"
    except OSError:
        return False


def _commit(job: Job, content: Path) -> None:
    """Write down in git what was published: the content, the ledger and the rules of addresses, and nothing else."""
    names = [str(content), *(name for name in (FOLDER, "redirects.txt") if Path(name).exists())]
    _git("add", "--", *names)
    changed = [line for line in _git("diff", "--cached", "--name-only", "--", *names).stdout.splitlines() if line]
    if not changed:
        job.lines.append("Git: nothing new to write down.")
        return
    posts = [Path(line).stem.replace("-", " ") for line in changed if "/posts/" in line and line.endswith(".md")]
    message = "content: Publish " + (
        ", ".join(posts[:3]) + (f" and {len(posts) - 3} more" if len(posts) > 3 else "") if posts else "changes"
    )
    nobody = (
        []
        if _git("config", "user.email").stdout.strip()
        else ["-c", "user.name=Desk", "-c", "user.email=desk@localhost"]
    )
    done = _git(*nobody, "commit", "--quiet", "--only", "-m", message, "--", *names)
    job.lines.append(
        f'Git: "{message}".' if done.returncode == 0 else f"Git said: {(done.stderr or done.stdout).strip()}"
    )
