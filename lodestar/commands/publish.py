"""`publish`: builds, checks, says what will happen, and publishes the site."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lodestar.base.addresses import FEED_TYPES
from lodestar.base.below import put_below
from lodestar.commands.check import ROUNDS, examine, intended_argument, refused, release_arguments
from lodestar.commands.report import Report
from lodestar.engine.lock import Lock, Locked
from lodestar.engine.place import inside
from lodestar.engine.program import PRODUCTION, SiteOptions, hearing, load, problems_in, related
from lodestar.engine.summary import PROGRESS, Meter, count
from lodestar.publishing.channels.announce import LetterQuestion
from lodestar.publishing.channels.plan import AnnouncementPlan, finding_of
from lodestar.publishing.checks.finding import Finding
from lodestar.publishing.effects import effects
from lodestar.publishing.ids import tie_comments, write_ids
from lodestar.publishing.ledger import FOLDER, Ledger, LedgerRelease, known_ledger, read_ledger, write_ledger
from lodestar.publishing.manifest import NAME, Manifest, difference
from lodestar.publishing.mend import mend
from lodestar.publishing.release import Release, make_release
from lodestar.publishing.schedule import next_up
from lodestar.publishing.settings import FolderTarget, PublishSettings, Target, publish_settings
from lodestar.publishing.targets import deployer
from lodestar.publishing.targets.base import Deployer, DeployFailed, Parcel
from lodestar.publishing.texts import digests, remember
from lodestar.publishing.told import tell
from lodestar.publishing.unseen import readable_by_others
from plugins.feeds.core import FORMATS

MANIFEST = "manifest.txt"
"""The manifest of a release in progress, since another publisher's may have the same name."""
EXAMPLE = 'PUBLISH = {"targets": {"live": {"kind": "folder", "path": "/srv/site"}}}'


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(
        description="Publish the site: build it, check it, say what will happen, put it where readers are.",
        epilog="Example: python3 tasks.py publish --dry-run",
    )
    parser.add_argument("target", nargs="?", default="", metavar="TARGET", help="a target of PUBLISH in publishconf.py")
    release_arguments(parser)
    intended_argument(parser)
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, and do nothing")
    parser.add_argument("--again", action="store_true", help="send everything again, also what seems to be there")
    parser.add_argument("--rollback", action="store_true", help="go back to the release before, at once")
    return parser


def run(options: argparse.Namespace) -> int:
    """Publish; return 1 when something is wrong and readers still have the last release, 3 when they have the new one, but not
    all announcements were sent."""
    site_options = SiteOptions(options.content, options.output, PRODUCTION)
    site_settings = load(site_options, {}).settings
    settings = publish_settings(site_settings)
    target = settings.target(options.target)
    if target is None:
        print(_no_target(settings, options.target), file=sys.stderr)
        return 1
    try:
        cache = Path(site_settings["CACHE_PATH"]) / "release"
        _refuse_author_folders(target, Path(site_settings["PATH"]), Path(site_settings["THEME"]))
        with _hold_lock(cache):
            place = deployer(target, cache, options.again)
            if options.rollback:
                place.rollback(print)
                return 0
            return _publish(site_options, settings, target, place, options)
    except DeployFailed as error:
        print(f"Not published: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        reason = f"{error.filename or 'a file'}: {error.strerror or error}"
        print(f"Not finished: {reason}; make that right, then publish again, which goes on from here", file=sys.stderr)
        return 1


def _refuse_author_folders(target: Target, content: Path, theme: Path) -> None:
    """Raise DeployFailed for a target folder inside the author's folders, where the next build would read it."""
    if isinstance(target, FolderTarget) and (reason := inside(Path(target.path).expanduser(), content, theme)):
        raise DeployFailed(f"{target.path}: {reason}; name another in publishconf.py")


@contextmanager
def _hold_lock(folder: Path) -> Iterator[None]:
    """Hold a lock, since two publishers at the same time would mix their files; the second is told to wait."""
    try:
        lock = Lock(folder / "publish.lock")
    except Locked:
        raise DeployFailed("another publish is at work here; let it end, then publish again") from None
    try:
        yield
    finally:
        lock.release()


def _publish(
    site_options: SiteOptions, settings: PublishSettings, target: Target, place: Deployer, options: argparse.Namespace
) -> int:
    with _telling():
        site = related(site_options)
    manifest = place.manifest()
    cache = Path(site.settings["CACHE_PATH"]) / "release"
    pending = cache / "pending"
    if not options.dry_run:
        _finish_last(pending, manifest)
        for path, id in write_ids(site, Path(site_options.content), known_ledger(Path(site_options.content))[0]):
            print(f"{site_options.content}/{path}: added the id {id}")
        for path in tie_comments(site, Path(site_options.content)):
            print(f"{site_options.content}/{path}: added the id of its post")
    texts = digests(site)  # before the build, so that later saves count as changes
    with Meter() as meter, _telling():
        release, ledger, findings = _make_checked_release(site_options, options, manifest, meter)
    report = Report(as_json=False)
    report.problems((item.problem for item in findings), "release")
    if report.wrong:
        tell(findings)
        print(refused(report.wrong))
        return 1
    for line in effects(release, ledger, manifest):
        print(line)
    damaged = place.damaged(manifest, release.folder, release.files) if manifest else []
    if damaged:
        files = count(len(damaged), "file")
        print(f"No longer there as published: {files}, such as {min(damaged)}; readers get the whole site anew.")
    print(next_up(release.site))
    if line := readable_by_others(release.site):
        print(line)
    plan = AnnouncementPlan(settings, target, place, release, ledger, manifest)
    for line in plan.effects():
        print(line)
    if options.dry_run:
        tell(map(finding_of, plan.questions()))
        print("Nothing was done: this was a dry run.")
        return 0
    moment = datetime.now(UTC)
    change = difference(manifest.files if manifest else {}, release.files)
    if manifest and not (change.sent or change.gone or damaged or options.again):
        _remember(release, ledger, manifest.release, moment, target)
        remember(cache, manifest.release, texts)
        return _announce(plan)
    name = _name(moment, {*ledger.releases, manifest.release if manifest else ""})
    parcel = _parcel(release, name)
    write_ledger(pending / name, _extended(release, ledger, name, moment, target))
    (pending / name / MANIFEST).write_text(parcel.manifest.text(), encoding="utf-8")
    plan.write_down(name)
    place.deploy(parcel, manifest, print)
    _remember(release, ledger, name, moment, target)
    remember(cache, name, texts)
    shutil.rmtree(pending, ignore_errors=True)
    return _announce(plan)


def _announce(plan: AnnouncementPlan) -> int:
    """Send all announcements; return the exit code."""
    code, questions = plan.announce(_ask_author, print)
    for question in questions:
        print(f"{question.words[:1].upper()}{question.words[1:]}.")
        print("Look whether it arrived, then publish from a terminal or the desk, which asks you.")
    tell(map(finding_of, questions))
    return code


def _ask_author(question: LetterQuestion) -> bool | None:
    """Ask the author whether a letter arrived; return None where nobody can answer."""
    if PROGRESS in os.environ or not sys.stdin.isatty():
        return None
    print(f"{question.words[:1].upper()}{question.words[1:]}.")
    try:
        answer = input("Did it arrive? [y]es, [n]o: send it again, [Enter]: ask me the next time > ")
    except EOFError:
        return None
    return {"y": True, "yes": True, "n": False, "no": False}.get(answer.strip().lower())


def _make_checked_release(
    site_options: SiteOptions, options: argparse.Namespace, manifest: Manifest | None, meter: Meter
) -> tuple[Release, Ledger, list[Finding]]:
    """Return the release, the ledger and the findings; fixes that need no question are applied first, and reported."""
    for number in range(ROUNDS):
        release = make_release(site_options, meter.show)
        ledger, findings = examine(release, manifest, options.intended)
        unasked = [item for item in findings if item.unasked]
        if not unasked:
            break
        fixes = [fix for finding in unasked for fix in finding.fixes]
        if options.dry_run or number == ROUNDS - 1:
            print(f"{count(len(fixes), 'line')} about lists that shrank or grew again will be written by publishing.")
            return release, ledger, [item for item in findings if not item.unasked]
        for line in mend(fixes, Path(site_options.content), Path(release.rules_file)):
            print(line)
    return release, ledger, findings


@contextmanager
def _telling() -> Iterator[None]:
    """Pass the problems of a stopped build to the program that shows them."""
    with hearing() as heard:
        try:
            yield
        except SystemExit as stop:
            tell(Finding(problem) for problem in (*heard.problems, *problems_in(stop)) if problem.fatal)
            raise


def _name(moment: datetime, names: set[str]) -> str:
    """Return the name of a release: its time, later than that of any other."""
    name = moment.strftime(NAME)
    while name <= max(names):
        moment += timedelta(seconds=1)
        name = moment.strftime(NAME)
    return name


def _finish_last(pending: Path, manifest: Manifest | None) -> None:
    """Write the ledger now where the last release reached readers but the process ended before writing it."""
    result = pending / (manifest.release if manifest else "") / MANIFEST
    sent = Manifest.parse(result.read_text(encoding="utf-8")) if result.is_file() else None
    if manifest and sent and sent.files == manifest.files:
        write_ledger(Path(FOLDER), read_ledger(pending / manifest.release)[0])
        print(f"{FOLDER}/ now knows of the release {manifest.release}, which was published and not written down.")
    shutil.rmtree(pending, ignore_errors=True)


def _extended(release: Release, ledger: Ledger, name: str, moment: datetime, target: Target) -> Ledger:
    summary = f"{len(release.posts)} posts, {len(release.files)} files"
    published = LedgerRelease(moment.isoformat(timespec="seconds"), str(target.__struct_config__.tag), summary)
    return ledger.extended(name, published, release.recorded, release.entries)


def _remember(release: Release, ledger: Ledger, name: str, moment: datetime, target: Target) -> None:
    """Write the ledger, unless it is complete already."""
    stored, _ = read_ledger(Path(FOLDER))
    extended = _extended(release, ledger, name, moment, target)
    if (stored.addresses, stored.entries, stored.releases.keys()) != (
        extended.addresses,
        extended.entries,
        extended.releases.keys(),
    ):
        write_ledger(Path(FOLDER), extended)
        print(f"{FOLDER}/ is up to date; commit it together with the content.")


def _parcel(release: Release, name: str) -> Parcel:
    kinds = {template: FEED_TYPES[format][1] for format, template in FORMATS.items()}
    kinds["comments-feed.xml"] = FEED_TYPES["RSS"][1]
    types = {
        path: f"{kinds[output.template]}; charset=utf-8"
        for path, output in release.outputs.items()
        if output.template in kinds
    }
    redirects = {
        path: put_below(release.site.base, output.value.url)
        for path, output in release.outputs.items()
        if output.template == "redirect.html"
    }
    return Parcel(release.folder, release.manifest(name), types, redirects)


def target_manifest(settings: Mapping[str, Any], name: str) -> Manifest | None:
    """Return the manifest of the release at a target; None when there is none, or it cannot be asked."""
    publishing = publish_settings(settings)
    target = publishing.target(name)
    if name and target is None:
        raise SystemExit(_no_target(publishing, name))
    try:
        return deployer(target, Path(settings["CACHE_PATH"]) / "release").manifest() if target else None
    except DeployFailed as error:
        print(f"The target could not be asked what it has: {error}", file=sys.stderr)
        return None


def _no_target(settings: PublishSettings, name: str) -> str:
    names = ", ".join(sorted(settings.targets))
    if name:
        return f'There is no target "{name}" in PUBLISH (publishconf.py); ' + (
            f"known: {names}" if names else f"add {EXAMPLE}"
        )
    return (
        f"Which target? Name one of {names}"
        if names
        else f"publishconf.py names no target to publish to; add {EXAMPLE}"
    )
