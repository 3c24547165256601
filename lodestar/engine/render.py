"""Step 4, render: make an output's bytes from its template, its value and the site's facts, and nothing else."""

from __future__ import annotations

import importlib
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from jinja2 import TemplateError, TemplateSyntaxError
from markupsafe import Markup

from lodestar.base.below import put_html_below
from lodestar.base.fingerprints import Keyed
from lodestar.base.html import show
from lodestar.base.languages import ENGLISH, Language, Languages, using
from lodestar.base.problems import TemplateFault
from lodestar.base.values import Body
from lodestar.engine.closures import is_template
from lodestar.engine.commit import Staging
from lodestar.engine.facts import Facts
from lodestar.engine.kept import KeptTexts
from lodestar.engine.plan import is_folder
from lodestar.engine.site import Output
from lodestar.engine.static import File
from lodestar.engine.store import Bodies, BodyLost
from lodestar.engine.templates import compiled_folder, environment
from lodestar.engine.theme import SLOTS, Theme

TEMPLATES = ("theme/templates/", "plugins/", SLOTS)
"""Prefixes of the places of templates, as returned by `Theme.find`, except overrides; code has a full path."""


class HtmlByKey(Protocol):
    """A mapping of keys to the HTML of bodies."""

    def __getitem__(self, key: str) -> str: ...


class Places(NamedTuple):
    """The folders that a function which makes outputs may read; an output's value holds the hash of all that is read there."""

    root: Path
    """The content folder."""
    theme: Path
    cache: Path | None
    """`CACHE_PATH`, where each such function keeps files in a folder of its own, named by a hash of their content."""
    bodies: HtmlByKey
    """The HTML of documents, by their keys."""


class Renderer:
    """Renders outputs in one language; each process has one per language."""

    def __init__(
        self,
        theme: Theme,
        root: Path,
        facts: Facts,
        bodies: HtmlByKey,
        cache: Path | None,
        language: Language = ENGLISH,
        kept_texts: KeptTexts | None = None,
    ) -> None:
        self._language = language
        self._root, self._theme, self._facts, self._bodies = root, theme.folder, facts, bodies
        self._base = facts.base
        self._kept_texts = kept_texts
        self._is_page = True
        """Whether a page is being rendered, whose addresses are put below the site's path at the end."""
        self._results: dict[tuple[Any, ...], str] = {}
        """The results of `once()`, of the outputs of one template: those of another share hardly any, and there are many."""
        self._template = ""
        self.environment = environment(theme, compiled_folder(cache))
        self.environment.globals.update(site=facts, show=self._show, once=self._once, kept=self._keep)
        self.environment.globals.update({name: import_name(place) for name, place in facts.helpers})
        self.environment.globals.update({name: dict(values) for name, values in facts.given})
        self._places = Places(root, theme.folder, cache, bodies)
        self._makers: dict[str, Callable[[Any, Places], Any]] = {}

    def load(self, templates: Iterable[str]) -> None:
        """Load the language's words and the templates early, so that forked processes have them. Raises TemplateFault."""
        _ = self._language.words
        for name in templates:
            try:
                self.environment.get_template(name)
            except TemplateError as error:
                raise fault_in(error) from None

    def render(self, output: Output) -> Mapping[str, bytes]:
        """Return the bytes of each file of an output, by its address."""
        if output.template == "copy":
            return {output.address: self._copy(output.value)}
        if output.template == "text":
            return {output.address: str(output.value).encode()}
        with using(self._language):
            return self._render(output)

    def _render(self, output: Output) -> Mapping[str, bytes]:
        if ":" in output.template:
            return self._make(output)
        self._is_page = output.address.endswith(".html")
        if self._template != output.template:
            self._template, self._results = output.template, {}
        text = self.environment.get_template(output.template).render(page=output.value)
        return {output.address: (put_html_below(self._base, text) if self._is_page else text).encode()}

    def _make(self, output: Output) -> Mapping[str, bytes]:
        if output.template not in self._makers:
            self._makers[output.template] = import_name(output.template)
        result = self._makers[output.template](output.value, self._places)
        if is_folder(output.address):
            return {f"{output.address}{path}": data for path, data in result.items()}
        return {output.address: result}

    def _copy(self, file: File) -> bytes:
        folder = self._theme if file.path.startswith("static/") else self._root
        return (folder / file.path).read_bytes()

    def _show(self, body: Body | None, **options: Any) -> Markup:
        """In templates, `show(body)` is the HTML of a body; see `lodestar.base.html.show` for the options."""
        if body is None or not body.key:
            return Markup("")
        html = show(self._bodies[body.key], body, **options)
        return Markup(html if self._is_page else put_html_below(self._base, html))  # in a feed, or encrypted

    def _keep(self, macro: Callable[[Any], str], entry: Keyed) -> str:
        """In templates, `kept(macro, entry)` is `macro(entry)`, kept in the store with the entry's body, for other outputs
        of this build and the next ones. For each body the text of only one macro is kept.
        """
        if self._kept_texts is None or not entry.body.key:
            return self._once(macro, entry)
        code = getattr(macro, "_func", macro).__code__  # Jinja's own macros hold their function
        place = f"{code.co_filename}:{code.co_firstlineno}"
        ingredients = f"{self._language.code} {self._is_page} {place} {entry.key}"
        text = self._kept_texts.find(entry.body.key, ingredients)
        if text is None:
            text = str(macro(entry))
            self._kept_texts.add(entry.body.key, ingredients, text)
        return Markup(text)

    def _once(self, macro: Callable[..., str], *arguments: Any) -> str:
        """In templates, `once(macro, ...)` is `macro(...)`, rendered once for all outputs that show equal values.

        Python's equality decides, to which `1` and `true` are one: an argument is always of one type.
        """
        key = (self._is_page, macro, *arguments)
        result = self._results.get(key)
        if result is None:
            result = self._results[key] = macro(*arguments)
        return result


def import_name(place: str) -> Any:
    """Return the function or value that `module:name` names."""
    module, _, name = place.partition(":")
    return getattr(importlib.import_module(module), name)


def place_of(error: Exception) -> str:
    """Return the template and line at which an error arose, as `theme/templates/x.html:3`."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}:{error.lineno}"
    place, trace = "theme/templates", error.__traceback__
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith(TEMPLATES) or "__jinja_exception__" in trace.tb_frame.f_globals:
            place = f"{name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def fault_in(error: TemplateError) -> TemplateFault:
    """Return the error that says where a template is faulty, whatever output needs it."""
    return TemplateFault(f"{place_of(error)}: {str(error).rstrip('.')}; docs/themes.md says what a template may hold")


def setup(
    theme: Theme,
    root: Path,
    facts: Facts,
    bodies: Bodies,
    cache: Path,
    staging: Staging,
    templates: tuple[str, ...],
    languages: Languages,
    kept_texts: KeptTexts,
) -> Callable[[Output], tuple[str, tuple[str, ...]]]:
    """Return the function with which a worker renders an output into the staging folder.

    It returns the output's address and those of its files. Raises TemplateFault, BodyLost and sqlite3.Error.
    """
    renderers = {"": Renderer(theme, root, facts, bodies, cache, languages[""], kept_texts)}
    renderers[""].load(templates)

    def render_one(output: Output) -> tuple[str, tuple[str, ...]]:
        code = output.language
        if code not in renderers:
            facts_in_language, language = facts.in_language(languages[code]), languages[code]
            renderers[code] = Renderer(theme, root, facts_in_language, bodies, cache, language, kept_texts)
        try:
            result = renderers[code].render(output)
        except (BodyLost, sqlite3.Error):  # which no template is to blame for
            raise
        except TemplateError as error:
            raise TemplateFault(f"{place_of(error)}: {error}; seen while making {output.address}") from None
        except Exception as error:
            if not is_template(output.template):
                raise
            fault = f"{type(error).__name__}: {error}"
            raise TemplateFault(f"{place_of(error)}: {fault}; seen while making {output.address}") from None
        for address, data in result.items():
            staging.write(address, data)
        kept_texts.store()
        return output.address, tuple(result)

    return render_one
