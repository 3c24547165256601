"""Addresses of everything on the site and the files that answer them, from Pelican's own settings."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from datetime import datetime
from functools import cache, lru_cache
from typing import Any
from urllib.parse import unquote

from markupsafe import Markup

from lodestar.base.address import INDEX, Address, OutputPath, quoted
from lodestar.base.slugs import in_any_script, plain_letters
from lodestar.base.values import Article, FeedLink

FEED_TYPES = {
    "RSS": ("RSS", "application/rss+xml"),
    "ATOM": ("Atom", "application/atom+xml"),
    "JSON": ("JSON", "application/feed+json"),
}
"""Name and media type of each feed format, by the end of Pelican's setting for it."""


def in_parts(pattern: str) -> str:
    """Return a pattern with placeholders for the common parts of a date, since formatting a date is slow."""
    return pattern.replace("{date:%Y}", "{year}").replace("{date:%m}", "{month}").replace("{date:%d}", "{day}")


@lru_cache(maxsize=64)
def _names_in(address: tuple[Address, OutputPath]) -> dict[str, Any]:
    """Return what Pelican's patterns of numbered pages may name of an archive's address, the same for all of its pages."""
    name, extension = posixpath.splitext(address[1])
    folder, file = posixpath.split(address[1])
    names = {"url": unquote(address[0]), "save_as": address[1], "name": name, "extension": extension}
    return {**names, "base_name": folder if file == INDEX else name}


class Addresses:
    """Addresses below the site's root (`/2025/02/05/slug/`), as the `*_URL` and `*_SAVE_AS` settings define them."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        from pelican.settings import DEFAULT_CONFIG  # who reads settings has chosen how much of Pelican is imported
        from pelican.utils import slugify

        self._settings = settings
        self._moved: dict[str, str] = dict(settings["DECLARED"].moved) if "DECLARED" in settings else {}
        case, letters = bool(settings.get("SLUGIFY_PRESERVE_CASE")), bool(settings.get("SLUGIFY_USE_UNICODE"))

        @cache
        def rules(kind: str) -> tuple[tuple[str, str], ...]:
            substitutions = settings.get(f"{kind.upper()}_REGEX_SUBSTITUTIONS", settings["SLUG_REGEX_SUBSTITUTIONS"])
            return tuple((pattern, replacement) for pattern, replacement in substitutions)

        defaults: Mapping[str, Any] = DEFAULT_CONFIG
        default_rules = [tuple(rule) for rule in defaults["SLUG_REGEX_SUBSTITUTIONS"]]
        site_lang = str(settings.get("DEFAULT_LANG") or "en")

        @cache
        def slug(name: str, kind: str = "slug", lang: str = "") -> str:
            # the author's rules replace the default ones, as in Pelican
            has_own_rules = [*rules(kind)] != default_rules
            if letters and not has_own_rules and not case:
                return in_any_script(Markup(name).striptags())
            if not has_own_rules and not letters:
                name = plain_letters(name, lang or site_lang)
            return str(slugify(name, rules(kind), preserve_case=case, use_unicode=letters))

        @cache
        def patterns(name: str) -> tuple[str, str]:
            return in_parts(settings[f"{name}_SAVE_AS"]), in_parts(settings[f"{name}_URL"])

        self.slug = slug
        """Makes a slug of a name, in general or of a `tag`, `category` or `author`, in the letters of a
        language, the site's where none is given."""
        self._patterns = patterns

    def article(self, slug: str, date: str) -> tuple[Address, OutputPath]:
        """Return the address and file of a post with that date (ISO 8601)."""
        return self._pair("ARTICLE", slug, date)

    def post(self, article: Article) -> tuple[Address, OutputPath]:
        """Return the address and file of a post: the ones in its header, or those made from its slug and date."""
        return self.written(article.url) if article.url else self.article(article.slug, article.date)

    def page(self, slug: str) -> tuple[Address, OutputPath]:
        """Return the address and file of a page."""
        return self._pair("PAGE", slug)

    def written(self, url: Address) -> tuple[Address, OutputPath]:
        """Return the normalized address, and the file, of something whose header has its whole address."""
        path = unquote(url).strip("/")
        return url, OutputPath(path if path.endswith(".html") else f"{path}/{INDEX}".lstrip("/"))

    def term(self, kind: str, slug: str) -> tuple[Address, OutputPath]:
        """Return the address and file of the archive of a `tag`, `category` or `author`."""
        return self._pair(kind.upper(), slug)

    def period(self, kind: str, date: str) -> tuple[Address, OutputPath]:
        """Return the address and file of the archive of a date's `year`, `month` or `day`; empty where there is none.

        A date may be a year alone (`2025`) or a month (`2025-02`).
        """
        return self._pair(f"{kind.upper()}_ARCHIVE", "", f"{date}-01-01"[:10])

    def numbered(self, address: tuple[Address, OutputPath], number: int) -> tuple[Address, OutputPath]:
        """Return the address and file of a numbered page of the archive at `address`."""
        _, url, save_as = self._settings["PAGINATION_PATTERNS"][-1]
        names = {**_names_in(address), "number": number}
        path = save_as.format(**names).lstrip("/")
        return Address("/" + quoted(url.format(**names).lstrip("/"))), OutputPath(path)

    def feed(self, name: str, slug: str = "") -> tuple[Address, OutputPath]:
        """Return the address and file of the feed that the setting `name` (`TAG_FEED_RSS`) defines; empty for none."""
        save_as = (self._settings.get(name) or "").format(slug=slug)
        if not save_as:
            return Address(""), OutputPath("")
        return Address("/" + quoted(save_as.removesuffix("index.xml"))), OutputPath(save_as)

    def feeds(self, name: str, slug: str = "") -> tuple[FeedLink, ...]:
        """Return the feeds that the settings beginning with `name` (`TAG_FEED`) define, RSS first."""
        results = ((label, type, self.feed(f"{name}_{key}", slug)[0]) for key, (label, type) in FEED_TYPES.items())
        return tuple(FeedLink(label, type, url) for label, type, url in results if url)

    def static(self, path: str) -> Address:
        """Return the address of a file that is copied from content/."""
        return Address("/" + quoted(self.copied(path)))

    def copied(self, path: str) -> str:
        """Return the path on the site of a file from content/: the same path, except where `EXTRA_PATH_METADATA`
        names another."""
        return self._moved.get(path, path)

    def _pair(self, name: str, slug: str, date: str = "") -> tuple[Address, OutputPath]:
        save_as, url = self._patterns(name)
        if not save_as:
            return Address(""), OutputPath("")
        names: dict[str, Any] = {"slug": slug, "year": date[:4], "month": date[5:7], "day": date[8:10]}
        if "{date" in save_as or "{date" in url:
            names["date"] = datetime.fromisoformat(date)
        path = save_as.format(**names)
        address = path.removesuffix(INDEX) if not url or save_as == url + INDEX else url.format(**names)
        return Address("/" + quoted(address)), OutputPath(path)
