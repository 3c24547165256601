"""What `site.yaml` says to feeds."""

from __future__ import annotations

from lodestar.base.front_matter.fields import Fields, Text


class Site(Fields):
    """What `site.yaml` says."""

    id: Text = ""
    """The site's id in feeds, written once and never changed: `urn:uuid:...`."""
