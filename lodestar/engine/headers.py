"""What can be wrong with a header once all of the content is known."""

from __future__ import annotations

from collections import defaultdict

from lodestar.base.problems import did_you_mean, unread
from lodestar.engine.markup import warn_of_unclosed
from lodestar.engine.site import Site


def check_texts(site: Site) -> None:
    """Name what is wrong with headers and raw HTML, whatever links and terms lead to."""
    check_pictures(site)
    say_unread(site)
    warn_of_unclosed(site)


def check_pictures(site: Site) -> None:
    """Refuse pictures that headers name and that do not exist."""
    static = {file.path for file in site.static}
    for values in site.content.values():
        for value in values:
            for key in value.pictures:
                path = value.said(key)
                if path not in static and path not in site.withheld:
                    cure = did_you_mean(path, static, f"put it at {site.shown}/{path}")
                    site.refuse(value.path, (key,), f'the picture "{path}" does not exist', cure)


def say_unread(site: Site) -> None:
    """Warn of header keys that nothing reads because their plugin is left out, once for each key."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for values in site.content.values():
        for value in values:
            for pair in value.unread.items():
                found[pair].append(value.path)
    for (key, plugin), paths in found.items():
        site.refuse(paths[0], (key,), *unread(key, plugin, len(paths) - 1), fatal=False)
