"""Whose films are known, and how their addresses are written."""

from __future__ import annotations

import re
from typing import NamedTuple

from lodestar.base.languages import gettext_noop


class Host(NamedTuple):
    """Someone who shows films on other people's pages."""

    words: str
    """What its card says."""
    address: re.Pattern[str]
    """What an address of a film looks like; its group is the film's own name."""
    source: str
    """Where the film is loaded from: the host's address for those who do not want to be followed."""
    path: str


class Film(NamedTuple):
    """A film: what its card says, and where it is loaded from."""

    words: str
    url: str


HOSTS = (
    Host(
        gettext_noop("Watch the film on YouTube"),
        re.compile(
            r"https?://(?:(?:www\.|m\.)?youtube\.com/(?:watch\?(?:[^\s#]*&)?v=|shorts/|live/|embed/)|youtu\.be/)([\w-]{11})(?:[?&#]\S*)?"
        ),
        "https://www.youtube-nocookie.com",
        "/embed/{}",
    ),
    Host(
        gettext_noop("Watch the film on Vimeo"),
        re.compile(r"https?://(?:www\.|player\.)?vimeo\.com/(?:video/)?(\d+)(?:[/?#]\S*)?"),
        "https://player.vimeo.com",
        "/video/{}?dnt=1",
    ),
)


def film(address: str) -> Film | None:
    """Return the film at an address; None for an address that is none."""
    for host in HOSTS:
        if match := host.address.fullmatch(address):
            return Film(host.words, host.source + host.path.format(match[1]))
    return None
