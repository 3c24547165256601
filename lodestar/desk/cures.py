"""What keeps the site from being published, in words for the author, with buttons that fix it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from lodestar.base.digest import digest
from lodestar.desk.checking import NotMended, mended
from lodestar.desk.findings import Swap
from lodestar.desk.linking import INLINE, unnamed
from lodestar.desk.paths import PathRefused
from lodestar.desk.saving import Reason, readable, reason_of, refused
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
"""The label of a button, by the kind of its fix."""
BEGIN = re.compile(r"tasks\.py begin\b")
"""A cure that the page "Your site" offers."""
NOT_CHANGED = "a text is written in a way that the desk does not change by itself; open it, and change it there"
UNLINK = "Take the link off, keep its words"
UNNAME = "Take it off this list"
RULES = "Old addresses"


class Cure(NamedTuple):
    """A problem that keeps the site from being published, and its fixes."""

    words: str
    details: str
    """File, line and cure, as a command prints them."""
    link: str
    """The page where it is fixed by hand; empty where there is none."""
    called: str
    """The title of that page."""
    buttons: tuple[tuple[str, str], ...]
    """Value and label of each button."""
    sure: bool
    """Whether its button needs no decision, so that all of these can be applied at once."""

    @property
    def loose(self) -> bool:
        """Whether it is a link or an entry of a list that can be removed; all of these can be removed at once."""
        return any(value.endswith((".unlink", ".unname")) for value, _ in self.buttons)


FEED = re.compile(r'"/feed\S*" .*leads to nothing')
NO_POSTS = Cure(
    "There is no post yet that readers could see; with the first one come the lists and feeds that your pages lead to", "",
    "/posts", "your posts", (), False,
)  # fmt: skip


def cures(desk: Desk, findings: Sequence[ToldFinding]) -> list[Cure]:
    """Return everything that keeps the site from being published."""
    results = [(finding, _cure(desk, number, finding)) for number, finding in enumerate(findings)]
    if not any(row.status == "published" for row in desk.library.rows("post")):
        other_cures = [(finding, cure) for finding, cure in results if not FEED.match(finding.problem.what)]
        if len(other_cures) < len(results):
            return [NO_POSTS, *(cure for _, cure in other_cures)]
    return [cure for _, cure in results]


def _cure(desk: Desk, number: int, finding: ToldFinding) -> Cure:
    problem = refused(finding.problem)
    finding = msgspec.structs.replace(finding, problem=problem)
    path = problem.path.removeprefix(f"{desk.shown}/") if problem.path.startswith(f"{desk.shown}/") else ""
    row = desk.library.row(path)
    missing = desk.library.row(problem.missing) if problem.missing else None
    buttons = [(f"{number}.{index}", words) for index, (words, _) in enumerate(finding.choices)]
    if finding.fixes:
        buttons = [(f"{number}.fix", _button(finding.fixes[0])), *buttons]
    elif row and _unlinked(desk, finding):
        buttons.append((f"{number}.unlink", UNLINK))
    elif row and _unnamed(desk, finding):
        buttons.append((f"{number}.unname", UNNAME))
    link, called = (f"/write/{path}?line={problem.line}", f"“{row.title}”") if row else ("", "")
    if BEGIN.search(problem.cure):
        link, called = "/begin", "Your site"
    elif not buttons and problem.path == Path(desk.settings["REDIRECTS"].file).name:
        link, called = "/addresses", RULES
    position = f"{problem.path}{f':{problem.line}' if problem.line else ''}: " if problem.path else ""
    return Cure(
        _plain(finding, row.title if row else "", missing.title if missing else ""), f"{position}{problem.what}; {problem.cure}",
        link, called, tuple(buttons), bool(finding.fixes),
    )  # fmt: skip


def _plain(finding: ToldFinding, title: str, missing: str) -> str:
    """Return what is wrong, without files and lines; `missing` is the title of a text that readers do not see."""
    if missing:
        return finding.problem.what.replace(f'"{finding.problem.missing}"', f"“{missing}”")
    first = finding.fixes[0] if finding.fixes else None
    if first and first.kind == "alias":
        has_moved = "moved from there" in finding.problem.what
        return (
            f"“{title}” had the address {first.value} before, and links to it would find nothing"
            if has_moved
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


def _text_of(desk: Desk, finding: ToldFinding) -> tuple[str, bytes]:
    """Return the path below content/ of the text at fault, and its bytes."""
    path = finding.problem.path.removeprefix(f"{desk.shown}/")
    return path, readable(desk.content / path) or b""


def _unlinked(desk: Desk, finding: ToldFinding) -> tuple[bytes, bytes] | None:
    """Return a text before and after a dead link in it is replaced by its words; None where its line does not hold it."""
    if not finding.problem.link:
        return None
    path, data = _text_of(desk, finding)
    rows = data.decode("utf-8", "replace").split("\n")
    line = finding.problem.line
    row = rows[line - 1] if 0 < line <= len(rows) else ""
    with suppress(NotMended):
        for match in INLINE.finditer(row):
            if match[2] == finding.problem.link:
                return data, mended(path, data, Swap(line, match[0], match[1]))
    return None


def _unnamed(desk: Desk, finding: ToldFinding) -> tuple[bytes, bytes] | None:
    """Return a text before and after its header stops naming a text that readers do not see; None where it names none."""
    path, data = _text_of(desk, finding)
    new_data = unnamed(data, path, finding.problem.missing) if finding.problem.missing else data
    return (data, new_data) if new_data != data else None


def _take_off(desk: Desk, findings: Sequence[ToldFinding], button: str) -> str:
    """Remove dead links, then entries of lists, which moves the lines below them; return why not, empty where it was done."""
    for kind, changed in (("unlink", _unlinked), ("unname", _unnamed)):
        for number, finding in enumerate(findings):
            change = changed(desk, finding) if button in ("loose", f"{number}.{kind}") else None
            if change is None and button == f"{number}.{kind}":
                return "the text changed meanwhile"
            try:
                if change:
                    save_file(desk, _text_of(desk, finding)[0], change[1], digest(change[0]))
            except (PathRefused, Conflict, OSError) as reason:
                return reason_of(reason)
    return ""


def apply(desk: Desk, findings: Sequence[ToldFinding], button: str) -> str:
    """Apply the fix that a button names, and return why not; empty where it was done.

    `all`: every fix that needs no decision; `loose`: every dead link, and every entry of a list that names what readers
    do not see, is removed.
    """
    fixes: list[Fix] = []
    for number, finding in enumerate(findings):
        if button in ("all", f"{number}.fix"):
            fixes += finding.fixes
        fixes += [
            fix for index, (_, group) in enumerate(finding.choices) if button == f"{number}.{index}" for fix in group
        ]
    if reason := _take_off(desk, findings, button):
        return reason
    paths = {fix.path for fix in fixes if fix.path.endswith(".md")}
    for path in paths:
        desk.versions.take(path)
    lines = list(mend(fixes, desk.content, Path(desk.settings["REDIRECTS"].file)))
    for path in paths:
        desk.versions.take(path)
    desk.builder.want(anew=any(fix.kind.endswith("rule") for fix in fixes))
    desk.changed()
    unchanged = "; ".join(line for line in lines if ": not changed; " in line)
    return Reason(NOT_CHANGED, unchanged) if unchanged else ""
