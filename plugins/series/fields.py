"""The header keys of a series."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from lodestar.base.front_matter.fields import Fields, Rare, Text


class PostSeries(Fields):
    """The series that a post is a part of."""

    series: Rare[Text] = ""
    """The series it is a part of."""
    part: Rare[Annotated[int, Field(ge=0, title="Part of the series")]] = 0
    """Its number in the series; parts without one follow by their dates."""
