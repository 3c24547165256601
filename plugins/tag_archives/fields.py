"""What the author says in `content/site.yaml` of the home page."""

from __future__ import annotations

from lodestar.base.front_matter.fields import Fields, Names, Terms


class Site(Fields):
    """What the home page shows below the newest post."""

    picks: Names = ()
    """Posts to begin with, as paths below content/; three look best. The first pick of each subject when left out."""
    subjects: Terms = ()
    """Tags that it names with their summaries; six look best. Those with most posts that have a summary when left out."""
