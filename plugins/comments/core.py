"""Comments under a post, and the ways to leave one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from urllib.parse import quote

from lodestar.base.languages import gettext, gettext_noop
from lodestar.base.values import Article, Body, Document, Source, Value
from plugins.comments.settings import CommentSettings

DAY = 86_400
"""Seconds in a day: a post dated by day alone may have been read earlier on that day, in another time zone."""
DEEPEST = 40
"""How deep replies may be nested; deeper ones are shown side by side."""
GISCUS = "https://giscus.app"
SUBJECT = gettext_noop("Comment on “%(title)s”")
"""The subject of a reader's letter with a comment."""
DEAR = gettext_noop("Dear %(name)s,")
NAME = gettext_noop("My name, as it should stand under my comment")
ANONYMOUS = gettext_noop("Anonymous")
"""Who wrote a comment that names nobody."""
TAIL = gettext_noop("A comment on “%(title)s”")
LETTER = "{dear}\n\n\n\n{name}:\n\n---\n{tail}\n{url}\n"


class StoredComment(Value):
    """A comment in its file."""

    id: str
    name: str
    date: str
    text: Document
    reply_to: str = ""
    url: str = ""
    author: str = ""
    """The slug of the blog's author who wrote it; empty for readers."""
    ping: bool = False
    """Whether it is another site that mentions the post."""
    post: str = ""
    """The id of its post, where the file has it."""

    @property
    def body(self) -> Body:
        """Its text, ready to be shown."""
        return Body(self.text.key, words=self.text.words)


class CommentsFile(Source):
    """The comments on a post or a page."""

    comments: tuple[StoredComment, ...]

    @property
    def target(self) -> str:
        """A post's slug, or the path of a post or page below content/, without its ending (`pages/about`)."""
        return stem(self.path.partition("/")[2])

    @property
    def post(self) -> str:
        """The id of the post; empty where the file does not have it."""
        return next((comment.post for comment in self.comments if comment.post), "")

    @property
    def count(self) -> int:
        """The number of comments, without mentions by other sites."""
        return sum(not comment.ping for comment in self.comments)


def stem(path: str) -> str:
    """Return a path without its file name's ending."""
    return path.rpartition(".")[0]


def finder(files: Iterable[CommentsFile], posts: Iterable[Article]) -> Callable[[Source], CommentsFile | None]:
    """Return a function that finds the comments on a post, even after a change of its slug, or on a page: by the id of the
    post where a file has it, else by the name of the file."""
    files, posts, owned = tuple(files), tuple(posts), {}
    if not files:  # as on most sites; five parts of a build ask
        return lambda value: None
    paths_by_id = {post.id: stem(post.path) for post in posts if post.id}
    names: dict[str, list[Article]] = {}
    for post in posts:
        for name in dict.fromkeys((post.slug, stem(post.path).rpartition("/")[2], *map(last_part, post.aliases))):
            names.setdefault(name, []).append(post)
    for file in files:
        if "/" in file.target:
            owned[file.target] = file
        elif path := paths_by_id.get(file.post):
            owned[path] = file
        elif owner := owner_of(file, names.get(file.target, ())):
            owned.setdefault(stem(owner.path), file)
    return lambda value: owned.get(stem(value.path))


def owner_of(file: CommentsFile, posts: Sequence[Article]) -> Article | None:
    """Return the post to which a file named by a slug belongs, among those that have, or had, this slug.

    A draft takes no comments from a published post, nor a newer post from an older one: nobody comments on what
    does not exist yet. Otherwise a post's current slug counts more than its file name or an old address.
    """
    return min(posts, key=lambda post: (*_doubts(file, post), post.slug != file.target), default=None)


def rivals(file: CommentsFile, posts: Iterable[Article]) -> int:
    """Return how many posts a file of comments may equally belong to."""
    posts = tuple(posts)
    if any(post.id and post.id == file.post for post in posts):
        return 1
    return sum(post.slug == file.target and not any(_doubts(file, post)) for post in posts)


def _doubts(file: CommentsFile, post: Article) -> tuple[bool, bool]:
    """Return whether a post is unpublished, and whether it is newer than the first comment."""
    first = min((datetime.fromisoformat(comment.date).timestamp() for comment in file.comments), default=0.0)
    return post.status == "draft", post.instant - DAY > first


def last_part(address: str) -> str:
    """Return the last part of an address."""
    return address.rstrip("/").rpartition("/")[2]


class Comment(Value):
    """A comment as shown on the page."""

    id: str
    name: str
    date: str
    body: Body
    replies: tuple[Comment, ...] = ()
    url: str = ""
    """Its author's website."""
    by_author: bool = False
    """Whether an author of the blog wrote it."""


class CommentStanding(Value):
    """The state of a post's comments, for archives and feeds."""

    count: int
    """The number of comments."""
    open: bool
    """Whether new comments are possible."""
    url: str
    """Address of the post."""
    title: str
    """Its title."""


def is_open(article: Article) -> bool:
    """Return whether readers may leave a comment under a post."""
    return article.fields.get("comments", True) is not False


class Leave(Value):
    """The way to leave a comment: the provider, and the values for its template."""

    provider: str
    url: str = ""
    """`mail`: to whom the letter goes; `isso`: address of the server; `giscus`: that of its script."""
    attributes: tuple[tuple[str, str], ...] = ()
    """`mail`: what the letter is filled in with; `giscus`: what its script is told."""
    origin: str = ""
    """The origin from which it loads; empty where it loads nothing."""


class Discussion(Value):
    """The section of a post's page for comments."""

    comments: tuple[Comment, ...]
    """The comments that reply to none, the oldest first."""
    count: int
    leave: Leave | None
    """None where comments are closed."""
    pings: tuple[Comment, ...] = ()
    """Other sites that mention the post."""


class FeedComment(Value):
    """A comment as shown in the feed of comments."""

    title: str
    """What it is a comment on."""
    url: str
    id: str
    name: str
    date: str
    body: Body


class CommentsFeed(Value):
    """The newest comments of the whole site."""

    title: str
    url: str
    self_url: str
    entries: tuple[FeedComment, ...]
    """Newest first."""


def newest(comments: Iterable[FeedComment], most: int) -> tuple[FeedComment, ...]:
    """Return the newest comments, newest first."""
    return tuple(sorted(comments, key=lambda item: (datetime.fromisoformat(item.date), item.url), reverse=True)[:most])


def discussion(stored_comments: Sequence[StoredComment], leave: Leave | None) -> Discussion | None:
    """Return the section of comments; None where there is nothing to show."""
    if not stored_comments:
        return Discussion((), 0, leave) if leave else None
    comments = [item for item in stored_comments if not item.ping]
    return Discussion(threads(comments), len(comments), leave, threads(item for item in stored_comments if item.ping))


def threads(stored_comments: Iterable[StoredComment]) -> tuple[Comment, ...]:
    """Return comments with their replies nested, the oldest first on each level."""
    stored_comments = tuple(stored_comments)
    parents = _parents(stored_comments)
    answers: dict[str, list[StoredComment]] = {}
    for item in sorted(stored_comments, key=lambda item: (item.date, item.id)):
        answers.setdefault(parents[item.id], []).append(item)

    def replies_to(name: str) -> tuple[Comment, ...]:
        return tuple(
            Comment(item.id, item.name, item.date, item.body, replies_to(item.id), item.url, bool(item.author))
            for item in answers.get(name, ())
        )

    return replies_to("")


def _parents(stored_comments: Iterable[StoredComment]) -> dict[str, str]:
    """Return the parent of each comment: the one it replies to, or one further up where the thread is too deep."""
    parents: dict[str, str] = {}
    depths = {"": 0}
    for item in stored_comments:
        parent = item.reply_to
        if depths.get(parent, 0) >= DEEPEST:
            parent = parents[parent]
        parents[item.id], depths[item.id] = parent, depths.get(parent, 0) + 1
    return parents


def way_to_leave(settings: CommentSettings, title: str, url: str, site_name: str) -> Leave | None:
    """Return the way to leave a comment on the post at `url`, an address with its host; None for no way."""
    if settings.provider == "mail" and settings.address:
        return Leave("mail", settings.address, (("name", site_name), ("title", title), ("url", url)))
    if settings.provider == "isso" and settings.server:
        return Leave("isso", settings.server.rstrip("/") + "/", origin=origin(settings))
    if settings.provider == "giscus" and settings.giscus:
        return Leave("giscus", GISCUS + "/client.js", tuple(sorted(settings.giscus.items())), origin(settings))
    return None


def origin(settings: CommentSettings) -> str:
    """Return the origin from which comments are loaded on request; empty for a provider that loads nothing."""
    return {"isso": "/".join(settings.server.split("/")[:3]), "giscus": GISCUS}.get(settings.provider, "")


def letter(address: str, fields: Iterable[tuple[str, str]], comment: str = "") -> str:
    """Return a `mailto:` address (RFC 6068) with subject and text filled in; called by templates.

    `comment` is the id of the comment to which it replies.
    """
    values = dict(fields)
    values["url"] += f"#comment-{comment}" if comment else ""
    dear, tail = gettext(DEAR, name=values["name"]), gettext(TAIL, title=values["title"])
    text = LETTER.replace("\n", "\r\n").format(dear=dear, name=gettext(NAME), tail=tail, url=values["url"])
    subject = gettext(SUBJECT, title=values["title"])
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject)}&body={quote(text)}"
