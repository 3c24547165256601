"""Comments under a post, and the ways to leave one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from urllib.parse import quote

from lodestar.base.languages import gettext, gettext_noop
from lodestar.base.values import Article, Body, Document, Source, Value
from plugins.comments.settings import CommentSettings

DAY = 86_400
"""Seconds; a post that has a day and no hour may have been read on that day before it, by another clock."""
DEEPEST = 40
"""How deep answers may lie in one another; deeper ones stand side by side."""
GISCUS = "https://giscus.app"
SUBJECT = gettext_noop("Comment on “%(title)s”")
"""The subject of the letter in which a reader leaves a comment."""
DEAR = gettext_noop("Dear %(name)s,")
NAME = gettext_noop("My name, as it should stand under my comment")
ANONYMOUS = gettext_noop("Anonymous")
"""Who wrote a comment that names nobody."""
TAIL = gettext_noop("A comment on “%(title)s”")
LETTER = "{dear}\n\n\n\n{name}:\n\n---\n{tail}\n{url}\n"


class StoredComment(Value):
    """A comment as it stands in its file."""

    id: str
    name: str
    date: str
    text: Document
    reply_to: str = ""
    url: str = ""
    author: str = ""
    """Slug of the author of the blog who wrote it; empty for readers."""
    ping: bool = False
    """Whether it is another site that mentions the post."""
    post: str = ""
    """The id of the post that it was left under, where the file says so."""

    @property
    def body(self) -> Body:
        """Its text, to be shown."""
        return Body(self.text.key, words=self.text.words)


class CommentsFile(Source):
    """What readers left under a post or a page."""

    comments: tuple[StoredComment, ...]

    @property
    def target(self) -> str:
        """A post's slug, or the path of a post or page below content/, without its ending (`pages/about`)."""
        return stem(self.path.partition("/")[2])

    @property
    def post(self) -> str:
        """The id of the post; empty where the file does not say."""
        return next((comment.post for comment in self.comments if comment.post), "")

    @property
    def count(self) -> int:
        """How many comments it holds, mentions by other sites left out."""
        return sum(not comment.ping for comment in self.comments)


def stem(path: str) -> str:
    """Return a path without the ending of its file."""
    return path.rpartition(".")[0]


def finder(files: Iterable[CommentsFile], posts: Iterable[Article]) -> Callable[[Source], CommentsFile | None]:
    """Return a function that finds what was left under a post, whatever its slug is now, or under a page: by the id of the
    post where a file says it, else by its own name."""
    posts = tuple(posts)
    owned = {}
    by_id = {post.id: stem(post.path) for post in posts if post.id}
    names: dict[str, list[Article]] = {}
    for post in posts:
        for name in dict.fromkeys((post.slug, stem(post.path).rpartition("/")[2], *map(last_part, post.aliases))):
            names.setdefault(name, []).append(post)
    for file in files:
        if "/" in file.target:
            owned[file.target] = file
        elif path := by_id.get(file.post):
            owned[path] = file
        elif owner := owner_of(file, names.get(file.target, ())):
            owned.setdefault(stem(owner.path), file)
    return lambda value: owned.get(stem(value.path))


def owner_of(file: CommentsFile, posts: Sequence[Article]) -> Article | None:
    """Return the post that a file named by a slug belongs to, of those that have, or had, this slug.

    A draft takes no comments from a post that readers see, nor a newer post from an older one: nobody comments on what
    is not there yet. Otherwise the slug that a post has now says more than the name of its file or an old address.
    """
    return min(posts, key=lambda post: (*_doubts(file, post), post.slug != file.target), default=None)


def rivals(file: CommentsFile, posts: Iterable[Article]) -> int:
    """Return how many posts a file of comments may belong to with equal right."""
    posts = tuple(posts)
    if any(post.id and post.id == file.post for post in posts):
        return 1
    return sum(post.slug == file.target and not any(_doubts(file, post)) for post in posts)


def _doubts(file: CommentsFile, post: Article) -> tuple[bool, bool]:
    """Return whether readers do not see a post, and whether it is younger than the first comment."""
    first = min((datetime.fromisoformat(comment.date).timestamp() for comment in file.comments), default=0.0)
    return post.status == "draft", post.instant - DAY > first


def last_part(address: str) -> str:
    """Return the last part of an address."""
    return address.rstrip("/").rpartition("/")[2]


class Comment(Value):
    """A comment as it stands on the page."""

    id: str
    name: str
    date: str
    body: Body
    replies: tuple[Comment, ...] = ()
    url: str = ""
    """The website of who left it."""
    by_author: bool = False
    """Whether an author of the blog wrote it."""


class Standing(Value):
    """What an archive or a feed says of a post's comments."""

    count: int
    """How many there are."""
    open: bool
    """Whether readers may leave one."""
    url: str
    """Address of the post."""
    title: str
    """Its title."""


def is_open(article: Article) -> bool:
    """Return whether readers may leave a comment under a post."""
    return article.fields.get("comments", True) is not False


class Leave(Value):
    """How to leave a comment: the provider, and what its template needs."""

    provider: str
    url: str = ""
    """`mail`: to whom the letter goes; `isso`: address of the server; `giscus`: that of its script."""
    attributes: tuple[tuple[str, str], ...] = ()
    """`mail`: what the letter is filled in with; `giscus`: what its script is told."""
    origin: str = ""
    """Where it loads from; empty for what loads nothing."""


class Discussion(Value):
    """The section of a post's page for comments."""

    comments: tuple[Comment, ...]
    """Those that answer no other, the oldest first."""
    count: int
    leave: Leave | None
    """None where comments are closed."""
    pings: tuple[Comment, ...] = ()
    """Other sites that mention the post."""


class FeedComment(Value):
    """A comment as it stands in the feed of comments."""

    title: str
    """What it is a comment on."""
    url: str
    id: str
    name: str
    date: str
    body: Body


class CommentsFeed(Value):
    """The newest comments of the site, wherever they were left."""

    title: str
    url: str
    self_url: str
    entries: tuple[FeedComment, ...]
    """Newest first."""


def newest(comments: Iterable[FeedComment], most: int) -> tuple[FeedComment, ...]:
    """Return the newest comments, newest first."""
    return tuple(sorted(comments, key=lambda item: (datetime.fromisoformat(item.date), item.url), reverse=True)[:most])


def discussion(left: Sequence[StoredComment], leave: Leave | None) -> Discussion | None:
    """Return the section for comments; None where there is nothing to show."""
    if not left:
        return Discussion((), 0, leave) if leave else None
    said = [item for item in left if not item.ping]
    return Discussion(threads(said), len(said), leave, threads(item for item in left if item.ping))


def threads(left: Iterable[StoredComment]) -> tuple[Comment, ...]:
    """Comments with the answers to each within it, the oldest first throughout."""
    left = tuple(left)
    parents = _parents(left)
    answers: dict[str, list[StoredComment]] = {}
    for item in sorted(left, key=lambda item: (item.date, item.id)):
        answers.setdefault(parents[item.id], []).append(item)

    def below(name: str) -> tuple[Comment, ...]:
        return tuple(
            Comment(item.id, item.name, item.date, item.body, below(item.id), item.url, bool(item.author))
            for item in answers.get(name, ())
        )

    return below("")


def _parents(left: Iterable[StoredComment]) -> dict[str, str]:
    """The comment under which each stands: the one it answers, or one above that where the thread is too deep."""
    parents: dict[str, str] = {}
    depths = {"": 0}
    for item in left:
        parent = item.reply_to
        if depths.get(parent, 0) >= DEEPEST:
            parent = parents[parent]
        parents[item.id], depths[item.id] = parent, depths.get(parent, 0) + 1
    return parents


def way_to_leave(settings: CommentSettings, title: str, url: str, site_name: str) -> Leave | None:
    """Return how readers leave a comment on the post at `url`, a whole address; None where they cannot."""
    if settings.provider == "mail" and settings.address:
        return Leave("mail", settings.address, (("name", site_name), ("title", title), ("url", url)))
    if settings.provider == "isso" and settings.server:
        return Leave("isso", settings.server.rstrip("/") + "/", origin=origin(settings))
    if settings.provider == "giscus" and settings.giscus:
        return Leave("giscus", GISCUS + "/client.js", tuple(sorted(settings.giscus.items())), origin(settings))
    return None


def origin(settings: CommentSettings) -> str:
    """Return where comments are loaded from when a reader asks for them; empty for a provider that loads nothing."""
    return {"isso": "/".join(settings.server.split("/")[:3]), "giscus": GISCUS}.get(settings.provider, "")


def letter(address: str, fields: Iterable[tuple[str, str]], comment: str = "") -> str:
    """A `mailto:` address (RFC 6068) with subject and text filled in; for templates, which make it when it is shown.

    `comment` is the id of the comment that it answers.
    """
    said = dict(fields)
    said["url"] += f"#comment-{comment}" if comment else ""
    dear, tail = gettext(DEAR, name=said["name"]), gettext(TAIL, title=said["title"])
    text = LETTER.replace("\n", "\r\n").format(dear=dear, name=gettext(NAME), tail=tail, url=said["url"])
    subject = gettext(SUBJECT, title=said["title"])
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject)}&body={quote(text)}"
