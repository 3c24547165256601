"""A letter whose answer was lost stands at the desk as a question with two answers."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.desk.test_out import SECOND, PublishingDesk
from tests.web import free_port

pytestmark = pytest.mark.server


class List:
    """A mailing list that takes every letter and answers the second time only."""

    arrived = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.arrived += 1
        if self.arrived == 1:
            server.transport.abort()
        return "250 taken"


@pytest.fixture
def letters() -> Iterator[tuple[List, int]]:
    result = List()
    controller = Controller(result, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield result, controller.port
    controller.stop()


def test_the_author_says_at_the_desk_whether_a_letter_arrived(tmp_path: Path, letters: tuple[List, int]) -> None:
    served, port = letters
    channel = {
        "kind": "smtp",
        "server": f"127.0.0.1:{port}",
        "to": "readers@lists.example.com",
    }
    desk = PublishingDesk(tmp_path)
    with open(tmp_path / "publishconf.py", "a") as stream:
        stream.write(f"PUBLISH['channels'] = {{'letters': {channel!r}}}\n")
        stream.write(
            "REHEARSAL, SITEURL, COMMENTS = False, 'https://calm-teams.org', {}\nFEEDS = {**FEEDS, 'id': 'urn:x:feeds', 'unsubscribe': 'mailto:stop@calm-teams.org'}\n"
        )
    try:
        desk.post("/publish", {"do": "publish", "target": "live"})
        assert "Readers have it now." in desk.done(), desk.get("/publish/lines").text
        message = desk.publish(SECOND)
        assert "Readers have it now." in message and "Not everybody was told of it yet." in message
        assert 'Nobody knows whether "letters" got the letter about "Second"' in message
        assert "It did not; send it again</button>" in message and "Nothing was published." not in message
        desk.until(lambda: "waits for your answer" in html.unescape(desk.get("/check").text))
        message = desk.press("It did not; send it again")
        assert "Readers have it now." in message and "Not everybody" not in message
        assert served.arrived == 2
    finally:
        desk.stop()
