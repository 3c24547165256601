"""The settings of comments: `COMMENTS` in `pelicanconf.py`."""

from __future__ import annotations

from typing import Literal

from msgspec import field

from lodestar.base.settings import SettingsModel


class CommentSettings(SettingsModel):
    """How readers leave a comment."""

    provider: Literal["mail", "isso", "giscus", "none"] = "mail"
    """`mail`: a letter with subject and post filled in; `isso`: a server of your own; `giscus`: GitHub's discussions;
    `none`: no new comments. What is in content/comments/ stands on the page in any case."""
    address: str = ""
    """`mail`: where letters go."""
    server: str = ""
    """`isso`: the address of the server, such as `https://comments.example.com/`."""
    giscus: dict[str, str] = field(default_factory=dict)
    """`giscus`: `repo`, `repo-id`, `category` and `category-id`, as https://giscus.app gives them, and `lang`, its language,
    where that is not English."""
