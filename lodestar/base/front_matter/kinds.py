"""Makes the value of each kind of content from a file's header and text."""

from __future__ import annotations

import re

from lodestar.base.front_matter import models
from lodestar.base.front_matter.beginning import beginning
from lodestar.base.front_matter.reading import FileReader
from lodestar.base.front_matter.words import plain_text
from lodestar.base.values import Article, Author, Document, Page, SiteFile, TermFile

PARAGRAPH = re.compile(r"<p[ >].*?</p>", re.DOTALL)


def article(file: FileReader) -> Article:
    """Return a post."""
    front = file.validate(models.Post)
    body = file.body()
    summaries = {"summary": summary(file, front.summary, file.html(body)), "summed_up": bool(front.summary)}
    if front.date == models.UNDATED:
        return file.value(Article, models.Post, front, body=body, date="", instant=0, **summaries)
    instant = int(front.date.timestamp())
    return file.value(Article, models.Post, front, body=body, instant=instant, **summaries)


def page(file: FileReader) -> Page:
    """Return a page."""
    front = file.validate(models.PageHeader)
    body = file.body()
    text = summary(file, front.summary, file.html(body))
    return file.value(Page, models.PageHeader, front, body=body, summary=text)


def author(file: FileReader) -> Author:
    """Return an author."""
    front = file.validate(models.AuthorFile)
    links = tuple((link.label, link.url) for link in front.links)
    return file.value(Author, models.AuthorFile, front, body=file.body(), links=links)


def term(file: FileReader) -> TermFile:
    """Return a tag or a category."""
    front = file.validate(models.TermHeader)
    return file.value(TermFile, models.TermHeader, front, body=file.body())


def site(file: FileReader) -> SiteFile:
    """Return what the author says of the site."""
    return file.value(SiteFile, models.SiteHeader, file.validate(models.SiteHeader), body=Document(""))


def summary(file: FileReader, author_summary: str, html: str) -> str:
    """Return the summary of a text as plain words: the author's, else its beginning, cut as the settings say."""
    defaults = file.defaults
    if author_summary:
        return file.plain_words("summary", author_summary)
    if defaults.words == 0 and not defaults.paragraphs:
        return beginning(html)
    return excerpt(html, defaults.words or None, defaults.paragraphs, defaults.suffix)


def excerpt(html: str, most_words: int | None, paragraphs: int, suffix: str) -> str:
    """Return at most `most_words` words of a text, from its first `paragraphs`; None or 0 for no limit.

    Pelican's `SUMMARY_MAX_LENGTH`, `SUMMARY_MAX_PARAGRAPHS` and `SUMMARY_END_SUFFIX`.
    """
    if paragraphs:
        html = " ".join(PARAGRAPH.findall(html)[:paragraphs]) or html
    words = plain_text(html).split()
    return " ".join(words[:most_words]) + (suffix if most_words and len(words) > most_words else "")
