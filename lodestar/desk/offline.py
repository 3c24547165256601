"""The checks of the desk without its server: the same findings and fixes for the command `check`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lodestar.base.digest import digest
from lodestar.base.front_matter.edit import CannotEdit
from lodestar.desk.checking import Likeness, NotMended, context, findings_of, mended
from lodestar.desk.findings import Ask, Fix, Put, TextFinding
from lodestar.desk.messages import Built
from lodestar.desk.origins import Origins
from lodestar.desk.paths import place
from lodestar.desk.saving import Changed, read, save
from lodestar.desk.state import Desk, open_desk
from lodestar.desk.worker import facts_of
from lodestar.engine.plan import addresses_of
from lodestar.engine.program import SiteOptions, hearing, problems_in, related
from lodestar.publishing.release import outputs_of

CERTAIN = frozenset({"heading-order", "spelling", "unknown-key"})
"""Rules whose fix needs no decision, where there is only one."""
ROUNDS = 50
"""Most rounds in which a file is fixed and checked again; each round fixes one finding."""


def open_offline(site_options: SiteOptions) -> Desk:
    """Return a desk that knows the site, drafts and future posts included, and serves nothing."""
    desk = open_desk(site_options, full=False, listen=lambda _: Origins(0), keep=False)
    desk.library.refresh()
    with hearing(quiet=True) as heard:
        try:
            site = related(site_options, DRAFTS=True)
        except SystemExit as stop:
            desk.builder.built = Built(False, problems=(*heard.problems, *problems_in(stop)))
        else:
            desk.builder.built = Built(True)
            desk.builder.known = facts_of(site, addresses_of(outputs_of(site)))
    return desk


def findings(
    desk: Desk, paths: Sequence[str], progress: Callable[[str, int, int], None]
) -> Iterator[tuple[str, TextFinding]]:
    """Yield each finding in the files `paths` below content/, with its path; in all files where `paths` is empty."""
    rows = desk.library.rows()
    chosen_paths = [row.path for row in rows if not paths or row.path in paths]
    likeness, shared = Likeness(), context(desk)
    for row in rows:
        if row.kind == "post":
            likeness.take(desk.content, row.path)
    for number, path in enumerate(sorted(chosen_paths), start=1):
        progress("Reading texts", number, len(chosen_paths))
        data = read(desk.content / path)
        if data is not None:
            yield from ((path, finding) for finding in findings_of(desk, path, data, shared, likeness))


def mend(desk: Desk, path: str) -> Iterator[str]:
    """Fix the findings of a file whose fix needs no decision, and yield a line for each."""
    shared = context(desk)
    for _ in range(ROUNDS):
        file = place(desk.content, path)
        data = read(file) or b""
        result = next(((item, fix) for item in findings_of(desk, path, data, shared) if (fix := certain(item))), None)
        if result is None:
            return
        finding, fix = result
        try:
            save(file, mended(path, data, fix, settings=desk.settings), digest(data))
        except (NotMended, CannotEdit, Changed) as reason:
            yield f"{desk.shown}/{path}:{finding.line}: not mended; {reason}"
            return
        yield f"{desk.shown}/{path}:{finding.line}: {finding.what}; mended: {finding.cure}"


def certain(finding: TextFinding) -> Fix | None:
    """Return the only fix of a finding that needs no decision; None where there is none, or a choice."""
    if finding.level != "must" or finding.rule not in CERTAIN:
        return None
    fixes = [
        fix for fix in finding.fixes if not isinstance(fix, Ask) and not (isinstance(fix, Put) and fix.value is None)
    ]
    return fixes[0] if len(fixes) == 1 else None
