"""What keeps the site from being published, in the author's words, each with what mends it as a button."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lodestar.base.digest import digest
from lodestar.base.front_matter.edit import CannotEdit
from lodestar.desk.checking import mended
from lodestar.desk.findings import Swap
from lodestar.desk.paths import PathRefused, place
from lodestar.desk.saving import read, readable
from lodestar.desk.writing import Conflict, save_file
from lodestar.publishing.checks.finding import Fix
from lodestar.publishing.mend import mend
from lodestar.publishing.told import ToldFinding
from plugins.redirects.rules import GONE

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

WORDS = {
    "alias": "Let the old address lead here", "id": "Put the old id back", "synonym": "Keep the old name as another name",
    "unrule": "Let the page have its address again", "host": "Write your address there",
}  # fmt: skip
"""What a button says, by the kind of the fix."""
BEGIN = re.compile(r"tasks\.py begin\b")
"""A cure that the page "Your site" asks for."""
UNLINK = "Take the link off, keep its words"


class Cure(NamedTuple):
    """One thing that keeps the site from being published."""

    words: str
    details: str
    """Place and cure as a terminal says them."""
    link: str
    """Where it is mended by hand; empty for nowhere."""
    called: str
    """What that is called."""
    buttons: tuple[tuple[str, str], ...]
    """What a form sends, and the words on the button."""
    sure: bool
    """Whether its one button needs no decision, so that all such can be pressed at once."""


FEED = re.compile(r'"/feed\S*" .*leads to nothing')
NO_POSTS = Cure(
    "There is no post yet that readers could see; with the first one come the lists and feeds that your pages lead to", "",
    "/posts", "your posts", (), False,
)  # fmt: skip


def cures(desk: Desk, findings: Sequence[ToldFinding]) -> list[Cure]:
    """Return everything that keeps the site from being published."""
    results = [(finding, _cure(desk, number, finding)) for number, finding in enumerate(findings)]
    if not any(row.status == "published" for row in desk.library.rows("post")):
        others = [(finding, cure) for finding, cure in results if not FEED.match(finding.problem.what)]
        if len(others) < len(results):
            return [NO_POSTS, *(cure for _, cure in others)]
    return [cure for _, cure in results]


def _cure(desk: Desk, number: int, finding: ToldFinding) -> Cure:
    problem = finding.problem
    path = problem.path.removeprefix(f"{desk.shown}/") if problem.path.startswith(f"{desk.shown}/") else ""
    row = desk.library.row(path)
    buttons = [(f"{number}.{index}", words) for index, (words, _) in enumerate(finding.choices)]
    if finding.fixes:
        buttons = [(f"{number}.fix", _button(finding.fixes[0])), *buttons]
    elif row and _unlinked(desk, finding):
        buttons.append((f"{number}.unlink", UNLINK))
    link, called = (f"/write/{path}?line={problem.line}", f"“{row.title}”") if row else ("", "")
    if BEGIN.search(problem.cure):
        link, called = "/begin", "Your site"
    where = f"{problem.path}:{problem.line}: " if problem.path else ""
    return Cure(
        _plain(finding, row.title if row else ""), f"{where}{problem.what}; {problem.cure}",
        link, called, tuple(buttons), bool(finding.fixes),
    )  # fmt: skip


def _plain(finding: ToldFinding, title: str) -> str:
    """Return what is wrong, without files and lines."""
    first = finding.fixes[0] if finding.fixes else None
    if first and first.kind == "alias":
        same = "moved from there" in finding.problem.what
        return (
            f"“{title}” had the address {first.value} before, and links to it would find nothing"
            if same
            else f"Readers have links to {first.value}, and nothing would be there any more. “{title}” is most like it"
        )
    if match := re.match(r"(\S+) was published and would vanish; this is the post, and (.*)", finding.problem.what):
        return f"“{title}” was published at {match[1]}, and {match[2]}"
    if first and first.kind == "host":
        return f"What says to GitHub where your site is {finding.problem.what}"
    if sample := re.match(r"(\d+) texts of the sample stand beside yours", finding.problem.what):
        return f"{sample[1]} texts of the sample are still there: take them away, or write your own over them"
    words = finding.problem.what.replace(
        "was published and would vanish", "was published, and nothing would be there any more"
    )
    return words[:1].upper() + words[1:]


def _button(fix: Fix) -> str:
    if fix.kind == "rule":
        old, new = fix.value.split(" ", 1)
        return f"Say that {old} is gone" if new == GONE else f"Let it lead to {new}"
    return WORDS.get(fix.kind, "Mend it")


def _unlinked(desk: Desk, finding: ToldFinding) -> Swap | None:
    """Return the change that takes a dead link off its words, where its line holds it."""
    if not finding.problem.link:
        return None
    path = finding.problem.path.removeprefix(f"{desk.shown}/")
    rows = (readable(desk.content / path) or b"").decode("utf-8", "replace").split("\n")
    line = finding.problem.line
    row = rows[line - 1] if 0 < line <= len(rows) else ""
    for match in re.finditer(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(\s*<?([^)\s>]+)>?[^)]*\)", row):
        if match[2] == finding.problem.link:
            return Swap(line, match[0], match[1])
    return None


def apply(desk: Desk, findings: Sequence[ToldFinding], wanted: str) -> str:
    """Mend what a button names (`all`: everything that needs no decision), and return why not; empty where it was done."""
    fixes: list[Fix] = []
    for number, finding in enumerate(findings):
        if wanted in ("all", f"{number}.fix"):
            fixes += finding.fixes
        fixes += [
            fix for index, (_, them) in enumerate(finding.choices) if wanted == f"{number}.{index}" for fix in them
        ]
        if wanted == f"{number}.unlink" and (why := _unlink(desk, finding)):
            return why
    paths = {fix.path for fix in fixes if fix.path.endswith(".md")}
    for path in paths:
        desk.versions.take(path)
    said = list(mend(fixes, desk.content, Path(desk.settings["REDIRECTS"].file)))
    for path in paths:
        desk.versions.take(path)
    desk.builder.want(anew=any(fix.kind.endswith("rule") for fix in fixes))
    desk.changed()
    return "; ".join(line for line in said if ": not changed; " in line)


def _unlink(desk: Desk, finding: ToldFinding) -> str:
    path = finding.problem.path.removeprefix(f"{desk.shown}/")
    swap = _unlinked(desk, finding)
    try:
        data = read(place(desk.content, path))
        if data is None or swap is None:
            return "the text changed meanwhile"
        save_file(desk, path, mended(path, data, swap), digest(data))
    except (PathRefused, CannotEdit, Conflict, OSError) as reason:
        return str(reason)
    return ""
