"""From a file's header and text to the value of its kind."""

from __future__ import annotations

from lodestar.base.front_matter import models
from lodestar.base.front_matter.beginning import beginning
from lodestar.base.front_matter.reading import FileReader
from lodestar.base.values import Article, Author, Document, Page, SiteFile, TermFile


def article(file: FileReader) -> Article:
    """A post."""
    front = file.validate(models.Post)
    body = file.body()
    summary = front.summary or beginning(file.html(body))
    if front.date == models.UNDATED:
        return file.value(Article, models.Post, front, body=body, date="", instant=0, summary=summary)
    instant = int(front.date.timestamp())
    return file.value(Article, models.Post, front, body=body, instant=instant, summary=summary)


def page(file: FileReader) -> Page:
    """A page that is no post."""
    front = file.validate(models.PageHeader)
    body = file.body()
    summary = front.summary or beginning(file.html(body))
    return file.value(Page, models.PageHeader, front, body=body, summary=summary)


def author(file: FileReader) -> Author:
    """Someone who writes."""
    front = file.validate(models.AuthorFile)
    links = tuple((link.label, link.url) for link in front.links)
    return file.value(Author, models.AuthorFile, front, body=file.body(), links=links)


def term(file: FileReader) -> TermFile:
    """A tag or a category."""
    front = file.validate(models.TermHeader)
    return file.value(TermFile, models.TermHeader, front, body=file.body())


def site(file: FileReader) -> SiteFile:
    """What the author says of the site."""
    return file.value(SiteFile, models.SiteHeader, file.validate(models.SiteHeader), body=Document(""))
