"""The Jinja environment of templates: its loader, its extensions and its filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FunctionLoader,
    StrictUndefined,
    nodes,
    pass_context,
)
from jinja2.runtime import Context
from markupsafe import Markup

from lodestar.base.below import put_below
from lodestar.base.fingerprints import fingerprint
from lodestar.base.languages import (
    gettext,
    list_separator,
    listed,
    long_date,
    month,
    ngettext,
    number,
    pgettext,
    plural_forms,
)
from lodestar.engine import quick
from lodestar.engine.identity import version
from lodestar.engine.lang_attributes import lang_back, lang_of
from lodestar.engine.quick import Templates
from lodestar.engine.theme import Theme

TRANSLATION = "jinja2.ext.InternationalizationExtension"
"""The extension for `{% trans %}`."""


@cache
def compiler_digest() -> str:
    """Return a hash of what a compiled template depends on beside its text: Jinja runs filters on constants as it compiles."""
    files = (__file__, quick.__file__)
    return fingerprint([version("jinja2"), *(Path(file).read_bytes() for file in files)])


class CompiledTemplates(FileSystemBytecodeCache):
    """A cache of compiled templates, valid as long as the code that compiles them is the same."""

    def __init__(self, folder: str, filters_digest: str) -> None:
        super().__init__(folder)
        self.filters_digest = filters_digest
        """A hash of the filters that are not ours."""

    def get_source_checksum(self, source: str) -> str:
        """Return a hash of a template's source and of the code that compiles it."""
        return super().get_source_checksum(compiler_digest() + self.filters_digest + source)


def compiled_folder(cache: Path | None) -> Path | None:
    """Return the folder of compiled templates below `CACHE_PATH`."""
    return cache / "templates" if cache else None


def keep_compiled(environment: Environment, tree: nodes.Template, name: str, text: str, place: str) -> None:
    """Compile a template that is parsed already, and keep it where the environment will look for it.

    A faulty template is left out: its fault is reported once an output needs it.
    """
    cache = environment.bytecode_cache
    if cache is None:
        return
    bucket = cache.get_bucket(environment, name, place, text)
    if bucket.code is None:
        with suppress(Exception):
            bucket.code = environment.compile(tree, name, place)
            cache.set_bucket(bucket)


class Prepared(NamedTuple):
    """An environment with some templates, loaded before it is known which outputs need them."""

    theme: Theme
    environment: Environment
    texts: Mapping[str, str]

    def is_for(self, theme: Theme) -> bool:
        """Return whether this is the environment of a theme, none of whose templates has changed since it was loaded."""
        return theme == self.theme and all(theme.find(name)[0] == text for name, text in self.texts.items())


_prepared: list[Prepared] = []


def prepare(theme: Theme, folder: Path, names: Iterable[str]) -> None:
    """Load some templates into the environment that the next call of `environment` returns."""
    texts = {name: theme.find(name)[0] for name in names}
    result = _environment(theme, folder)
    for name in texts:
        result.get_template(name)
    _prepared[:] = [Prepared(theme, result, texts)]


def environment(theme: Theme, folder: Path | None) -> Environment:
    """Return the template environment of a theme, with compiled templates kept in `folder`."""
    prepared = _prepared.pop() if _prepared else None
    return prepared.environment if prepared and prepared.is_for(theme) else _environment(theme, folder)


def _environment(theme: Theme, folder: Path | None) -> Environment:
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    result = Templates(
        loader=FunctionLoader(lambda name: (*theme.find(name), None)),
        bytecode_cache=CompiledTemplates(str(folder), theme.own.digest) if folder else None,
        extensions=extensions_of(theme),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        undefined=StrictUndefined,
    )
    result.filters.update(
        long_date=language_filter(long_date),
        month=language_filter(month),
        number=language_filter(number),
        rfc822=rfc822,
        year=lambda date: date[:4],
        absolute=absolute,
        on_host=on_host,
        cdata=cdata,
    )
    result.policies["ext.i18n.trimmed"] = True
    result.globals.update(
        _=gettext,
        gettext=gettext,
        ngettext=ngettext,
        pgettext=pgettext,
        plural_forms=plural_forms,
        long_date=long_date,
        month=month,
        number=number,
        listed=listed,
        list_separator=list_separator,
        lang_of=lang_of,
        lang_back=lang_back,
    )
    theme.own.give_to(result)
    return result


def extensions_of(theme: Theme) -> tuple[str, ...]:
    """Return the Jinja extensions of a theme's templates: `{% trans %}`, and those in the settings."""
    return (*theme.own.extensions, *({TRANSLATION} - set(theme.own.extensions)))


def language_filter(function: Callable[..., str]) -> Callable[..., str]:
    """Return a filter that depends on the language in use, so that no result is compiled into a template."""

    @pass_context
    def filter(context: Context, *arguments: Any) -> str:
        return function(*arguments)

    return filter


def rfc822(date: str) -> str:
    """Return a date in the format of RSS 2.0 (RFC 822 with a four-digit year)."""
    return format_datetime(datetime.fromisoformat(date))


@pass_context
def absolute(context: Context, url: str) -> str:
    """Return an address of this site as a URL with its host; others as they are."""
    return f"{context['site'].url}{url}" if url.startswith("/") else url


@pass_context
def on_host(context: Context, url: str) -> str:
    """Return an address of this site as browsers request it from its host; not needed in attributes such as `href`."""
    return put_below(context["site"].base, url)


def cdata(text: str) -> Markup:
    """Return text as a CDATA section of XML."""
    return Markup(f"<![CDATA[{str(text).replace(']]>', ']]]]><![CDATA[>')}]]>")
