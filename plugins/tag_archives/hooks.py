"""The receivers of Lodestar's signals for archives."""

from __future__ import annotations

from collections.abc import Iterator

from lodestar.engine.signals import answers, get_archive_parts
from lodestar.engine.site import Output, Site
from plugins.tag_archives.core import archives
from plugins.tag_archives.indexes import indexes
from plugins.tag_archives.pages import Pages


def outputs(site: Site) -> Iterator[Output]:
    """At `get_outputs`: every page of every archive, and the indexes."""
    settings = site.settings["ARCHIVES"]
    makers = {name: make for answer in answers(get_archive_parts, site) for name, make in answer.items()}
    pages = Pages(site, settings, makers)
    for archive in archives(site, settings):
        yield from pages.of(archive)
    pages.keep_guides()
    yield from indexes(site)
