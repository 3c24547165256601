"""The content security policy of the site's pages: one for the page itself and for the host's header.

It allows the site's own files; what a feature needs beside them it declares through `get_sources`. A browser obeys both
policies that it is given, so page and host must say the same: the host's allows all that any page needs, and has the
directives that a page cannot give itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lodestar.base.values import Value

Sources = Mapping[str, tuple[str, ...]]
"""Sources by directive."""
EVERY_PAGE = ""
"""The name of sources that every page needs."""
NONE = "'none'"
PREFETCH = "'sha256-aj0tz4TIWpVm0ilizGk67txWU6LUw40UzKZq8buhwI8='"
"""The rules in theme/templates/components/head/prefetch.html, by their hash."""
OWN: Sources = {
    "default-src": (NONE,),
    "script-src": ("'self'", PREFETCH),
    "style-src": ("'self'",),
    "img-src": ("'self'", "data:"),
    "font-src": ("'self'",),
    "media-src": ("'self'",),
    "connect-src": ("'self'",),
    "frame-src": (NONE,),
    "manifest-src": ("'self'",),
    "worker-src": ("'self'",),
    "form-action": ("'self'",),
    "base-uri": (NONE,),
    "frame-ancestors": (NONE,),
}
"""Nothing but the site's own files."""
FALLBACKS = {
    "script-src-elem": "script-src",
    "script-src-attr": "script-src",
    "style-src-elem": "style-src",
    "style-src-attr": "style-src",
    "frame-src": "child-src",
    "worker-src": "child-src",
}
"""The fallback of each directive (CSP3, 6.8.4), before `default-src`."""
UNBOUND = frozenset({"base-uri", "form-action", "frame-ancestors"})
"""Directives without `default-src` as a fallback."""
HEADER_ONLY = frozenset({"frame-ancestors", "report-to", "report-uri", "sandbox"})
"""Directives without effect in a page's own policy (HTML, 4.2.5.3), or that need another header."""
VALUELESS = frozenset({"upgrade-insecure-requests"})
OTHERS = frozenset({"report-to", "report-uri", "sandbox"})
"""Directives whose values are not sources."""
KNOWN = frozenset({*OWN, *FALLBACKS, "child-src", "object-src", *OTHERS, *VALUELESS})
KEYWORDS = frozenset(
    f"'{word}'"
    for word in (
        "self",
        "unsafe-inline",
        "unsafe-eval",
        "unsafe-hashes",
        "strict-dynamic",
        "wasm-unsafe-eval",
        "report-sample",
    )
)
HASH = re.compile(r"'sha(?:256|384|512)-[A-Za-z0-9+/_-]+={0,2}'")
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
HOST = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+.-]*://)?"
    r"(?P<host>\*|(?:\*\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.?)"
    r"(?::(?:[0-9]+|\*))?"
    r"(?:/[A-Za-z0-9._~!$&()*+=:@%/-]*)?"
)
"""Matches a host-source (CSP3, 2.3.1); in its path, `;` and `,` must be written as `%3B` and `%2C`."""


class Policy(Value):
    """The sources for every page, and those for pages with a feature."""

    every: tuple[tuple[str, tuple[str, ...]], ...] = tuple(OWN.items())
    features: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...] = ()

    def page(self, *features: str) -> str:
        """Return the policy of a page that shows `features`; an undeclared one adds nothing."""
        directives = self.directives(*features)
        return _written((name, sources) for name, sources in directives.items() if name not in HEADER_ONLY)

    def host(self) -> str:
        """Return the policy that a host sends with every page, whatever it shows."""
        return _written(self.directives(*(name for name, _ in self.features)).items())

    def directives(self, *features: str) -> dict[str, tuple[str, ...]]:
        """Return the sources of each directive on a page that shows `features`."""
        merged = dict(self.every)
        for name, sources in self.features:
            if name in features:
                merged = merge_sources(merged, dict(sources))
        for name in ("script-src-elem", "script-src-attr", "style-src-elem", "style-src-attr"):
            if name in merged:  # a directive of its own replaces the fallback, but is meant to extend it
                merged[name] = tuple(dict.fromkeys((*merged.get(FALLBACKS[name], ()), *merged[name])))
        return merged

    def sources(self, directive: str) -> tuple[str, ...] | None:
        """Return what a directive, or its fallback, allows on every page; None where nothing is forbidden."""
        directives = self.directives()
        while directive not in directives:
            if directive in UNBOUND or directive == "default-src":
                return None
            directive = FALLBACKS.get(directive, "default-src")
        return directives[directive]


def merge_sources(base: Sources, further_sources: Sources) -> dict[str, tuple[str, ...]]:
    """Return sources with more added; `'none'` is dropped from a directive with other sources."""
    merged = dict(base)
    for name, sources in further_sources.items():
        old_sources = (source for source in merged.get(name, ()) if source != NONE or not sources)
        merged[name] = tuple(dict.fromkeys((*old_sources, *sources)))
    return merged


def _written(directives: Any) -> str:
    return "; ".join(" ".join((name, *sources)) for name, sources in directives)


def faults(sources: Sources) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with sources in settings: the directive, what is wrong, and what would be right."""
    for directive, values in sources.items():
        if directive not in KNOWN:
            from lodestar.base.problems import did_you_mean

            names = ", ".join(sorted(KNOWN))
            yield directive, "is no directive of a content security policy", did_you_mean(directive, KNOWN, names)
        elif directive in VALUELESS and values:
            yield directive, "takes no values", f'write "{directive}": ()'
        else:
            yield from (
                (directive, *fault_and_cure) for value in values if (fault_and_cure := _fault(directive, value))
            )


def _fault(directive: str, value: str) -> tuple[str, str] | None:
    """Return what is wrong with a source, and what would be right; None for a valid one."""
    if not value or re.search(r"[\s;,]", value):
        cure = "write one source a string, with neither blanks nor ; or , in it (%3B and %2C in a path)"
        return f"has {value!r}, which is not one source", cure
    if directive in OTHERS:
        return None
    if value == NONE:
        return f"has {value!r}", "leave it out: what is not let in is closed"
    if value in KEYWORDS or HASH.fullmatch(value) or SCHEME.fullmatch(value):
        return None
    if f"'{value.strip(_QUOTES)}'" in KEYWORDS:
        word = value.strip(_QUOTES)
        return f"has {value!r}", f"write \"'{word}'\", quotes and all"
    host = HOST.fullmatch(value)
    if host:
        return None
    return f"has {value!r}, which is no source", _nearest(value)


_QUOTES = "'\"‘’“”"


def _nearest(value: str) -> str:
    """Return the source that was probably meant by an invalid one."""
    plain = value.strip(_QUOTES).partition("?")[0].partition("#")[0]
    try:
        scheme, mark, rest = plain.rpartition("://")
        host, slash, path = rest.partition("/")
        plain = scheme + mark + host.encode("idna").decode() + slash + path
    except UnicodeError:
        plain = ""
    return f"write {plain!r}" if HOST.fullmatch(plain) else "write a host, such as 'https://images.example'"
