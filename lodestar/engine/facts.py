"""The facts about the site that templates see; a change renders everything again."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec.structs import replace

from lodestar.base.address import answered, quoted
from lodestar.base.below import path_of_site
from lodestar.base.languages import Language
from lodestar.base.policy import Policy
from lodestar.base.values import FeedLink, Image, Link, Value
from lodestar.engine.accent import accent

if TYPE_CHECKING:
    from lodestar.engine.site import Site

SITE = "site"
"""The name of the style that every page links."""


LISTS = ("archives", "tags", "categories")
"""The lists of everything that templates link to."""


class Facts(Value):
    """The site, as templates see it under the name `site`."""

    name: str
    subtitle: str
    url: str
    """Where the site is published, without a slash at its end."""
    language: str
    """The code of the language of the page."""
    author: str
    menu: tuple[Link, ...]
    footer: tuple[Link, ...]
    feeds: tuple[FeedLink, ...]
    """The site's own feeds."""
    stylesheet: str
    """The style that every page links."""
    sheets: tuple[tuple[str, str], ...] = ()
    """The styles that some pages link besides it: name and address."""
    lists: tuple[tuple[str, str], ...] = ()
    """The names of the lists of everything (`archives`, `tags`, `categories`), and their addresses."""
    helpers: tuple[tuple[str, str], ...] = ()
    """Functions that plugins give to templates: name, and `module:function`."""
    given: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    """Values that plugins give to every template, by the name under which templates find them."""
    content_policy: Policy = Policy()
    color: str = ""
    """The author's accent color in the light scheme; empty for the theme's own."""
    logo: Image | None = None
    """The picture before the site's name at the top of every page."""
    direction: str = "ltr"
    """The direction in which that language is written: `ltr` or `rtl`."""
    lang: str = ""
    """The tag of the language of its menu and its sentence, in whatever language a page is."""
    own: str = ""
    """A hash of what templates get from settings and other plugins."""

    def in_language(self, language: Language) -> Facts:
        """Return the facts for a page in a language."""
        return replace(self, language=language.code, direction=language.direction)

    @property
    def base(self) -> str:
        """The path of the site on its host, without a slash at its end; empty for the root."""
        return path_of_site(self.url)

    def sheet(self, name: str) -> str:
        """Return the address of a style that some pages link; empty where the theme has none of that name."""
        return dict(self.sheets).get(name, "")

    def policy(self, *features: str) -> Markup:
        """Return the content security policy of a page that shows `features`, for an attribute in double quotes."""
        return _attribute(self.content_policy, features)

    def menu_item(self, url: str) -> str:
        """Return the menu's address of a page, or the longest one above it; empty for none."""
        results = [link.url for link in self.menu if link.url == url or (link.url != "/" and url.startswith(link.url))]
        return max(results, key=len, default="")

    def list_at(self, name: str) -> str:
        """Return the address of a list of everything; empty where the site has none."""
        return dict(self.lists).get(name, "")

    def footer_item(self, url: str) -> str:
        """Return the footer's address of a page; empty for none."""
        return url if any(link.url == url for link in self.footer) else ""


@cache
def _attribute(policy: Policy, features: tuple[str, ...]) -> Markup:
    return Markup(escape(policy.page(*features), quote=False).replace('"', "&quot;"))


def facts(site: Site, styles: Mapping[str, str], own: str = "") -> Facts:
    """Return the facts about a site; `styles` are the addresses of its style sheets by name."""
    settings = site.settings
    return Facts(
        name=settings["SITENAME"],
        subtitle=settings.get("SITESUBTITLE", ""),
        url=settings["SITEURL"].rstrip("/"),
        language=site.language.code,
        lang=site.language.code,
        direction=site.language.direction,
        author=settings.get("AUTHOR", ""),
        menu=tuple(Link(label, url) for label, url in settings.get("MENUITEMS", ())),
        footer=tuple(Link(label, url) for label, url in settings.get("LINKS", ())),
        feeds=site.addresses.feeds("FEED_ALL"),
        lists=tuple(
            (name, f"/{quoted(answered(save_as))}")
            for name in LISTS
            if (save_as := settings.get(f"{name.upper()}_SAVE_AS"))
        ),
        stylesheet=styles.get(SITE, ""),
        sheets=tuple((name, url) for name, url in styles.items() if name != SITE),
        helpers=tuple(sorted(settings.get("HELPERS", {}).items())),
        given=tuple((name, tuple(values.items())) for name, values in sorted(settings.get("GIVEN", {}).items())),
        content_policy=site.policy,
        color=accent(settings.get("SITE") or {}, Path(settings["THEME"]))[0],
        logo=site.image_of(site.said, "logo") if site.said else None,
        own=own,
    )
