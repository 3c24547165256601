"""The builder: a child process that builds the site on request, drafts and future posts included.

It is a process of its own so that it can be restarted when a plugin or the settings change. It reads a byte for each
build that is requested, and answers with frames (`desk.messages`).
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
from lodestar.engine.program import SiteOptions, broken, hearing, load, problems_in, related, run_quietly

if TYPE_CHECKING:
    from lodestar.engine.site import Site, Term

IDLE = 4.0
"""Seconds without a save after which a search index that was left behind is built."""


OFTEN = 0.25
"""Seconds between two reports of progress."""


def build(
    site_options: SiteOptions, later: bool = False, tell: Callable[[str, int, int], None] | None = None
) -> tuple[Built, Site | None, bool]:
    """Build once; return the result with its problems, the site, and whether the search index is out of date.

    `later`: the search index may wait; `tell` is called with the progress.
    """
    started = time.monotonic()
    site, changed, good, stale = None, [], False, False
    with hearing() as heard:
        try:
            run = run_quietly(load(site_options, {"later": later}, tell, settings={"DRAFTS": True}))
            stale = run.result.behind
            site = run.result.site or related(site_options, DRAFTS=True)
            folders = tuple(filter(is_folder, run.result.rendered))  # the search index, which no page shows
            altered = {*run.result.new, *run.result.changed, *run.result.vanished}
            changed = sorted(address for address in altered if not address.startswith(folders))
            good = True
        except SystemExit as stop:
            heard.problems += problems_in(stop)
        except Exception as error:
            heard.problems.append(broken(error))
    fatal = tuple(dict.fromkeys(problem for problem in heard.problems if problem.fatal or good))
    return Built(good, time.monotonic() - started, tuple(changed), fatal), site, stale


def facts_of(site: Site, addresses: Iterable[str]) -> Known:
    """Return what the desk needs to know about a site, whose `addresses` answer."""
    from plugins.course_cta.hooks import chooser

    places = {path: ShownPlace(url) for path, url in site.urls.items()}
    choice = chooser(site)
    for post in site.posts:
        chosen_call = choice(post)
        places[post.article.path] = ShownPlace(
            post.url, chosen_call.call.slug if chosen_call.call else "", chosen_call.why, chosen_call.lost
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
        relative = os.path.relpath(folder, output).replace(os.sep, "/")
        start = "/" if relative == "." else f"/{relative}/"
        yield from (start + ("" if name in ("index.html", "index.xml") else name) for name in sorted(names))


def main() -> int:
    """Serve builds until the desk closes the input, and return the exit code."""
    parser = argparse.ArgumentParser(description="The desk's builder; started by the desk.")
    for name in ("content", "output", "settings"):
        parser.add_argument(f"--{name}", required=True)
    options = parser.parse_args()
    site_options = SiteOptions(options.content, options.output, options.settings)
    answers: IO[bytes] = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a plugin prints must not land between frames
    serve(site_options, answers)
    return 0


def serve(site_options: SiteOptions, answers: IO[bytes]) -> None:
    """Build on each request, and report what changed since the last report; build a stale search index when idle."""
    first, stale = True, False
    untold: set[str] = set()
    while True:
        if stale and _quiet():
            untold.update(build(site_options)[0].changed)  # a file may have changed whose build is only requested now
            stale = False
            continue
        if not _wait_for_request():
            return
        built, site, left_stale = build(site_options, not first, _teller(answers))
        if built.good:
            built = replace(built, changed=tuple(sorted(untold.union(built.changed))))
            untold.clear()
        first, stale = False, left_stale or (stale and not built.good)
        send(answers, "built", built)
        if site:
            send(answers, "known", facts_of(site, _addresses(site_options.output)))
        site = None


def _teller(answers: IO[bytes]) -> Callable[[str, int, int], None]:
    """Return a function that reports the progress of a build, not too often."""
    last = time.monotonic()

    def tell(called: str, count: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last > OFTEN:
            last = time.monotonic()
            send(answers, "step", Step(called, count, total))

    return tell


def _wait_for_request() -> bool:
    """Wait for a request and return True; False at the end of the input."""
    return bool(os.read(0, 1))


def _quiet() -> bool:
    """Wait for IDLE seconds, and return whether nothing was requested.

    Where pipes cannot be waited for (Windows), return False at once; the index is built at the next start.
    """
    return os.name != "nt" and not select.select([0], [], [], IDLE)[0]


if __name__ == "__main__":
    sys.exit(main())
