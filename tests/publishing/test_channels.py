"""New posts are announced on the channels that are named: by the real command, to services on loopback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from lodestar.base.settings import SettingsError
from lodestar.publishing.channels.buttondown import ButtondownChannel
from lodestar.publishing.channels.letter import NotTaken
from lodestar.publishing.channels.plan import OPEN
from lodestar.publishing.channels.standings import read_file
from lodestar.publishing.mend import mend
from lodestar.publishing.settings import read_settings
from lodestar.publishing.told import ToldFinding, findings_in
from tests.publishing.services import Buttondown, Hub, MailingList, serving

SECRET = "bd-canary-4711"
URL = "https://calm-teams.org"
STOP = "https://lists.calm-teams.org/stop"
ID = "urn:uuid:0f2d3a5c-7f3e-4a57-9c1f-2f6b0a1c9d4e"


class AnnouncingSite:
    """A site with every channel, and the services behind them."""

    def __init__(self, site: Any, hub: Hub, drafts: Buttondown, letters: MailingList, channels: dict[str, Any]) -> None:
        self.site, self.hub, self.drafts, self.letters, self.channels = site, hub, drafts, letters, channels
        self.configure()

    def configure(self, url: str = URL, **overrides: Any) -> None:
        publish = {
            "targets": {"live": {"kind": "folder", "path": str(self.site.live)}},
            "channels": self.channels,
            **overrides.pop("PUBLISH", {}),
        }
        feeds = {"id": ID, "hub": f"http://127.0.0.1:{self.hub.port}/", "unsubscribe": STOP}
        self.site.configure(url, **{"REHEARSAL": False, "FEEDS": feeds, "PUBLISH": publish, **overrides})

    def counts(self) -> tuple[int, int, int]:
        """Return how often each service was told something."""
        return len(self.hub.topics), len(self.drafts.emails), len(self.letters.arrived)

    def standings(self) -> dict[str, str]:
        """Return how the newest post stands, by channel."""
        return {name: item.words for (_, name), item in read_file(Path("published")).items()}


@pytest.fixture
def announcing(site: Any, servers: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[AnnouncingSite]:
    """A site whose first release is out."""
    monkeypatch.setenv("BUTTONDOWN_API_KEY", SECRET)
    hub, drafts, letters = Hub(), Buttondown(SECRET), MailingList()
    controller = Controller(letters, hostname="127.0.0.1", port=servers.free_port())
    controller.start()
    with serving(hub) as hub_at, serving(drafts) as drafts_at:
        hub.port = int(hub_at.rpartition(":")[2])
        channels = {
            "hub": {"kind": "websub"},
            "drafts": {"kind": "buttondown", "api": f"{drafts_at}/v1"},
            "letters": {
                "kind": "smtp",
                "server": f"127.0.0.1:{controller.port}",
                "to": "readers@lists.calm-teams.org",
            },
        }
        for number in (1, 2):
            site.post(f"old-{number}", "summary: Before.\n", date=f"2026-01-0{number}")
        result = AnnouncingSite(site, hub, drafts, letters, channels)
        assert "Nobody is told of a new post." in site.publish()
        assert result.counts() == (0, 0, 0), "what the blog brought is old"
        yield result
    controller.stop()


def test_a_new_post_is_told_to_each_channel_once_and_no_change_of_it_tells_again(announcing: AnnouncingSite) -> None:
    site = announcing.site
    path = site.post("four", "summary: Of *four* & {{ more }}.\n", date="2026-01-04", title="Four [4]")
    code, output = site.run("publish", "--dry-run")
    assert code == 0
    at = announcing.channels["letters"]["server"]
    plan = [
        "Once this stands, there is told:",
        '  drafts: a draft at Buttondown about "Four [4]"',
        f'  hub: the hub http://127.0.0.1:{announcing.hub.port}/, of the feeds with "Four [4]"',
        f'  letters: a letter to readers@lists.calm-teams.org by {at} about "Four [4]"',
    ]
    start = output.splitlines().index(plan[0])
    assert output.splitlines()[start : start + 4] == plan
    assert announcing.counts() == (0, 0, 0) and not Path("published/announced.txt").exists(), "a dry run tells nobody"
    assert "Told letters: a letter to readers@lists.calm-teams.org by" in site.publish()
    assert set(announcing.standings().values()) == {"told"}
    assert f"{URL}/feed/" in announcing.hub.topics and f"{URL}/feed/atom/" in announcing.hub.topics
    (mail,) = announcing.drafts.emails
    assert (mail["status"], mail["subject"]) == ("draft", "Four [4]")
    assert "## [Four \\[4\\]](https://calm-teams.org/2026/01/04/four/)" in mail["body"]
    assert "Of four & &#123;&#123; more &#125;&#125;." in mail["body"]
    ((recipient, letter),) = announcing.letters.arrived
    assert (recipient, letter["Subject"]) == (["readers@lists.calm-teams.org"], "Four [4]")
    assert letter["List-Unsubscribe"] == "<https://lists.calm-teams.org/stop>"
    for kind in ("plain", "html"):
        text = letter.get_body((kind,)).get_content()  # type: ignore[union-attr]
        assert "https://lists.calm-teams.org/stop" in text and "unsubscribe_url" not in text
    counts = announcing.counts()

    text = path.read_text()
    path.write_text(text.replace("Text.", "Better text."))
    assert "Nobody is told of a new post." in site.publish()
    path.write_text(text.replace("2026-01-04", "2026-01-03").replace("title: Four [4]", "title: Five"))
    path = path.rename(path.with_name("five.md"))
    site.run("check", "--fix")
    site.publish()
    announcing.configure("https://www.calm-teams.net", HOSTING={"host": "nginx", "formerly": ("calm-teams.org",)})
    site.publish()
    assert site.run("publish", "--rollback")[0] == 0
    site.publish()
    site.publish()
    assert announcing.counts() == counts


def test_several_posts_of_one_release_are_one_letter_and_go_out_at_once_on_request(announcing: AnnouncingSite) -> None:
    announcing.channels["drafts"]["send_now"] = True
    announcing.configure()
    announcing.site.post("four", date="2026-01-04")
    announcing.site.post("five", date="2026-01-05")
    assert 'a letter to all subscribers at Buttondown about "Five" and 1 more' in announcing.site.publish()
    (mail,) = announcing.drafts.emails
    assert (mail["status"], mail["subject"]) == ("about_to_send", "Five, and 1 more from Heart")
    assert len(announcing.letters.arrived) == 1


def test_a_service_that_has_the_letter_is_asked_when_its_answer_is_lost(announcing: AnnouncingSite) -> None:
    announcing.drafts.emails += [{"metadata": {}, "id": f"em_x{number}"} for number in range(3)]  # the list has pages
    announcing.site.post("four", date="2026-01-04")
    announcing.drafts.lose = "answer"
    assert "Told drafts" in announcing.site.publish()
    assert len(announcing.drafts.emails) == 4

    announcing.site.post("five", date="2026-01-05")
    announcing.drafts.lose = "request"
    code, output = announcing.site.run("publish")
    assert code == OPEN and 'Not told yet: drafts, of "Five": no answer came and it is not there' in output
    assert "Told drafts" in announcing.site.publish(), "with the same key"
    keys = [headers["X-Idempotency-Key"] for headers in announcing.drafts.headers if headers["X-Idempotency-Key"]]
    assert len(announcing.drafts.emails) == 5 and len(set(keys)) == 2


def test_what_a_service_refuses_is_due_again_and_no_secret_is_said_or_kept(
    announcing: AnnouncingSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    announcing.site.post("four", date="2026-01-04")
    announcing.hub.broken = (503, None)
    announcing.letters.refusal = "554 not now"
    for key, reason in (
        ("wrong-" + SECRET, "it answered 401: No such key: Token ..."),
        (SECRET + "\nx", "the key in the environment has a character that no key has"),
        ("", "BUTTONDOWN_API_KEY is not in the environment"),
    ):
        monkeypatch.setenv("BUTTONDOWN_API_KEY", key)
        code, output = announcing.site.run("publish")
        assert code == OPEN and SECRET not in output
        assert f'Not told yet: drafts, of "Four": {reason}.' in output
        assert 'Not told yet: hub, of "Four": it answered 503.' in output
        assert "did not take the letter: 554 not now." in output
    assert set(announcing.standings().values()) == {"due 4"}
    monkeypatch.setenv("BUTTONDOWN_API_KEY", SECRET)
    announcing.hub.broken, announcing.letters.refusal = None, ""
    announcing.site.publish()
    assert [count > 0 for count in announcing.counts()] == [True, True, True] and announcing.counts()[1:] == (1, 1)
    stored_files = (path for path in announcing.site.folder.rglob("*") if path.is_file())
    assert [path for path in stored_files if SECRET.encode() in path.read_bytes()] == []


def test_where_nobody_can_be_asked_the_author_is(announcing: AnnouncingSite, monkeypatch: pytest.MonkeyPatch) -> None:
    announcing.site.post("four", date="2026-01-04")
    announcing.letters.lose = True
    monkeypatch.setenv("LODESTAR_PROGRESS", "1")
    code, output = announcing.site.run("publish")
    assert code == OPEN
    words = 'Nobody knows whether "letters" got the letter about "Four": it was begun, and no answer came.'
    assert words in output.splitlines()
    (finding,) = _told(output)
    assert [words for words, _ in finding.choices] == ["It arrived", "It did not; send it again"]
    counts = announcing.counts()
    code, output = announcing.site.run("publish")
    assert (code, announcing.counts(), _told(output)) == (OPEN, counts, (finding,)), "unattended it waits"
    code, output = announcing.site.run("publish", "--dry-run")
    assert (code, _told(output)) == (0, (finding,)), "and stands at the desk"
    assert '  letters: first is asked what became of the letter about "Four"' in output.splitlines()
    list(mend(finding.choices[0][1], announcing.site.folder / "content", Path("redirects.txt")))
    announcing.site.publish()
    assert announcing.counts() == counts and set(announcing.standings().values()) == {"told"}

    announcing.letters.lose = True
    announcing.site.post("five", date="2026-01-05")
    (finding,) = _told(announcing.site.run("publish")[1])
    announcing.letters.lose = False
    announcing.letters.arrived.pop()  # it was lost behind the server
    list(mend(finding.choices[1][1], announcing.site.folder / "content", Path("redirects.txt")))
    announcing.site.publish()
    assert announcing.counts()[2] == counts[2] + 1 and set(announcing.standings().values()) == {"told"}


def test_at_a_terminal_the_author_is_asked_at_once(announcing: AnnouncingSite, monkeypatch: pytest.MonkeyPatch) -> None:
    announcing.site.post("four", date="2026-01-04")
    announcing.letters.lose = True
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    answers = iter(["", "y"])
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    assert announcing.site.run("publish")[0] == OPEN
    announcing.site.publish()
    assert len(announcing.letters.arrived) == 1 and next(answers, "asked twice") == "asked twice"


def test_a_letter_that_nobody_could_stop_is_not_sent(announcing: AnnouncingSite) -> None:
    announcing.site.post("four", date="2026-01-04")
    announcing.configure(FEEDS={"id": ID})
    code, output = announcing.site.run("publish")
    assert code == OPEN and 'Not told yet: letters, of "Four": nobody could stop it' in output
    assert 'Not told yet: hub, of "Four": the feeds name no hub' in output
    assert announcing.counts() == (0, 1, 0)


def test_only_the_named_target_tells_and_a_rehearsal_tells_nobody(announcing: AnnouncingSite) -> None:
    site = announcing.site
    site.post("four", date="2026-01-04")
    targets = {name: {"kind": "folder", "path": str(site.folder / name)} for name in ("live", "staging")}
    announcing.configure(PUBLISH={"targets": targets, "announce": "live"})
    assert site.run("publish", "staging")[0] == 0
    assert announcing.counts() == (0, 0, 0)
    announcing.configure(PUBLISH={"targets": targets, "announce": "live"}, REHEARSAL=True)
    assert site.run("publish", "live")[0] == 0
    assert announcing.counts() == (0, 0, 0)
    announcing.configure(PUBLISH={"targets": targets, "announce": "live"})
    assert site.run("publish", "live")[0] == 0, "new there, though the ledger knows it"
    assert set(announcing.standings().values()) == {"told"}


def test_a_line_that_nobody_can_read_stops_the_release(announcing: AnnouncingSite) -> None:
    announcing.site.post("four", date="2026-01-04")
    announcing.site.publish()
    with open("published/announced.txt", "a") as file:
        file.write("urn:x:four\tletters\tmaybe\t\t20260101T000000Z\t\n<<<<<<< HEAD\n")
    assert announcing.site.refused() == [
        "published/announced.txt:5: a line that says nothing of a post; put back what git has of it (git log -p)",
        "published/announced.txt:6: a mark of a merge that was not finished; delete the line and keep those around it",
    ]


def test_a_key_is_sent_to_nobody_in_the_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUTTONDOWN_API_KEY", SECRET)
    letter: Any = SimpleNamespace(since="20260318T080000Z", key="k")
    with pytest.raises(NotTaken, match="sent to nobody in the open"):
        ButtondownChannel(api="http://api.buttondown.com/v1").arrived(letter)


def test_settings_that_are_wrong_are_all_said() -> None:
    live = {"kind": "folder", "path": "x"}
    faulty_settings = {
        "a": {"kind": "pigeon"},
        "b": {"kind": "smtp", "server": "mail.example.com", "to": "me"},
        "c": {"kind": "buttondown", "key": "secret"},
    }
    with pytest.raises(SettingsError) as caught:
        read_settings({"targets": {"live": live}, "channels": faulty_settings})
    assert str(caught.value.code).splitlines() == [
        "publishconf.py: PUBLISH['channels']['a'] has the kind 'pigeon'; write one of websub, buttondown, smtp",
        "publishconf.py: PUBLISH['channels']['b']['to'] is 'me'; write it as 'readers@lists.example.com'",
        "publishconf.py: PUBLISH['channels']['c']['key'] is not a setting; known are send_now, api",
    ]
    with pytest.raises(SettingsError, match="name the target whose readers are told of new posts: a, b"):
        read_settings({"targets": {"a": live, "b": live}, "channels": {"hub": {"kind": "websub"}}})


def _told(output: str) -> tuple[ToldFinding, ...]:
    """Return the findings that a program is told."""
    return next((findings for line in output.splitlines() if (findings := findings_in(line)) is not None), ())
