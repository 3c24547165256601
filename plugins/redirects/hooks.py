"""Where redirects meet Lodestar's signals."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.redirects.core import RedirectPage, file_of, redirects
from plugins.site import Output, Site


def outputs(site: Site) -> Iterator[Output]:
    """At `get_outputs`: a page for each old address, for hosts that cannot redirect themselves."""
    for redirect in redirects(site):
        source = f"{site.shown}/{redirect.path}"
        if redirect.old == redirect.new:
            what = f'the alias "{redirect.old}" is the address itself'
            site.refuse(redirect.path, ("aliases",), what, "delete it")
            continue
        yield Output(file_of(redirect.old), "redirect.html", RedirectPage(redirect.new), source)
