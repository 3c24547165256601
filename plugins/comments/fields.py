"""The header key by which a post closes its comments, and what the site says of them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator

from lodestar.base.front_matter.fields import Fields, Flag, Key, Mail, Rare, Text


class PostComments(Fields):
    """Whether a post takes comments."""

    comments: Rare[Flag] = True
    """Whether readers may leave a comment."""


class Giscus(Fields):
    """The values that giscus.app gives for the discussions of a repository on GitHub."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    repo: Text = ""
    """The repository, such as `jane/blog-comments`."""
    repo_id: Annotated[Text, Field(alias="repo-id", title="Its id")] = ""
    """The id of the repository."""
    category: Text = ""
    """The category of discussions."""
    category_id: Annotated[Text, Field(alias="category-id", title="Id of the category")] = ""
    """The id of the category."""
    lang: Annotated[Text, Field(title="Language")] = ""
    """The language of its box, as giscus.app names it (`de`, `zh-CN`); English when left out."""


class SiteComments(Fields):
    """How readers of the site comment: what `site.yaml` says of it."""

    mail: Annotated[Mail, Field(title="Mail address"), Key(group="Comments", setting="COMMENTS.address")] = ""
    """Where readers' letters go: `name@your-name.com`. Everybody can read it."""
    comments: Annotated[
        Literal["", "mail", "isso", "giscus", "none"],
        Field(title="How readers comment"),
        Key(group="Comments", setting="COMMENTS.provider"),
    ] = ""
    """`mail`, the usual way: by a letter to you; `isso`: on a server of your own; `giscus`: by GitHub's discussions; `none`."""
    comments_server: Rare[
        Annotated[Text, Field(title="Server of comments"), Key(group="Comments", setting="COMMENTS.server")]
    ] = ""
    """For `isso`: the address of the server, such as `https://comments.your-name.com/`."""
    giscus: Rare[Annotated[Giscus | None, Key(group="Comments", setting="COMMENTS.giscus")]] = None
    """For `giscus`: the values that https://giscus.app gives you, and `lang`, its language, where that is not English."""

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, data: Any) -> Any:
        """Refuse a provider without what it needs."""
        if isinstance(data, dict) and data.get("comments") == "isso" and not data.get("comments_server"):
            raise ValueError('"isso" needs a server; write its address under "comments_server"')
        if isinstance(data, dict) and data.get("comments") == "giscus" and not data.get("giscus"):
            raise ValueError('"giscus" needs its four values; write them under "giscus", as giscus.app gives them')
        return data
