"""Warns of files that the site's own content policy blocks: one warning for each host, with its cure.

It does not stop the build: a ten-year-old blog has pictures on hosts that are long gone, and a blocked picture is no
worse than a broken one. `check FILE` and the desk name each place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

from lodestar.base.csp import address, allows, allows_inline, allows_script
from lodestar.base.policy import Policy
from lodestar.base.problems import Problem
from lodestar.base.values import Load, Source, documents_in
from lodestar.engine.site import Site

PLACES = 3
"""The most places that a message names after the first, and the most hashes that it proposes."""
FILES = frozenset({"img-src", "media-src", "font-src", "style-src-elem", "script-src-elem"})
"""Directives for files that could be put below content/."""
WIDER = {"script-src-elem": "script-src", "style-src-elem": "style-src"}
"""The directive to propose instead of another."""


class Blocked(NamedTuple):
    """Something that browsers will block."""

    load: Load
    source: str
    """The source that would allow it; empty for inline styles and scripts."""

    @property
    def name(self) -> str:
        """Return what it is and where it comes from, for messages."""
        noun = f"{'an' if self.load.noun[0] in 'aeiou' else 'a'} {self.load.noun}"
        return f"{noun} of {self.origin}" if self.source else noun

    @property
    def origin(self) -> str:
        """Return where it comes from, for messages."""
        return "this site" if self.source == "'self'" else self.source

    @property
    def allowed_by(self) -> tuple[str, tuple[str, ...]] | None:
        """Return the directive and the sources that would allow it; None where a source is not enough."""
        directive = WIDER.get(self.load.directive, self.load.directive)
        if self.load.noun == "script link" or self.source == "'self'":  # the site's own frames need more than a source
            return None
        if self.source:
            return directive, (self.source,)
        if directive == "style-src-attr":
            return directive, ("'unsafe-inline'",)
        hashes = ("'unsafe-hashes'",) if directive == "script-src-attr" else ()
        return directive, (*hashes, self.load.hash)


def blocked_by(policy: Policy, load: Load, url: str) -> Blocked | None:
    """Return `load` as blocked by the policy of the pages of the site at `url`; None where the policy allows it."""
    sources, page = policy.sources(load.directive), address(url, url)
    if sources is None or page is None:
        return None
    if not load.url:
        attribute = load.directive.endswith("-attr") or load.noun == "script link"
        return None if allows_inline(sources, load.hash, attribute) else Blocked(load, "")
    target = address(load.url, url)
    check = allows_script if load.directive == "script-src-elem" else allows
    if target is None or check(sources, target, page):
        return None
    return Blocked(load, "'self'" if target[:3] == page[:3] else target.origin)


def blocked(site: Site) -> list[Problem]:
    """Return a warning for each host from which published texts load something that the policy blocks."""
    results: dict[str, list[tuple[str, Blocked]]] = defaultdict(list)
    for value in _visible_content(site):
        for load in dict.fromkeys(load for document in documents_in(value) for load in document.loads):
            if item := blocked_by(site.policy, load, site.url):
                results[item.source or item.load.noun].append((value.path, item))
    return [_problem(site, places) for _, places in sorted(results.items())]


def cure(blocked: Iterable[Blocked]) -> str:
    """Return the cure for several blocked things of one host."""
    blocked = tuple(blocked)
    sources: dict[str, dict[str, None]] = {}
    for item in blocked:
        if item.allowed_by:
            sources.setdefault(item.allowed_by[0], {}).update(dict.fromkeys(item.allowed_by[1]))
    first = "take it out"
    if blocked[0].source:
        first = "put the file below content/" if blocked[0].load.directive in FILES else "link to it instead"
    if not sources or any(len(source) > PLACES for source in sources.values()):
        return first
    directives = ", ".join(f'"{name}": ({_listed(hosts)})' for name, hosts in sources.items())
    return f'{first}, or let it in: HOSTING = {{"sources": {{{directives}}}}}'


def _listed(sources: Iterable[str]) -> str:
    """Return the items of a tuple in Python's syntax, without its parentheses."""
    quoted = [f'"{source}"' for source in sources]
    return ", ".join(quoted) if len(quoted) > 1 else f"{quoted[0]},"


def _problem(site: Site, places: list[tuple[str, Blocked]]) -> Problem:
    counts = Counter(item.load.noun for _, item in places)
    things = " and ".join(f"{count:,} {noun}{'s' * (count > 1)}" for noun, count in sorted(counts.items()))
    origin = f" of {places[0][1].origin}" if places[0][1].source else ""
    examples = places[: PLACES + 1]
    lines = list(dict.fromkeys((f"{site.shown}/{path}", _line(site, path, item.load)) for path, item in examples))
    others = ", ".join(f"{path}:{line}" for path, line in lines[1:])
    more = f" and {len(places) - len(examples):,} more" if len(places) > len(examples) else ""
    fault = f"the site's content policy keeps {things}{origin} from readers" + (
        f" (also {others}{more})" if others else ""
    )
    return Problem(*lines[0], fault, cure(item for _, item in places), fatal=False)


def _line(site: Site, path: str, load: Load) -> int:
    """Return the line of a load in its file, where raw HTML may have `&` as an entity."""
    line = site.line_of(path, text=load.written)
    return line if line > 1 else site.line_of(path, text=escape(load.written, quote=False))


def _visible_content(site: Site) -> Iterator[Source]:
    """Return the content that readers see: with an address, or of a kind that has none, such as calls."""
    return (value for value in site.sources() if value.path in site.urls or not hasattr(value, "status"))
