"""Finds remains of the sample, and placeholders: with them, the site would be nobody's, or somebody else's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from lodestar.base.problems import Problem
from lodestar.base.site_file import SITE_FILE
from lodestar.publishing import sample
from lodestar.publishing.checks.finding import Finding, Fix
from lodestar.publishing.imported import as_imported
from lodestar.publishing.ledger import Ledger
from lodestar.publishing.release import Release

CODE = re.compile(r"^(?:```|~~~).*?^(?:```|~~~)|^(?: {4}|\t).*$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
"""Matches code in Markdown, which is shown as it is."""
BEGIN = "python3 tasks.py begin asks for it"


def find(release: Release, ledger: Ledger) -> Iterator[Finding]:
    """Yield a finding for each thing that the author has not made her own yet; none for a rehearsal."""
    if not release.site.settings.get("REHEARSAL"):
        yield from map(Finding, _site(release, ledger))
        yield from _cname(release)
        yield from _texts(release)


def _site(release: Release, ledger: Ledger) -> Iterator[Problem]:
    """Yield problems with the site's own values. A site that is published already keeps its name and its id."""
    site, settings = release.site, release.site.settings
    place, line_of = f"{site.shown}/{SITE_FILE}", site.line_of
    if sample.NOBODYS.fullmatch(_host(release.url)) or not release.url:
        fault = f"the site's address is {release.url or 'empty'}, where no reader finds it"
        yield Problem(place, line_of(SITE_FILE, "address"), fault, f"write yours, or your host's; {BEGIN}")
    if getattr(settings.get("FEEDS"), "id", "") != sample.ID or ledger.releases:
        return
    yield Problem(
        place, line_of(SITE_FILE, "id"), "the id of the feeds is that of the sample", f"give it its own; {BEGIN}"
    )
    if settings["SITENAME"] == sample.NAME:
        fault = f'the site is called "{sample.NAME}", as the sample is'
        yield Problem(place, line_of(SITE_FILE, "name"), fault, f"write its name; {BEGIN}")
    if settings.get("AUTHOR") == sample.AUTHOR:
        fault = f"its author is {sample.AUTHOR}, who wrote the sample"
        yield Problem(place, line_of(SITE_FILE, "author"), fault, f"write yours; {BEGIN}")


def _texts(release: Release) -> Iterator[Finding]:
    """Yield findings for texts of the sample, and for placeholders and example links in texts that readers see."""
    site = release.site
    published = {path for path in site.urls if path.endswith(".md")}
    unchanged = sorted(published.intersection(sample.untouched(Path(site.settings["PATH"]))))
    unchanged = [path for path in unchanged if not path.startswith("courses/")]
    if unchanged:
        fault = (
            f"{len(unchanged)} texts of the sample stand beside yours, this and others"
            if len(unchanged) > 1
            else "is a text of the sample"
        )
        cure = "write your own over them, or take them away: python3 tasks.py begin --sample empty"
        yield Finding(Problem(f"{site.shown}/{unchanged[0]}", 1, fault, cure))
    for path in sorted(published - as_imported(Path(site.settings["PATH"]))):  # an old blog may speak of example.com
        try:
            text = Path(site.settings["PATH"], path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        yield from _lines(f"{site.shown}/{path}", text)
    mail = getattr(site.settings.get("COMMENTS"), "address", "")
    if sample.NOBODYS.fullmatch(mail.rpartition("@")[2]):
        place = f"{site.shown}/{SITE_FILE}"
        fault = f"letters of readers would go to {mail}, which is nobody's"
        yield Finding(Problem(place, site.line_of(SITE_FILE, "mail"), fault, f"write your mail address; {BEGIN}"))


def _lines(place: str, text: str) -> Iterator[Finding]:
    """Yield findings for the placeholders in a text, except those in code."""
    prose = CODE.sub(lambda code: "\n" * code[0].count("\n"), text)
    for number, line in enumerate(prose.split("\n"), start=1):
        value = line.strip(" \t-").partition(": ")[2] if ": " in line else line.strip(" \t-")
        if line.strip(" \t-") in sample.PLACEHOLDERS or value in sample.PLACEHOLDERS:
            yield Finding(Problem(place, number, f'"{value}" is a placeholder', "write over it, or delete it"))
        if link := sample.LINK.search(line):
            cure = "write the address that you mean, or delete it"
            yield Finding(Problem(place, number, f'"{link[0]}" leads to nobody', cure, link=link[0]))


def _cname(release: Release) -> Iterator[Finding]:
    """Yield a finding where GitHub Pages is told another host than the site's."""
    path = Path(release.site.settings["PATH"], "CNAME")
    cname = path.read_text(encoding="utf-8", errors="replace").strip() if path.is_file() else ""
    if cname and cname.casefold() != _host(release.url):
        fault = f'says "{cname}", and the site\'s address is {release.url}'
        host = _host(release.url)
        problem = Problem(f"{release.site.shown}/CNAME", 1, fault, f"write {host}, or delete the file")
        yield Finding(problem, (Fix("host", "CNAME", host),) if host else ())


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").casefold()
