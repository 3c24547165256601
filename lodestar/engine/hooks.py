"""Where the build meets Pelican: a generator that reads and plans, a Writer that plans, a last step that commits."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pelican.generators import Generator
from pelican.writers import Writer

from lodestar.base.settings import parse
from lodestar.base.site_file import keep_site
from lodestar.engine.run import Run
from lodestar.engine.settings import BuildSettings
from lodestar.engine.site import Output
from lodestar.engine.static import declared

OURS: dict[str, list[str]] = {
    "ARTICLE_PATHS": [],
    "PAGE_PATHS": [],
    "STATIC_PATHS": [],
    "THEME_STATIC_PATHS": [],
    "DIRECT_TEMPLATES": [],
}
"""What Pelican's own generators are told, so that they leave the content to us."""


FEEDS = re.compile(r"(.+_)?FEED_(.+_)?(RSS|ATOM|JSON)").fullmatch
"""Settings that say where feeds are; without the plugin that makes feeds, nothing may announce one."""


def begin(pelican: Any) -> None:
    """At `initialized`: check the settings, and take over from Pelican's own generators."""
    settings = pelican.settings
    settings["BUILD"] = parse(BuildSettings, "BUILD", settings.get("BUILD"))
    settings["DECLARED"] = declared(settings)
    settings.update(OURS)
    if "plugins.feeds" not in settings["PLUGINS"]:
        settings.update(dict.fromkeys(filter(FEEDS, settings), ""))
    pelican.delete_outputdir = False
    settings["BUILD_RUN"] = Run(settings, settings["BUILD"], settings.get("PROGRESS"))


def generator(pelican: Any) -> type[Generator]:
    """At `get_generators`."""
    return ContentGenerator


def writer(pelican: Any) -> type[Writer]:
    """At `get_writer`."""
    return PlanningWriter


def finish(pelican: Any) -> None:
    """At `finalized`: relate, plan, render and commit; and let Pelican count what it did not read itself."""
    settings = pelican.settings
    settings["BUILD_RUN"].finish()
    keep_site(Path(settings["PATH"]), Path(settings["CACHE_PATH"]))


class ContentGenerator(Generator):
    """Reads the content in Pelican's own time."""

    def generate_context(self) -> None:
        """Step 1."""
        run = self.settings["BUILD_RUN"]
        run.begin()
        run.read()


class PlanningWriter(Writer):
    """Puts what Pelican and other plugins write into the plan, beside our own outputs."""

    def write_file(
        self, name: str, template: Any, context: dict[str, Any], relative_urls: bool = False, *_: Any, **more: Any
    ) -> None:
        """Plan a page that another plugin renders with Pelican's own means."""
        if not name:
            return
        text = template.render({**context, "output_file": name, "localsiteurl": self.settings["SITEURL"], **more})
        self.settings["BUILD_RUN"].extra.append(Output(name, "text", text, f"the template {template.name}"))

    def write_feed(self, elements: list[Any], *_: Any, **__: Any) -> None:
        """Feeds are ours; Pelican's own generator, which has read nothing, asks for empty ones."""
