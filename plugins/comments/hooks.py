"""The receivers of Pelican's and Lodestar's signals for comments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from lodestar.base.languages import gettext
from lodestar.base.problems import did_you_mean
from lodestar.base.values import Article, Page, Source
from lodestar.engine.site import Output, Published, Site, Term
from plugins.comments.core import (
    CommentsFeed,
    CommentsFile,
    CommentStanding,
    Discussion,
    FeedComment,
    discussion,
    finder,
    is_open,
    newest,
    rivals,
    stem,
    way_to_leave,
)
from plugins.comments.settings import CommentSettings


def addresses(site: Site) -> dict[str, str]:
    """At `get_addresses`: the comments on an unpublished text are as private as the text."""
    find = finder(site.content["comments"], site.content.get("posts", ()))
    for value in (*site.content.get("posts", ()), *site.content.get("pages", ())):
        if value.path in site.private and (file := find(value)):
            site.private.add(file.path)
    return {}


def parts(site: Site) -> dict[str, Callable[[Published], Any]]:
    """At `get_parts`: how many comments a post has and whether it takes more, for the link in archives."""
    check(site)
    find = finder(site.content["comments"], site.content.get("posts", ()))
    possible = way_to_leave(site.settings["COMMENTS"], "", "", "") is not None

    def standing(post: Published) -> CommentStanding | None:
        file = find(post.article)
        count, opened = file.count if file else 0, possible and is_open(post.article)
        return CommentStanding(count, opened, post.url, post.article.title) if count or opened else None

    return {"comment_count": standing}


def page_parts(site: Site) -> dict[str, Callable[[Published], Any]]:
    """At `get_page_parts`: the comments and the way to leave one; None where there is neither."""
    settings: CommentSettings = site.settings["COMMENTS"]
    find = finder(site.content["comments"], site.content.get("posts", ()))
    name = site.settings["AUTHOR"] or site.settings["SITENAME"]
    site_url = site.url

    @cache
    def names(authors: tuple[Term, ...]) -> str:
        return ", ".join(author.label for author in authors) or name

    def make(post: Published) -> Discussion | None:
        article, file = post.article, find(post.article)
        recipient, url = names(post.authors), site_url + post.url
        leave = way_to_leave(settings, article.title, url, recipient) if is_open(article) else None
        return discussion(file.comments if file else (), leave)

    return {"discussion": make}


def standalone_parts(site: Site) -> dict[str, Callable[[Page], Any]]:
    """At `get_standalone_parts`: the comments on a page; new ones are possible on posts only."""
    find = finder(site.content["comments"], site.content.get("posts", ()))

    def make(page: Page) -> Discussion | None:
        file = find(page)
        return discussion(file.comments, None) if file else None

    return {"discussion": make}


def outputs(site: Site) -> Iterator[Output]:
    """At `get_outputs`: the feed of the newest comments."""
    url, save_as = site.addresses.feed("COMMENTS_FEED_RSS")
    if save_as:
        name = site.settings["SITENAME"]
        entries = newest(_visible_comments(site), site.settings["FEED_MAX_ITEMS"])
        value = CommentsFeed(gettext("Comments on %(site)s", site=name), "/", url, entries)
        yield Output(save_as, "comments-feed.xml", value, "the feed of comments")


def _visible_comments(site: Site) -> Iterator[FeedComment]:
    """Yield every visible comment on listed posts and on pages."""
    if not site.content["comments"]:
        return
    find = finder(site.content["comments"], site.content.get("posts", ()))
    places: list[tuple[Any, str]] = [(article.article, article.url) for article in site.articles]
    places += [(page, site.urls[page.path]) for page in site.content["pages"] if page.path in site.urls]
    for value, url in places:
        file = find(value)
        for comment in file.comments if file else ():
            link = f"{url}#comment-{comment.id}"
            # WordPress's form of the id (get_comment_guid), so that subscribers of a moved blog see nothing twice
            id = f"{value.id}#comment-{comment.id}" if value.id else link
            yield FeedComment(value.title, link, id, comment.name, comment.date, comment.body)


def check(site: Site) -> None:
    """Refuse comments on missing texts, on two posts at once, and by unknown authors of the blog."""
    if not site.content["comments"]:
        return
    posts: Sequence[Article] = site.content.get("posts", ())
    find = finder(site.content["comments"], posts)
    slugs = {post.slug for post in posts}
    results = {file.path for post in posts if (file := find(post))}
    paths = {stem(value.path) for value in (*posts, *site.content.get("pages", ()))}
    places = {file.target: file.path for file in site.content["comments"]}
    for post in posts:
        if post.slug in places and stem(post.path) in places and post.status != "draft":
            fault = f"comments on {site.shown}/{post.path} are also in {site.shown}/{places[post.slug]}"
            site.refuse(places[stem(post.path)], (), fault, "put them into one file")
    authors = {author.slug for author in site.content.get("authors", ())}
    for file in site.content["comments"]:
        target = file.target
        if "/" in target and target not in paths:
            cure = did_you_mean(target, paths, "name the file as the post or page it belongs to")
            site.refuse(file.path, (), f'no post or page is "{target}"', cure, missing=target)
        elif "/" not in target and file.path not in results and target not in slugs:
            cure = did_you_mean(target, slugs, "name the file as its post")
            site.refuse(file.path, (), f'no post has the slug "{target}"', cure, missing=target)
        elif "/" not in target and file.path not in results and (other_files := _files_with_id(target, posts, find)):
            fault = f"comments on the same post are also in {site.shown}/{other_files[0]}"
            site.refuse(file.path, (), fault, "put them into one file")
        elif rivals(file, posts) > 1:
            cure = "name it by the path of one of them, as comments/posts/2019/slug.yaml"
            site.refuse(file.path, (), f'several posts have the slug "{target}"', cure)
        for index, comment in enumerate(file.comments):
            if comment.author and comment.author not in authors:
                cure = did_you_mean(comment.author, authors, "name a file of content/authors/")
                fault = f'no author is "{comment.author}"'
                site.refuse(file.path, ("items", index, "author"), fault, cure, missing=comment.author)


def _files_with_id(slug: str, posts: Sequence[Article], find: Callable[[Source], CommentsFile | None]) -> list[str]:
    """Return the files with comments on posts with a slug that name the post's id."""
    return [file.path for post in posts if post.slug == slug and (file := find(post)) and file.post]
