"""What a file of comments may say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from lodestar.base.front_matter.fields import Date, Fields, Text

MARK = r"^[A-Za-z0-9][A-Za-z0-9-]*$|^$"


class LeftComment(Fields):
    """A comment: an entry of `content/comments/slug.yaml`."""

    id: Annotated[str, Field(pattern=MARK)] = ""
    """What replies call it; its place in the file, counted from 1, when left out."""
    name: Annotated[Text, Field(min_length=1)]
    """Who left it."""
    date: Date
    """When: `2026-03-18 09:30`, in the site's time zone."""
    text: str
    """What they say, in Markdown; only simple elements and links are kept."""
    reply_to: str = ""
    """The `id` of the comment it answers."""
    url: Annotated[str, Field(pattern=r"^(https?://\S+)?$")] = ""
    """The website of who left it, or of the page that mentions the post."""
    author: str = ""
    """The author of the blog who wrote it, by the file's name in content/authors/; the page says so."""
    post: str = ""
    """The `id` of the post, by which its comments follow it whatever its address is; publishing writes it into the first."""
    kind: Literal["comment", "pingback", "trackback"] = "comment"
    """A `pingback` or `trackback` is another site that mentions the post; these stand apart and are not counted."""

    @field_validator("text")
    @classmethod
    def _says_something(cls, value: str) -> str:
        if not value.strip():
            raise ValueError('"text" is empty; delete the comment')
        return value


class CommentFile(Fields):
    """A file of comments."""

    items: tuple[LeftComment, ...]
    """Its entries."""
