"""The receivers of Lodestar's signals for rules of hosts."""

from __future__ import annotations

from collections.abc import Iterator

from lodestar.engine.site import Output, Site
from plugins.hosting import files, nginx
from plugins.hosting.core import Hosting, hosting
from plugins.hosting.settings import HostingSettings
from plugins.redirects.hooks import all_patterns, all_redirects


def outputs(site: Site) -> Iterator[Output]:
    """At `get_outputs`: the files that the host in the settings reads."""
    options: HostingSettings = site.settings["HOSTING"]
    rules = hosting(site.settings, options, site.policy, all_redirects(site), all_patterns(site))
    for address, text in host_files(rules, options.host):
        yield Output(address, "text", text, f"the rules for {options.host}")


def host_files(rules: Hosting, host: str) -> Iterator[tuple[str, str]]:
    """Yield path and text of each file for a host."""
    if host in ("netlify", "cloudflare"):
        yield "_redirects", files.redirects(rules, host)
        yield "_headers", files.headers(rules)
    elif host == "nginx":
        yield nginx.MAPS, nginx.maps(rules)
        yield nginx.SERVER, nginx.server(rules)
    elif host == "apache":
        yield ".htaccess", files.htaccess(rules)
    elif host == "s3":
        yield ".s3-routing.json", files.routing(rules)
