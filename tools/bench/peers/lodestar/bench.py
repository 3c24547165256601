"""The site as the peers have it: the same pages and feeds, with our own checks, calls and related posts left on."""

from pathlib import Path

import pelicanconf
from pelicanconf import *  # noqa: F403

SITEURL = "https://example.org"
AUTHOR = "Jane Doe"
TIMEZONE = "UTC"
THEME = str(Path(pelicanconf.__file__).parent / "theme")
ARTICLE_URL, ARTICLE_SAVE_AS = "posts/{slug}/", "posts/{slug}/index.html"
AUTHOR_SAVE_AS = YEAR_ARCHIVE_SAVE_AS = MONTH_ARCHIVE_SAVE_AS = ""
TAGS_SAVE_AS = CATEGORIES_SAVE_AS = AUTHORS_SAVE_AS = ARCHIVES_SAVE_AS = ""
FEED_ALL_ATOM = TAG_FEED_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = ""
FEED_ALL_JSON = TAG_FEED_JSON = CATEGORY_FEED_JSON = AUTHOR_FEED_JSON = ""
ARCHIVES = {"tag": "excerpts", "category": "excerpts", "excerpts_per_page": 10}
MENUITEMS = (("Home", "/"), ("About", "/about/"))
LINKS = ()
# Pictures in several sizes, the search index and a typeface of one's own take work that no peer does.
PLUGINS = [
    name for name in pelicanconf.PLUGINS if name not in {"plugins.pictures", "plugins.search", "plugins.typeface"}
]
