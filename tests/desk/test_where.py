"""Where the site is published, set up at the desk: no file is opened, no secret is written where others read, nothing is lost."""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.conftest import CONTENT, ROOT, SETTINGS, Live

pytestmark = pytest.mark.server

SECRET = "ghp_OpenSesame1234567890"


class SetUpDesk(Live):
    """A desk whose site goes nowhere yet."""

    def __init__(self, folder: Path) -> None:
        self.home, self.outside = folder.parent / f"{folder.name} home", folder.parent / f"{folder.name} outside"
        settings = SETTINGS.format(root=str(ROOT), cache=str(folder / "cache"), theme=str(ROOT / "theme"))
        (folder / "publishconf.py").write_text(
            f"{settings}from pathlib import Path\nfrom lodestar.publishing.target_file import read_targets\n"
            "HOSTING, PUBLISH = read_targets(Path(__file__).with_name('publish.yaml'))\n"
            "SITEURL, LINKS, REHEARSAL = 'https://heart.example', (), True\n"
        )
        super().__init__(folder, CONTENT, XDG_CONFIG_HOME=str(self.home))

    def send_where(self, **fields: str) -> str:
        """Send the form; what is asked for a host stands below `at`."""
        own_fields = ("do", "host", "name", "before", "rules")
        form_fields = {name if name in own_fields else f"at.{name}": value for name, value in fields.items()}
        answer = self.post("/publish/where", {"name": "live", "before": "", **form_fields})
        return html.unescape(answer.text)

    @property
    def file(self) -> Path:
        return self.folder / "publish.yaml"


@pytest.fixture(scope="module")
def _desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SetUpDesk]:
    result = SetUpDesk(tmp_path_factory.mktemp("where"))
    yield result
    result.stop()


@pytest.fixture
def desk(_desk: SetUpDesk) -> SetUpDesk:
    """The desk, with nothing set up."""
    _desk.file.unlink(missing_ok=True)
    return _desk


def test_from_nowhere_to_a_folder_that_readers_see(desk: SetUpDesk) -> None:
    assert 'href="/publish/where"' in desk.get("/publish").text
    assert "A folder on this computer" in desk.get("/publish/where").text
    page = desk.send_where(do="save", host="folder", path=str(desk.outside / "live"), rules="nginx")
    assert "All is there: your site can be published to “live”." in page
    assert f"Let your web server show {desk.outside}/live/current." in page
    assert "host: nginx\n" in desk.file.read_text()
    assert "The site goes to “live”." in html.unescape(desk.get("/publish").text)
    desk.send_where(do="save", host="folder", name="a second", path=str(desk.outside / "second"), rules="nginx")
    assert "default: live\n" in desk.file.read_text(), "the first place is the one that is meant"
    assert "<option selected>live</option>" in desk.get("/publish").text
    assert desk.post("/publish/where", {"do": "remove", "before": "a second"}).status == 303
    page = desk.send_where(
        do="save", host="folder", before="live", name="my server", path=str(desk.outside / "other"), rules="apache"
    )
    assert "“my server”" in page and "  live:" not in desk.file.read_text()
    assert desk.post("/publish/where", {"do": "remove", "before": "my server"}).status == 303
    assert "Where shall it go?" in desk.get("/publish/where").text


def test_what_is_missing_is_said_and_nothing_is_written(desk: SetUpDesk) -> None:
    for fields, fault in (
        ({"host": "folder", "path": "", "rules": "nginx"}, "The folder is missing."),
        (
            {"host": "server", "path": "/srv/site", "port": "22"},
            "Your name there and the name of the server is missing.",
        ),
        ({"host": "folder", "path": "srv/site", "rules": "nginx"}, "begin it with /"),
        ({"host": "server", "path": "/srv/site", "port": "many"}, '"many" is no port; it is a number, such as 22'),
        ({"host": "github", "remote": "https://github.com/a b", "branch": "x"}, "has a space in it"),
    ):
        page = desk.send_where(do="save", **fields)
        assert "Nothing was saved yet." in page and fault in page
        assert not desk.file.exists()


def test_a_token_is_kept_for_its_owner_and_stands_nowhere_else(desk: SetUpDesk) -> None:
    page = desk.send_where(
        do="save", host="github", remote="https://127.0.0.1:9/anna/site", branch="gh-pages", token=SECRET
    )
    assert "missing for “live”" in page and SECRET not in page
    assert "one is kept" in html.unescape(desk.get("/publish/where?name=live").text)
    files = [
        path
        for root in (desk.folder, desk.home)
        for path in root.rglob("*")
        if path.is_file() and SECRET.encode() in path.read_bytes()
    ]
    assert files == [desk.home / "lodestar" / "secrets.json"]
    assert files[0].stat().st_mode & 0o777 == 0o600
    refused = desk.send_where(do="save", host="github", remote="", branch="gh-pages", token=SECRET)
    assert "Nothing was saved yet." in refused and SECRET not in refused
    stale = desk.post("/publish/where", {"do": "save", "host": "github", "at.token": SECRET, "token": "other"})
    assert stale.status == 403 and SECRET not in stale.text


def test_a_history_is_begun_where_the_host_needs_one(desk: SetUpDesk) -> None:
    bare_repository = desk.folder / "bare.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(bare_repository)], check=True)
    page = desk.send_where(do="save", host="netlify", remote=str(bare_repository), branch="site")
    assert "No history is kept of your site yet" in page
    assert "All is there" in desk.send_where(do="repository", before="live")
    assert "host: netlify\n" in desk.file.read_text()


def test_what_a_programmer_added_to_a_place_stays(desk: SetUpDesk) -> None:
    desk.file.write_text(f"targets:\n  live:\n    kind: folder\n    path: {desk.outside}\n    keep: 9\n")
    page = desk.send_where(do="save", host="folder", before="live", path=str(desk.outside / "live"), rules="nginx")
    assert "All is there" in page and "    keep: 9\n" in desk.file.read_text()


def test_a_file_that_somebody_broke_is_put_aside(desk: SetUpDesk) -> None:
    desk.file.write_text("targets:\n  live:\n    kind: fodler\n")
    page = html.unescape(desk.get("/publish/where").text)
    assert "What was set up cannot be read any more." in page
    assert "publish.yaml:2: \"live\" has the kind 'fodler'" in re.sub(r"\s+", " ", page)
    assert desk.post("/publish/where", {"do": "anew"}).status == 303
    assert not desk.file.exists()
    assert [path.read_text() for path in (desk.folder / "cache/desk/kept").glob("publish.*")] == [
        "targets:\n  live:\n    kind: fodler\n"
    ]
