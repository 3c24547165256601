"""The site as its files are now, for what cannot rely on the last build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lodestar.desk.readers import READING
from lodestar.desk.saving import Reason
from lodestar.engine.program import hearing, problems_in, related

if TYPE_CHECKING:
    from lodestar.desk.state import Desk
    from lodestar.engine.site import Site


class SiteUnreadable(Exception):
    """The site cannot be read; `reason` says so in words for the author."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def site_now(desk: Desk, **settings: Any) -> Site:
    """Read the site and return it; `settings` override its own. Raises SiteUnreadable."""
    with READING, hearing(quiet=True) as heard:
        try:
            return related(desk.given, **settings)
        except SystemExit as stop:
            first = next(iter((*heard.problems, *problems_in(stop))), "")
            raise SiteUnreadable(Reason("the site cannot be built now; mend that first", str(first))) from None
