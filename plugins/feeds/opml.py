"""The list of all feeds as OPML 2.0, which feed readers import."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from lodestar.base.languages import gettext
from lodestar.base.values import Value
from lodestar.engine.site import Site
from plugins.feeds.follow import FollowLine, FollowPage

if TYPE_CHECKING:
    from lodestar.engine.render import Places

OPML = "feeds.opml"
"""Where it stands, below the output folder."""


class Subscriptions(Value):
    """All that the list is made from; addresses are whole."""

    title: str
    groups: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]
    """A heading, empty for the site itself, and the label, feed and page of each line."""


def subscriptions(site: Site, page: FollowPage) -> Subscriptions:
    """Return every feed on the page of feeds, each once, in the format that the site names first."""
    name = site.settings["SITENAME"]
    site_line = tuple(FollowLine(name, "/", feed.url) for feed in page.feeds[:1])
    groups = (
        ("", site_line),
        (gettext("Categories"), page.categories),
        (gettext("Subjects"), page.tags),
        (gettext("Authors"), page.authors),
        (gettext("Courses"), page.courses),
    )
    outlines = tuple(
        (heading, tuple((line.label, site.url + line.feed, site.url + line.url) for line in lines))
        for heading, lines in groups
        if lines
    )
    return Subscriptions(name, outlines)


def opml(value: Subscriptions, places: Places) -> bytes:
    """Return the bytes of the list; called when it is rendered."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = value.title
    body = SubElement(root, "body")
    for heading, lines in value.groups:
        parent = SubElement(body, "outline", text=heading) if heading else body
        for label, feed, page in lines:
            SubElement(parent, "outline", type="rss", text=label, title=label, xmlUrl=feed, htmlUrl=page)
    indent(root, "")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode").encode() + b"\n"
