"""Every setting of Pelican 4.12: honored, with its type; else refused, or warned of with what replaces it.

A test compares this table with Pelican's own `DEFAULT_CONFIG`, so that a new Pelican with a new setting fails it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

ALIKE = 0.8
"""How alike (0 to 1, difflib's ratio) a name must be to a known one to be taken for a typo."""
Texts = list[str]
Pairs = list[tuple[str, str]]
Rules = list[tuple[str, str]]
File = str | None
"""The file of something; None or "" for none."""


class Instead(NamedTuple):
    """What replaces a setting that is not honored."""

    text: str
    """The reason, and what would be right, separated by a semicolon."""
    fits: Callable[[Any], bool] = lambda value: not value
    """Returns whether a value asks for what is done here anyway."""


def _is(*values: Any) -> Callable[[Any], bool]:
    return lambda value: value in values


def _never(value: Any) -> bool:
    return False


HONORED: dict[str, Any] = {
    # the site
    "SITENAME": str, "SITESUBTITLE": str, "SITEURL": str, "AUTHOR": str, "TIMEZONE": str, "DEFAULT_LANG": str,
    "MENUITEMS": Pairs, "LINKS": Pairs,
    # where everything stands
    "PATH": str, "OUTPUT_PATH": str, "CACHE_PATH": str, "THEME": str, "THEME_TEMPLATES_OVERRIDES": Texts,
    "PLUGINS": list[Any], "PLUGIN_PATHS": Texts, "IGNORE_FILES": Texts,
    "STATIC_PATHS": Texts, "STATIC_EXCLUDES": Texts, "ARTICLE_EXCLUDES": Texts, "PAGE_EXCLUDES": Texts,
    "EXTRA_PATH_METADATA": dict[str, dict[str, Any]], "TEMPLATE_PAGES": dict[str, str],
    # texts
    "MARKDOWN": dict[str, Any], "DEFAULT_METADATA": dict[str, Any] | Pairs, "DEFAULT_CATEGORY": str,
    "DEFAULT_DATE": str | list[int], "USE_FOLDER_AS_CATEGORY": bool,
    "FILENAME_METADATA": str, "PATH_METADATA": str, "FORMATTED_FIELDS": Texts,
    "SUMMARY_MAX_LENGTH": int | None, "SUMMARY_MAX_PARAGRAPHS": int | None, "SUMMARY_END_SUFFIX": str,
    # addresses
    "SLUGIFY_SOURCE": str, "SLUGIFY_USE_UNICODE": bool, "SLUGIFY_PRESERVE_CASE": bool,
    "SLUG_REGEX_SUBSTITUTIONS": Rules, "TAG_REGEX_SUBSTITUTIONS": Rules, "CATEGORY_REGEX_SUBSTITUTIONS": Rules,
    "AUTHOR_REGEX_SUBSTITUTIONS": Rules,
    "ARTICLE_URL": str, "ARTICLE_SAVE_AS": str, "PAGE_URL": str, "PAGE_SAVE_AS": str,
    "TAG_URL": str, "TAG_SAVE_AS": str, "CATEGORY_URL": str, "CATEGORY_SAVE_AS": str,
    "AUTHOR_URL": str, "AUTHOR_SAVE_AS": str,
    "YEAR_ARCHIVE_URL": str, "YEAR_ARCHIVE_SAVE_AS": str, "MONTH_ARCHIVE_URL": str, "MONTH_ARCHIVE_SAVE_AS": str,
    "DAY_ARCHIVE_URL": str, "DAY_ARCHIVE_SAVE_AS": str,
    "INDEX_SAVE_AS": File, "TAGS_SAVE_AS": File, "CATEGORIES_SAVE_AS": File, "AUTHORS_SAVE_AS": File,
    "ARCHIVES_SAVE_AS": File, "PAGINATION_PATTERNS": list[tuple[int, str, str]],
    # feeds
    "FEED_MAX_ITEMS": int | None, "FEED_ALL_ATOM": File, "FEED_ALL_RSS": File, "TAG_FEED_ATOM": File,
    "TAG_FEED_RSS": File, "CATEGORY_FEED_ATOM": File, "CATEGORY_FEED_RSS": File, "AUTHOR_FEED_ATOM": File,
    "AUTHOR_FEED_RSS": File,
    # templates
    "JINJA_FILTERS": dict[str, Any], "JINJA_GLOBALS": dict[str, Any], "JINJA_TESTS": dict[str, Any],
    "JINJA_ENVIRONMENT": dict[str, Any],
    # Pelican's own work, which is as ever, and its cache, which every build has here
    "PORT": Any, "BIND": Any, "LOG_FILTER": Any, "DEBUG": Any,
    "CACHE_CONTENT": Any, "LOAD_CONTENT_CACHE": Any, "CONTENT_CACHING_LAYER": Any, "GZIP_CACHE": Any,
    "CHECK_MODIFIED_METHOD": Any,
}  # fmt: skip
"""The type of each setting that works as in Pelican's manual."""

REFUSED: dict[str, Instead] = {
    "ARTICLE_PATHS": Instead(
        "posts are read from posts/ below the content folder; move them there, and delete the line",
        _is([], [""], ["posts"], ["posts/"]),
    ),
    "PAGE_PATHS": Instead(
        "pages are read from pages/ below the content folder; move them there, and delete the line",
        _is([], ["pages"], ["pages/"]),
    ),
    "WITH_FUTURE_DATES": Instead(
        "a post in the future waits for its day; delete the line, and give posts that may be seen a date that is over"
    ),
    "RELATIVE_URLS": Instead(
        'addresses are absolute, so that a page means the same wherever it is read; take it out (the command "preview" shows the site while you write)'
    ),
    "RSS_FEED_SUMMARY_ONLY": Instead("feeds hold whole posts; delete the line"),
    "STATIC_SAVE_AS": Instead(
        "files keep their path below the content folder; name those that must move in EXTRA_PATH_METADATA",
        _is("{path}"),
    ),
    "INTRASITE_LINK_REGEX": Instead(
        "links are written {filename}, {static}, {tag}, {category}, {author} and {index}; delete the line",
        _is("[{|](?P<what>.*?)[|}]"),
    ),
    "PELICAN_CLASS": Instead("Pelican's own class runs the build; delete the line", _is("pelican.Pelican")),
}
"""Settings that would change which texts are public, or where, and are not honored: the build stops."""

_LANGUAGE = Instead(
    'versions in other languages have addresses as all texts do; delete the line, and write "url:" where one must be another',
    _never,
)
_TIED = Instead('texts name their versions in other languages in "translations:"; delete the line')
_DRAFT = Instead('drafts have no address; delete the line (the command "preview" shows them)', _never)
_MARKDOWN_ONLY = Instead("texts are Markdown; delete the line, and write texts of other kinds anew as .md", _never)
_TYPOGRAPHY = Instead('the extension "smarty" in MARKDOWN does it; delete the line')
_LISTS = Instead('ARCHIVES says how many posts a page has ("full_per_page", "excerpts_per_page"); delete the line')
_DATES = Instead("dates are written as the language of each page has them; delete the line", _never)
_MENU = Instead("MENUITEMS names what the menu holds; delete the line")
_PROFILES = Instead("MENUITEMS and LINKS name what stands in menu and footer; add it to LINKS")
_FEED_OF_ALL = Instead("feeds hold posts in every language, each with its own; delete the line")
_THIRD = Instead("pages ask nothing of other hosts; delete the line")
_FOLLOWS = Instead("the address follows from where the file is written; delete the line", _never)

INSTEAD: dict[str, Instead] = {
    "READERS": Instead(_MARKDOWN_ONLY.text, lambda value: not any(value.values())),
    "DOCUTILS_SETTINGS": Instead(_MARKDOWN_ONLY.text),
    "PYGMENTS_RST_OPTIONS": Instead(_MARKDOWN_ONLY.text),
    "STATIC_EXCLUDE_SOURCES": Instead(
        "texts are never copied as they are; name single files in STATIC_PATHS", _is(True)
    ),
    "STATIC_URL": Instead("the address follows from where the file stands; delete the line", _is("{path}")),
    "STATIC_CREATE_LINKS": Instead("files are copied, and only when they change; delete the line"),
    "STATIC_CHECK_IF_MODIFIED": Instead("only what changed is copied as it is; delete the line", _is(True, False)),
    "THEME_STATIC_DIR": Instead("static files of the theme stand below theme/; delete the line", _is("theme")),
    "THEME_STATIC_PATHS": Instead("the theme's folder static/ is copied; put the files there", _is([], ["static"])),
    "CSS_FILE": Instead("the style sheets in the theme's static/css are joined; delete the line", _is("main.css")),
    "TEMPLATE_EXTENSIONS": Instead("templates have the names in docs/themes.md; delete the line", _is([".html"])),
    "TRANSLATION_FEED_ATOM": _FEED_OF_ALL,
    "TRANSLATION_FEED_RSS": _FEED_OF_ALL,
    "FEED_ATOM": Instead("FEED_ALL_ATOM says where the feed of all posts is; rename it"),
    "FEED_RSS": Instead("FEED_ALL_RSS says where the feed of all posts is; rename it"),
    "FEED_APPEND_REF": Instead("links in feeds are the addresses themselves; delete the line"),
    "FEED_DOMAIN": Instead("links in feeds begin with SITEURL; delete the line", _never),
    "DISPLAY_PAGES_ON_MENU": _MENU,
    "DISPLAY_CATEGORIES_ON_MENU": _MENU,
    "OUTPUT_SOURCES": Instead("the sources of texts are not published; delete the line"),
    "OUTPUT_SOURCES_EXTENSION": Instead("the sources of texts are not published; delete the line", _never),
    "NEWEST_FIRST_ARCHIVES": Instead("archives show the newest post first; delete the line", _is(True)),
    "REVERSE_CATEGORY_ORDER": Instead("categories stand by name; delete the line"),
    "ARTICLE_ORDER_BY": Instead("posts stand by date, the newest first; delete the line", _is("reversed-date")),
    "PAGE_ORDER_BY": Instead("MENUITEMS names pages in their order; delete the line", _is("basename")),
    "DELETE_OUTPUT_DIRECTORY": Instead(
        "a build removes what an earlier one made and leaves other files alone; delete the line"
    ),
    "OUTPUT_RETENTION": Instead("files that no build made are left alone; delete the line"),
    "DIRECT_TEMPLATES": Instead(
        'INDEX_SAVE_AS, TAGS_SAVE_AS, CATEGORIES_SAVE_AS, AUTHORS_SAVE_AS and ARCHIVES_SAVE_AS say which lists there are ("" for none); delete the line',
        lambda value: sorted(value) == ["archives", "authors", "categories", "index", "tags"],
    ),
    "PAGINATED_TEMPLATES": Instead(
        _LISTS.text,
        lambda value: dict.fromkeys(value) == value and set(value) <= {"index", "tag", "category", "author"},
    ),
    "DEFAULT_PAGINATION": _LISTS,
    "DEFAULT_ORPHANS": Instead("archives are cut from their oldest end, so that pages stay still; delete the line"),
    "DEFAULT_DATE_FORMAT": _DATES,
    "DATE_FORMATS": Instead(_DATES.text),
    "LOCALE": Instead(
        "DEFAULT_LANG says the language, in which dates are written on every machine alike; delete the line",
        _is([""], ["C"], ["C.UTF-8"], ["en_US.UTF-8"], ["en_US.utf8"], ["en_US"]),
    ),
    "TYPOGRIFY": _TYPOGRAPHY,
    "TYPOGRIFY_IGNORE_TAGS": _TYPOGRAPHY,
    "TYPOGRIFY_OMIT_FILTERS": _TYPOGRAPHY,
    "TYPOGRIFY_DASHES": Instead(_TYPOGRAPHY.text, _is("default")),
    "ARTICLE_PERMALINK_STRUCTURE": Instead("ARTICLE_URL and ARTICLE_SAVE_AS say where posts stand; write these"),
    "SOCIAL": _PROFILES,
    "SOCIAL_WIDGET_NAME": _PROFILES,
    "LINKS_WIDGET_NAME": _PROFILES,
    "GITHUB_URL": _PROFILES,
    "TWITTER_USERNAME": _PROFILES,
    "STYLESHEET_URL": _THIRD,
    "GOOGLE_ANALYTICS": _THIRD,
    "GAUGES": _THIRD,
    "PIWIK_URL": _THIRD,
    "DISQUS_SITENAME": Instead('COMMENTS["provider"] names who keeps the comments; see docs/readers.md'),
    **dict.fromkeys(
        [f"{kind}_LANG_{end}" for kind in ("ARTICLE", "PAGE", "DRAFT", "DRAFT_PAGE") for end in ("URL", "SAVE_AS")],
        _LANGUAGE,
    ),
    "ARTICLE_TRANSLATION_ID": Instead(_TIED.text, _is("slug", False, None, "")),
    "PAGE_TRANSLATION_ID": Instead(_TIED.text, _is("slug", False, None, "")),
    **dict.fromkeys(["DRAFT_URL", "DRAFT_SAVE_AS", "DRAFT_PAGE_URL", "DRAFT_PAGE_SAVE_AS"], _DRAFT),
    **dict.fromkeys([f"{name}_URL" for name in ("INDEX", "TAGS", "CATEGORIES", "AUTHORS", "ARCHIVES")], _FOLLOWS),
    **dict.fromkeys(
        [
            f"{kind}_{type}_URL"
            for kind in ("FEED_ALL", "TAG_FEED", "CATEGORY_FEED", "AUTHOR_FEED", "FEED", "TRANSLATION_FEED")
            for type in ("ATOM", "RSS")
        ],
        _FOLLOWS,
    ),
}
"""Settings that are replaced or ignored without harm to readers: a warning, and the build goes on."""

OURS = frozenset(
    [
        "ARCHIVES", "BUILD", "CALLS", "COMMENTS", "CONTENTS", "COURSES", "FEEDS", "HOSTING", "PICTURES", "PUBLISH", "REHEARSAL", "SITE",
        "REDIRECTS", "RELATED", "SEARCH", "DRAFTS", "NOW", "PROGRESS", "CHILD", "HELPERS", "GIVEN", "DECLARED", "DEFAULTS",
        "COURSE_SECRETS", "REDIRECT_RULES", "BUILD_RUN", "TYPEFACE",
    ]
)  # fmt: skip
"""Lodestar's own settings, including those that a build adds itself."""
JSON_FEEDS = re.compile(
    r"(?:FEED_ALL|TAG_FEED|CATEGORY_FEED|AUTHOR_FEED)_JSON|COMMENTS_FEED_(?:RSS|ATOM|JSON)"
).fullmatch


def known_settings() -> frozenset[str]:
    """Return the names of all settings that mean something here or to Pelican."""
    return frozenset([*HONORED, *REFUSED, *INSTEAD, *OURS])
