"""What a build did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lodestar.engine.site import Output, Site


@dataclass
class Result:
    """What a build did."""

    site: Site | None = None
    """The site; None when nothing had changed, so that it was not related."""
    outputs: int = 0
    rendered: list[str] = field(default_factory=list)
    """Addresses of what was rendered."""
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    """Addresses whose bytes changed."""
    vanished: list[str] = field(default_factory=list)
    behind: bool = False
    """Whether a reserved folder, such as the search index, was left for a later build."""
    read: int = 0
    explained: str = ""
    discarded: str = ""
    """Why the store of earlier builds was discarded; empty when it was used, or there was none."""
    counts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0


def counts(site: Site, outputs: Mapping[str, Output]) -> dict[str, int]:
    """Return the counts for the summary, and for Pelican's own one."""
    posts, pages = site.content.get("posts", ()), site.content.get("pages", ())
    statuses = Counter(page.status for page in pages)
    return {
        "posts": len(site.posts),
        "archives": len(site.members),
        "feeds": sum(1 for output in outputs.values() if output.template.startswith("feed")),
        "articles": len(site.articles),
        "hidden": len(site.hidden),
        "drafts": len(posts) - len(site.posts),
        "pages": statuses["published"],
        "hidden pages": statuses["hidden"],
        "draft pages": statuses["draft"],
    }
