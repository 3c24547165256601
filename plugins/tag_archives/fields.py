"""What the author says in `content/site.yaml` of the home page."""

from __future__ import annotations

from typing import Annotated

from lodestar.base.front_matter.fields import Fields, Key, Posts, Terms


class SiteHomePage(Fields):
    """What the home page shows below the newest post: picks and subjects."""

    picks: Annotated[Posts, Key(group="Home page")] = ()
    """Posts to begin with, as paths below content/; three look best. The first pick of each subject when left out."""
    subjects: Annotated[Terms, Key(group="Home page")] = ()
    """Tags that it names with their summaries; six look best. Those with most posts that have a summary when left out."""
