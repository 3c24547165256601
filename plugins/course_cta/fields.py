"""The header key by which a post names its call."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from lodestar.base.front_matter.fields import Fields, Key, Text


class PostCall(Fields):
    """The call that a post names."""

    call: Annotated[Text, Field(title="Call to action"), Key(widget="call")] = ""
    """The call to action it carries, by file name, or `none`; chosen by rule when left out."""
