"""`check`: refuse a release that would break a promise, say what publishing will do, and what is worth mending in texts."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from lodestar.commands.report import Report
from lodestar.engine.program import PRODUCTION, SETTINGS, SiteOptions, content_path, hearing, problems_in, related
from lodestar.engine.summary import Meter, count
from lodestar.publishing.checks import findings
from lodestar.publishing.checks.finding import Finding
from lodestar.publishing.effects import effects
from lodestar.publishing.ids import tie_comments, without_id, write_ids
from lodestar.publishing.ledger import FOLDER, Ledger, known_ledger, read_ledger
from lodestar.publishing.manifest import NAME, Manifest
from lodestar.publishing.mend import mend
from lodestar.publishing.recover import recovered
from lodestar.publishing.release import OUTPUT, Progress, Release, make_release, outputs_of
from lodestar.publishing.schedule import changes_since, next_up, overdue, published_by_ledger
from lodestar.publishing.told import tell

ROUNDS = 4
"""The most rounds of mending: a mended post may reveal another mistake."""

CHECKS = {"_release": "", "_texts": "of texts ", "_due": "--due "}
"""The checks, and how a message names them."""
HEEDED = {
    "paths": ("_texts",),
    "writing": ("_texts",),
    "fix": ("_texts", "_release"),
    "due": ("_due",),
    "effects": ("_release",),
    "target": ("_due", "_release"),
    "external": ("_release",),
    "intended": ("_release",),
    "strict": ("_release",),
}
"""By argument, the checks that it says something to."""


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(
        description="Build the site as it is published and look for what would break a link or repeat a post. "
        "With files, or with --writing: say what is worth mending in the texts themselves. Exit code 1: something must be mended.",
        epilog="Examples: python3 tasks.py check --effects; python3 tasks.py check content/posts/2026/a-post.md",
    )
    parser.add_argument(
        "paths", nargs="*", metavar="FILE", help="texts to look through, instead of the site as a whole"
    )
    release_arguments(parser)
    parser.add_argument("--writing", action="store_true", help="look through every text")
    parser.add_argument(
        "--fix", action="store_true", help="mend what needs no decision: missing ids, the lines that messages propose"
    )
    parser.add_argument("--json", action="store_true", help="as JSON, for programs")
    parser.add_argument(
        "--due", action="store_true", help="fail when something is due but not out; say what comes next"
    )
    parser.add_argument("--effects", action="store_true", help="say what publishing will do")
    parser.add_argument(
        "--target", default="", metavar="NAME", help="the target whose state effects and --due compare with"
    )
    parser.add_argument("--external", action="store_true", help="ask whether links to other sites still lead somewhere")
    intended_argument(parser)
    parser.add_argument("--strict", action="store_true", help="with --external: dead links make the check fail")
    return parser


def release_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that choose the production build."""
    parser.add_argument("--content", default="content", metavar="DIR", help="where the content is (default: content)")
    parser.add_argument("--output", default=OUTPUT, metavar="DIR", help=f"where to build (default: {OUTPUT})")


def intended_argument(parser: argparse.ArgumentParser) -> None:
    """Add the option that allows a release to lose all of its posts."""
    parser.add_argument("--intended", action="store_true", help="the site is meant to have no posts any more")


def run(options: argparse.Namespace) -> int:
    """Check, mend if asked to, and report the findings; return 1 when something is wrong."""
    report = Report(options.json)
    check = _due if options.due else _texts if options.paths or options.writing else _release
    if unheeded := _unheeded(options, check.__name__):
        for line in unheeded:
            print(line, file=sys.stderr)
        return 1
    with hearing(quiet=options.json) as heard:
        try:
            check(options, report)
        except SystemExit as stop:
            tell(Finding(problem) for problem in (*heard.problems, *problems_in(stop)) if problem.fatal)
            if not options.json:
                raise
            report.problems([*heard.problems, *problems_in(stop)], "build")
            report.wrong = report.wrong or 1
    return report.end()


def _unheeded(options: argparse.Namespace, check: str) -> list[str]:
    """Return a line for each argument that this check would not heed."""
    lines = []
    for name, heeded in HEEDED.items():
        if getattr(options, name) and check not in heeded:
            argument = "FILE" if name == "paths" else f"--{name}"
            lines.append(f"check {CHECKS[check]}does not heed {argument}; leave out one of them")
    if options.strict and not options.external:
        lines.append("check does not heed --strict without --external; add it, or leave out --strict")
    return lines


def _release(options: argparse.Namespace, report: Report) -> None:
    """Check the whole site as it would be published."""
    site_options = SiteOptions(options.content, options.output, PRODUCTION)
    with Meter() as meter:
        if options.fix:
            report.say(fix(site_options, meter.show))
        release = make_release(site_options, meter.show)
        ledger, findings = examine(release, intended=options.intended)
    report.problems((item.problem for item in findings if not item.unasked), "release")
    if unasked := sum(len(finding.fixes) for finding in findings if finding.unasked):
        report.say([f"{count(unasked, 'line')} about lists that shrank or grew again will be written by publishing."])
    if report.wrong:
        tell(findings)
        report.say([refused(report.wrong)])
    if missing := without_id(release.site):
        report.say(
            [f"{count(len(missing), 'file')} without an id yet; publishing writes one (check --fix does so now)."]
        )
    if options.effects:
        from lodestar.commands.publish import target_manifest

        report.say(effects(release, ledger, target_manifest(release.site.settings, options.target)))
        report.say([next_up(release.site)])
    if options.external:
        from lodestar.publishing.external import check_external

        report.wrong += check_external(release, lambda line: report.say([line])) * options.strict
    if not report.wrong:
        report.say([f"{count(len(release.files), 'file')} checked: nothing would break."])


def _texts(options: argparse.Namespace, report: Report) -> None:
    """Report what is worth mending in texts; with `--fix`, first mend what needs no decision."""
    from lodestar.desk import offline

    desk = offline.open_offline(SiteOptions(options.content, options.output, SETTINGS))
    paths = [content_path(path, options.content) for path in options.paths]
    unknown = [argument for path, argument in zip(paths, options.paths, strict=True) if desk.library.row(path) is None]
    for argument in unknown:
        print(
            f"{argument} is no text of the site; name a file such as {options.content}/pages/about.md", file=sys.stderr
        )
    if unknown:
        raise SystemExit(1)
    if options.fix:
        for path in paths or [row.path for row in desk.library.rows()]:
            report.say(offline.mend(desk, path))
        desk.library.refresh()
    with Meter() as meter:
        for path, findings in offline.findings(desk, paths, meter.show):
            report.finding(f"{desk.shown}/{path}", findings)
    checked = {f"{desk.shown}/{row.path}" for row in desk.library.rows() if not paths or row.path in paths}
    report.problems((problem for problem in desk.builder.problems if problem.path not in checked), "build")
    texts = count(len(paths) or len(desk.library.rows()), "text")
    report.say([f"{texts}: {report.wrong:,} to mend, {report.count('look'):,} worth a look."])


def _due(options: argparse.Namespace, report: Report) -> None:
    """Report texts that should be published and are not, by the target's manifest, else by the ledger."""
    from lodestar.commands.publish import target_manifest

    site_options = SiteOptions(options.content, options.output, PRODUCTION)
    site = related(site_options)
    manifest = target_manifest(site.settings, options.target)
    ledger, damaged = read_ledger(Path(FOLDER))
    report.problems(damaged, "ledger")
    if ledger.empty and manifest is None:
        report.wrong += 1
        report.say(["Nothing was published yet; publish once, and this check knows what is out."])
        return
    is_published = (lambda post: post.save_as in manifest.files) if manifest else published_by_ledger(ledger)
    report.problems(overdue(site, is_published), "due")
    if manifest and manifest.release:
        released = datetime.strptime(manifest.release, NAME).replace(tzinfo=UTC)
        last_site = related(site_options, NOW=released)
        outputs_of(last_site)  # plugins say with their outputs when these change by themselves
        lines = list(changes_since(site, last_site.due, released))
        report.say(lines)
        report.wrong += len(lines)
    if not report.wrong:
        report.say(["Everything that is due is out."])
    report.say([next_up(site)])


def examine(release: Release, manifest: Manifest | None = None, intended: bool = False) -> tuple[Ledger, list[Finding]]:
    """Return the ledger, and everything that is wrong with a release.

    `manifest` is that of the release that readers have, where it is known; `intended`: the site is meant to have no posts.
    """
    ledger, damaged = known_ledger(Path(release.site.settings["PATH"]))
    complete = recovered(ledger, manifest, release) if manifest and manifest.release else ledger
    if manifest and complete is not ledger:
        phrase = "does not know all of" if manifest.release in ledger.releases else "does not know"
        print(f"{FOLDER}/ {phrase} the release {manifest.release}, which readers have (is a git pull missing?);")
        print("what that release holds is read off the target, so that none of it is lost.")
        ledger = complete
    return ledger, [*map(Finding, damaged), *findings(release, ledger, intended)]


def refused(mistakes: int) -> str:
    """Return the line that says why nothing is published."""
    return f"{count(mistakes, 'mistake')}; nothing is published."


def fix(options: SiteOptions, progress: Progress) -> Iterable[str]:
    """Write missing ids and the lines that checks propose, until no more can be mended."""
    content = Path(options.content)
    for path, id in write_ids(related(options), content, known_ledger(content)[0]):
        yield f"{content / path}: added the id {id}"
    for path in tie_comments(related(options), content):
        yield f"{content / path}: added the id of its post"
    applied: set[object] = set()
    for _ in range(ROUNDS):
        release = make_release(options, progress)
        fixes = [fix for finding in examine(release)[1] for fix in finding.fixes if fix not in applied]
        if not fixes:
            return
        applied.update(fixes)
        yield from mend(fixes, content, Path(release.rules_file))
