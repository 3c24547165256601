"""A program for the old site's own Python: lets Pelican build the site into a folder, and records the result.

It is run by its path, not imported, and imports nothing of this project, whose `pelicanconf` and `plugins` would stand
before those of the old site. Usage: `python child.py SETTINGS FOLDER [simple] [bare]`; `simple` takes Pelican's own
theme for the site's, `bare` leaves its plugins out. FOLDER gets `site.json` and the output.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

FOLDER = os.path.dirname(os.path.realpath(__file__))
ARTICLES = {
    "articles": "published", "translations": "published", "hidden_articles": "hidden",
    "hidden_translations": "hidden", "drafts": "draft", "drafts_translations": "draft",
}  # fmt: skip
"""Lists of Pelican's article generator, with the status of their texts."""
PAGES = {
    "pages": "published", "translations": "published", "hidden_pages": "hidden", "hidden_translations": "hidden",
    "draft_pages": "draft", "draft_translations": "draft",
}  # fmt: skip
SHOWN_IN = ("article", "page", "category", "tag", "author", "period")
"""What the context of a template says of the page that it becomes, the narrowest first."""
LISTS = ("index", "tags", "categories", "authors", "archives")
"""The lists for which every theme has a template."""
SKIPPED = frozenset({"__pycache__", "node_modules"})


class Log(logging.Handler):
    """Collects Pelican's warnings."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message, once and on one line."""
        line = " ".join(record.getMessage().split())
        if record.exc_info and record.exc_info[1]:
            line += f" ({record.exc_info[1]})"
        if line not in self.lines:
            self.lines.append(line)


def main(path: str, folder: Path, choices: set[str]) -> None:
    """Build the site of a settings file, and record its content."""
    sys.path[:] = [place for place in sys.path if os.path.realpath(place or ".") != FOLDER]
    import pelican
    from pelican.settings import DEFAULT_CONFIG, get_settings_from_file

    try:
        from pelican.plugins import signals  # type: ignore[import-untyped, unused-ignore]
    except ImportError:  # before Pelican 4.5
        from pelican import signals
    log = Log()
    logging.getLogger("pelican").addHandler(log)
    site_settings = {**DEFAULT_CONFIG, **get_settings_from_file(path)}
    settings = _settings(path, folder, choices, site_settings)
    _drop_missing_extensions(settings, log)
    program: Any = pelican.Pelican
    site = program(settings)
    generators: list[Any] = []
    written: dict[str, list[str]] = {}
    root = folder / "output"

    def keep(all_generators: Any) -> None:
        generators.extend(all_generators)
        if "simple" in choices:  # which lacks the site's own templates
            for _, _, text in _all_texts(generators):
                text.template = text.default_template

    def note(path: str, context: Any) -> None:
        kind = next((name for name in SHOWN_IN if context.get(name)), "")
        subject = context.get(kind) if kind in ("category", "tag", "author") else ""
        written[Path(path).relative_to(root).as_posix()] = [kind or "list", str(getattr(subject, "slug", ""))]

    signals.all_generators_finalized.connect(keep)
    signals.content_written.connect(note)
    site.run()
    data = {
        "version": pelican.__version__,
        "settings": _plain(site.settings),
        "texts": list(_texts(generators, site)),
        "files": _static(generators),
        "sources": sorted(_sources(Path(site.settings["PATH"]), site.settings)),
        "output": [
            *_output(root, written, str(site.settings.get("THEME_STATIC_DIR", "theme"))),
            *_dropped(site.settings, site_settings),
        ],
        "log": log.lines,
    }
    (folder / "site.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def _settings(path: str, folder: Path, choices: set[str], site_settings: dict[str, Any]) -> dict[str, Any]:
    import pelican
    from pelican.settings import read_settings

    override: dict[str, Any] = {
        "OUTPUT_PATH": str(folder / "output"), "CACHE_PATH": str(folder / "cache"), "CACHE_CONTENT": False,
        "LOAD_CONTENT_CACHE": False, "DELETE_OUTPUT_DIRECTORY": False, "STATIC_CREATE_LINKS": False,
        "RELATIVE_URLS": False,
    }  # fmt: skip
    if site_settings["PATH"] == os.curdir and os.path.isdir("content"):  # as "pelican content" says it
        override["PATH"] = "content"
    if "simple" in choices:
        override["THEME"] = os.path.join(os.path.dirname(pelican.__file__), "themes", "simple")
        override["DIRECT_TEMPLATES"] = [name for name in site_settings["DIRECT_TEMPLATES"] if name in LISTS]
    if "bare" in choices:
        override.update(PLUGINS=[], TEMPLATE_PAGES={})
    return dict(read_settings(path, override=override))


def _drop_missing_extensions(settings: dict[str, Any], log: Log) -> None:
    """Leave out Markdown extensions that are not installed: with them, Pelican could read no text at all."""
    try:
        from markdown import Markdown
    except ImportError:
        return
    options = settings["MARKDOWN"]
    for name in [*options.get("extensions", ()), *options.get("extension_configs", {})]:
        try:
            Markdown(extensions=[name], extension_configs=options.get("extension_configs", {}))
        except Exception as error:
            options["extensions"] = [extension for extension in options.get("extensions", ()) if extension != name]
            options.get("extension_configs", {}).pop(name, None)
            log.lines.append(f"MARKDOWN names the extension {name}, which is not there ({error})")


def _texts(generators: list[Any], site: Any) -> Any:
    """Yield every article and page, with all that Pelican knows of it."""
    writer = site._get_writer()
    for status, translation, text in _all_texts(generators):
        kind = "page" if type(text).__name__ == "Page" else "post"
        yield _text(text, kind, status, writer, generators[0].context) | {"translation": translation}


def _all_texts(generators: list[Any]) -> Any:
    """Yield every article and page, after what it is to readers and whether Pelican has it as a translation."""
    for generator in generators:
        lists = ARTICLES if hasattr(generator, "articles") else PAGES if hasattr(generator, "hidden_pages") else {}
        for name, status in lists.items():
            translation = name.endswith("translations")
            yield from ((status, translation, text) for text in getattr(generator, name, ()))


def _text(text: Any, kind: str, status: str, writer: Any, context: Any) -> dict[str, Any]:
    meta = text.metadata
    category = getattr(text, "category", None) if kind == "post" else None
    return {
        "kind": kind,
        "status": status,
        "source": text.get_relative_source_path(),
        "title": str(text.title),
        "slug": str(text.slug),
        "lang": str(getattr(text, "lang", "")),
        "foreign": not text.in_default_lang,
        "versions": [version.get_relative_source_path() for version in getattr(text, "translations", ())],
        "url": str(text.url),
        "save_as": str(text.save_as),
        "date": _moment(text, "date"),
        "future": hasattr(text, "date") and text.date > datetime.now(text.date.tzinfo),
        "modified": _moment(text, "modified"),
        "category": _term(category),
        "tags": [_term(tag) for tag in getattr(text, "tags", ())] if kind == "post" else [],
        "authors": [_term(author) for author in getattr(text, "authors", ()) if str(author)],
        "summary": str(meta.get("summary") or ""),
        "template": str(meta.get("template") or ""),
        "more": {name: value for name, value in _plain(meta, upper=False).items() if value not in (None, "")},
        "html": str(text.get_content(context.get("SITEURL", ""))),
        "id": _id(text, writer, context) if kind == "post" and hasattr(text, "date") else "",
    }


def _moment(text: Any, name: str) -> str:
    moment = getattr(text, name, None)
    return "" if moment is None else str(moment.isoformat())


def _term(term: Any) -> list[str]:
    return [str(term), str(term.slug), str(term.url)] if term is not None else []


def _id(text: Any, writer: Any, context: Any) -> str:
    """Return the feed id that Pelican's Writer gives to an article."""
    writer.site_url = context.get("SITEURL", "")
    writer.feed_domain, writer.feed_url = context.get("FEED_DOMAIN"), ""
    feed = writer._create_new_feed("atom", None, context)
    writer._add_item_to_the_feed(feed, text)
    return str(feed.items[-1]["unique_id"])


def _static(generators: list[Any]) -> list[list[str]]:
    """Return each file that is copied: its path below the content folder, and that below the output folder."""
    files = (file for generator in generators for file in getattr(generator, "staticfiles", ()))
    return sorted([file.get_relative_source_path(), str(file.save_as)] for file in files)


def _sources(root: Path, settings: Any) -> Any:
    """Yield the path of every file below the content folder, except what is certainly no content."""
    aside = {os.path.realpath(settings["THEME"]), os.path.realpath("output")}
    for place, folders, files in os.walk(root):
        folders[:] = [
            name
            for name in folders
            if name not in SKIPPED and name[0] != "." and os.path.realpath(os.path.join(place, name)) not in aside
        ]
        yield from (Path(place, name).relative_to(root).as_posix() for name in files)


def _output(root: Path, written: dict[str, list[str]], theme: str) -> list[list[str]]:
    """Return every file of the output with what it shows, with the theme's files marked."""
    files = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    return [
        [file, *(["theme", ""] if file.startswith(f"{theme}/") else written.get(file, ["file", ""]))] for file in files
    ]


def _dropped(settings: Any, site_settings: dict[str, Any]) -> list[list[str]]:
    """Return the pages that only the site's own theme could make."""
    names = [name for name in site_settings["DIRECT_TEMPLATES"] if name not in settings["DIRECT_TEMPLATES"]]
    files = [site_settings.get(f"{name.upper()}_SAVE_AS", f"{name}.html") for name in names]
    pages = [
        file for source, file in site_settings["TEMPLATE_PAGES"].items() if source not in settings["TEMPLATE_PAGES"]
    ]
    return [[str(file), "list", ""] for file in (*files, *pages) if file]


def _plain(values: Any, upper: bool = True) -> dict[str, Any]:
    """Return the values that can be written as JSON; settings have names in capitals."""
    plain = {}
    for name, value in dict(values).items():
        if upper and not str(name).isupper():
            continue
        try:
            plain[str(name)] = json.loads(json.dumps(value))
        except (TypeError, ValueError):
            continue
    return plain


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), set(sys.argv[3:]))
