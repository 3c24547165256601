"""What the front matter of a call may say.

The docstring below a field is its manual: `docs/authoring.md` is tested against it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, field_validator

from lodestar.base.front_matter.fields import Day, Fields, Flag, Key, Language, Rare, Terms, Title


class Conditions(Fields):
    """When a call is chosen; the rule that meets most of its conditions wins."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    tags: Terms = ()
    """Posts with one of these tags."""
    categories: Terms = ()
    """Posts in one of these categories, or below it."""
    authors: Terms = ()
    """Posts by one of these authors."""
    since: Annotated[Day, Field(alias="from", title="From")] = ""
    """Posts from this day on."""
    until: Day = ""
    """Posts up to this day."""


class CallFile(Fields):
    """A call to action: `content/calls/name.md`; the text stands between its heading and its link."""

    heading: Title
    """The heading of the block."""
    url: Annotated[str, Field(pattern=r"^(/|https?://|mailto:)\S*$", title="Address"), Key(widget="place")]
    """Where the link leads: an address of this site (`/courses/...`) or a whole one (`https://...`)."""
    link_text: Title
    """The words of the link; they name the course."""
    when: Annotated[Conditions | None, Field(title="The posts it is for")] = None
    """Those with one of these `tags`, `categories` or `authors`, on days `from` and `until`; of several calls a post carries the one that fits it best."""
    order: int = 0
    """Which call wins when two match equally: the lower one."""
    default: Flag = False
    """Whether posts that no rule matches carry it. One call of a language at most."""
    expires: Day = ""
    """The last day on which it may be shown."""
    placement: str = "end"
    """`end`, or the number of the section after which it stands in a long post."""
    lang: Rare[Annotated[Language, Field(title="Language")]] = ""
    """The language it is written in, by its short name (`de`, `en-GB`); the site's when left out."""

    @field_validator("placement")
    @classmethod
    def _section_or_end(cls, value: str) -> str:
        if value != "end" and not (value.isdigit() and int(value) > 0):
            raise ValueError(f'placement "{value}" is unknown; write "end" or the number of a section, such as 2')
        return value
