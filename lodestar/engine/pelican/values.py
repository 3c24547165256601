"""Checks the values of settings that have the right type."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pelican.settings import DEFAULT_CONFIG

from lodestar.base.front_matter.options import SHIPPED
from lodestar.base.language_tags import read_tag
from lodestar.base.problems import did_you_mean
from lodestar.engine.pelican.extensions import name_extensions
from lodestar.engine.pelican.jinja import GLOBALS_OF_OURS
from lodestar.engine.pelican.table import ALIKE

PLACEHOLDERS = {
    "ARTICLE": ("slug", "date"), "PAGE": ("slug",), "TAG": ("slug",), "CATEGORY": ("slug",), "AUTHOR": ("slug",),
    "YEAR_ARCHIVE": ("date",), "MONTH_ARCHIVE": ("date",), "DAY_ARCHIVE": ("date",),
}  # fmt: skip
"""Placeholders of address patterns."""
NEEDED = ("ARTICLE", "PAGE")
"""Kinds of pages that need an address."""
NUMBERED = ("url", "save_as", "name", "base_name", "extension", "number")
NEEDED_TEMPLATES = ("home.html", "archive.html")
"""Templates that a theme for Lodestar has, but one for Pelican lacks."""
RESERVED = GLOBALS_OF_OURS | {"site", "page", "show", "once"}
"""Names that templates get from Lodestar."""


def _site(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield faults in the site's own facts: its time zone, address and author."""
    try:
        ZoneInfo(settings.get("TIMEZONE") or "UTC")
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        yield "TIMEZONE", f' names no time zone, "{settings["TIMEZONE"]}"; write one such as "America/Chicago"'
    yield from _language(settings["DEFAULT_LANG"])
    if "AUTHOR" not in settings:
        yield "AUTHOR", ' is missing: nobody is named who writes; add AUTHOR = "...", with your name'
    for folder in settings["THEME_TEMPLATES_OVERRIDES"]:
        if not Path(folder).is_dir():
            yield (
                "THEME_TEMPLATES_OVERRIDES",
                f' names "{folder}", and there is no such folder; name the one that holds your templates',
            )
    yield from _theme(Path(settings["THEME"]), tuple(map(Path, settings["THEME_TEMPLATES_OVERRIDES"])))
    url = urlsplit(settings["SITEURL"])
    if url.query or url.fragment:
        plain = url._replace(query="", fragment="").geturl()
        yield "SITEURL", f' has more than a host and a path; write "{plain}"'


def _language(lang: str) -> Iterator[tuple[str, str]]:
    try:
        read_tag(lang)
    except ValueError as error:
        yield "DEFAULT_LANG", f": {error}"


def _theme(theme: Path, overrides: tuple[Path, ...]) -> Iterator[tuple[str, str]]:
    """Yield a fault for a theme without the templates that every site needs."""
    folders = (theme / "templates", *overrides)
    if missing := [name for name in NEEDED_TEMPLATES if not any((folder / name).is_file() for folder in folders)]:
        fault = f" names {theme}, which has no templates/{missing[0]}: themes for Pelican show articles that are not made here"
        yield "THEME", f'{fault}; write THEME = "theme", and change what that holds'
        yield (
            "THEME",
            "s for Lodestar have other templates; docs/themes.md lists what each is given, and how to make one",
        )


def _addresses(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for kind, placeholders in PLACEHOLDERS.items():
        save_as, url = settings[f"{kind}_SAVE_AS"], settings[f"{kind}_URL"]
        if not save_as and kind in NEEDED:
            yield f"{kind}_SAVE_AS", f' is "", and each {kind.lower()} needs a page; say where it stands'
            continue
        faults = [(f"{kind}_{end}", _fault(settings[f"{kind}_{end}"], placeholders)) for end in ("SAVE_AS", "URL")]
        yield from ((name, text) for name, text in faults if save_as and text)
        if save_as and not any(text for _, text in faults):
            answer = re.sub(r"(^|/)index\.html$", r"\1", save_as)
            if url and url.lstrip("/") not in (answer, save_as):
                yield (
                    f"{kind}_URL",
                    f' is "{url}", where no host answers with {kind}_SAVE_AS, "{save_as}"; write "{answer}"',
                )
    for rule in settings["PAGINATION_PATTERNS"]:
        for pattern in rule[1:]:
            if text := _fault(pattern, NUMBERED):
                yield "PAGINATION_PATTERNS", text


def _fault(pattern: str, placeholders: tuple[str, ...]) -> str:
    """Return what is wrong with a pattern, and what would be right; empty for a valid one."""
    examples = ", ".join("{date:%Y}" if name == "date" else f"{{{name}}}" for name in placeholders)
    try:
        names = {name for _, name, _, _ in Formatter().parse(pattern) if name is not None}
    except ValueError as error:
        return f' cannot be read, "{pattern}" ({error}); known are {examples}'
    if unknown := sorted(names - set(placeholders)):
        return f" holds {{{unknown[0]}}}, which is not known here; known are {examples} (a text may say its whole address with url:)"
    return ""


def _rules(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield faults in regular expressions and readers."""
    names = ["FILENAME_METADATA", "PATH_METADATA"]
    patterns = [(name, settings.get(name) or "") for name in names]
    for kind in ("SLUG", "TAG", "CATEGORY", "AUTHOR"):
        name = f"{kind}_REGEX_SUBSTITUTIONS"
        patterns += [(name, rule[0]) for rule in settings.get(name) or ()]
    for name, pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            yield name, f" is no regular expression: {pattern!r}; {error}"
    if settings["SLUGIFY_SOURCE"] not in ("title", "basename"):
        yield "SLUGIFY_SOURCE", f' is "{settings["SLUGIFY_SOURCE"]}"; write "title" or "basename"'
    if settings.get("DEFAULT_DATE") == "fs":
        yield "DEFAULT_DATE", ' is "fs", and the date of a file is another in each copy; write date: into the texts'
    if unsupported := [name for name in settings["FORMATTED_FIELDS"] if name != "summary"]:
        yield (
            "FORMATTED_FIELDS",
            f' names "{unsupported[0]}"; a plugin declares header keys in Markdown, see CONTRIBUTING.md',
        )


def _markdown(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    name_extensions(settings["MARKDOWN"])
    extensions = settings["MARKDOWN"].get("extensions", ())
    for extension in extensions if isinstance(extensions, list | tuple) else ():
        if not isinstance(extension, str):
            name = f"{type(extension).__module__}:{type(extension).__name__}"
            yield (
                "MARKDOWN",
                f' has an extension that is no text; write "{name}", and its options into "extension_configs"',
            )
        elif extension not in SHIPPED and not _importable(extension.partition(":")[0]):
            from importlib.metadata import entry_points  # imported here, since most sites use only Markdown's own

            shipped = {entry.name for entry in entry_points(group="markdown.extensions")}
            if extension not in shipped:
                cure = did_you_mean(extension, shipped, "install it, or take it out", ALIKE)
                yield "MARKDOWN", f' names the extension "{extension}", which is not there; {cure}'


def _template_pages(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for path in settings["TEMPLATE_PAGES"]:
        if not Path(settings["PATH"], path).is_file():
            yield (
                "TEMPLATE_PAGES",
                f' names "{path}", and there is no such file; write its path below the content folder',
            )


def _jinja(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    usual: Any = DEFAULT_CONFIG["JINJA_ENVIRONMENT"]
    for key, value in settings["JINJA_ENVIRONMENT"].items():
        if key != "extensions" and value != usual.get(key):
            yield (
                "JINJA_ENVIRONMENT",
                f'["{key}"] is not honored: the templates here are written for its usual value; take it out',
            )
    for extension in settings["JINJA_ENVIRONMENT"].get("extensions", ()):
        from jinja2.utils import import_string

        try:
            import_string(extension) if isinstance(extension, str) else None
        except (ImportError, AttributeError):
            yield (
                "JINJA_ENVIRONMENT",
                f' names the extension "{extension}", which is not there; install it, or take it out',
            )
    for table in ("JINJA_FILTERS", "JINJA_TESTS"):
        for key, value in settings[table].items():
            if not callable(value):
                yield table, f'["{key}"] is {value!r}; write a function'
    for key, value in settings["JINJA_GLOBALS"].items():
        if key in RESERVED:
            yield "JINJA_GLOBALS", f' names "{key}", which templates have already; give it another name'
        elif hasattr(value, "jinja_pass_arg"):
            yield (
                "JINJA_GLOBALS",
                f'["{key}"] asks for the context of a template, which has none; give the function what it needs',
            )


def _importable(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


CHECKS: tuple[tuple[tuple[str, ...], Callable[[Mapping[str, Any]], Iterator[tuple[str, str]]]], ...] = (
    (("TIMEZONE", "DEFAULT_LANG", "SITEURL", "AUTHOR", "THEME_TEMPLATES_OVERRIDES"), _site),
    (tuple(f"{kind}_{end}" for kind in PLACEHOLDERS for end in ("URL", "SAVE_AS")), _addresses),
    (
        ("FILENAME_METADATA", "PATH_METADATA", "SLUGIFY_SOURCE", "FORMATTED_FIELDS", "SLUG_REGEX_SUBSTITUTIONS",
         "TAG_REGEX_SUBSTITUTIONS", "CATEGORY_REGEX_SUBSTITUTIONS", "AUTHOR_REGEX_SUBSTITUTIONS"),
        _rules,
    ),
    (("MARKDOWN",), _markdown),
    (("TEMPLATE_PAGES",), _template_pages),
    (("JINJA_FILTERS", "JINJA_TESTS", "JINJA_GLOBALS", "JINJA_ENVIRONMENT"), _jinja),
)  # fmt: skip
"""Checks, each with the settings whose types must be right."""
