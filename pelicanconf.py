"""The site: where everything stands, which plugins make it. Who it is stands in content/site.yaml; production changes are in publishconf.py."""

import sys
from pathlib import Path

if str(Path(__file__).parent) not in sys.path:
    sys.path.insert(0, str(Path(__file__).parent))  # the program `pelican` looks elsewhere
from lodestar.base.site_file import read_site

root = Path(__file__).parent
PATH = "content"
CACHE_PATH = ".cache"

# What the author says in content/site.yaml; write another value in the place of one to override it.
SITE = read_site(root / PATH, root / CACHE_PATH)
SITENAME = SITE.get("name", "")
SITESUBTITLE = SITE.get("sentence", "")
SITEURL = "http://localhost:8000"
AUTHOR = SITE.get("author", "")
TIMEZONE = SITE.get("timezone", "UTC")
DEFAULT_LANG = SITE.get("language", "en")
MENUITEMS = SITE.get("menu", ())
LINKS = SITE.get("footer", ())

STATIC_PATHS = ["images", "files"]  # media is copied from anywhere below content/, other files from these
OUTPUT_PATH = "output"
THEME = "theme"

# One plugin a job, each named in full; its first lines say what it does.
PLUGINS = [
    "lodestar.engine",
    "plugins.articles",
    "plugins.pages",
    "plugins.static_files",
    "plugins.typeface",
    "plugins.pictures",
    "plugins.subtitle",
    "plugins.extra",
    "plugins.translations",
    "plugins.note",
    "plugins.author_bio",
    "plugins.course_cta",
    "plugins.comments",
    "plugins.films",
    "plugins.contents",
    "plugins.related",
    "plugins.series",
    "plugins.tag_archives",
    "plugins.course",
    "plugins.feeds",
    "plugins.redirects",
    "plugins.hosting",
    "plugins.structured_data",
    "plugins.sitemap",
    "plugins.search",
]

MARKDOWN = {
    "extensions": [
        "extra",
        "sane_lists",
        "smarty",
        "plugins.course.blocks",
        "plugins.films.blocks",
        "plugins.pictures.figures",
    ],
    "output_format": "html",
}

# Addresses, as WordPress has them, so that a moved blog keeps its readers.
ARTICLE_URL = "{date:%Y}/{date:%m}/{date:%d}/{slug}/"
ARTICLE_SAVE_AS = "{date:%Y}/{date:%m}/{date:%d}/{slug}/index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
TAG_URL = "tag/{slug}/"
TAG_SAVE_AS = "tag/{slug}/index.html"
CATEGORY_URL = "category/{slug}/"
CATEGORY_SAVE_AS = "category/{slug}/index.html"
AUTHOR_URL = "author/{slug}/"
AUTHOR_SAVE_AS = "author/{slug}/index.html"
YEAR_ARCHIVE_URL = "{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = "{date:%Y}/index.html"
MONTH_ARCHIVE_URL = "{date:%Y}/{date:%m}/"
MONTH_ARCHIVE_SAVE_AS = "{date:%Y}/{date:%m}/index.html"
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]
INDEX_SAVE_AS = "index.html"
TAGS_SAVE_AS = "tags/index.html"
CATEGORIES_SAVE_AS = "categories/index.html"
AUTHORS_SAVE_AS = "authors/index.html"
ARCHIVES_SAVE_AS = "archives/index.html"

# Feeds. A host answers /feed/ with feed/index.xml: docs/deploying.md says how to tell it so.
FEED_MAX_ITEMS = 20
FEED_ALL_RSS = "feed/index.xml"
FEED_ALL_ATOM = "feed/atom/index.xml"
FEED_ALL_JSON = "feed.json"
TAG_FEED_RSS = "tag/{slug}/feed/index.xml"
TAG_FEED_ATOM = "tag/{slug}/feed/atom/index.xml"
TAG_FEED_JSON = "tag/{slug}/feed.json"
CATEGORY_FEED_RSS = "category/{slug}/feed/index.xml"
CATEGORY_FEED_ATOM = "category/{slug}/feed/atom/index.xml"
CATEGORY_FEED_JSON = "category/{slug}/feed.json"
AUTHOR_FEED_RSS = "author/{slug}/feed/index.xml"
AUTHOR_FEED_ATOM = "author/{slug}/feed/atom/index.xml"
AUTHOR_FEED_JSON = "author/{slug}/feed.json"
COMMENTS_FEED_RSS = "comments/feed/index.xml"
FEEDS = {"id": SITE.get("id", ""), "image": "/apple-touch-icon.png", "follow": "subscribe"}
FEEDS["email"] = dict(SITE.get("sign_up", ())) or None

ARCHIVES = {"full_per_page": 5, "excerpts_per_page": 10, "tag": "full", "category": "full"}
COMMENTS = {"provider": SITE.get("comments", "mail"), "address": SITE.get("mail", "")}
COMMENTS |= {"server": SITE.get("comments_server", ""), "giscus": dict(SITE.get("giscus", ()))}
COURSES = {"enrolled": "link"}
CALLS = {"long": 350, "utm": {"utm_source": "blog", "utm_medium": "post"}}
