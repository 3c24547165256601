"""Checks headers that need all of the content to be known."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from lodestar.base.kinds import TEXTS
from lodestar.base.languages import FOLDER
from lodestar.base.problems import Problem, did_you_mean, unread
from lodestar.base.root import ROOT
from lodestar.base.site_file import SITE_FILE
from lodestar.base.slugs import LONGEST_SLUG
from lodestar.base.values import Article, Author
from lodestar.engine import accent
from lodestar.engine.markup import warn_of_unclosed
from lodestar.engine.site import Site


def with_portrait(site: Site) -> tuple[Author, ...]:
    """Return the authors; the site's own gets the portrait in `site.yaml` where the author's file has none."""
    authors: tuple[Author, ...] = site.content.get("authors", ())
    site_file, name = site.said, site.settings.get("AUTHOR")
    if site_file is None or not site_file.portrait:
        return authors
    portrait = {"portrait": site_file.portrait, "portrait_alt": site_file.portrait_alt}
    return tuple(
        replace(author, **portrait) if author.name == name and not author.portrait else author for author in authors
    )


def check_texts(site: Site) -> None:
    """Report problems with headers and raw HTML, apart from links and terms."""
    check_pictures(site)
    check_colors(site)
    say_unread(site)
    warn_of_unclosed(site)
    check_languages(site)


def check_languages(site: Site) -> None:
    """Report faults in the author's catalogs, and a language without one; a foreign theme may speak any language."""
    for path, code in site.languages.own:
        from lodestar.base.languages.reading import faults

        catalog = f"{site.shown}/{FOLDER}/{path.name}"
        site.problems += [Problem(catalog, *fault) for fault in faults(path, code)]
    if Path(site.settings["THEME"]).resolve() != ROOT / "theme":
        return
    _check_texts_languages(site)
    language = site.language.code
    if site.language.has_words:
        return
    fault = f'the language is "{language}", and no catalog has its words, so readers see English ones'
    cure = f"python3 tasks.py translate {language} makes one to be filled in (docs/translating.md)"
    if (site.settings.get("SITE") or {}).get("language") == language:
        site.refuse(SITE_FILE, ("language",), fault, cure, fatal=False)
    else:
        site.problems.append(Problem("pelicanconf.py", 1, fault, cure, fatal=False))


def _check_texts_languages(site: Site) -> None:
    """Warn, once for each language, of texts in a language without a catalog."""
    checked = {site.language.code}
    for text in (text for kind in TEXTS for text in site.content.get(kind, ()) if text.path in site.urls):
        language = site.tag_of(text.said("lang"))
        if language not in checked and not site.languages[language].has_words:
            fault = (
                f'no catalog has the words of "{language}", so readers of this page see English ones around its text'
            )
            cure = f"python3 tasks.py translate {language} makes one to be filled in (docs/translating.md)"
            site.refuse(text.path, ("lang",), fault, cure, fatal=False)
        checked.add(language)


def check_colors(site: Site) -> None:
    """Refuse an accent color that is unreadable on the theme's backgrounds."""
    if site.said:
        colors = {"color": site.said.color, "color_dark": site.said.color_dark}
        for key, fault, cure in accent.faults(colors, Path(site.settings["THEME"])):
            site.refuse(SITE_FILE, (key,), fault, cure)


def check_pictures(site: Site) -> None:
    """Refuse pictures named in headers that do not exist."""
    static = {file.path for file in site.static}
    for values in site.content.values():
        for value in values:
            for key in value.pictures:
                path = value.said(key)
                if path not in static and path not in site.withheld:
                    cure = did_you_mean(path, static, f"put it at {site.shown}/{path}")
                    site.refuse(value.path, (key,), f'the picture "{path}" does not exist', cure, missing=path)


def say_unread(site: Site) -> None:
    """Warn of header keys that nothing reads because their plugin is left out, once for each key."""
    results: dict[tuple[str, str], list[str]] = defaultdict(list)
    for values in site.content.values():
        for value in values:
            for pair in value.unread.items():
                results[pair].append(value.path)
    for (key, plugin), paths in results.items():
        site.refuse(paths[0], (key,), *unread(key, plugin, len(paths) - 1), fatal=False)


def check_values(site: Site) -> None:
    """Refuse texts modified in the future, and names that no disk can hold; ignore a `modified` that is
    before the day of publication.

    A postponed post keeps its `modified`, which means nothing to readers until it changes again.
    """
    for kind in {"posts", "pages"} & site.content.keys():
        values: list[Any] = list(site.content[kind])
        for number, value in enumerate(values):
            if value.modified and not _is_relevant(site, value):
                values[number] = replace(value, modified="")
        site.content = {**site.content, kind: tuple(values)}
    for post in site.content.get("posts", ()):
        if max(map(len, (*post.tags, *post.categories)), default=0) <= LONGEST_SLUG:  # as for nearly all posts
            continue
        for key, noun in (("tags", "tag"), ("categories", "category")):
            for index, name in enumerate(getattr(post, key)):
                if len(name) > LONGEST_SLUG and max(map(len, name.split("/"))) > LONGEST_SLUG:
                    fault, cure = f"the {noun} has {len(name)} characters", f"write at most {LONGEST_SLUG}"
                    site.refuse(post.path, (key, index), fault, cure)


def dated(article: Article, site: Site) -> Article:
    """Return a post; a draft without a date gets today's, as it would if published now."""
    if article.date:
        return article
    midnight = site.now.astimezone(site.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return replace(article, date=midnight.isoformat(), instant=int(midnight.timestamp()))


def _is_relevant(site: Site, value: Any) -> bool:
    """Return whether a `modified` means something to readers; report an impossible one."""
    modified = datetime.fromisoformat(value.modified)
    if modified > site.now:
        fault = f"modified is in the future ({modified:%Y-%m-%d})"
        site.refuse(value.path, ("modified",), fault, "write the day on which the text was changed, or delete the line")
        return True
    date = getattr(value, "date", "")
    if not date or modified >= (published := datetime.fromisoformat(date)):
        return True
    if modified.date() < published.date():
        fault = f"modified ({modified:%Y-%m-%d}) lies before date ({published:%Y-%m-%d}), and is passed over"
        site.refuse(value.path, ("modified",), fault, "delete the line", fatal=False)
    return False
