"""Jinja's environment, for thousands of pages from the same few templates.

Three things that Jinja does anew for each page are done once here, because here they cannot differ: all templates have
the same globals, components are imported without context, and no function that templates call wants the context. It
leans on what Jinja keeps to itself (`_get_default_module`, `_from_namespace`); `tests/plugins/test_templates.py`
renders the whole site with Jinja as it is, too, and compares.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from types import MethodType
from typing import Any

import markupsafe
from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, Template, pass_context
from jinja2.runtime import Context, Macro
from markupsafe import Markup
from markupsafe import escape as marked

from plugins.dates import long_date, month

_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner")  # noqa: B009 - private, by name


def escape(value: Any) -> str:
    """What a template shows, with what HTML reserves escaped; a plain string, for it is only joined to others."""
    kind = type(value)
    if kind is str:
        return _escaped(value)
    return value if kind is Markup else marked(value)


def _takes_just(macro: Any, count: int) -> bool:
    """Whether a macro has that many arguments, and none beside them (`caller`, `kwargs`, `varargs`)."""
    return macro._argument_count == count and not (macro.caller or macro.catch_kwargs or macro.catch_varargs)


class QuickContext(Context):
    """A context that calls macros and methods as they are; nothing has to be handed to them."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """The answer of what a template calls."""
        kind = type(called)
        if kind is Macro or kind is MethodType:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            if kind is Macro and not kwargs and _takes_just(called, len(args)):
                return Markup(called._func(*args))  # with every argument in its place, nothing is left to sort out
            return called(*args, **kwargs)
        return super().call(called, *args, **kwargs)


class QuickTemplate(Template):
    """A template whose macros are made once."""

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        return self._module or super()._get_default_module()

    @classmethod
    def _from_namespace(
        cls, environment: Environment, namespace: MutableMapping[str, Any], globals: MutableMapping[str, Any]
    ) -> Template:
        namespace["escape"] = escape
        return super()._from_namespace(environment, namespace, globals)


class Templates(Environment):
    """Jinja's environment, where all templates share its globals."""

    context_class = QuickContext
    template_class = QuickTemplate

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._loaded: dict[Any, Template] = {}

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template: the environment's own, not a chain of them that is taken apart for each page."""
        return {**self.globals, **d} if d else self.globals

    def get_template(
        self, name: str | Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """A template by its name, read once."""
        found = self._loaded.get(name)
        if found is None:
            found = self._loaded[name] = super().get_template(name, parent, globals)
        return found


def environment(theme: Path, cache: Path | None) -> Environment:
    """The template environment of the theme in the folder `theme`, with compiled templates kept in `cache`."""
    if cache:
        cache.mkdir(parents=True, exist_ok=True)
    made = Templates(
        loader=FileSystemLoader(theme / "templates"),
        bytecode_cache=FileSystemBytecodeCache(str(cache)) if cache else None,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        undefined=StrictUndefined,
    )
    made.filters.update(
        long_date=long_date, month=month, rfc822=rfc822, year=lambda date: date[:4], absolute=absolute, cdata=cdata
    )
    return made


def rfc822(date: str) -> str:
    """A date as RSS 2.0 wants it (RFC 822 with a year of four digits)."""
    return format_datetime(datetime.fromisoformat(date))


@pass_context
def absolute(context: Context, url: str) -> str:
    """An address of this site with the site's own before it; others as they are."""
    return f"{context['site'].url}{url}" if url.startswith("/") else url


def cdata(text: str) -> Markup:
    """Text as a CDATA section of XML."""
    return Markup("<![CDATA[{}]]>").format(Markup(str(text).replace("]]>", "]]]]><![CDATA[>")))
