"""Where comments meet Pelican's and Lodestar's signals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from plugins.comments.core import CommentsFile, Discussion, threads, way_to_leave
from plugins.comments.settings import CommentSettings
from plugins.problems import did_you_mean
from plugins.settings import parse
from plugins.site import Kind, Published, Site


def configure(pelican: Any) -> None:
    """At `initialized`."""
    pelican.settings["COMMENTS"] = parse(CommentSettings, "COMMENTS", pelican.settings.get("COMMENTS"))
    helpers = pelican.settings.get("HELPERS", {})
    pelican.settings["HELPERS"] = {**helpers, "letter": "plugins.comments.core:letter"}


def kinds(settings: Any) -> tuple[Kind, ...]:
    """At `get_kinds`."""
    return (Kind("comments", "comments", CommentsFile, "plugins.comments.reading:comments", ending=".yaml"),)


def parts(site: Site) -> dict[str, Callable[[Published], Any]]:
    """At `get_parts`: how many comments a post has, for the link in archives; nothing for none."""
    check(site)
    counts = {file.slug: len(file.comments) for file in site.content["comments"]}
    return {"comments": lambda each: counts.get(each.article.slug) or None}


def page_parts(site: Site) -> dict[str, Callable[[Published], Any]]:
    """At `get_page_parts`: the comments and the way to leave one; nothing where there is neither."""
    settings: CommentSettings = site.settings["COMMENTS"]
    files: dict[str, CommentsFile] = {file.slug: file for file in site.content["comments"]}
    base, name = site.settings["SITEURL"].rstrip("/"), site.settings["AUTHOR"] or site.settings["SITENAME"]

    def discussion(each: Published) -> Discussion | None:
        article = each.article
        left = files[article.slug].comments if article.slug in files else ()
        to = ", ".join(author.label for author in each.authors) or name
        leave = way_to_leave(settings, article.title, base + each.url, to) if article.comments else None
        return Discussion(threads(left), len(left), leave) if left or leave else None

    return {"comments": discussion}


def check(site: Site) -> None:
    """Refuse comments on a post that does not exist, and on two posts at once."""
    slugs = Counter(article.slug for article in site.content.get("posts", ()))
    for file in site.content["comments"]:
        if file.slug not in slugs:
            cure = did_you_mean(file.slug, slugs, "name the file as its post")
            site.refuse(file.path, (), f'no post has the slug "{file.slug}"', cure)
        elif slugs[file.slug] > 1:
            site.refuse(file.path, (), f'several posts have the slug "{file.slug}"', "give all but one another slug")
