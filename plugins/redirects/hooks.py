"""Where redirects meet Pelican's and Lodestar's signals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from plugins.problems import in_order
from plugins.redirects.core import Redirect, RedirectPage, file_of, redirects
from plugins.redirects.rules import GONE, read_file
from plugins.redirects.settings import RedirectSettings
from plugins.settings import SettingsError, parse
from plugins.site import Output, Site


def configure(pelican: Any) -> None:
    """At `initialized`: the rules become a setting, so that a change of them makes the site anew."""
    settings = parse(RedirectSettings, "REDIRECTS", pelican.settings.get("REDIRECTS"))
    rules, problems = read_file(Path(settings.file))
    if problems:
        raise SettingsError("\n".join(map(str, in_order(problems))))
    pelican.settings["REDIRECTS"] = settings
    pelican.settings["REDIRECT_RULES"] = tuple(rules)


def all_redirects(site: Site) -> tuple[Redirect, ...]:
    """Every redirect of the site, once."""
    rules, file = site.settings["REDIRECT_RULES"], site.settings["REDIRECTS"].file
    return tuple(dict.fromkeys(redirects(site, rules, file)))


def outputs(site: Site) -> Iterator[Output]:
    """At `get_outputs`: a page for each old address, unless the host redirects by itself."""
    for redirect in all_redirects(site):
        if redirect.old == redirect.new:
            what = f'the alias "{redirect.old}" is the address itself'
            site.refuse(redirect.path, ("aliases",), what, "delete it")
            continue
        address = file_of(redirect.old)
        if pages_wanted(site) and redirect.new != GONE and address.endswith(".html"):
            source = redirect.path if redirect.line else f"{site.shown}/{redirect.path}"
            yield Output(address, "redirect.html", RedirectPage(redirect.new), source)


def pages_wanted(site: Site) -> bool:
    """Whether old addresses must be answered by pages, because the host in the settings has no rules."""
    hosting = site.settings.get("HOSTING")
    return bool(getattr(hosting, "pages", True))
