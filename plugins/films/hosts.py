"""The known hosts of films, and the forms of their addresses."""

from __future__ import annotations

import re
from typing import NamedTuple

from lodestar.base.languages import gettext_noop


class FilmHost(NamedTuple):
    """A service that embeds films in other pages."""

    words: str
    """The text of its card."""
    address: re.Pattern[str]
    """Matches an address of a film; its group is the film's id."""
    source: str
    """The address from which the film is loaded: the host's one without tracking."""
    path: str


class Film(NamedTuple):
    """A film: the text of its card, and the address from which it is loaded."""

    words: str
    url: str


HOSTS = (
    FilmHost(
        gettext_noop("Watch the film on YouTube"),
        re.compile(
            r"https?://(?:(?:www\.|m\.)?youtube\.com/(?:watch\?(?:[^\s#]*&)?v=|shorts/|live/|embed/)|youtu\.be/)([\w-]{11})(?:[?&#]\S*)?"
        ),
        "https://www.youtube-nocookie.com",
        "/embed/{}",
    ),
    FilmHost(
        gettext_noop("Watch the film on Vimeo"),
        re.compile(r"https?://(?:www\.|player\.)?vimeo\.com/(?:video/)?(\d+)(?:[/?#]\S*)?"),
        "https://player.vimeo.com",
        "/video/{}?dnt=1",
    ),
)


def film(address: str) -> Film | None:
    """Return the film at an address; None for any other address."""
    for host in HOSTS:
        if match := host.address.fullmatch(address):
            return Film(host.words, host.source + host.path.format(match[1]))
    return None
