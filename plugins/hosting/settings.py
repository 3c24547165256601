"""The settings of the host: `HOSTING` in `pelicanconf.py` or `publishconf.py`."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field

from lodestar.base.settings import SettingsModel


class HostingSettings(SettingsModel):
    """Which host answers, and what it says with every answer."""

    host: Literal["pages", "netlify", "cloudflare", "nginx", "apache", "s3"] = "pages"
    """`pages` is any host without rules of its own, such as GitHub Pages: old addresses become small pages."""
    formerly: tuple[Annotated[str, Meta(pattern=r"^[a-z0-9.-]+$")], ...] = ()
    """Hosts that the site had before, such as `old.example.com`: whoever asks there is led to the same address here."""
    hsts: int = 31_536_000
    """Seconds for which browsers are told to use https only; 0 says nothing of it."""
    sources: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """More sources for the content security policy of pages and host, by directive: `{"img-src": ("https://a.example",)}`."""
    headers: dict[str, str] = field(default_factory=dict)
    """More headers, or others in the place of ours; an empty one leaves ours out."""

    @property
    def pages(self) -> bool:
        """Whether old addresses must be answered by small pages."""
        return self.host in ("pages", "s3")
