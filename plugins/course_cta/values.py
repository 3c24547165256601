"""The nouns of calls as their author wrote them: frozen values, all of them plain data."""

from __future__ import annotations

from lodestar.base.values import Source, Value


class When(Value):
    """Under which conditions a call is carried."""

    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    since: str = ""
    """First day (ISO 8601) of the posts it is for."""
    until: str = ""
    """Last day (ISO 8601) of the posts it is for."""


class Call(Source):
    """A call to action: text in Markdown, and the rule that chooses it."""

    heading: str
    url: str
    link_text: str
    when: When | None = None
    order: int = 0
    default: bool = False
    expires: str = ""
    """Last day (ISO 8601) on which it may be shown."""
    after_section: int = 0
    """Stands after this section of a long post; 0: at the end."""
    lang: str = ""
    """The tag of its language (BCP 47); empty for the site's."""
