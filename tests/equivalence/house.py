"""A plugin as others write them: it adds a file, and a folder of files that are named by what is in them; its Markdown
extension adds a word to each text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

from lodestar.base.languages import gettext
from lodestar.engine.render import Places
from lodestar.engine.signals import get_outputs
from lodestar.engine.site import Output, Site

RELEASE = 0


class Last(Postprocessor):
    """Says at the end of each text which release this is, and a word in the site's language."""

    def run(self, text: str) -> str:
        return f"{text}\n<p>release {RELEASE}: {gettext('Skip to content')}</p>"


class Closing(Extension):
    """Adds Last."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.postprocessors.register(Last(md), "house", 1)


def outputs(site: Site) -> Iterator[Output]:
    """At `get_outputs`."""
    yield Output("house.txt", "text", f"release {RELEASE} of {len(site.articles)} posts", "the house")
    keys = tuple(article.article.body.key for article in site.articles)
    if keys:
        yield Output("house/rooms/", "house:rooms", keys, "the house")


def rooms(keys: tuple[str, ...], places: Places) -> dict[str, bytes]:
    """Return a file for each text."""
    texts = [places.bodies[key].encode() for key in keys]
    return {f"{hashlib.sha256(text).hexdigest()[:2]}/{len(text)}.txt": text for text in texts}


def register() -> None:
    """Connect."""
    get_outputs.connect(outputs)
