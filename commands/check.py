"""`check`: refuse a release that would break a promise, and say what publishing will do."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from commands.site import PRODUCTION, SiteOptions, related
from commands.summary import Meter
from plugins.problems import in_order
from publishing.checks import findings
from publishing.checks.finding import Finding
from publishing.effects import effects
from publishing.ids import without_id, write_ids
from publishing.ledger import FOLDER, Ledger, read_ledger
from publishing.mend import mend
from publishing.release import Progress, Release, make_release

OUTPUT = ".cache/production"
"""Where production builds stand, so that `output/` stays the one for looking at."""
ROUNDS = 4
"""How often mending is tried: a mended post may show what was hidden behind its mistake."""


def parser() -> argparse.ArgumentParser:
    """The command's options."""
    made = argparse.ArgumentParser(
        description="Build the site as it is published and look for what would break a link or repeat a post.",
        epilog="Example: python3 tasks.py check --effects",
    )
    release_arguments(made)
    made.add_argument("--fix", action="store_true", help="write the lines that the messages propose, and missing ids")
    made.add_argument("--effects", action="store_true", help="say what publishing will do")
    made.add_argument("--target", default="", metavar="NAME", help="the target whose state effects compare with")
    made.add_argument("--external", action="store_true", help="ask whether links to other sites still lead somewhere")
    made.add_argument("--strict", action="store_true", help="with --external: dead links make the check fail")
    return made


def release_arguments(made: argparse.ArgumentParser) -> None:
    """Add the options that say which production build is meant."""
    made.add_argument("--content", default="content", metavar="DIR", help="where the content is (default: content)")
    made.add_argument("--output", default=OUTPUT, metavar="DIR", help=f"where to build (default: {OUTPUT})")


def run(options: argparse.Namespace) -> int:
    """Check, mend if asked to, and say what was found; 1 when something is wrong."""
    given = SiteOptions(options.content, options.output, PRODUCTION)
    with Meter() as meter:
        if options.fix:
            for line in fix(given, meter.show):
                print(line)
        release = make_release(given, meter.show)
        ledger, found = examine(release)
    wrong = report(found)
    missing = without_id(release.site)
    if missing:
        print(f"{_count(len(missing), 'file')} without an id yet; publishing writes one (check --fix does so now).")
    if options.effects:
        from commands.publish import before

        for line in effects(release, ledger, before(release.site.settings, options.target)):
            print(line)
    if options.external:
        from publishing.external import check_external

        wrong += check_external(release, print) * options.strict
    if not wrong:
        print(f"{_count(len(release.files), 'file')} checked: nothing would break.")
    return 1 if wrong else 0


def examine(release: Release) -> tuple[Ledger, list[Finding]]:
    """The ledger, and everything that is wrong with a release."""
    ledger, damaged = read_ledger(Path(FOLDER))
    return ledger, [*map(Finding, damaged), *findings(release, ledger)]


def report(found: Iterable[Finding]) -> int:
    """Print what is wrong; answers how many mistakes there are."""
    problems = in_order(finding.problem for finding in found)
    for problem in problems:
        print(problem)
    wrong = sum(problem.fatal for problem in problems)
    if wrong:
        print(f"{_count(wrong, 'mistake')}; nothing is published.")
    return wrong


def fix(given: SiteOptions, progress: Progress) -> Iterable[str]:
    """Write missing ids and the lines that checks propose, until no more can be mended."""
    content = Path(given.content)
    for path, id in write_ids(related(given), content):
        yield f"{content / path}: added the id {id}"
    done: set[object] = set()
    for _ in range(ROUNDS):
        release = make_release(given, progress)
        fixes = [fix for finding in examine(release)[1] for fix in finding.fixes if fix not in done]
        if not fixes:
            return
        done.update(fixes)
        yield from mend(fixes, content, Path(release.rules_file))


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
