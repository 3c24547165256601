"""Connects the build to Pelican: a generator that reads and plans, a Writer that plans, a last step that commits."""

from __future__ import annotations

import inspect
import logging
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from pelican.generators import ArticlesGenerator, Generator, PagesGenerator
from pelican.plugins import signals
from pelican.writers import Writer

from lodestar.base.front_matter.defaults import defaults
from lodestar.base.settings import SettingsError, parse
from lodestar.base.site_file import keep_site
from lodestar.engine.pelican.jinja import own_jinja
from lodestar.engine.pelican.named import Named
from lodestar.engine.pelican.names import foreign, short
from lodestar.engine.pelican.outputs import Watched
from lodestar.engine.pelican.plugins import check_plugins, listeners
from lodestar.engine.pelican.settings import check
from lodestar.engine.run import Run
from lodestar.engine.settings import BuildSettings
from lodestar.engine.signals import get_outputs
from lodestar.engine.static import declared

logger = logging.getLogger(__name__)
OURS: dict[str, list[str]] = {
    "ARTICLE_PATHS": [],
    "PAGE_PATHS": [],
    "STATIC_PATHS": [],
    "THEME_STATIC_PATHS": [],
    "DIRECT_TEMPLATES": [],
}
"""Settings with which Pelican's own generators find nothing to read."""


COUNTED: dict[type, dict[str, str]] = {
    ArticlesGenerator: {"articles": "articles", "drafts": "drafts", "hidden_articles": "hidden"},
    PagesGenerator: {"pages": "pages", "hidden_pages": "hidden pages", "draft_pages": "draft pages"},
}
"""The counts in Pelican's last message: the attribute it reads, and the name of our own count."""
FEEDS = re.compile(r"(.+_)?FEED_(.+_)?(RSS|ATOM|JSON)").fullmatch
"""Settings with addresses of feeds; without the plugin that makes feeds, no page may link to one."""


def begin(pelican: Any) -> None:
    """At `initialized`: check the settings, and take over from Pelican's own generators."""
    settings = pelican.settings
    settings["BUILD"] = parse(BuildSettings, "BUILD", settings.get("BUILD"))
    named = Named(settings)
    check(settings, named)
    settings["DECLARED"] = declared(settings)
    settings["DEFAULTS"] = defaults(settings, named.names)
    settings.update(OURS)
    if "plugins.feeds" not in settings["PLUGINS"]:
        settings.update(dict.fromkeys(filter(FEEDS, settings), ""))
    pelican.delete_outputdir = False
    settings["BUILD_RUN"] = Run(settings, settings["BUILD"], settings.get("PROGRESS"))


def generator(pelican: Any) -> type[Generator]:
    """Return our generator, at `get_generators`."""
    return ContentGenerator


def writer(pelican: Any) -> type[Writer]:
    """Return our Writer, at `get_writer`."""
    return PlanningWriter


def count(generators: list[Any]) -> None:
    """At `all_generators_finalized`: remember the generators that Pelican's last message counts."""
    counted = [generator for generator in generators if type(generator) in COUNTED]
    generators[0].settings["BUILD_RUN"].host.counting = counted
    for generator in counted:
        generator.get_template = partial(LaterTemplate, generator)


def finish(pelican: Any) -> None:
    """At `finalized`: relate, plan, render and commit; and let Pelican count what it did not read itself."""
    run: Run = pelican.settings["BUILD_RUN"]
    _take_step(run, run.finish)
    keep_site(Path(run.settings["PATH"]), Path(run.settings["CACHE_PATH"]))
    if not run.host.stopped and _names_of_late_plugins(run):
        run.host.watched = Watched(run)
    for item in run.host.counting:
        for name, key in COUNTED[type(item)].items():
            setattr(item, name, range(run.result.counts.get(key, 0)))


def settle(pelican: Any) -> None:
    """At `finalized`, after all others: check what other plugins did to the committed files."""
    run: Run = pelican.settings["BUILD_RUN"]
    if watched := run.host.watched:
        _take_step(run, lambda: watched.settle(_names_of_late_plugins(run)))


def _names_of_late_plugins(run: Run) -> str:
    """Return the names of the plugins that run after the commit."""
    names = (short(name) for name, signals in listeners(run.settings).items() if "finalized" in signals)
    return ", ".join(sorted(names))


def _take_step(run: Run, step: Callable[[], object]) -> None:
    """Run a step of a build. If it stops, the process ends, unless Pelican waits for the next change."""
    if run.host.stopped:
        return
    try:
        step()
    except SystemExit as stop:
        if not _reloads():
            raise
        run.host.stopped = True
        if isinstance(stop.code, str):
            logger.error("%s", stop.code)


def _reloads() -> bool:
    """Return whether this is `pelican --autoreload`, which only its call stack shows."""
    from pelican import autoreload

    frame = inspect.currentframe()
    while frame and frame.f_code is not autoreload.__code__:
        frame = frame.f_back
    return frame is not None


class LaterTemplate:
    """A template of Pelican's own generators, which load four on each run and render none.

    It is loaded on first use: compiling the four took a tenth of a build with nothing to do.
    """

    def __init__(self, generator: Generator, name: str) -> None:
        self._generator, self._name = generator, name

    def __getattr__(self, attribute: str) -> Any:
        load: Any = type(self._generator).get_template
        return getattr(load(self._generator, self._name), attribute)


class ContentGenerator(Generator):
    """Reads the content when Pelican runs its generators."""

    def generate_context(self) -> None:
        """Step 1."""
        settings = self.settings
        run: Run = settings["BUILD_RUN"]
        if run.result.seconds or run.host.stopped:  # `pelican --autoreload` runs again and again
            run = settings["BUILD_RUN"] = Run(settings, settings["BUILD"], settings.get("PROGRESS"))
        run.jinja = own_jinja(self.env)
        if foreign(settings["PLUGINS"]):
            signals.finalized.disconnect(settle)
            signals.finalized.connect(settle)  # after all other receivers
        _take_step(run, self._read)

    def _read(self) -> None:
        run: Run = self.settings["BUILD_RUN"]
        if not get_outputs.receivers:
            fault = "PLUGINS names no plugin that makes pages"
            raise SettingsError(f'pelicanconf.py: {fault}; add "plugins.articles" and "plugins.pages"')
        if foreign(self.settings["PLUGINS"]):
            check_plugins(self.settings, Named(self.settings))
        run.begin()
        run.read()


class PlanningWriter(Writer):
    """Adds what Pelican and other plugins write to the plan, beside our own outputs."""

    def write_file(
        self, name: str, template: Any, context: dict[str, Any], relative_urls: bool = False, *_: Any, **variables: Any
    ) -> None:
        """Plan a page that another plugin renders through Pelican."""
        if not name:
            return
        text = template.render({**context, "output_file": name, "localsiteurl": self.settings["SITEURL"], **variables})
        from lodestar.engine.site import Output

        self.settings["BUILD_RUN"].extra.append(Output(name, "text", text, f"the template {template.name}"))

    def write_feed(self, elements: list[Any], *_: Any, **__: Any) -> None:
        """Do nothing: feeds are ours, and Pelican's own generator, which has read nothing, would write empty ones."""
