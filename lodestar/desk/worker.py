"""The builder: a process that builds the site whenever it is told to, drafts and future posts included.

A process of its own, so that a change of a plugin or of the settings is taken up by starting it anew. It reads a byte
for each build that is wanted and answers with frames (`desk.messages`).
"""

from __future__ import annotations

import argparse
import os
import select
import sys
import time
from collections.abc import Callable, Iterable
from typing import IO, TYPE_CHECKING

from msgspec.structs import replace

from lodestar.desk.messages import Built, Known, ShownPlace, Step, send
from lodestar.engine.plan import is_folder
from lodestar.engine.program import SiteOptions, broken, hearing, load, related, run_quietly, stopped

if TYPE_CHECKING:
    from lodestar.engine.site import Site, Term

IDLE = 4.0
"""Seconds without a save after which the search index is made anew, if it was left behind."""


OFTEN = 0.25
"""Seconds between two words on how far a build is."""


def build(
    given: SiteOptions, later: bool = False, tell: Callable[[str, int, int], None] | None = None
) -> tuple[Built, Site | None, bool]:
    """Build once; what is wrong is in the answer. `later`: the search index may wait; the last part says whether it does.
    `tell` hears how far it is.
    """
    started = time.monotonic()
    site, changed, good, behind = None, [], False, False
    with hearing() as heard:
        try:
            run = run_quietly(load(given, {"later": later}, tell, settings={"DRAFTS": True}))
            behind = run.result.behind
            site = run.result.site or related(given, DRAFTS=True)
            folders = tuple(filter(is_folder, run.result.rendered))  # the search index, which no page shows
            altered = {*run.result.new, *run.result.changed, *run.result.vanished}
            changed = sorted(address for address in altered if not address.startswith(folders))
            good = True
        except SystemExit as stop:
            heard.problems += stopped(stop)
        except Exception as error:
            heard.problems.append(broken(error))
    fatal = tuple(dict.fromkeys(problem for problem in heard.problems if problem.fatal or good))
    return Built(good, time.monotonic() - started, tuple(changed), fatal), site, behind


def known(site: Site, addresses: Iterable[str]) -> Known:
    """Return what the desk wants to know of a site, and of the addresses that answer there."""
    from plugins.course_cta.hooks import chooser

    places = {path: ShownPlace(url) for path, url in site.urls.items()}
    choice = chooser(site)
    for post in site.posts:
        chosen = choice(post)
        places[post.article.path] = ShownPlace(
            post.url, chosen.call.slug if chosen.call else "", chosen.why, chosen.lost
        )
    return Known(
        places,
        tuple(addresses),
        _counted(site, site.tags.values()),
        _counted(site, site.categories.values()),
        _counted(site, site.authors.values()),
        site.policy,
        site.url,
    )


def _counted(site: Site, terms: Iterable[Term]) -> tuple[tuple[str, str, int], ...]:
    return tuple((term.name, term.url, len(site.members.get(term, ()))) for term in terms)


def _addresses(output: str) -> Iterable[str]:
    """Return the address of each file of the output."""
    for folder, folders, names in os.walk(output):
        folders.sort()
        below = os.path.relpath(folder, output).replace(os.sep, "/")
        start = "/" if below == "." else f"/{below}/"
        yield from (start + ("" if name in ("index.html", "index.xml") else name) for name in sorted(names))


def main() -> int:
    """Build once at the start, and again for each byte that comes."""
    parser = argparse.ArgumentParser(description="The desk's builder; started by the desk.")
    for name in ("content", "output", "settings"):
        parser.add_argument(f"--{name}", required=True)
    options = parser.parse_args()
    given = SiteOptions(options.content, options.output, options.settings)
    answers: IO[bytes] = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a plugin prints must not land between frames
    serve(given, answers)
    return 0


def serve(given: SiteOptions, answers: IO[bytes]) -> None:
    """Build whenever it is wanted, and say what changed since the last answer; the search index follows in quiet moments."""
    first, behind = True, False
    untold: set[str] = set()
    while True:
        if behind and _quiet():
            untold.update(build(given)[0].changed)  # a file may have changed that the desk asks for only now
            behind = False
            continue
        if not _wanted():
            return
        built, site, left = build(given, not first, _teller(answers))
        if built.good:
            built = replace(built, changed=tuple(sorted(untold.union(built.changed))))
            untold.clear()
        first, behind = False, left or (behind and not built.good)
        send(answers, "built", built)
        if site:
            send(answers, "known", known(site, _addresses(given.output)))
        site = None


def _teller(answers: IO[bytes]) -> Callable[[str, int, int], None]:
    """Return what says how far a build is, not too often."""
    last = time.monotonic()

    def tell(called: str, done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last > OFTEN:
            last = time.monotonic()
            send(answers, "step", Step(called, done, total))

    return tell


def _wanted() -> bool:
    """Wait until a build is wanted; False where none ever will be."""
    return bool(os.read(0, 1))


def _quiet() -> bool:
    """Return whether nothing is asked for a while. Where pipes cannot be waited for (Windows), the index waits for the start."""
    return os.name != "nt" and not select.select([0], [], [], IDLE)[0]


if __name__ == "__main__":
    sys.exit(main())
