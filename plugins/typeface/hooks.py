"""The receivers of Lodestar's signals for the typeface."""

from __future__ import annotations

from collections.abc import Iterator

from lodestar.engine.site import Output, Site
from plugins.typeface.core import faces


def outputs(site: Site) -> Iterator[Output]:
    """At `get_outputs`: the files of the typeface."""
    for face in faces(site.settings):
        yield Output(face.address, "plugins.typeface.cut:cut", face, "plugins/typeface")
