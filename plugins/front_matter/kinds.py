"""From a file's header and text to the value of its kind."""

from __future__ import annotations

from datetime import datetime

from plugins.front_matter import models
from plugins.front_matter.reading import FileReader
from plugins.front_matter.typography import typographic
from plugins.front_matter.words import plain_text
from plugins.values import Article, Author, Call, Page, TermFile, When

SUMMARY = 155
"""How many characters a summary may have that the author left to us."""


def iso(moment: datetime | None) -> str:
    """A moment as values hold it (ISO 8601, to the second); empty for none."""
    return moment.isoformat(timespec="seconds") if moment else ""


def article(file: FileReader) -> Article:
    """A post."""
    front = file.validate(models.Post)
    body = file.body()
    return Article(
        path=file.path,
        slug=front.slug or file.slug_of_name(),
        body=body,
        title=typographic(front.title),
        date=iso(front.date),
        instant=int(front.date.timestamp()),
        modified=iso(front.modified),
        categories=front.categories,
        tags=front.tags,
        authors=front.authors,
        summary=typographic(front.summary) or beginning(file.html(body)),
        note=file.part("note", front.note) if front.note else None,
        image=front.image,
        image_alt=typographic(front.image_alt),
        call=front.call,
        status=front.status,
        id=front.id,
        url=front.url,
        aliases=front.aliases,
        comments=front.comments,
        series=front.series,
        lesson=front.lesson,
    )


def page(file: FileReader) -> Page:
    """A page that is no post."""
    front = file.validate(models.StandalonePage)
    body = file.body()
    return Page(
        path=file.path,
        slug=front.slug or file.slug_of_name(),
        body=body,
        title=typographic(front.title),
        summary=typographic(front.summary) or beginning(file.html(body)),
        image=front.image,
        image_alt=typographic(front.image_alt),
        status=front.status,
        url=front.url,
        aliases=front.aliases,
        modified=iso(front.modified),
        id=front.id,
    )


def author(file: FileReader) -> Author:
    """Someone who writes."""
    front = file.validate(models.AuthorFile)
    return Author(
        path=file.path,
        slug=front.slug or file.slug_of_name(),
        body=file.body(),
        name=front.name,
        role=front.role,
        bio=file.part("bio", front.bio) if front.bio else None,
        portrait=front.portrait,
        portrait_alt=typographic(front.portrait_alt),
        links=tuple((each.label, each.url) for each in front.links),
        aliases=front.aliases,
    )


def term(file: FileReader) -> TermFile:
    """A tag or a category."""
    front = file.validate(models.Term)
    return TermFile(
        path=file.path,
        slug=front.slug or file.slug_of_name(),
        body=file.body(),
        label=front.label,
        summary=typographic(front.summary),
        synonyms=front.synonyms,
        picks=front.picks,
        image=front.image,
        image_alt=typographic(front.image_alt),
        style=front.style,
    )


def call(file: FileReader) -> Call:
    """A call to action."""
    front = file.validate(models.CallFile)
    when = front.when
    return Call(
        path=file.path,
        slug=file.slug_of_name(),
        body=file.body(),
        heading=typographic(front.heading),
        url=front.url,
        link_text=typographic(front.link_text),
        when=When(when.tags, when.categories, when.authors, when.since, when.until) if when else None,
        order=front.order,
        default=front.default,
        expires=front.expires,
        after_section=0 if front.placement == "end" else int(front.placement),
    )


def beginning(html: str) -> str:
    """The first words of a text, at most SUMMARY characters, cut between words."""
    start = html.find("<p>")
    end = html.find("</p>", start)
    text = plain_text(html[start:end] if 0 <= start < end else html)
    if len(text) <= SUMMARY:
        return text
    return text[: SUMMARY - 1].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
