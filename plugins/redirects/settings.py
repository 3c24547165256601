"""The settings of redirects: `REDIRECTS` in `pelicanconf.py`."""

from __future__ import annotations

from lodestar.base.settings import SettingsModel


class RedirectSettings(SettingsModel):
    """Redirects beside those that content asks for."""

    file: str = "redirects.txt"
    """A text file beside pelicanconf.py with a line for each old address: `/old/ /new/`, `/old/ gone`, or a pattern
    (`/tag/:slug/page/:n/ /tag/:slug/`). An import leaves another in `content/redirects.txt`; both hold."""
