"""What the tests of this importer may use: `moved_site`, a site made with Pelican and what it became, read by all of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import clear_signals, sections
from tests.pelican_import.comparing import MovedSite
from tests.wordpress.exports import png

collect_ignore = [] if os.environ.get("LODESTAR_PELICAN") else ["test_blogs.py"]
OLD = """\
-- pelicanconf.py --
AUTHOR = "Ann Bee"
SITENAME = "Ann's Notes"
SITESUBTITLE = "On teams"
SITEURL = "http://localhost:8000"
PATH = "content"
THEME = "no-such-theme"
TIMEZONE = "Europe/Berlin"
DEFAULT_LANG = "en"
DEFAULT_PAGINATION = 2
DEFAULT_METADATA = {"mood": "calm"}
PLUGINS = ["no_such_plugin"]
MARKDOWN = {"extensions": ["markdown.extensions.extra", "markdown.extensions.toc", "markdown.extensions.codehilite", "no_such_extension"]}
STATIC_PATHS = ["images", "extra"]
EXTRA_PATH_METADATA = {"extra/robots.txt": {"path": "robots.txt"}}
MENUITEMS = (("Talks", "pages/talks.html"), ("Elsewhere", "https://elsewhere.example/"))
LINKS = (("A friend", "https://friend.example/"),)
TAG_FEED_ATOM = "feeds/tag-{slug}.atom.xml"
GOOGLE_ANALYTICS = "UA-1"
DIRECT_TEMPLATES = ["index", "tags", "categories", "authors", "archives", "wall"]
-- publishconf.py --
import os, sys
sys.path.append(os.curdir)
from pelicanconf import *
SITEURL = "https://ann.example"
-- content/Teams/first.md --
Title: The First & Best
Date: 2014-03-02 09:30
Tags: C#, Calm
Slug: the-first
Summary: How it *began*.
Cover: images/a.png

[TOC]

## Beginnings

See [the second]({filename}second.rst), [again](|filename|/Teams/second.rst#end), [calm]({tag}calm),
[Ann]({author}ann-bee), [home]({index}), [teams]({category}teams) and [there](https://ann.example/pages/talks.html "Talks").
Nothing is at [this place]({filename}nowhere.md).

![A dot]({attach}dot.png) and ![another]({static}/images/a.png) with `[code]({filename}second.rst)`.

    :::python
    print("one")  # [not]({filename}second.rst)

A note.[^1]

[^1]: Of hers.
-- content/Teams/second.rst --
The Second
##########

:date: 2014-04-01
:tags: calm
:authors: Ann Bee, Bo Dee
:summary: In *short*.
:modified: 2015-01-01

.. contents::

Why
===

Words with ``code`` and `a link`_ and `the first <{filename}first.md>`_.

.. code-block:: python

    print("two")

- one
- two

.. _a link: https://elsewhere.example/
-- content/Teams/third.html --
<html><head><title>The Third</title>
<meta name="date" content="2016-05-01 10:00"><meta name="tags" content="calm">
</head><body><p>Plain <b>HTML</b> with <a href="/the-first.html">the first</a>.</p><script>1</script></body></html>
-- content/fourth.md --
Title: A Fourth, Without a Category
Date: 2017-06-01
Save_as: old/place.html
Url: old/place.html

Words of the fourth. {% youtube abc %}
-- content/nobody.md --
Title: By Nobody
Date: 2017-06-02
Author: ?
Lang: english

Words of nobody.
-- content/draft.md --
Title: Not Yet
Date: 2017-07-01
Status: draft

Nobody reads this.
-- content/later.md --
Title: In a Long Time
Date: 2999-01-01

Soon.
-- content/hidden.md --
Title: By Address Only
Date: 2017-08-01
Status: hidden

Few read this.
-- content/first-de.md --
Title: Das Erste
Date: 2014-03-02
Slug: the-first
Lang: de

Auf Deutsch.
-- content/seul.md --
Title: Seul
Date: 2017-05-01
Lang: fr

Il n'y a que lui.
-- content/broken.md --
Date: 2018-01-01

No title stands here.
-- content/pages/talks.md --
Title: Talks

Where she speaks.
-- content/pages/calm.md --
Title: Calm
Save_as: tag/calm.html
Url: tag/calm.html

In the place of an archive.
-- content/extra/robots.txt --
User-agent: *
-- content/extra/data.csv --
1,2
-- content/images/a.png --
x
-- content/Teams/dot.png --
x
-- content/notes.docx --
x
"""


def write_old(folder: Path, text: str = OLD) -> Path:
    """Write a site of sections into a folder; pictures are of one point."""
    dot = png()
    for path, body in sections(text).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(dot if path.endswith(".png") else body.encode())
    return folder


@pytest.fixture(scope="session")
def moved_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MovedSite]:
    """The site of all cases, moved in once for all tests that only read."""
    folder = tmp_path_factory.mktemp("moved")
    yield MovedSite(write_old(folder / "old"), folder / "new")
    clear_signals()
