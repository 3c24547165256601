"""The receivers of Lodestar's signals for tables of contents and reading times."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lodestar.engine.site import Published, Site
from plugins.contents.core import Contents, minutes
from plugins.contents.settings import ContentsSettings


def parts(site: Site) -> dict[str, Callable[[Published], Any]]:
    """At `get_parts`: the minutes a post takes to read."""
    pace = site.settings["CONTENTS"].words_per_minute
    return {"reading_time": lambda post: minutes(post.article.body.words, pace) or None}


def page_parts(site: Site) -> dict[str, Callable[[Published], Any]]:
    """At `get_page_parts`: the table of contents of a long post."""
    settings: ContentsSettings = site.settings["CONTENTS"]

    def table(post: Published) -> Contents | None:
        body = post.article.body
        if body.words < settings.long or len(body.headings) < settings.headings:
            return None
        return Contents(body.headings)

    return {"contents": table}
