"""A WebSub hub, which notifies feed readers at once that a feed has changed.

A hub is told which feeds changed and fetches them itself, so telling it twice does no harm: it compares the feed
with the last one, and feed readers know a post by its id. The recommendation does not say how a publisher tells a hub
(W3C, WebSub, section 6); hubs accept the request of PubSubHubbub 0.3, section 7.1: `hub.mode=publish` and `hub.url`.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from lodestar.base.settings import SettingsModel
from lodestar.publishing.channels import http
from lodestar.publishing.channels.letter import Letter, NotTaken, Unanswered
from plugins.feeds.core import common_settings, feeds


class WebSubChannel(SettingsModel, tag_field="kind", tag="websub"):
    """The hub that the feeds name: `hub` in `FEEDS`."""

    def describe(self, letter: Letter) -> str:
        """Return what would be told to whom."""
        return f"the hub {common_settings(letter.site).hub or '(none: set hub in FEEDS)'}, of the feeds with {letter.title}"

    def send(self, letter: Letter) -> None:
        """Tell the hub of every feed that contains one of the posts. Raises NotTaken."""
        hub = common_settings(letter.site).hub
        if not hub:
            raise NotTaken("the feeds name no hub; write its address in FEEDS: {'hub': 'https://...'}")
        for topic in _topics(letter):
            body = urlencode({"hub.mode": "publish", "hub.url": topic}).encode()
            try:
                answer = http.ask("POST", hub, {"Content-Type": "application/x-www-form-urlencoded"}, body)
            except Unanswered as error:
                raise NotTaken(str(error)) from None
            if not answer.good:
                raise NotTaken(answer.words())

    def arrived(self, letter: Letter) -> bool | None:
        """Return False: sending it twice does no harm."""
        return False


def _topics(letter: Letter) -> Iterator[str]:
    """Yield the address of each feed that contains a post of the letter."""
    urls = {post.url for post in letter.posts}
    for output in feeds(letter.site):
        feed = output.value
        if feed.hub and any(entry.url in urls for entry in feed.entries):
            yield f"{letter.site.url}{feed.self_url}"
